/// Layers one after another: each takes what the one before gives.
///
/// ```swift
/// let model = Sequential {
///   Dense(784, 512, activation: .relu)
///   Dropout(0.2)
///   Dense(512, 10)
/// }
/// ```
///
/// Layers that don't fit stop the program where the network is built, and not when it is first used. In a ``Network`` they
/// don't compile.
public struct Sequential: Layer {
  /// The layers in order.
  public let layers: [any Layer]

  /// A network of the layers that the closure lists.
  public init(@LayerBuilder _ layers: () -> [any Layer]) { self.init(layers()) }

  /// A network of the given layers.
  public init(_ layers: [any Layer]) {
    if let misfit = layers.misfit { fatalError("Sequential: \(misfit)") }
    self.layers = layers
  }

  /// The size that the first layer with a size of its own takes.
  public var inputSize: Int? { layers.inputSize }
  /// The size that the last layer gives, if it doesn't depend on the input's.
  public var outputSize: Int? { layers.outputSize(after: nil) }
  /// The size that the last layer gives, if it can be known.
  public func outputSize(for inputSize: Int) -> Int? { layers.outputSize(after: inputSize) }

  /// The last layer's output.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    layers.applied(to: input)
  }
}

extension Sequential: CustomStringConvertible {
  /// The layers, one in a line.
  public var description: String { layerList("Sequential", layers) }
}

/// How a layer that is made of others is written: one in a line.
func layerList(_ name: String, _ layers: [any Layer]) -> String {
  "\(name) {\n" + layers.map { "  \(String(describing: $0).replacing("\n", with: "\n  "))\n" }.joined() + "}"
}
