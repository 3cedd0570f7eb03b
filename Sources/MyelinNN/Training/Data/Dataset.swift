/// Samples and their targets: what a model is trained and judged on.
///
/// ```swift
/// let train = Dataset(images, labels)
/// let careful = Dataset(images, labels, weights: trust)   // how much every sample counts
/// let wide = Dataset(images, labels, more: ["age": ages, "mask": masks])
/// print(wide["age"].shape)
/// ```
public struct Dataset: Sendable {
  /// The samples, one per row.
  public internal(set) var x: Tensor
  /// The targets, one per row.
  public internal(set) var y: Tensor
  /// How much every sample counts in the loss, `[count]`; `nil` if all count alike. See `withSampleWeights`.
  public internal(set) var weights: Tensor?
  /// Further inputs and targets by their names, one row per sample: for training loops of one's own. `Trainer` leaves them alone.
  public internal(set) var more: [String: Tensor]

  /// A data set of as many targets as samples.
  ///
  /// - Parameters:
  ///   - x: The samples, `[count, …]`.
  ///   - y: Their targets, `[count, …]`.
  ///   - weights: How much every sample counts in the loss, `[count]`: a mean becomes Σ w·l / n, as in Keras.
  ///   - more: Further inputs and targets by their names, `[count, …]` each.
  public init(_ x: Tensor, _ y: Tensor, weights: Tensor? = nil, more: [String: Tensor] = [:]) {
    guard x.rank > 0, y.rank > 0, x.shape[0] == y.shape[0] else {
      fatalError("Dataset: samples of shape \(x.shape) and targets of shape \(y.shape) differ in their number of rows")
    }
    if let weights, weights.shape != [x.shape[0]] || !weights.type.isFloatingPoint {
      fatalError(
        "Dataset: \(x.shape[0]) samples need floating-point weights of shape [\(x.shape[0])], got \(weights.shape) of type "
          + weights.type.rawValue)
    }
    for (name, tensor) in more where tensor.rank == 0 || tensor.shape[0] != x.shape[0] {
      fatalError("Dataset: \(x.shape[0]) samples can't have '\(name)' of shape \(tensor.shape): give a row for each")
    }
    self.x = x
    self.y = y
    self.weights = weights
    self.more = more
  }

  /// The number of samples.
  public var count: Int { x.shape[0] }

  /// One of the further inputs and targets; a name that isn't there stops the program.
  public subscript(name: String) -> Tensor {
    guard let tensor = more[name] else {
      let names = more.keys.sorted().map { "'\($0)'" }.joined(separator: ", ")
      fatalError("Dataset: there is no '\(name)' among \(names.isEmpty ? "none" : names)")
    }
    return tensor
  }

  /// The samples at the given places, in that order.
  public func taking(_ indices: Tensor) -> Dataset {
    Dataset(
      x.taking(indices), y.taking(indices), weights: weights?.taking(indices),
      more: more.mapValues { $0.taking(indices) })
  }

  /// The first `fraction` of the samples, rounded to whole ones, and the others.
  ///
  /// - Parameter shuffled: Whether the samples are put in random order first.
  public func split(
    fraction: Double, shuffled: Bool = true, from source: RandomSource = .current
  ) -> (Dataset, Dataset) {
    guard fraction >= 0, fraction <= 1 else { fatalError("Dataset.split: the fraction \(fraction) is not within 0…1") }
    let order = shuffled ? Tensor.randomPermutation(count, from: source) : .arange(count)
    let size = Int((Double(count) * fraction).rounded())
    let parts = order.split(sizes: [size, count - size])
    return (taking(parts[0]), taking(parts[1]))
  }

  /// The data in pieces of `size` samples; the last one may be smaller.
  ///
  /// - Parameters:
  ///   - shuffled: Whether the samples are put in random order first.
  ///   - droppingLast: Whether a smaller last piece is left out.
  public func batches(
    of size: Int, shuffled: Bool = false, droppingLast: Bool = false, from source: RandomSource = .current
  ) -> Batches {
    guard size > 0 else { fatalError("Dataset.batches: the size \(size) is not positive") }
    return Batches(
      data: self, order: shuffled ? .randomPermutation(count, from: source) : nil, size: size,
      count: count / size + (droppingLast || count % size == 0 ? 0 : 1))
  }

  /// The pieces of a data set, each made when it is asked for.
  public struct Batches: RandomAccessCollection, Sendable {
    let data: Dataset
    let order: Tensor?
    let size: Int
    /// The number of pieces.
    public let count: Int

    /// 0, the place of the first piece.
    public var startIndex: Int { 0 }
    /// The number of pieces.
    public var endIndex: Int { count }

    /// The piece at a place.
    public subscript(position: Int) -> Dataset {
      guard indices.contains(position) else {
        fatalError("Dataset.batches: there is no batch \(position) among \(count)")
      }
      let start = position * size
      let end = start + Swift.min(size, data.count - start)
      let places = order.map { $0.taking(.arange(start, end)) } ?? .arange(start, end)
      return data.taking(places)
    }
  }
}
