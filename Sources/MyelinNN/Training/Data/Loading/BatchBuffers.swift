import MyelinCore
import Synchronization

/// The memory of batches that are done with, for those to come: a batch of some hundred kilobytes costs more to allocate and to
/// touch for the first time than to fill.
final class BatchBuffers: Sendable {
  /// More than a batch in work, one in training and a queue need are only in the way.
  private let limit: Int
  private let free = Mutex<[Tensor]>([])

  init(limit: Int) { self.limit = limit }

  /// A tensor to be written over; `nil` if there is none of the kind.
  func take(shape: [Int], type: DType) -> Tensor? {
    free.withLock { free in
      while let index = free.firstIndex(where: { $0.type == type && $0.shape == shape }) {
        var tensor = free.remove(at: index)
        // Whoever has kept the batch goes on having it.
        if tensor.ownsMemoryAlone() { return tensor }
      }
      return nil
    }
  }

  /// Takes back what nobody is expected to need any more.
  func give(_ batch: Dataset) {
    free.withLock { free in
      for tensor in [batch.x, batch.y] + (batch.weights.map { [$0] } ?? []) where tensor.count > 256 {
        if free.count >= limit { free.removeFirst() }
        free.append(tensor)
      }
    }
  }
}
