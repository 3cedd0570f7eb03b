extension Activation: DescribableLayer {
  /// What files call the type.
  public static var typeName: String { "Activation" }

  /// The activation itself.
  public var configuration: Activation { self }

  /// The activation itself.
  public init(configuration: Activation) { self = configuration }
}

extension PReLU: DescribableLayer {
  /// What files call the type.
  public static let typeName = "PReLU"

  /// The size of the last axis, if there is a slope for each place.
  public struct Configuration: Codable, Sendable {
    var width: Int?
  }

  /// The size of the last axis, if there is a slope for each place.
  public var configuration: Configuration { Configuration(width: inputSize) }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    if let width = configuration.width, width <= 0 { throw LayerDescriptionError("PReLU(\(width)) can't exist") }
    self.init(configuration.width)
  }

  /// The number of slopes.
  public static func elementCount(of configuration: Configuration) -> Double { Double(configuration.width ?? 1) }
}

extension Identity: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Identity"

  /// Nothing.
  public struct Configuration: Codable, Sendable {}

  /// Nothing.
  public var configuration: Configuration { Configuration() }

  /// The layer.
  public init(configuration: Configuration) { self.init() }
}

extension Flatten: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Flatten"

  /// The first axis.
  public struct Configuration: Codable, Sendable {
    var startAxis: Int
  }

  /// The first axis.
  public var configuration: Configuration { Configuration(startAxis: startAxis) }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    guard configuration.startAxis >= 0 else {
      throw LayerDescriptionError("Flatten(startAxis: \(configuration.startAxis)) can't exist")
    }
    self.init(startAxis: configuration.startAxis)
  }
}

extension Reshape: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Reshape"

  /// The shape of a sample.
  public struct Configuration: Codable, Sendable {
    var shape: [Int]
  }

  /// The shape of a sample.
  public var configuration: Configuration { Configuration(shape: shape) }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    let shape = configuration.shape
    guard shape.allSatisfy({ $0 > 0 || $0 == -1 }), shape.count(where: { $0 == -1 }) <= 1,
      hasSize(shape.filter { $0 > 0 })
    else { throw LayerDescriptionError("Reshape(\(shape)) can't exist") }
    self.init(shape)
  }
}

extension Dropout: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Dropout"

  /// The probability.
  public struct Configuration: Codable, Sendable {
    var probability: Double
  }

  /// The probability.
  public var configuration: Configuration { Configuration(probability: probability) }

  /// A layer of that make.
  public init(configuration: Configuration) throws { self.init(try checked(configuration.probability, in: "Dropout")) }
}

extension AlphaDropout: DescribableLayer {
  /// What files call the type.
  public static let typeName = "AlphaDropout"

  /// The probability.
  public struct Configuration: Codable, Sendable {
    var probability: Double
  }

  /// The probability.
  public var configuration: Configuration { Configuration(probability: probability) }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    self.init(try checked(configuration.probability, in: "AlphaDropout"))
  }
}

extension GaussianNoise: DescribableLayer {
  /// What files call the type.
  public static let typeName = "GaussianNoise"

  /// The standard deviation.
  public struct Configuration: Codable, Sendable {
    var standardDeviation: Double
  }

  /// The standard deviation.
  public var configuration: Configuration { Configuration(standardDeviation: standardDeviation) }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    let deviation = configuration.standardDeviation
    guard deviation >= 0, deviation.isFinite else {
      throw LayerDescriptionError("GaussianNoise(\(deviation)) can't exist")
    }
    self.init(deviation)
  }
}

private func checked(_ probability: Double, in name: String) throws -> Double {
  guard probability >= 0, probability <= 1 else { throw LayerDescriptionError("\(name)(\(probability)) can't exist") }
  return probability
}

/// Whether a tensor of that shape could fit in any computer's memory.
func hasSize(_ shape: [Int]) -> Bool {
  shape.allSatisfy { $0 > 0 } && shape.reduce(1.0) { $0 * Double($1) } < 0x1p40
}
