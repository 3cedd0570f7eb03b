import Synchronization

/// Where random tensors come from: a generator that several threads can draw from.
///
/// Functions that draw take the source of the running task, unless they are given one. At first it is seeded by the
/// system; `withRandomSeed` replaces it, so that a program's results can be repeated.
public final class RandomSource: Sendable {
  private let generator: Mutex<Philox>

  /// A source that repeats the same numbers for the same seed.
  public init(seed: UInt64) { generator = Mutex(Philox(seed: seed)) }

  /// A source that goes on where a saved generator was.
  public init(_ generator: Philox) { self.generator = Mutex(generator) }

  /// The source of the running task.
  @TaskLocal public static var current = RandomSource(seed: .random(in: 0 ... .max))

  /// A copy of the generator as it is now; setting it moves the source, to repeat or to go on.
  public var state: Philox {
    get { generator.withLock { $0 } }
    set { generator.withLock { $0 = newValue } }
  }

  /// Writes `next` of the generator to every place, with the generator to oneself.
  func fill<Element>(_ output: UnsafeMutableBufferPointer<Element>, _ next: (inout Philox) -> Element) {
    // The buffer is the caller's own; it only has to pass through the lock.
    nonisolated(unsafe) let (output, next) = (output, next)
    generator.withLock { generator in
      for index in 0..<output.count { output.initializeElement(at: index, to: next(&generator)) }
    }
  }

  /// Draws with the generator to oneself.
  public func draw<Result>(_ body: (inout sending Philox) -> sending Result) -> sending Result {
    if Recording.current != nil {
      stop(
        "RandomSource.draw: while `compile` records, it would draw once and not at every call; draw tensors "
          + "(Tensor.randomUniform and its like) instead, or draw outside")
    }
    return generator.withLock { body(&$0) }
  }

  /// Lets `body` draw with the generator to itself.
  func withGenerator(_ body: (inout Philox) -> Void) {
    nonisolated(unsafe) let body = body
    generator.withLock { body(&$0) }
  }
}

/// Runs `body` with random numbers that depend on `seed` alone.
///
/// ```swift
/// let model = withRandomSeed(20) { Perceptron() }
/// ```
public func withRandomSeed<Result>(_ seed: Int, _ body: () throws -> Result) rethrows -> Result {
  let source = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
  Recording.current?.restart(source)
  return try RandomSource.$current.withValue(source, operation: body)
}

/// Runs asynchronous `body` with random numbers that depend on `seed` alone.
public func withRandomSeed<Result>(
  _ seed: Int, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
) async rethrows -> Result {
  try await RandomSource.$current.withValue(
    RandomSource(seed: UInt64(bitPattern: Int64(seed))), operation: body, isolation: isolation)
}
