extension BatchNorm: DescribableLayer {
  /// What files call the type.
  public static let typeName = "BatchNorm"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var features: Int
    var momentum: Double?
    var epsilon: Double
    var isAffine: Bool
    var type: DType?
  }

  /// What the layer is made of, except for its scales, shifts and statistics.
  public var configuration: Configuration {
    let mean = runningMean
    return Configuration(
      features: mean.shape[0], momentum: momentum, epsilon: epsilon, isAffine: isAffine, type: described(mean.type))
  }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    guard configuration.features > 0, configuration.momentum.map({ $0 >= 0 && $0 <= 1 }) ?? true,
      configuration.epsilon >= 0
    else { throw LayerDescriptionError("a BatchNorm(\(configuration.features)) of that make can't exist") }
    self.init(
      configuration.features, momentum: configuration.momentum, epsilon: configuration.epsilon,
      isAffine: configuration.isAffine, type: try checked(configuration.type))
  }

  /// Two or four numbers for every feature, and the count of batches.
  public static func elementCount(of configuration: Configuration) -> Double {
    Double(configuration.features) * (configuration.isAffine ? 4 : 2) + 1
  }
}

extension LayerNorm: DescribableLayer {
  /// What files call the type.
  public static let typeName = "LayerNorm"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var shape: [Int]
    var epsilon: Double
    var isAffine: Bool
    var usesBias: Bool
    var type: DType?
  }

  /// What the layer is made of, except for its scales and shifts.
  public var configuration: Configuration {
    Configuration(
      shape: shape, epsilon: epsilon, isAffine: isAffine, usesBias: usesBias, type: described(weight.type))
  }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    try checkNormalization(configuration.shape, configuration.epsilon, in: "LayerNorm")
    self.init(
      configuration.shape, epsilon: configuration.epsilon, isAffine: configuration.isAffine,
      usesBias: configuration.usesBias, type: try checked(configuration.type))
  }

  /// One or two numbers for every place.
  public static func elementCount(of configuration: Configuration) -> Double {
    guard configuration.isAffine else { return 0 }
    return configuration.shape.reduce(configuration.usesBias ? 2 : 1) { $0 * Double($1) }
  }
}

extension RMSNorm: DescribableLayer {
  /// What files call the type.
  public static let typeName = "RMSNorm"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var shape: [Int]
    var epsilon: Double?
    var isAffine: Bool
    var type: DType?
  }

  /// What the layer is made of, except for its scales.
  public var configuration: Configuration {
    Configuration(shape: shape, epsilon: epsilon, isAffine: isAffine, type: described(weight.type))
  }

  /// A layer of that make.
  public init(configuration: Configuration) throws {
    try checkNormalization(configuration.shape, configuration.epsilon ?? 0, in: "RMSNorm")
    self.init(
      configuration.shape, epsilon: configuration.epsilon, isAffine: configuration.isAffine,
      type: try checked(configuration.type))
  }

  /// One number for every place.
  public static func elementCount(of configuration: Configuration) -> Double {
    configuration.isAffine ? configuration.shape.reduce(1) { $0 * Double($1) } : 0
  }
}

private func checkNormalization(_ shape: [Int], _ epsilon: Double, in name: String) throws {
  guard !shape.isEmpty, hasSize(shape), epsilon >= 0 else {
    throw LayerDescriptionError("\(name)(\(shape), epsilon: \(epsilon)) can't exist")
  }
}
