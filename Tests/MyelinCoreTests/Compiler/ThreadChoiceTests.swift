import Testing

@testable import MyelinCore

/// Whether programs use the pool where that is faster, and find out when that changes.
@Suite struct ThreadChoiceTests {
  /// How often the pool is used in so many replays that take so long with it, and without.
  private func poolReplays(_ choice: inout ThreadChoice, _ count: Int, pool: Int, alone: Int) -> Int {
    var used = 0
    for _ in 0..<count {
      if choice.usesPool { used += 1 }
      choice.replayed(in: choice.usesPool ? pool : alone)
    }
    return used
  }

  @Test func fasterWayIsTaken() {
    var choice = ThreadChoice()
    #expect(poolReplays(&choice, 20_000, pool: 60, alone: 100) > 19_800)
    // Threads that have been moved apart.
    _ = poolReplays(&choice, 2_000, pool: 150, alone: 100)
    #expect(poolReplays(&choice, 20_000, pool: 150, alone: 100) < 200)
    _ = poolReplays(&choice, 2_000, pool: 60, alone: 100)
    #expect(poolReplays(&choice, 20_000, pool: 60, alone: 100) > 19_800)
  }

  /// Long replays that are alone look for help soon.
  @Test func longReplaysAreTriedSooner() {
    var choice = ThreadChoice()
    _ = poolReplays(&choice, 100, pool: 1_100_000, alone: 1_000_000)
    #expect(poolReplays(&choice, 300, pool: 600_000, alone: 1_000_000) > 180)
  }

  /// A gain that noise could hide isn't worth a second processor.
  @Test func sameTimeTakesOneThread() {
    var choice = ThreadChoice()
    _ = poolReplays(&choice, 100, pool: 101, alone: 100)
    #expect(poolReplays(&choice, 20_000, pool: 101, alone: 100) < 200)
  }
}
