import Myelin
import Testing

/// Samples whose numbers tell their places, made one by one, and changed at random where that is wanted.
func numbered(_ count: Int) -> FunctionSource {
  FunctionSource(count: count) { place, _ in (Tensor([Double(place), Double(-place)]), Tensor(Double(place))) }
}

/// Numbers in a stream that a reader gives in pieces of several sizes.
struct NumberStream: SampleStream {
  let count: Int
  var pieces = [3, 1, 5]
  /// Where reading fails.
  var failsAt: Int?
  /// Told of readers that end.
  var onEnd: @Sendable () -> Void = {}

  struct Failure: Error, Equatable { let place: Int }

  final class Reader: SampleReader {
    let stream: NumberStream
    private var place = 0
    private var piece = 0

    init(_ stream: NumberStream) { self.stream = stream }
    deinit { stream.onEnd() }

    func next(upTo limit: Int) throws -> Dataset? {
      let end = min(stream.count, place + min(limit, stream.pieces[piece % stream.pieces.count]))
      piece += 1
      if let wrong = stream.failsAt, end > wrong { throw Failure(place: wrong) }
      guard place < end else { return nil }
      defer { place = end }
      let y = Tensor.arange(place, end)
      return Dataset(y.cast(to: .float32).unsqueezed(axis: 1), y, more: ["twice": 2 * y])
    }
  }

  func makeReader(_ random: RandomSource) -> any SampleReader { Reader(self) }
}

extension EpochBatches {
  /// All batches, kept.
  func all() throws -> [Dataset] {
    var result: [Dataset] = []
    while let batch = try next() { result.append(batch) }
    return result
  }

  /// The targets of all batches.
  func targets() throws -> [[Int]] {
    try all().map { $0.y.scalars.map { Int($0) } }
  }
}

extension Dataset {
  /// Whether all tensors have the same bits.
  func isIdentical(to other: Dataset) -> Bool {
    x.isIdentical(to: other.x) && y.isIdentical(to: other.y)
      && (weights?.scalars ?? []) == (other.weights?.scalars ?? [])
      && more.mapValues(\.scalars) == other.more.mapValues(\.scalars)
  }
}

/// Whether two runs of batches have the same bits.
func areIdentical(_ a: [Dataset], _ b: [Dataset]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.isIdentical(to: $1) }
}
