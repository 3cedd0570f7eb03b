import MyelinCore

/// The truth table of a logic gate: features 0 and 1, and the gate's answer as class 0 or 1.
///
/// ```swift
/// let (x, y) = try LogicGate(.and).samples()
/// print(x.scalars, y.scalars)   // [0, 0, 0, 1, 1, 0, 1, 1] [0, 0, 0, 1]
/// ```
///
/// The rows count up in binary, the last input fastest, and begin anew until there are as many samples as asked for. Then
/// they are put in random order if that is wanted, and normal noise is added to the features, row by row. A perceptron
/// learns all gates but exclusive or and its opposite.
public struct LogicGate: SampleGenerator {
  /// What the answer says of the inputs.
  public enum Function: String, Sendable, CaseIterable {
    /// All are 1.
    case and
    /// One or more are 1.
    case or
    /// Not all are 1.
    case nand
    /// None is 1.
    case nor
    /// An odd number is 1.
    case xor
    /// An even number is 1.
    case xnor

    fileprivate func answer(ones: Int, of count: Int) -> Bool {
      switch self {
      case .and: ones == count
      case .or: ones > 0
      case .nand: ones < count
      case .nor: ones == 0
      case .xor: ones % 2 == 1
      case .xnor: ones % 2 == 0
      }
    }
  }

  /// What the answer says of the inputs.
  public var function: Function
  /// The number of inputs, 1 to 20.
  public var inputs: Int
  /// The number of samples; nil for every row of the truth table once.
  public var samples: Int?
  /// Whether the samples are put in random order.
  public var shuffle: Bool
  /// The standard deviation of what is added to the features; nil for nothing.
  public var noise: Double?

  /// The truth table of a gate with two inputs, unless told otherwise.
  public init(
    _ function: Function, inputs: Int = 2, samples: Int? = nil, shuffle: Bool = false, noise: Double? = nil
  ) {
    (self.function, self.inputs, self.samples) = (function, inputs, samples)
    (self.shuffle, self.noise) = (shuffle, noise)
  }

  /// Makes the samples.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    guard (1...20).contains(inputs) else { throw GeneratorError("inputs", inputs, "from 1 to 20") }
    let count = samples ?? 1 << inputs
    try GeneratorError.check(samples: count, width: inputs)
    try GeneratorError.check(noise: noise)
    var features: [Double] = []
    features.reserveCapacity(count * inputs)
    var classes: [Int] = []
    for sample in 0..<count {
      let row = sample % (1 << inputs)
      for input in (0..<inputs).reversed() { features.append(Double(row >> input & 1)) }
      classes.append(function.answer(ones: row.nonzeroBitCount, of: inputs) ? 1 : 0)
    }
    var made = GeneratedSamples(features: features, featureCount: inputs, targets: .classes(classes))
    if shuffle { made.shuffle(using: &random) }
    made.addNoise(noise, using: &random)
    return made
  }
}
