import MyelinCore

/// A stream whose samples go through a closure, piece by piece.
///
/// ```swift
/// let scaled = MappedStream(rows) { piece in Dataset(piece.x / 255, piece.y) }
/// ```
public struct MappedStream: SampleStream {
  private let base: any SampleStream
  private let transform: @Sendable (Dataset) throws -> Dataset

  /// A stream whose samples go through a closure, which must give as many as it is given, or fewer.
  public init(_ base: some SampleStream, _ transform: @escaping @Sendable (Dataset) throws -> Dataset) {
    (self.base, self.transform) = (base, transform)
  }

  /// A reader at the beginning.
  public func makeReader(_ random: RandomSource) throws -> any SampleReader {
    Reader(try base.makeReader(random), transform)
  }

  private final class Reader: SampleReader {
    private let base: any SampleReader
    private let transform: (Dataset) throws -> Dataset

    init(_ base: any SampleReader, _ transform: @escaping (Dataset) throws -> Dataset) {
      (self.base, self.transform) = (base, transform)
    }

    func next(upTo limit: Int) throws -> Dataset? {
      // All of a piece may be left out.
      while let piece = try base.next(upTo: limit) {
        let result = try transform(piece)
        if result.count > 0 { return result }
      }
      return nil
    }
  }
}
