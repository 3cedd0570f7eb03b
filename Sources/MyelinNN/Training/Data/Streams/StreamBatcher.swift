import MyelinCore

/// Makes batches of a stream: takes every so-many-th sample for a shard, shuffles them within a buffer, and gathers them.
///
/// It holds a piece of the stream, the buffer and the batch, however long the stream is.
final class StreamBatcher {
  private let reader: any SampleReader
  private let batchSize: Int
  private let bufferSize: Int
  private let droppingLast: Bool
  private let shard: Shard?
  private var random: Philox
  private let buffers: BatchBuffers

  /// The piece of the stream that was read last, and the row in it that comes next.
  private var piece: SampleRows?
  private var row = 0
  /// How many samples of the stream lie before that row, over all shards.
  private var place = 0
  private var hasEnded = false

  /// The samples to draw from, and their places in the stream.
  private var store: SampleRows?
  private var storedPlaces: [Int] = []

  init(
    _ reader: any SampleReader, batchSize: Int, shuffleBuffer: Int, droppingLast: Bool, shard: Shard?, random: Philox,
    buffers: BatchBuffers
  ) {
    (self.reader, self.batchSize, bufferSize) = (reader, batchSize, shuffleBuffer)
    (self.droppingLast, self.shard, self.random, self.buffers) = (droppingLast, shard, random, buffers)
  }

  /// The next batch and the places of its samples in the stream; `nil` at the end.
  func next() throws -> (Dataset, [Int])? {
    var batch: SampleRows?
    var places: [Int] = []
    if bufferSize > 1 {
      while places.count < batchSize {
        try fill()
        guard !storedPlaces.isEmpty,
          var rows = batch.take() ?? store.map({ SampleRows(like: $0, count: Self.room(batchSize), buffers: buffers) })
        else { break }
        rows.grow(toHold: places.count + 1, atMost: batchSize, buffers: buffers)
        places.append(draw(into: &rows, at: places.count))
        batch = rows
      }
    } else {
      while places.count < batchSize, let rows = try advance(upTo: batchSize - places.count), let piece {
        var target = batch.take() ?? SampleRows(like: piece, count: Self.room(batchSize), buffers: buffers)
        try target.check(piece)
        target.grow(toHold: places.count + rows.count, atMost: batchSize, buffers: buffers)
        target.copy(rows, of: piece, to: places.count)
        batch = target
        places += place..<place + rows.count
        pass(rows.count)
      }
    }
    guard let batch, !places.isEmpty, places.count == batchSize || !droppingLast else { return nil }
    return (batch.prefix(places.count), places)
  }

  /// Room for so many samples at first: nobody knows whether the stream has as many as it is asked for.
  private static func room(_ count: Int) -> Int { min(count, 1024) }

  /// Fills the buffer, as far as there are samples.
  private func fill() throws {
    while storedPlaces.count < bufferSize, let rows = try advance(upTo: bufferSize - storedPlaces.count), let piece {
      var target = store.take() ?? SampleRows(like: piece, count: Self.room(bufferSize))
      try target.check(piece)
      target.grow(toHold: storedPlaces.count + rows.count, atMost: bufferSize, buffers: nil)
      target.copy(rows, of: piece, to: storedPlaces.count)
      store = target
      storedPlaces += place..<place + rows.count
      pass(rows.count)
    }
  }

  /// Copies a sample of the buffer into a batch, and the buffer's last one to where it was.
  private func draw(into batch: inout SampleRows, at row: Int) -> Int {
    let index = random.integer(below: storedPlaces.count)
    let place = storedPlaces[index]
    let last = storedPlaces.count - 1
    if let store { batch.copy(index..<index + 1, of: store, to: row) }
    store?.move(row: last, to: index)
    storedPlaces.swapAt(index, last)
    storedPlaces.removeLast()
    return place
  }

  private func pass(_ count: Int) {
    row += count
    place += count
  }

  /// The rows of the piece that come next for this shard, one or more; `nil` at the end of the stream.
  private func advance(upTo limit: Int) throws -> Range<Int>? {
    while !hasEnded {
      guard let piece, row < piece.count else {
        self.piece = try read()
        row = 0
        hasEnded = self.piece == nil
        continue
      }
      guard let shard, shard.count > 1 else { return row..<min(row + limit, piece.count) }
      if place % shard.count != shard.index {
        pass(1)
      } else if shard.remainder == .kept || shard.index == shard.count - 1 {
        return row..<row + 1
      } else if try reaches(shard.count - shard.index) {
        return row..<row + 1
      } else {
        // Without its fellows of the other shards it is left out, so that all have as many.
        hasEnded = true
      }
    }
    piece = nil
    return nil
  }

  /// Whether the stream has so many samples from the present one on; reads on if it takes that to know.
  private func reaches(_ count: Int) throws -> Bool {
    while let piece, piece.count - row < count {
      guard let next = try read() else { return false }
      try piece.check(next)
      let rest = piece.count - row
      var joined = SampleRows(like: piece, count: rest + next.count)
      joined.copy(row..<piece.count, of: piece, to: 0)
      joined.copy(0..<next.count, of: next, to: rest)
      (self.piece, row) = (joined, 0)
    }
    return true
  }

  /// The next piece of the stream.
  private func read() throws -> SampleRows? {
    while let data = try reader.next(upTo: min(max(batchSize, 1024), 1 << 16)) {
      // A reader may have left out all of a piece.
      if data.count > 0 { return SampleRows(data) }
    }
    return nil
  }
}
