import Testing

@testable import MyelinCore

/// What is recorded for a gradient is released with the last tensor that needs it.
@Suite struct RecordLifetimeTests {
  /// Something that an operation's record keeps alive.
  private final class Token: Sendable {}

  /// Keeps `kept` of a watched tensor beyond the gradient, and says whether the record is still there.
  private func isRecordAlive(count: Int, keeping kept: (Tensor) -> [Tensor]) -> Bool {
    weak var observer: Token?
    var survivors: [Tensor] = []
    do {
      let token = Token()
      observer = token
      _ = gradient(at: .ones([count, 2])) { x in
        let y = Tensor.withDerivative(of: [x], value: { $0[0] * 2 }) { cotangent, _, _ in
          withExtendedLifetime(token) { [cotangent * 2] }
        }
        survivors = kept(y)
        return y.sum()
      }
    }
    return withExtendedLifetime(survivors) { observer != nil }
  }

  @Test(arguments: [1, 100, 5000])
  func detachedTensorsKeepNoRecord(count: Int) {
    #expect(!isRecordAlive(count: count) { _ in [] })
    #expect(!isRecordAlive(count: count) { [$0.detached()] })
    #expect(!isRecordAlive(count: count) { [$0.transposed().detached()] })
    #expect(!isRecordAlive(count: count) { [$0[0].detached(), $0.flattened().detached()] })
    #expect(
      !isRecordAlive(count: count) { y in
        withoutGradient { [y.transposed(), y[0], y.expanded(to: [2, count, 2]), y + 1] }
      })
    #expect(
      !isRecordAlive(count: count) {
        [($0 * 3).detached(), Tensor(shape: [2], $0.sum(axis: 0).elements(as: Float.self))]
      })
  }

  @Test(arguments: [1, 100, 5000])
  func watchedTensorsKeepTheirs(count: Int) {
    #expect(isRecordAlive(count: count) { [$0] })
    #expect(isRecordAlive(count: count) { [$0 + 1] })
  }

  @Test(arguments: [1, 100, 5000])
  func copiesChangeAlone(count: Int) {
    var changed = Tensor(0)
    let (value, slope) = valueWithGradient(at: Tensor.ones([count])) { x in
      let y = x * 3
      changed = y
      withoutGradient { changed[0] = Tensor(100) }
      return y.sum()
    }
    #expect(value.scalar == Double(3 * count) && slope.isIdentical(to: .full([count], 3.0)))
    #expect(changed[0].scalar == 100 && !changed.isWatched)
  }
}
