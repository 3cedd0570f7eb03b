/// A layer that is made for the size that arrives at its place in a ``Network``.
///
/// ```swift
/// Network {
///   Linear<20, 64>()
///   Fitted { BatchNorm($0) }    // a BatchNorm(64)
///   Activation.relu
/// }
/// ```
public struct Fitted {
  let make: (Int) -> any Layer

  /// A layer that the closure makes for a size. It must give that size as well.
  public init(_ make: @escaping (_ size: Int) -> any Layer) { self.make = make }
}

/// Any layer with sizes that its type doesn't tell, for a ``Network``. It is the layer itself that becomes a part of the network.
///
/// ```swift
/// Network {
///   Sized<20, 24>(
///     Concatenate {
///       Dense(20, 16, activation: .relu)
///       Dense(20, 8, activation: .tanh)
///     })
///   Linear<24, 3>()
/// }
/// ```
///
/// A layer that is known to have other sizes stops the program where the network is built.
public struct Sized<let inputs: Int, let outputs: Int> {
  let layer: any Layer

  /// A layer that takes and gives those sizes.
  public init(_ layer: any Layer) {
    if let size = layer.inputSize, size != inputs {
      fatalError("Sized<\(inputs), \(outputs)>: \(layer) takes \(size) values")
    }
    if let size = layer.outputSize(for: inputs), size != outputs {
      fatalError("Sized<\(inputs), \(outputs)>: \(layer) gives \(size) values")
    }
    self.layer = layer
  }
}
