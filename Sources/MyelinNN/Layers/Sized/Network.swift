/// Layers one after another, whose sizes the compiler checks.
///
/// ```swift
/// let model = Network {
///   Linear<784, 512>(.relu)
///   Dropout(0.2)
///   Linear<512, 10>()
/// }                           // a Network<784, 10>
/// ```
///
/// Layers that don't fit don't compile. With `Linear<256, 10>()` at the end of the example, Swift says
/// *cannot convert value of type 'Layers<256, 10>' to expected argument type 'Layers<512, 10>'*, and points at that layer. Where the
/// whole network's sizes are written, `Network<784, 10> { … }`, that is all it says; otherwise it adds that it can't find them out.
///
/// What may stand in it:
///
/// - layers with sizes in their types: `Linear`, other networks, a `Residual` around one, your own ``SizedLayer``;
/// - layers that keep any size: activations, `Dropout`, your own ``SizeKeepingLayer``;
/// - `Fitted { BatchNorm($0) }`: layers that are made for the size that arrives there, and so always fit;
/// - `Sized<784, 512>(layer)`: any other layer, whose sizes are checked when it is run;
/// - `if`, `if`–`else` and `for`, as long as the sizes are the same on every way.
///
/// It runs as fast as a ``Sequential`` of `Dense` layers, and its parameters have the same names, `layers.0.weight`; so files
/// of one can be read by the other. It can be used wherever a `Module` or a `Layer` can.
public struct Network<let inputs: Int, let outputs: Int>: SizedLayer {
  /// The size of the input's last axis.
  public typealias Input = Width<inputs>
  /// The size of the output's last axis.
  public typealias Output = Width<outputs>

  /// The layers in order.
  public let layers: [any Layer]

  /// A network of the layers that the closure lists.
  public init(@NetworkBuilder _ layers: () -> Layers<inputs, outputs>) { self.layers = layers().layers }

  /// The size of the input's last axis.
  public var inputSize: Int? { inputs }
  /// The size of the output's last axis.
  public var outputSize: Int? { outputs }

  /// The last layer's output, `[…, inputs]` → `[…, outputs]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.shape.last == inputs else {
      stop("the input's last axis must have size \(inputs), got shape \(input.shape)")
    }
    return layers.applied(to: input)
  }
}

extension Network: CustomStringConvertible {
  /// The layers, one in a line.
  public var description: String { layerList("Network", layers) }
}
