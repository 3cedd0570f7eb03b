import MyelinCore

/// Several streams as one: so many are open at a time, and give some samples each by turns.
///
/// ```swift
/// let days = InterleavedStream(files, open: 8, samples: 64, shuffled: true)
/// ```
public struct InterleavedStream: SampleStream {
  private let parts: [any SampleStream]
  private let openCount: Int
  private let sampleCount: Int
  private let isShuffled: Bool

  /// Several streams as one, as TensorFlow's `interleave`.
  ///
  /// - Parameters:
  ///   - parts: The streams.
  ///   - open: How many are open at a time; 1 for one behind the other.
  ///   - samples: How many samples each gives at a turn.
  ///   - shuffled: Whether they are begun in a new order in every epoch.
  public init(_ parts: [any SampleStream], open: Int = 4, samples: Int = 1, shuffled: Bool = false) {
    guard open > 0, samples > 0 else {
      fatalError("InterleavedStream: \(open) open streams that give \(samples) samples each: both must be 1 or more")
    }
    (self.parts, openCount, sampleCount, isShuffled) = (parts, open, samples, shuffled)
  }

  /// A reader at the beginning.
  public func makeReader(_ random: RandomSource) throws -> any SampleReader {
    let order =
      isShuffled ? Tensor.randomPermutation(parts.count, from: random).elements(as: Int.self) : Array(parts.indices)
    let seeds = parts.map { _ in random.draw { $0.next() } }
    return Reader(order.map { (parts[$0], RandomSource(seed: seeds[$0])) }, openCount, sampleCount)
  }

  private final class Reader: SampleReader {
    private var waiting: ArraySlice<(stream: any SampleStream, random: RandomSource)>
    private var open: [any SampleReader] = []
    private let openCount: Int
    private let sampleCount: Int
    private var turn = 0
    private var left: Int

    init(_ streams: [(any SampleStream, RandomSource)], _ openCount: Int, _ sampleCount: Int) {
      waiting = streams[...].map { (stream: $0.0, random: $0.1) }[...]
      (self.openCount, self.sampleCount, left) = (openCount, sampleCount, sampleCount)
    }

    func next(upTo limit: Int) throws -> Dataset? {
      while true {
        while open.count < openCount, let (stream, random) = waiting.popFirst() {
          open.append(try stream.makeReader(random))
        }
        guard !open.isEmpty else { return nil }
        if turn >= open.count { turn = 0 }
        if let piece = try open[turn].next(upTo: min(limit, left)) {
          left -= piece.count
          if left <= 0 { (turn, left) = (turn + 1, sampleCount) }
          return piece
        }
        // One that has ended makes room for the next, in its turn.
        if let (stream, random) = waiting.popFirst() {
          open[turn] = try stream.makeReader(random)
        } else {
          open.remove(at: turn)
        }
        left = sampleCount
      }
    }
  }
}
