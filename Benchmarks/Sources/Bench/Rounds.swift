import Foundation
import Messages

/// Lets the contestants take turns, A B C A B C, so that what disturbs the machine disturbs all.
final class Rounds {
  let threads: Int
  /// How often everybody has a turn.
  let count: Int
  /// How long a turn lasts at least, in seconds.
  let turn: Double
  /// Tells what is being done.
  let progress: (String) -> Void

  /// The versions of the libraries, by name.
  private(set) var versions: [String: String] = [:]
  private var workers: [Contestant: WorkerProcess] = [:]

  init(threads: Int, count: Int, turn: Double, progress: @escaping (String) -> Void) {
    self.threads = threads
    self.count = count
    self.turn = turn
    self.progress = progress
  }

  /// Measures the work with those of its contestants that are among `contestants`.
  func run(_ work: Work, contestants: [Contestant]) -> WorkResult {
    let scores = work.quantity == .step ? warm(work, contestants) : fresh(work, contestants)
    return WorkResult(
      name: work.name, title: work.title, quantity: work.quantity, workload: work.workload, scores: scores)
  }

  /// Processes that live on from work to work.
  private func warm(_ work: Work, _ contestants: [Contestant]) -> [Score] {
    var players: [(worker: WorkerProcess, steps: Int, score: Score)] = []
    for contestant in contestants {
      progress("\(work.name): \(contestant.name) makes ready")
      attempt(contestant, work) {
        let worker = try worker(for: contestant)
        defer { worker.pause() }
        let first = try worker.ask(Request(.prepare, workload: workload(of: work, for: contestant)))
        let steps = try stepsPerTurn(worker, work.workload)
        var score = Score(name: contestant.name, isMyelin: contestant.isMyelin)
        score.tenthLoss = first.tenthLoss
        players.append((worker, steps, score))
      }
    }
    for round in 0..<count {
      progress("\(work.name): round \(round + 1) of \(count)")
      // Everybody begins a round once, so that nobody always comes after the same other.
      for place in players.indices {
        let index = (place + round) % players.count
        let (worker, steps, _) = players[index]
        worker.resume()
        defer { worker.pause() }
        do {
          // The caches are the others' at first.
          if steps > 1 { _ = try worker.ask(Request(.measure, steps: max(1, steps / 10))) }
          players[index].score.add(try worker.ask(Request(.measure, steps: steps)))
        } catch {
          progress("\(work.name): \(players[index].score.name) failed: \(error)\n")
        }
      }
    }
    return players.map(\.score).filter { !$0.values.isEmpty }
  }

  /// A new process for each turn; fewer turns, for libraries take seconds to load.
  private func fresh(_ work: Work, _ contestants: [Contestant]) -> [Score] {
    var scores = contestants.map { Score(name: $0.name, isMyelin: $0.isMyelin) }
    let count = max(3, count / 2)
    for round in 0..<count {
      for (index, contestant) in contestants.enumerated() {
        progress("\(work.name): round \(round + 1) of \(count), \(contestant.name)")
        attempt(contestant, work) {
          let start = ContinuousClock.now
          let worker = try WorkerProcess(contestant, threads: threads)
          let reply = try worker.ask(Request(.prepare, workload: workload(of: work, for: contestant)))
          let seconds = (ContinuousClock.now - start) / .seconds(1)
          worker.end()
          scores[index].values.append(work.quantity == .memory ? Double(reply.peakBytes ?? 0) : seconds)
          scores[index].figures = reply.figures
        }
      }
    }
    return scores.filter { !$0.values.isEmpty }
  }

  /// The contestant's process, running.
  private func worker(for contestant: Contestant) throws -> WorkerProcess {
    if let worker = workers[contestant] {
      worker.resume()
      return worker
    }
    let worker = try WorkerProcess(contestant, threads: threads)
    versions.merge(try worker.ask(Request(.versions)).versions ?? [:]) { $1 }
    workers[contestant] = worker
    return worker
  }

  /// How many steps fill a turn, found by doing more and more of them, which warms up as well.
  private func stepsPerTurn(_ worker: WorkerProcess, _ workload: Workload) throws -> Int {
    if [.fashion, .pipeline, .firstStep].contains(workload.kind) { return 1 }
    var steps = 1
    while true {
      let reply = try worker.ask(Request(.measure, steps: steps))
      guard let seconds = reply.seconds, let done = reply.steps, seconds > 0 else { return steps }
      let fitting = turn / seconds * Double(done)
      if seconds > turn / 4 { return max(1, Int(fitting.rounded())) }
      steps = max(steps + 1, Int(min(fitting, 20 * Double(done))))
    }
  }

  private func workload(of work: Work, for contestant: Contestant) -> Workload {
    var workload = work.workload
    workload.variant = contestant.variant
    workload.threads = threads
    return workload
  }

  /// Does something with a contestant; if that fails, says so and goes on without it.
  private func attempt(_ contestant: Contestant, _ work: Work, _ body: () throws -> Void) {
    do {
      try body()
    } catch {
      workers[contestant] = nil
      progress("\(work.name): \(contestant.name) is left out: \(error)\n")
    }
  }
}

extension Score {
  /// Takes in a turn's answer.
  fileprivate mutating func add(_ reply: Reply) {
    guard let seconds = reply.seconds, let steps = reply.steps, seconds > 0 else { return }
    values.append(seconds / Double(steps))
    if let processor = reply.processorSeconds { cores.append(processor / seconds) }
    figures = reply.figures
  }
}
