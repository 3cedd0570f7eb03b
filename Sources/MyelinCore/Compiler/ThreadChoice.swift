/// Whether a program gains from other threads here and now, found out by trying.
///
/// What it costs to hand work over depends on where the system has put the threads: two that share a cache do so in a third
/// of a microsecond, two that share nothing in several, and two on one core gain nothing. It changes while a program
/// runs. So now and then a few replays are timed with the pool and without it, and those that follow are run in the faster way. The
/// results are the same bits either way.
struct ThreadChoice {
  /// Whether the next replay should use the pool.
  private(set) var usesPool = true

  /// How many replays are left before the next trial, or of this one.
  private var left = ThreadChoice.warmUp
  private var isTrial = false
  private var fastest = (pool: Int.max, alone: Int.max)

  /// Replays before the first trial.
  private static let warmUp = 4
  /// Replays of a trial: turns of `turn` with the pool and alone. The first of a turn may find sleeping workers.
  private static let trial = 12
  private static let turn = 3
  /// Replays between two trials at most.
  private static let longPause = 1500
  /// Replays and nanoseconds, whichever is more, after which one thread looks for help again: too long without it costs more
  /// than a vain trial.
  private static let shortPause = (replays: 100, nanoseconds: 50_000_000)

  private var pause: Int {
    let (replays, nanoseconds) = ThreadChoice.shortPause
    return usesPool
      ? ThreadChoice.longPause : min(max(replays, nanoseconds / max(fastest.alone, 1)), ThreadChoice.longPause)
  }

  /// Takes note of how long a replay took, in nanoseconds.
  mutating func replayed(in nanoseconds: Int) {
    left -= 1
    if isTrial {
      if usesPool {
        fastest.pool = min(fastest.pool, nanoseconds)
      } else {
        fastest.alone = min(fastest.alone, nanoseconds)
      }
      if left > 0 {
        if left % ThreadChoice.turn == 0 { usesPool.toggle() }
      } else {
        // A gain of a few hundredths isn't worth other processors.
        usesPool = fastest.pool + fastest.pool / 32 < fastest.alone
        (isTrial, left) = (false, pause)
      }
    } else if left == 0 {
      (isTrial, left, fastest) = (true, ThreadChoice.trial, (.max, .max))
    }
  }
}
