#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The threads that oneDNN would start by itself.
///
/// It splits a product by the number of its threads, so that the last bits would depend on the machine. Myelin splits by
/// the product's size instead (see `FixedBlocks`) and lets oneDNN compute each block on the calling thread.
enum OpenMP {
  private typealias SetThreadCount = @convention(c) (Int32) -> Void

  /// OpenMP's function, looked up in the process because its header isn't installed with oneDNN; `nil` if oneDNN was built
  /// without OpenMP.
  private static let setThreadCount: SetThreadCount? = {
    guard let symbol = dlsym(nil, "omp_set_num_threads") else { return nil }
    return unsafeBitCast(symbol, to: SetThreadCount.self)
  }()

  /// Keeps the calling thread's next calls of oneDNN on that thread. Costs a few nanoseconds.
  static func stayOnThisThread() { setThreadCount?(1) }
}
