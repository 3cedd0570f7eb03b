/// The size of the last axis, as a type: `Width<784>`.
public enum Width<let size: Int> {}

/// A layer whose sizes are part of its type, so that the compiler can check what it is connected to: what a ``Network`` is
/// made of.
///
/// ```swift
/// struct Rotation: SizedLayer {
///   typealias Input = Width<2>
///   typealias Output = Width<2>
///   @Parameter var angle = Tensor(0)
///
///   func callAsFunction(_ x: Tensor) -> Tensor {
///     let (c, s) = (angle.cos(), angle.sin())
///     return Tensor.stack([c * x[..., 0] - s * x[..., 1], s * x[..., 0] + c * x[..., 1]], axis: -1)
///   }
/// }
/// ```
public protocol SizedLayer<Input, Output>: Layer {
  /// The size of the input's last axis: a ``Width``.
  associatedtype Input
  /// The size of the output's last axis: a ``Width``.
  associatedtype Output
}

/// A layer that takes any size and gives the same, so that it fits everywhere in a ``Network``.
public protocol SizeKeepingLayer: Layer {}

/// All but `glu` and `swiglu` keep the size. These stop the program where a network is built, unless they are within a `Linear`
/// or a `Sized`.
extension Activation: SizeKeepingLayer {}
