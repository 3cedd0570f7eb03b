// How the library's layers are described in files. A configuration's fields and their meaning stay as they are for ever; new ones
// are optional. What comes from a file is checked, for the layers' own initialisers stop the program.

extension Dense: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Dense"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var inputs: Int
    var outputs: Int
    var activation: Activation
    var usesBias: Bool
    var weightRegularizer: Regularizer?
    var biasRegularizer: Regularizer?
    var activityRegularizer: Regularizer?
    var type: DType?
  }

  /// What the layer is made of, except for its weights.
  public var configuration: Configuration {
    let weight = weight
    return Configuration(
      inputs: weight.shape[0], outputs: weight.shape[1], activation: activation, usesBias: usesBias,
      weightRegularizer: weightRegularizer, biasRegularizer: biasRegularizer, activityRegularizer: activityRegularizer,
      type: described(weight.type))
  }

  /// A layer of that make, of zeros.
  public init(configuration: Configuration) throws {
    let (inputs, outputs) = (configuration.inputs, configuration.outputs)
    guard inputs > 0, outputs > 0, configuration.activation.outputSize(for: outputs) != nil else {
      throw LayerDescriptionError("Dense(\(inputs), \(outputs)) can't exist")
    }
    self.init(
      inputs, outputs, activation: configuration.activation, usesBias: configuration.usesBias,
      weightInitializer: .zeros, weightRegularizer: configuration.weightRegularizer,
      biasRegularizer: configuration.biasRegularizer, activityRegularizer: configuration.activityRegularizer,
      type: try checked(configuration.type))
  }

  /// The number of weights and biases.
  public static func elementCount(of configuration: Configuration) -> Double {
    Double(configuration.outputs) * (Double(configuration.inputs) + (configuration.usesBias ? 1 : 0))
  }
}

extension Linear: StandingForAnother {
  var standIn: any DescribableLayer { dense }
}

extension Embedding: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Embedding"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var count: Int
    var size: Int
    var paddingIndex: Int?
    var type: DType?
  }

  /// What the layer is made of, except for its vectors.
  public var configuration: Configuration {
    let weight = weight
    return Configuration(
      count: weight.shape[0], size: weight.shape[1], paddingIndex: paddingIndex, type: described(weight.type))
  }

  /// A layer of that make, of zeros.
  public init(configuration: Configuration) throws {
    let (count, size) = (configuration.count, configuration.size)
    guard count > 0, size > 0, configuration.paddingIndex.map({ (0..<count).contains($0) }) ?? true else {
      throw LayerDescriptionError("an Embedding(\(count), \(size)) with that padding index can't exist")
    }
    self.init(
      count, size, paddingIndex: configuration.paddingIndex, weightInitializer: .zeros,
      type: try checked(configuration.type))
  }

  /// The number of elements of all vectors.
  public static func elementCount(of configuration: Configuration) -> Double {
    Double(configuration.count) * Double(configuration.size)
  }
}

/// The type of parameters as files have it: none for float32.
func described(_ type: DType) -> DType? { type == .float32 ? nil : type }

/// The type of parameters that a file has.
func checked(_ type: DType?) throws -> DType {
  let type = type ?? .float32
  guard type.isFloatingPoint else { throw LayerDescriptionError("parameters can't be of type \(type.rawValue)") }
  return type
}
