/// A table of vectors, one for every index: what stands for words, users or other categories.
///
/// Gives the rows of `weight` that the indices name: `[…]` (integers in 0..<count) → `[…, size]`.
///
/// ```swift
/// let layer = Embedding(10_000, 64, paddingIndex: 0)
/// let vectors = layer(words)   // [batch, words] → [batch, words, 64]
/// ```
///
/// The row at the padding index, which fills up what is too short, is zeros at first, and its gradient is always zero: it
/// isn't trained. As PyTorch's `Embedding`.
public struct Embedding: Layer {
  /// The vectors, `[count, size]`.
  @Parameter public var weight: Tensor
  /// The index whose row isn't trained.
  public let paddingIndex: Int?

  private let sizes: (count: Int, size: Int)

  /// A table with random vectors.
  ///
  /// - Parameters:
  ///   - count: The number of vectors.
  ///   - size: The size of a vector.
  ///   - paddingIndex: The index whose vector is zero at first and isn't trained.
  ///   - weightInitializer: How the vectors are drawn; by default from N(0, 1), as in PyTorch.
  ///   - type: The type of the vectors; by default what the initializer draws, float32.
  public init(
    _ count: Int, _ size: Int, paddingIndex: Int? = nil, weightInitializer: Initializer = .normal(standardDeviation: 1),
    type: DType? = nil
  ) {
    guard count > 0, size > 0 else { fatalError("Embedding(\(count), \(size)): both sizes must be positive") }
    if let paddingIndex, !(0..<count).contains(paddingIndex) {
      fatalError("Embedding(\(count), \(size)): the padding index \(paddingIndex) is not within 0..<\(count)")
    }
    sizes = (count, size)
    self.paddingIndex = paddingIndex
    let drawn = weightInitializer([count, size], fanIn: count, fanOut: size)
    let rows = paddingIndex.map { Tensor.where((Tensor.arange(count) .== $0).unsqueezed(axis: 1), 0, drawn) } ?? drawn
    weight = rows.cast(to: type ?? rows.type)
  }

  /// The size of a vector.
  public var outputSize: Int? { sizes.size }

  /// The vectors at `input`, which must be integers: `[…]` → `[…, size]`.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.type.isInteger else {
      stop(
        "indices must be integers, got type \(input.type.rawValue); convert them with cast(to: .int64)", at: $weight)
    }
    let indices = input.checkedIndices(below: sizes.count, in: description, of: "rows")
    let rows = weight.taking(indices)
    guard let paddingIndex else { return rows }
    // No gradient flows where the padding is.
    return .where((indices .== paddingIndex).unsqueezed(axis: -1), rows.detached(), rows)
  }
}

extension Embedding: CustomStringConvertible {
  /// How the layer is written: `Embedding(10000, 64, paddingIndex: 0)`.
  public var description: String {
    "Embedding(\(sizes.count), \(sizes.size)\(paddingIndex.map { ", paddingIndex: \($0)" } ?? ""))"
  }
}
