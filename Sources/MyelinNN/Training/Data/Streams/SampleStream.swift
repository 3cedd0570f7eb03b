import MyelinCore

/// Samples that can only be read in order, once per epoch: the rows of a CSV file, of several files, of a pipe. They may be more
/// than memory holds.
///
/// ```swift
/// let loader = DataLoader(streaming: rows, batchSize: 256, shuffleBuffer: 10_000)
/// try trainer.fit(loader, epochs: 3)
/// ```
///
/// A stream of your own makes a reader for every epoch:
///
/// ```swift
/// struct Countdown: SampleStream {
///   final class Reader: SampleReader {
///     var left = 1000
///     func next(upTo limit: Int) -> Dataset? {
///       let count = min(limit, left)
///       guard count > 0 else { return nil }
///       left -= count
///       let x = Tensor.arange(count).cast(to: .float32).unsqueezed(axis: 1)
///       return Dataset(x, x)
///     }
///   }
///   func makeReader(_ random: RandomSource) -> any SampleReader { Reader() }
/// }
/// ```
public protocol SampleStream: BatchSource {
  /// A reader at the beginning.
  ///
  /// - Parameter random: Random numbers that depend on the seed and the epoch, for those who need some (the order of files, say).
  func makeReader(_ random: RandomSource) throws -> any SampleReader
}

extension SampleStream {
  /// Batches of the stream's samples; shuffled among 10,000.
  public func loader(batchSize: Int, shuffled: Bool) -> DataLoader {
    DataLoader(streaming: self, batchSize: batchSize, shuffleBuffer: shuffled ? 10_000 : 0)
  }

  /// A stream whose samples go through a closure, piece by piece.
  ///
  /// ```swift
  /// let scaled = rows.map { piece in Dataset((piece.x - mean) / deviation, piece.y) }   // a MappedStream
  /// ```
  public func map(_ transform: @escaping @Sendable (Dataset) throws -> Dataset) -> MappedStream {
    MappedStream(self, transform)
  }
}

/// Reads the samples of a stream, piece by piece, on one thread at a time.
///
/// ```swift
/// let reader = try stream.makeReader(RandomSource(seed: 0))
/// while let piece = try reader.next(upTo: 1000) { print(piece.count) }
/// ```
public protocol SampleReader: AnyObject {
  /// The next samples, one or more but not more than `limit`; `nil` at the end.
  func next(upTo limit: Int) throws -> Dataset?
}
