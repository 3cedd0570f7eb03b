#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads for work that may block, such as reading files, which Swift's tasks must not do on their few threads.
package enum BackgroundThread {
  /// Runs the body on a thread of its own.
  ///
  /// - Returns: Whether the system had a thread to give; the body doesn't run otherwise.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = Unmanaged.passRetained(ThreadWork(body))
    #if os(Linux)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    guard pthread_create(&thread, nil, backgroundMain, work.toOpaque()) == 0 else {
      work.release()
      return false
    }
    #if os(Linux)
      pthread_detach(thread)
    #else
      if let thread { pthread_detach(thread) }
    #endif
    return true
  }
}

private final class ThreadWork {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

#if os(Linux)
  private let backgroundMain: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
    guard let argument else { return nil }
    return runBackground(argument)
  }
#else
  private let backgroundMain: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = {
    runBackground($0)
  }
#endif

private func runBackground(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().body()
  return nil
}
