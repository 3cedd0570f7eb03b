import Foundation
import Myelin
import TestSupport
import Testing

/// Learning rates step by step against PyTorch's schedulers.
@Suite struct LearningRateScheduleTests {
  private struct Fixture: Decodable {
    struct Arguments: Decodable {
      let factor: Double?
      let total_iters: Int?
      let step_size: Int?
      let gamma: Double?
      let milestones: [Int]?
      let power: Double?
      let start_factor: Double?
      let end_factor: Double?
      let T_max: Int?
      let eta_min: Double?
      let T_0: Int?
      let T_mult: Int?
      let total_steps: Int?
      let anneal_strategy: String?
      let pct_start: Double?
      let three_phase: Bool?
      let div_factor: Double?
      let final_div_factor: Double?
      let patience: Int?
      let cooldown: Int?
      let threshold: Double?
      let threshold_mode: String?
      let mode: String?
      let min_lr: Double?
      let eps: Double?
    }

    struct Run: Decodable {
      let schedule: String
      let arguments: Arguments
      let base: Double
      let rates: [Double]
    }

    struct PlateauRun: Decodable {
      let arguments: Arguments
      let base: Double
      let metrics: [Double]
      let rates: [Double]
    }

    let schedules: [Run]
    let plateaus: [PlateauRun]

