// How the library's layers are described in files. A configuration's fields and their meaning stay as they are for ever; new ones
// are optional.

extension Dense: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Dense"

  /// The sizes, the activation, and whether there is a bias.
  public struct Configuration: Codable, Sendable {
    var inputs: Int
    var outputs: Int
    var activation: Activation
    var usesBias: Bool
  }

  /// What the layer is made of, except for its weights.
  public var configuration: Configuration {
    Configuration(
      inputs: weight.shape[0], outputs: weight.shape[1], activation: activation, usesBias: usesBias)
  }

  /// A layer of that make, of zeros.
  public init(configuration: Configuration) throws {
    let (inputs, outputs) = (configuration.inputs, configuration.outputs)
    guard inputs > 0, outputs > 0 else { throw LayerDescriptionError("Dense(\(inputs), \(outputs)) can't exist") }
    self.init(
      inputs, outputs, activation: configuration.activation, usesBias: configuration.usesBias,
      weightInitializer: .zeros)
  }

  /// The number of weights and biases.
  public static func elementCount(of configuration: Configuration) -> Double {
    Double(configuration.outputs) * (Double(configuration.inputs) + (configuration.usesBias ? 1 : 0))
  }
}

extension Activation: DescribableLayer {
  /// What files call the type.
  public static let typeName = "Activation"

  /// The activation itself.
  public var configuration: Activation { self }

  /// The activation itself.
  public init(configuration: Activation) { self = configuration }
}

extension Sequential: DescribableLayer, LayerContainer {
  /// What files call the type.
  public static let typeName = "Sequential"

  /// The layers in it.
  public var innerLayers: [any Layer] { layers }

  /// The layers' descriptions, in order.
  public var configuration: [LayerDescription] { LayerDescription.describing(layers) }

  /// A network of these layers.
  public init(configuration: [LayerDescription]) throws {
    let layers = configuration.map { $0.layer as any Layer }
    if let misfit = Sequential.misfit(in: layers) { throw LayerDescriptionError(misfit) }
    self.init(layers)
  }
}
