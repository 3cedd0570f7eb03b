import Dispatch

/// Work cut into blocks by its own size, never by the number of threads: the results' bits are the same on every machine
/// with the same instructions.
enum FixedBlocks {
  /// Calls `body` for consecutive ranges that cover `0..<count`, several at once where there are cores.
  ///
  /// - Parameters:
  ///   - count: How much there is.
  ///   - size: The size of every range but the last.
  static func forEach(_ count: Int, size: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let blocks = (count + size - 1) / size
    if blocks <= 1 {
      if count > 0 { body(0..<count) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      body(block * size..<min((block + 1) * size, count))
    }
  }
}