    static func load() throws -> Fixture {
      try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: fixture("schedules.json"))))
    }
  }

  private func schedule(_ name: String, _ a: Fixture.Arguments) throws -> LearningRateSchedule {
    switch name {
    case "constant": .constant(factor: try #require(a.factor), over: try #require(a.total_iters))
    case "step": .step(every: try #require(a.step_size), factor: try #require(a.gamma))
    case "multiStep": .multiStep(at: try #require(a.milestones), factor: try #require(a.gamma))
    case "exponential": .exponential(factor: try #require(a.gamma))
    case "polynomial": .polynomial(over: try #require(a.total_iters), power: try #require(a.power))
    case "linear":
      .linear(
        from: try #require(a.start_factor), to: try #require(a.end_factor), over: try #require(a.total_iters))
    case "cosine": .cosine(over: try #require(a.T_max), minimum: try #require(a.eta_min))
    case "restarts":
      .cosineRestarts(every: try #require(a.T_0), growth: try #require(a.T_mult), minimum: try #require(a.eta_min))
    case "oneCycle":
      .oneCycle(
        over: try #require(a.total_steps), rise: a.pct_start ?? 0.3,
        curve: a.anneal_strategy == "linear" ? .linear : .cosine, threePhases: a.three_phase ?? false,
        startDivisor: a.div_factor ?? 25, endDivisor: a.final_div_factor ?? 1e4)
    default:
      .warmUp(over: 8, from: 0.1).then(.cosine(over: 30, minimum: 0.01)).then(.constant(factor: 0.01, over: 1000))
    }
  }

  @Test func followPyTorch() throws {
    for run in try Fixture.load().schedules {
      let schedule = try schedule(run.schedule, run.arguments)
      for (step, expected) in run.rates.enumerated() {
        let rate = schedule.learningRate(at: step, from: run.base)
        #expect(abs(rate - expected) < 1e-12, "\(run.schedule) \(run.arguments), step \(step): \(rate), \(expected)")
      }
    }
  }

  /// With a gradient of 1 the weight falls by the learning rate: so the rates that compiled steps take can be seen.
  @Test func compiledStepsFollow() throws {
    for run in try Fixture.load().schedules {
      let (weight, optimizer) = (Variable(Tensor(0.0, type: .float64)), SGD(learningRate: run.base))
      optimizer.schedule = try schedule(run.schedule, run.arguments)
      let step = compile { optimizer.update([weight], along: [Tensor(1.0, type: .float64)]) }
      for (number, expected) in run.rates.enumerated() {
        #expect(abs(optimizer.currentLearningRate - expected) < 1e-12)
        let before = weight.value.scalar
        if number % 3 == 2 {
          optimizer.update([weight], along: [Tensor(1.0, type: .float64)])
        } else {
          step()
        }
        #expect(abs(before - weight.value.scalar - expected) < 1e-12, "\(run.schedule), step \(number)")
      }
      #expect(step.recordingCount == 1)
      #expect(optimizer.learningRate == run.base)
    }
  }

  @Test func plateausFollowPyTorch() throws {
    for run in try Fixture.load().plateaus {
      let a = run.arguments
      let threshold = a.threshold ?? 1e-4
      let plateau = Plateau(
        factor: a.factor ?? 0.1, patience: a.patience ?? 10, goal: a.mode == "max" ? .maximize : .minimize,
        threshold: a.threshold_mode == "abs" ? .absolute(threshold) : .relative(threshold), cooldown: a.cooldown ?? 0,
        minimum: a.min_lr ?? 0, smallestChange: a.eps ?? 1e-8)
      // Half of the metrics are seen by an optimizer that goes on where the first one was.
      var optimizer = SGD(learningRate: run.base)
      optimizer.schedule = .onPlateau(plateau)
      for (epoch, (metric, expected)) in zip(run.metrics, run.rates).enumerated() {
        if epoch == run.metrics.count / 2 {
          let next = SGD(learningRate: 1)
          next.schedule = .onPlateau(plateau)
          for (from, to) in zip(optimizer.namedState(of: []), next.namedState(of: [])) {
            #expect(from.name == to.name)
            to.variable.value = from.variable.value
          }
          optimizer = next
        }
        optimizer.observe(metric)
        #expect(abs(optimizer.currentLearningRate - expected) < 1e-12, "\(a), epoch \(epoch)")
      }
    }
  }

  @Test func othersDoWhatTheySay() {
    #expect(LearningRateSchedule.constant.learningRate(at: 1000, from: 0.3) == 0.3)
    let root = LearningRateSchedule.inverseSquareRoot(warmUp: 4)
    #expect([0, 3, 15].map { root.learningRate(at: $0, from: 1) } == [0.25, 1, 0.5])
    let polynomial = LearningRateSchedule.polynomial(over: 10, power: 2, to: 0.1)
    #expect(abs(polynomial.learningRate(at: 5, from: 0.5) - (0.4 * 0.25 + 0.1)) < 1e-15)
    #expect(abs(polynomial.learningRate(at: 50, from: 0.5) - 0.1) < 1e-15)
    let own = LearningRateSchedule { t, base in base / (1 + t) }
    #expect(own.learningRate(at: 3, from: 2) == 0.5)
    let epochs = LearningRateSchedule.step(every: 2, factor: 0.5).perEpoch(of: 10)
    #expect([0, 19, 20, 39, 40].map { epochs.learningRate(at: $0, from: 1) } == [1, 1, 0.5, 0.5, 0.25])
    let composed = LearningRateSchedule.warmUp(over: 2).perEpoch(of: 5).then(.exponential(factor: 0.5))
    #expect([0, 4, 5, 10, 11].map { composed.learningRate(at: $0, from: 1) } == [0, 0, 0.5, 1, 0.5])
  }

  /// A new schedule starts anew, and compiled steps see it.
  @Test func theScheduleMayChange() {
    let (weight, optimizer) = (Variable(Tensor(0.0, type: .float64)), SGD(learningRate: 1))
    let step = compile { optimizer.update([weight], along: [Tensor(1.0, type: .float64)]) }
    step()
    optimizer.schedule = .exponential(factor: 0.5)
    step()
    step()
    #expect(weight.value.scalar == -2.5)
    optimizer.learningRate = 8
    step()
    #expect(weight.value.scalar == -4.5)
    optimizer.schedule = .exponential(factor: 0.25)
    #expect(optimizer.currentLearningRate == 8)
  }

  @Test func aScheduleWithoutAnEndStops() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LearningRateSchedule.exponential(factor: 0.5).then(.constant)
    }
    #expect(
      message(result).contains(
        "LearningRateSchedule.then: this schedule has no end; say after how many steps the next one begins"))
  }
}
