/// The order of an epoch and how it is cut into batches.
struct EpochPlan: Sendable {
  /// The places of the epoch's samples; `nil` for all in order.
  let order: [Int]?
  /// How many samples the epoch has, over all shards.
  let total: Int
  let shard: Shard?
  let batchSize: Int
  let droppingLast: Bool
  /// Whether a sample may come several times.
  let repeats: Bool
  let key: UInt64

  private var length: Int { shard?.length(of: total) ?? total }

  var batchCount: Int { length / batchSize + (droppingLast || length % batchSize == 0 ? 0 : 1) }

  /// The places of a batch's samples, and what tells the samples apart when they draw.
  func batch(_ number: Int) -> (places: [Int], keys: [UInt64]) {
    let range = number * batchSize..<min((number + 1) * batchSize, length)
    let positions = range.map { position in shard.map { (position * $0.count + $0.index) % total } ?? position }
    let places = order.map { order in positions.map { order[$0] } } ?? positions
    // Of a sample that comes twice each has random numbers of its own.
    let keys =
      repeats
      ? range.map { position in UInt64(shard.map { position * $0.count + $0.index } ?? position) }
      : places.map { UInt64($0) }
    return (places, keys)
  }
}
