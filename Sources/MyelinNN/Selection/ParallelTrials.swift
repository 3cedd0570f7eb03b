/// Runs trainings side by side, one on every processor, each with random numbers of its own.
///
/// What a training computes depends on its seed and its number alone: neither on how many run at a time nor on who is done first.
/// While they run, none gets help from the other processors; the last one does.
///
/// - Parameters:
///   - count: How many trainings.
///   - concurrency: How many at a time; as many as there are processors if `nil`.
///   - seed: What all random numbers depend on.
///   - streams: The generator's streams that the trainings draw from; 1, 2, … by default.
/// - Returns: What the trainings give, in order.
/// - Throws: The first error; the other trainings are cancelled.
func parallelTrials<Result: Sendable>(
  _ count: Int, concurrency: Int?, seed: Int, streams: [Int]? = nil,
  _ body: @escaping @Sendable (_ index: Int) async throws -> Result
) async throws -> [Result] {
  if let concurrency, concurrency < 1 { fatalError("concurrency: \(concurrency) trainings at a time are none") }
  let limit = min(concurrency ?? Processors.count, count)
  @Sendable func run(_ index: Int) async throws -> (Int, Result) {
    try Task.checkCancellation()
    let generator = Philox(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(streams?[index] ?? index + 1))
    return try await RandomSource.$current.withValue(RandomSource(generator)) { (index, try await body(index)) }
  }
  let reservation = limit > 1 ? Processors.Reservation() : nil
  defer { reservation?.release() }
  return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var results = [Result?](repeating: nil, count: count)
    var begun = 0
    var running = 0
    while begun < limit {
      let index = begun
      group.addTask { try await run(index) }
      (begun, running) = (begun + 1, running + 1)
    }
    while let (index, result) = try await group.next() {
      results[index] = result
      running -= 1
      if begun < count {
        let next = begun
        group.addTask { try await run(next) }
        (begun, running) = (begun + 1, running + 1)
      }
      if running == 1 { reservation?.release() }
    }
    return results.compactMap { $0 }
  }
}
