import Foundation
import Messages

/// What was done between two looks at the clock.
struct Outcome {
  /// How many steps were done: as many as were asked for or somewhat more.
  var steps: Int
  /// The loss of the last step that was asked for.
  var loss: Double?
  /// The time that counts, where it isn't all the time that passed.
  var seconds: Double?
  /// What else is worth telling.
  var figures: [String: Double]?
}

/// Work made ready: does at least so many steps.
typealias Job = (_ steps: Int) throws -> Outcome

/// Why a job can't be done.
struct WorkerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Does benchmarks' work with Myelin, as the coordinator asks for it line by line.
@main
struct Worker {
  private var job: Job?

  static func main() throws {
    var worker = Worker()
    while let line = readLine() {
      var reply = Reply()
      do {
        reply = try worker.answer(try JSONDecoder().decode(Request.self, from: Data(line.utf8)))
      } catch {
        reply.error = "\(error)"
      }
      try FileHandle.standardOutput.write(contentsOf: try JSONEncoder().encode(reply) + Data("\n".utf8))
    }
  }

  private mutating func answer(_ request: Request) throws -> Reply {
    switch request.command {
    case .versions:
      var reply = Reply()
      reply.versions = ["Myelin": "this checkout"]
      return reply
    case .prepare:
      guard let workload = request.workload else { throw WorkerError("prepare: no workload") }
      job = nil
      job = try makeJob(for: workload)
      return try measure(steps: workload.kind == .training ? 10 : 1)
    case .measure:
      return try measure(steps: request.steps ?? 1)
    }
  }

  private func measure(steps: Int) throws -> Reply {
    guard let job else { throw WorkerError("measure: nothing was prepared") }
    let (start, processorStart) = (ProcessUsage.now, ProcessUsage.processorSeconds)
    let outcome = try job(steps)
    var reply = Reply()
    reply.seconds = outcome.seconds ?? (ProcessUsage.now - start)
    if outcome.seconds == nil { reply.processorSeconds = ProcessUsage.processorSeconds - processorStart }
    reply.steps = outcome.steps
    reply.tenthLoss = steps == 10 ? outcome.loss : nil
    reply.peakBytes = ProcessUsage.peakBytes
    reply.figures = outcome.figures
    return reply
  }

  private func makeJob(for workload: Workload) throws -> Job {
    switch workload.kind {
    case .training: try trainingJob(workload)
    case .firstStep: firstStepJob(workload)
    case .inference: inferenceJob(workload)
    case .perceptron: try perceptronJob(workload)
    case .fashion: fashionJob(workload)
    case .csvTable: csvTableJob(workload)
    case .csvPrediction: csvPredictionJob(workload)
    }
  }
}
