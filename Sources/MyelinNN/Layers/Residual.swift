/// A skip connection: adds what went in to what comes out, so that gradients have a way around the layers.
///
/// y = f(x) + x, or y = f(x) + s(x) with layers s on the shortcut, where f changes the size.
///
/// ```swift
/// Sequential {
///   Dense(20, 64)
///   Residual {
///     Dense(64, 64, activation: .relu)
///     Dense(64, 64)
///   }
///   Residual {
///     Dense(64, 32, activation: .relu)
///   } shortcut: {
///     Dense(64, 32, usesBias: false)
///   }
/// }
/// ```
///
/// Around a ``Network``, its widths are checked by the compiler: `Residual(Network { Linear<64, 64>(.relu) })`.
///
/// Source: K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image Recognition" (2016).
public struct Residual<Body: Layer, Shortcut: Layer>: Layer {
  /// The layers f.
  public let body: Body
  /// The layers s beside them.
  public let shortcut: Shortcut

  init(checking body: Body, _ shortcut: Shortcut) {
    (self.body, self.shortcut) = (body, shortcut)
    // Without layers on it the shortcut is as wide as what comes in.
    let (given, beside) = (body.outputSize(after: shortcut.inputSize), shortcut.outputSize(after: body.inputSize))
    if let given, let beside, given != beside {
      fatalError("Residual: the layers give \(given) values, but the shortcut gives \(beside):\n\(self)")
    }
    if let taken = body.inputSize, let other = shortcut.inputSize, taken != other {
      fatalError("Residual: the layers take \(taken) values, but the shortcut takes \(other):\n\(self)")
    }
  }

  /// The size that the layers take.
  public var inputSize: Int? { body.inputSize ?? shortcut.inputSize }
  /// The size that the layers give, if it doesn't depend on the input's.
  public var outputSize: Int? {
    let inputSize = self.inputSize
    return body.outputSize(after: inputSize) ?? shortcut.outputSize(after: inputSize)
  }
  /// The size that the layers, or those of the shortcut, give.
  public func outputSize(for inputSize: Int) -> Int? {
    body.outputSize(for: inputSize) ?? shortcut.outputSize(for: inputSize)
  }

  /// f(x) + s(x).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let output = body.applied(to: input, as: "body")
    let beside = shortcut.applied(to: input, as: "shortcut")
    guard output.shape == beside.shape else {
      stop(
        "for an input of shape \(input.shape) the layers give shape \(output.shape), but the shortcut gives "
          + "\(beside.shape)")
    }
    return output + beside
  }
}

extension Residual where Body == Sequential, Shortcut == Identity {
  /// f(x) + x for the layers that the closure lists.
  public init(@LayerBuilder _ body: () -> [any Layer]) { self.init(checking: Sequential(body()), Identity()) }
}

extension Residual where Body == Sequential, Shortcut == Sequential {
  /// f(x) + s(x) for the layers that the closures list.
  public init(@LayerBuilder _ body: () -> [any Layer], @LayerBuilder shortcut: () -> [any Layer]) {
    self.init(checking: Sequential(body()), Sequential(shortcut()))
  }
}

extension Residual where Body: SizedLayer, Shortcut == Identity, Body.Input == Body.Output {
  /// f(x) + x for layers that give as much as they take.
  public init(_ body: Body) { self.init(checking: body, Identity()) }
}

extension Residual where Body: SizedLayer, Shortcut: SizedLayer {
  /// f(x) + s(x) for layers that take as much, and give as much, as each other.
  public init(_ body: Body, shortcut: Shortcut) where Shortcut.Input == Body.Input, Shortcut.Output == Body.Output {
    self.init(checking: body, shortcut)
  }
}

extension Residual: SizedLayer where Body: SizedLayer {
  /// The size that the layers take.
  public typealias Input = Body.Input
  /// The size that the layers give.
  public typealias Output = Body.Output
}

extension Residual: CustomStringConvertible {
  /// The layers, one in a line, and those of the shortcut.
  public var description: String {
    let layers = layerList("Residual", (body as? Sequential)?.layers ?? [body])
    if shortcut is Identity { return layers }
    return layers + layerList(" shortcut:", (shortcut as? Sequential)?.layers ?? [shortcut])
  }
}
