/// The part of every epoch that one of several processes trains on.
///
/// All processes draw the same order of samples, from the loader's seed; the shard of index i takes the i-th of every `count`
/// samples of it. So shards are disjoint, and with the loader's other settings alike they have as many batches.
///
/// ```swift
/// let loader = DataLoader(train, batchSize: 64, shard: Shard(rank, of: 4), seed: 1)
/// ```
public struct Shard: Sendable, Hashable {
  /// What becomes of the last samples that can't be shared out evenly.
  public enum Remainder: String, Sendable, Hashable {
    /// They are left out; with a shuffled order others in every epoch. Shards are disjoint and of one length.
    case dropped
    /// The first samples come again to fill up, as in PyTorch's `DistributedSampler`. Shards are of one length, and no sample
    /// is left out.
    case repeated
    /// The first shards have one more: for evaluation, where each sample must count once.
    case kept
  }

  /// Which part, from 0.
  public let index: Int
  /// How many parts there are.
  public let count: Int
  /// What becomes of the last samples.
  public let remainder: Remainder

  /// One of `count` parts.
  public init(_ index: Int, of count: Int, remainder: Remainder = .dropped) {
    guard count > 0, index >= 0, index < count else {
      fatalError("Shard: there is no shard \(index) of \(count): give an index from 0 to one less than the count")
    }
    (self.index, self.count, self.remainder) = (index, count, remainder)
  }

  /// How many of `total` samples the shard has.
  func length(of total: Int) -> Int {
    switch remainder {
    case .dropped: total / count
    case .repeated: total == 0 ? 0 : (total + count - 1) / count
    case .kept: total / count + (index < total % count ? 1 : 0)
    }
  }
}
