/// How the target becomes what a network is trained on, and how its answers are read.
public enum TargetEncoding: Sendable, Equatable, Codable {
  /// The names of the classes; a label is a position among them.
  case classes([String])
  /// The mean and standard deviation of the training rows' numbers; the network learns standardised numbers.
  case number(mean: Double, standardDeviation: Double)

  /// A regression's number as the network learns it; one too large for a Float becomes its largest.
  ///
  /// - Parameter number: any number; for classes the program stops.
  public func encode(_ number: Double) -> Float {
    guard case .number(let mean, let deviation) = self else {
      fatalError("TargetEncoding.encode: the target is a class, not a number")
    }
    let limit = Float.greatestFiniteMagnitude
    return min(max(Float((number - mean) / deviation), -limit), limit)
  }

  /// A network's answer as a number on the target's own scale; one too large for a Double becomes its largest.
  ///
  /// - Parameter output: any number; for classes the program stops.
  public func decode(_ output: Float) -> Double {
    guard case .number(let mean, let deviation) = self else {
      fatalError("TargetEncoding.decode: the target is a class; use className(_:)")
    }
    let number = Double(output) * deviation + mean
    let limit = Double.greatestFiniteMagnitude
    return number.isNaN ? number : min(max(number, -limit), limit)
  }

  /// The name of a class.
  ///
  /// - Parameter label: a position among the classes; any other, or a regression, stops the program.
  public func className(_ label: Int) -> String {
    guard case .classes(let classes) = self, classes.indices.contains(label) else {
      fatalError("TargetEncoding.className(\(label)): there is no such class")
    }
    return classes[label]
  }

  var problem: String? {
    switch self {
    case .classes(let classes):
      classes.count > 1 && Set(classes).count == classes.count ? nil : "the classes are fewer than two, or repeat"
    case .number(let mean, let deviation):
      mean.isFinite && deviation.isFinite && deviation > 0
        ? nil : "the target's mean and standard deviation are not usable"
    }
  }
}
