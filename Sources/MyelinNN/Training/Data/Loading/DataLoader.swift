import MyelinCore

/// How samples become batches: their order, the size of batches, augmentation, and how far ahead of the training they are made.
///
/// ```swift
/// let loader = DataLoader(images, batchSize: 128, sampler: .balanced(), droppingLast: true, prefetch: 4)
/// try trainer.fit(loader, epochs: 10)
/// ```
///
/// A loop of your own asks for the batches of an epoch:
///
/// ```swift
/// for epoch in 0..<10 {
///   for try await batch in loader.batches(epoch: epoch) { step(batch.x, batch.y) }
/// }
/// ```
///
/// The batches of an epoch depend on the seed and the epoch alone: not on the number of threads, nor on how many batches are made
/// ahead, nor on which batch of the epoch is asked for first.
public struct DataLoader: BatchSource {
  enum Input: Sendable {
    case samples(any SampleSource, Sampler)
    case stream(any SampleStream, shuffleBuffer: Int)
  }

  var input: Input
  /// How many samples a batch has; the last of an epoch may have fewer.
  public let batchSize: Int
  /// Whether a smaller last batch is left out.
  public let droppingLast: Bool
  /// The part of the epoch that this process has; `nil` for all of it.
  public let shard: Shard?
  /// What happens to batches in training, in order.
  public let augmentations: [Augmentation]
  /// How many batches are made ahead, on threads of their own; 0 if each is made when it is asked for.
  public let prefetch: Int
  /// How many threads make batches.
  public let threads: Int
  /// What order and augmentation depend on, with the epoch; `nil` for the random source of whoever trains.
  public let seed: Int?
  /// What is done to every batch before augmentation.
  var finishing: [@Sendable (inout Dataset) throws -> Void] = []
  let classCache = ClassCache()

  /// Batches of samples that can be read at any place.
  ///
  /// - Parameters:
  ///   - source: The samples.
  ///   - batchSize: How many make a batch.
  ///   - sampler: Which samples an epoch has, in which order.
  ///   - droppingLast: Whether a smaller last batch is left out.
  ///   - shard: The part of every epoch that this process has. All processes need one `seed`.
  ///   - augmentations: What happens to batches in training.
  ///   - prefetch: How many batches are made ahead of the training; by default 2, and 0 for tensors in memory, which take less
  ///     time to copy than to hand over.
  ///   - threads: How many threads make them, more than one for what takes long (images to be decoded).
  ///   - seed: What order and augmentation depend on, with the epoch; by default the seed of `fit` or the task's random source.
  public init(
    _ source: some SampleSource, batchSize: Int = 32, sampler: Sampler = .shuffled, droppingLast: Bool = false,
    shard: Shard? = nil, augmentations: [Augmentation] = [], prefetch: Int? = nil, threads: Int = 1, seed: Int? = nil
  ) {
    let isCheap = !source.prefersPrefetching && augmentations.isEmpty
    input = .samples((source as? Dataset)?.packed ?? source, sampler)
    (self.batchSize, self.droppingLast, self.shard, self.seed) = (batchSize, droppingLast, shard, seed)
    (self.augmentations, self.threads) = (augmentations, threads)
    self.prefetch = prefetch ?? (isCheap ? 0 : max(2, threads))
    check()
    if shard != nil, seed == nil, !sampler.isSequential {
      fatalError("DataLoader: the shards of a random order need a seed that all processes have in common")
    }
  }

  /// Batches of samples that can only be read in order.
  ///
  /// - Parameters:
  ///   - stream: The samples.
  ///   - batchSize: How many make a batch.
  ///   - shuffleBuffer: How many samples are held to draw the next one from; the more, the better they are shuffled. 0 for the
  ///     order of the stream.
  ///   - droppingLast: Whether a smaller last batch is left out.
  ///   - shard: The part of every epoch that this process has; its remainder can't be `.repeated`.
  ///   - augmentations: What happens to batches in training.
  ///   - prefetch: How many batches are made ahead of the training, on one thread.
  ///   - seed: What order and augmentation depend on, with the epoch; by default the seed of `fit` or the task's random source.
  public init(
    streaming stream: some SampleStream, batchSize: Int = 32, shuffleBuffer: Int = 0, droppingLast: Bool = false,
    shard: Shard? = nil, augmentations: [Augmentation] = [], prefetch: Int = 2, seed: Int? = nil
  ) {
    guard shuffleBuffer >= 0, shard?.remainder != .repeated else {
      fatalError(
        "DataLoader: a stream's first samples are gone when its last come: its shards can't repeat them, and its buffer of "
          + "\(shuffleBuffer) samples can't be negative")
    }
    input = .stream(stream, shuffleBuffer: shuffleBuffer)
    (self.batchSize, self.droppingLast, self.shard, self.seed) = (batchSize, droppingLast, shard, seed)
    (self.augmentations, self.prefetch, threads) = (augmentations, prefetch, 1)
    check()
  }

  private func check() {
    guard batchSize > 0, prefetch >= 0, threads > 0 else {
      fatalError(
        "DataLoader: batches of \(batchSize) samples, \(prefetch) made ahead by \(threads) threads: batches and threads must be "
          + "1 or more, and none can be made ahead but not fewer")
    }
  }

  /// The loader itself, which says how samples are read.
  public func loader(batchSize: Int, shuffled: Bool) -> DataLoader { self }

  /// Whether the samples must be read in order.
  var isStream: Bool {
    if case .stream = input { true } else { false }
  }

  /// The number of samples in the source; `nil` for a stream.
  public var sampleCount: Int? {
    if case .samples(let source, _) = input { source.count } else { nil }
  }

  /// The number of batches in an epoch; `nil` for a stream, and where only the sampler's order tells.
  public var batchCount: Int? {
    guard case .samples(let source, let sampler) = input, let total = sampler.length(source.count) else { return nil }
    return EpochPlan(
      order: nil, total: total, shard: shard, batchSize: batchSize, droppingLast: droppingLast, repeats: false, key: 0
    ).batchCount
  }

  /// The source, where it is one of samples at any place.
  var source: (any SampleSource)? {
    if case .samples(let source, _) = input { source } else { nil }
  }

  /// The batches of an epoch.
  ///
  /// ```swift
  /// for try await batch in loader.batches(epoch: 0) { print(batch.x.shape) }
  /// ```
  ///
  /// What goes wrong (a file that ends too early, a cell that is no number) is thrown when the batch is asked for.
  ///
  /// - Parameters:
  ///   - epoch: Which epoch, from 0. With a `seed`, another epoch has another order, and the same one always the same. Without,
  ///     every call draws a new order from the task's random source.
  ///   - first: The number of the first batch to make: those before it are not made, unless a stream must be read past them.
  ///   - isTraining: Whether samples are augmented.
  public func batches(epoch: Int = 0, from first: Int = 0, isTraining: Bool = true) -> EpochBatches {
    batches(epoch: epoch, from: first, isTraining: isTraining, random: .current)
  }

  /// The batches that are left of an epoch, as a loader like this one would have gone on to make them.
  ///
  /// - Parameter position: Where the other stood: ``EpochBatches/position``, saved with the model, say.
  public func batches(at position: BatchPosition) -> EpochBatches {
    batches(
      epoch: position.epoch, from: position.batch, isTraining: position.isTraining,
      random: RandomSource(position.random))
  }
}
