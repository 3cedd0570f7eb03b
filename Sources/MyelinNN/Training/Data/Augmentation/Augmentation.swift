import MyelinCore

/// A change of samples at random, in training, so that a model meets more than the samples that there are.
///
/// ```swift
/// let loader = DataLoader(
///   images, batchSize: 128, augmentations: [.horizontalFlip(), .shift(upTo: 2), .erasing(probability: 0.25)])
/// ```
///
/// What is drawn depends on the seed, the epoch and the sample alone: the same seed gives the same samples on any number of
/// threads, in any order, and after a run was resumed.
///
/// Those for images take samples of shape `[height, width]` or `[height, width, channels]`; of other samples, such as flat rows of
/// pixels, they must be given the shape.
public struct Augmentation: Sendable {
  /// What it does, with its arguments: a run is resumed only with augmentations of the same names.
  public let name: String
  /// What is done to the batches of training, and to others: nothing, unless a sample's shape changes.
  let apply: @Sendable (_ batch: inout Dataset, _ request: BatchRequest) throws -> Void

  init(_ name: String, apply: @escaping @Sendable (_ batch: inout Dataset, _ request: BatchRequest) throws -> Void) {
    self.name = name
    self.apply = { batch, request in if request.isTraining { try apply(&batch, request) } }
  }

  init(
    always name: String, apply: @escaping @Sendable (_ batch: inout Dataset, _ request: BatchRequest) throws -> Void
  ) {
    (self.name, self.apply) = (name, apply)
  }

  /// A change of your own, sample by sample.
  ///
  /// ```swift
  /// let louder = Augmentation.sample("louder") { x, random in x * (0.8 + 0.4 * random.draw { $0.uniform() }) }
  /// ```
  ///
  /// - Parameters:
  ///   - name: What it does.
  ///   - change: Gives the changed sample, of the same shape for all. `RandomSource.current` is `random` as well.
  public static func sample(
    _ name: String, _ change: @escaping @Sendable (_ x: Tensor, _ random: RandomSource) throws -> Tensor
  ) -> Augmentation {
    Augmentation(name) { batch, request in
      let rows = try batch.x.rows.enumerated().map { row, x in
        let random = RandomSource(request.random(forRow: row))
        do {
          return try RandomSource.$current.withValue(random) { try change(x, random) }
        } catch {
          throw SampleError(place: request.places[row], error)
        }
      }
      if rows.isEmpty { return }
      if let odd = rows.first(where: { $0.shape != rows[0].shape || $0.type != rows[0].type }) {
        throw BatchError("samples", odd.shape, odd.type, unlike: rows[0].shape, rows[0].type)
      }
      batch.x = .stack(rows)
    }
  }

  /// A change of your own, of a whole batch: of targets too, or of samples by each other.
  ///
  /// - Parameters:
  ///   - name: What it does.
  ///   - change: Gives the changed batch. `RandomSource.current` is `random` as well.
  public static func batch(
    _ name: String, _ change: @escaping @Sendable (_ batch: Dataset, _ random: RandomSource) throws -> Dataset
  ) -> Augmentation {
    Augmentation(name) { batch, request in
      let random = RandomSource(request.random())
      let before = batch
      batch = try RandomSource.$current.withValue(random) { try change(before, random) }
      if batch.count != before.count {
        throw BatchError("augmentation \(name): \(before.count) samples became \(batch.count): give as many")
      }
    }
  }
}

extension [Augmentation] {
  /// Changes a batch by one after the other, each with random numbers of its own.
  func apply(to batch: inout Dataset, _ request: BatchRequest) throws {
    for (number, augmentation) in enumerated() {
      try augmentation.apply(&batch, request.withRandomNumbers(of: number))
    }
  }
}
