/// Work cut into blocks by its own size, never by the number of threads: the results' bits are the same on every machine
/// with the same instructions.
package enum FixedBlocks {
  private final class Job: ParallelJob {
    let body: (Range<Int>) -> Void
    let size: Int
    let count: Int

    init(_ count: Int, size: Int, _ body: @escaping (Range<Int>) -> Void) {
      (self.count, self.size, self.body) = (count, size, body)
    }

    override func run(block: Int, worker: Int) { body(block * size..<min((block + 1) * size, count)) }
  }

  /// Calls `body` for consecutive ranges that cover `0..<count`, several at once where there are cores.
  ///
  /// - Parameters:
  ///   - count: How much there is.
  ///   - size: The size of every range but the last.
  package static func forEach(_ count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let blocks = (count + size - 1) / size
    if blocks <= 1 {
      if count > 0 { body(0..<count) }
      return
    }
    withoutActuallyEscaping(body) { body in
      WorkerPool.shared.run(Job(count, size: size, body), blocks: blocks)
    }
  }
}
