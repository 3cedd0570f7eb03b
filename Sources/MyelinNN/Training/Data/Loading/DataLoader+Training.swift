import MyelinCore

/// What `fit` asks of a loader.
extension DataLoader {
  /// What a run must be given again to be resumed, beside the source and the size of batches; `nil` for what `fit` does by itself.
  var settings: String? {
    var parts: [String] = []
    switch input {
    case .samples(_, let sampler):
      if !sampler.isSequential, !sampler.isPlainShuffle { parts.append(sampler.description) }
    case .stream(_, let size): parts.append("a stream shuffled among \(size)")
    }
    if droppingLast { parts.append("the last batch dropped") }
    if let shard { parts.append("shard \(shard.index) of \(shard.count), remainder \(shard.remainder.rawValue)") }
    if !augmentations.isEmpty { parts.append(augmentations.map(\.name).joined(separator: ", ")) }
    if let seed { parts.append("seed \(seed)") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Whether the samples come in an order that is drawn.
  var isShuffled: Bool {
    switch input {
    case .samples(_, let sampler): !sampler.isSequential
    case .stream(_, let size): size > 0
    }
  }

  /// The first sample; `nil` for a stream, or if there are none.
  func firstSample() throws -> Dataset? {
    guard case .samples(let source, _) = input, source.count > 0 else { return nil }
    if let data = source as? Dataset { return data }
    var sample = try source.checkedBatch(for: BatchRequest(places: [0]))
    for step in finishing { try step(&sample) }
    return sample
  }

  /// The loader with weights of the classes in those of the samples.
  func weighted(by classWeights: ClassWeights) throws -> DataLoader {
    var copy = self
    switch input {
    case .samples(let data as Dataset, let sampler):
      copy.input = .samples(try classWeights.applied(to: data), sampler)
    case .samples(let source, _):
      let table = try classWeights.table { count in try count(source.targets()) }
      copy.finishing.append { try $0.multiplyWeights(by: table) }
    case .stream(let stream, _):
      let table = try classWeights.table { count in
        let reader = try stream.makeReader(RandomSource(seed: 0))
        while let piece = try reader.next(upTo: 4096) { try count(piece.y) }
      }
      copy.finishing.append { try $0.multiplyWeights(by: table) }
    }
    return copy
  }

  /// The same samples as they are judged: in order, all of them, by this process, 1,024 at a time unless these would take too much
  /// memory.
  func forJudging() throws -> DataLoader {
    guard case .samples(let source, _) = input else { return self }
    var size = 1024
    if !(source is Dataset), let sample = try firstSample() {
      size = min(size, max(Self.judgedElements / max(sample.x.count, 1), batchSize))
    }
    var copy = DataLoader(
      source, batchSize: size, augmentations: augmentations, prefetch: prefetch, threads: threads, seed: seed)
    copy.finishing = finishing
    return copy
  }

  /// About how many numbers a batch has that is judged: 64 MiB of float32.
  private static let judgedElements = 1 << 24

  /// The first share of the samples in random order, and the others.
  func split(fraction: Double, from random: RandomSource) -> (DataLoader, DataLoader) {
    guard case .samples(let source, let sampler) = input else {
      fatalError("fit: a stream can't be split, as nobody knows how long it is: give `validation` data instead")
    }
    if sampler.fitsWholeSource {
      fatalError(
        "fit: the sampler '\(sampler.description)' has a number for each sample, and none for a part of them: split the source, give "
          + "`validation`, and make the sampler for the other part")
    }
    func loader(_ part: some SampleSource, _ sampler: Sampler) -> DataLoader {
      var copy = DataLoader(
        part, batchSize: batchSize, sampler: sampler, droppingLast: droppingLast, shard: shard,
        augmentations: augmentations, prefetch: prefetch, threads: threads, seed: seed)
      copy.finishing = finishing
      return copy
    }
    if let data = source as? Dataset {
      let (first, rest) = data.split(fraction: fraction, from: random)
      return (loader(first, sampler), loader(rest, sampler))
    }
    let (first, rest) = source.split(fraction: fraction, from: random)
    return (loader(first, sampler), loader(rest, sampler))
  }
}
