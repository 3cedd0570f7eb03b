import MyelinCore
import Synchronization

extension DataLoader {
  /// The batches of an epoch, drawn from a source of random numbers unless the loader has a seed.
  func batches(epoch: Int, from first: Int, isTraining: Bool, random ambient: RandomSource) -> EpochBatches {
    guard epoch >= 0, first >= 0 else {
      fatalError("DataLoader.batches: there is no batch \(first) of epoch \(epoch): both are counted from 0")
    }
    let position = BatchPosition(epoch: epoch, batch: first, isTraining: isTraining, random: ambient.state)
    let random =
      seed.map { RandomSource(Philox(seed: UInt64(bitPattern: Int64($0)), stream: UInt64(epoch))) } ?? ambient
    let state = random.state
    // Draws nothing, so that whether there is augmentation doesn't change what else is drawn.
    let key = SplitMix64.mixed(
      SplitMix64.mixed(SplitMix64.mixed(state.seed, state.stream), state.position), UInt64(epoch))
    let buffers = BatchBuffers(limit: 4 * (prefetch + 2))
    switch input {
    case .samples(let source, let sampler):
      // Drawn now, for what is drawn next must not depend on when the first batch is asked for.
      let plan = Result { try self.plan(source, sampler, random, key: key) }
      return EpochBatches(
        count: (try? plan.get())?.batchCount, from: position, prefetch: prefetch, threads: threads, buffers: buffers
      ) {
        let plan = try plan.get()
        return { number in
          number < plan.batchCount ? try make(number, plan, source, isTraining, buffers) : nil
        }
      }
    case .stream(let stream, let size):
      // A new order is a new draw, as it is for samples that can be read at any place.
      let key = size > 1 ? SplitMix64.mixed(key, random.draw { $0.next() }) : key
      return EpochBatches(count: nil, from: position, prefetch: prefetch, threads: 1, buffers: buffers) {
        // Tensors that a stream draws come from here, on whatever thread it is read, skipped batches too.
        let drawn = RandomSource(Philox(seed: key, stream: 3))
        return try RandomSource.$current.withValue(drawn) {
          let reader = try stream.makeReader(RandomSource(Philox(seed: key, stream: 1)))
          let batcher = StreamBatcher(
            reader, batchSize: batchSize, shuffleBuffer: size, droppingLast: droppingLast, shard: shard,
            random: Philox(seed: key, stream: 2), buffers: buffers)
          var skipped = 0
          while skipped < first, try batcher.next() != nil { skipped += 1 }
          return { _ in
            try RandomSource.$current.withValue(drawn) {
              guard skipped == first, let (batch, places) = try batcher.next() else { return nil }
              let request = BatchRequest(
                places: places, isTraining: isTraining, seed: key, keys: places.map { UInt64($0) }, buffers: buffers)
              return try finished(batch, request)
            }
          }
        }
      }
    }
  }

  private func plan(
    _ source: any SampleSource, _ sampler: Sampler, _ random: RandomSource, key: UInt64
  ) throws -> EpochPlan {
    let sampled = SampledSource(count: source.count) { try classCache.classes { try source.targets() } }
    let order = sampler.isSequential ? nil : try sampler.order(sampled, random)
    return EpochPlan(
      order: order, total: order?.count ?? source.count, shard: shard, batchSize: batchSize,
      droppingLast: droppingLast, repeats: sampler.repeats || shard?.remainder == .repeated, key: key)
  }

  private func make(
    _ number: Int, _ plan: EpochPlan, _ source: any SampleSource, _ isTraining: Bool, _ buffers: BatchBuffers
  ) throws -> Dataset {
    let (places, keys) = plan.batch(number)
    let request = BatchRequest(
      places: places, isTraining: isTraining, seed: plan.key, keys: keys, buffers: buffers)
    return try finished(source.checkedBatch(for: request.withRandomNumbers(of: -1)), request)
  }

  /// Takes the batch over, so that augmentations find its memory unshared and change it in place.
  private func finished(_ batch: consuming Dataset, _ request: BatchRequest) throws -> Dataset {
    if finishing.isEmpty, augmentations.isEmpty { return batch }
    for step in finishing { try step(&batch) }
    try augmentations.apply(to: &batch, request)
    return batch
  }
}

/// The classes of a source's samples, found once.
final class ClassCache: Sendable {
  private let known = Mutex<[Int]?>(nil)

  func classes(of targets: () throws -> Tensor) throws -> [Int] {
    if let classes = known.withLock({ $0 }) { return classes }
    let classes = try ClassWeights.classes(of: targets())
    known.withLock { $0 = classes }
    return classes
  }
}
