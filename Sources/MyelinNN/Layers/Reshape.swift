/// Puts all axes of a sample into one: `[batch, a, b, …]` → `[batch, a·b·…]`, in row-major order.
///
/// ```swift
/// Sequential {
///   Flatten()                        // [batch, 28, 28] → [batch, 784]
///   Dense(784, 10)
/// }
/// ```
public struct Flatten: Layer {
  /// The first axis that is put together with those behind it.
  public let startAxis: Int

  /// A layer that leaves the axes before `startAxis` as they are: by default that of the batch.
  public init(startAxis: Int = 1) {
    guard startAxis >= 0 else { fatalError("Flatten(startAxis: \(startAxis)): the axis must not be negative") }
    self.startAxis = startAxis
  }

  /// The size depends on all axes of the input.
  public func outputSize(for inputSize: Int) -> Int? { nil }

  /// The input with its axes from `startAxis` on in one.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.rank >= startAxis else {
      stop("the input of shape \(input.shape) has no axis \(startAxis)")
    }
    let kept = Array(input.shape[..<startAxis])
    return input.reshaped(to: kept + [input.shape[startAxis...].reduce(1, *)])
  }
}

extension Flatten: CustomStringConvertible {
  /// How the layer is written: `Flatten()`.
  public var description: String { startAxis == 1 ? "Flatten()" : "Flatten(startAxis: \(startAxis))" }
}

/// Gives every sample another shape, with the same numbers in row-major order: `[batch, …]` → `[batch] + shape`.
///
/// ```swift
/// let layer = Reshape([28, 28])      // [batch, 784] → [batch, 28, 28]
/// ```
public struct Reshape: Layer {
  /// The shape of a sample. One size may be −1: it is what is left over.
  public let shape: [Int]

  /// A layer that gives samples a shape; the axis of the batch isn't part of it.
  public init(_ shape: [Int]) {
    guard shape.allSatisfy({ $0 > 0 || $0 == -1 }), shape.filter({ $0 == -1 }).count <= 1 else {
      fatalError("Reshape(\(shape)): sizes must be positive, but for one −1 that stands for what is left over")
    }
    self.shape = shape
  }

  /// The size of the last axis, if it is known.
  public var outputSize: Int? { shape.last.flatMap { $0 > 0 ? $0 : nil } }
  /// The size of the last axis, if it is known.
  public func outputSize(for inputSize: Int) -> Int? { outputSize }

  /// The samples in their new shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard let batch = input.shape.first else {
      stop("the input is a scalar, and has no axis of samples")
    }
    let (had, known) = (input.shape.dropFirst().reduce(1, *), shape.filter { $0 > 0 }.reduce(1, *))
    let fits = shape.contains(-1) ? had % known == 0 : had == known
    guard fits else {
      stop("a sample of shape \(Array(input.shape.dropFirst())) has \(had) numbers")
    }
    return input.reshaped(to: [batch] + shape.map { $0 > 0 ? $0 : had / known })
  }
}

extension Reshape: CustomStringConvertible {
  /// How the layer is written: `Reshape([28, 28])`.
  public var description: String { "Reshape(\(shape))" }
}
