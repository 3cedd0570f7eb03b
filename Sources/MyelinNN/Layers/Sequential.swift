/// Layers one after another: each takes what the one before gives.
///
/// ```swift
/// let model = Sequential {
///   Dense(784, 512, activation: .relu)
///   Dense(512, 10)
/// }
/// ```
///
/// Layers that don't fit stop the program where the network is built, and not when it is first used.
public struct Sequential: Layer {
  /// The layers in order.
  public let layers: [any Layer]

  /// A network of the layers that the closure lists.
  public init(@LayerBuilder _ layers: () -> [any Layer]) { self.init(layers()) }

  /// A network of the given layers.
  public init(_ layers: [any Layer]) {
    if let misfit = Sequential.misfit(in: layers) { fatalError("Sequential: \(misfit)") }
    self.layers = layers
  }

  /// The size that the first layer with a size of its own takes.
  public var inputSize: Int? { layers.lazy.compactMap(\.inputSize).first }
  /// The size that the last layer with a size of its own gives.
  public var outputSize: Int? { layers.lazy.reversed().compactMap { $0.outputSize ?? $0.inputSize }.first }

  /// The last layer's output.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    var output = input
    for index in layers.indices {
      OperationTrace.enterLayer("layers", index)
      output = layers[index](output)
      OperationTrace.leaveLayer(giving: output)
    }
    return output
  }

  /// What is wrong with a sequence of layers: which two don't fit, and their sizes; `nil` if nothing is.
  static func misfit(in layers: [any Layer]) -> String? {
    var last: (index: Int, size: Int)?
    for (index, layer) in layers.enumerated() {
      if let needed = layer.inputSize, let (previous, given) = last, needed != given {
        return "layer \(index), \(layer), takes \(needed) values, but layer \(previous), \(layers[previous]), "
          + "gives \(given)"
      }
      // A layer that only says what it takes gives as much.
      if let size = layer.outputSize ?? layer.inputSize { last = (index, size) }
    }
    return nil
  }
}

extension Sequential: CustomStringConvertible {
  /// The layers, one in a line.
  public var description: String {
    "Sequential {\n" + layers.map { "  \(String(describing: $0).replacing("\n", with: "\n  "))\n" }.joined() + "}"
  }
}

/// Lists layers without commas, with `if` and `for`.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: any Layer) -> [any Layer] { [layer] }
  /// Several layers.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }
  /// One line's layers after another's.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  /// The layers of an `if` without `else`.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  /// The layers of an `if`.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  /// The layers of an `else`.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
  /// The layers of all rounds of a `for`.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
}
