import CMyelinKernels

/// A program ready to run: steps in phases, and where in memory everything is.
final class Plan {
  /// The steps in order.
  let steps: [PlanStep]
  /// The steps by what may be computed at the same time.
  let phases: UnsafeMutableBufferPointer<Phase>
  /// The steps, to be called without counting references.
  let stepList: UnsafeMutableBufferPointer<Unmanaged<PlanStep>>
  /// The number of each step's first block in its phase.
  let firstBlocks: UnsafeMutableBufferPointer<Int>
  let arenaSize: Int
  let scratchSize: Int
  /// About how long one thread takes, in nanoseconds.
  let cost: Double
  /// The buffers of the table, by what they belong to: the arena is the first.
  let constants: [Tensor]
  let constantBuffers: Range<Int>
  let variableBuffers: Range<Int>
  let argumentBuffers: Range<Int>
  let outputBuffers: Range<Int>
  /// Which variables the program changes, in the order of their buffers.
  let isVariableChanged: [Bool]

  var bufferCount: Int { outputBuffers.upperBound }

  init(
    phases: [[PlanStep]], arenaSize: Int, constants: [Tensor], constantBuffers: Range<Int>, variableBuffers: Range<Int>,
    argumentBuffers: Range<Int>, outputBuffers: Range<Int>, isVariableChanged: [Bool]
  ) {
    // What takes long begins first, so that no thread is left with it at the end.
    let phases = phases.map { $0.sorted { $0.cost / Double($0.blockCount) > $1.cost / Double($1.blockCount) } }
    steps = phases.flatMap { $0 }
    stepList = .allocate(capacity: steps.count)
    _ = stepList.initialize(from: steps.map { Unmanaged.passUnretained($0) })
    firstBlocks = .allocate(capacity: steps.count)
    self.phases = .allocate(capacity: phases.count)
    var firstStep = 0
    for (index, phase) in phases.enumerated() {
      var blocks = 0
      for (place, step) in phase.enumerated() {
        firstBlocks.initializeElement(at: firstStep + place, to: blocks)
        blocks += step.blockCount
      }
      let cost = phase.reduce(0) { $0 + $1.cost }
      self.phases.initializeElement(
        at: index, to: Phase(firstStep: firstStep, stepCount: phase.count, blockCount: blocks, cost: cost))
      firstStep += phase.count
    }
    scratchSize = steps.reduce(0) { max($0, $1.scratchSize) }
    cost = steps.reduce(0) { $0 + $1.cost }
    (self.arenaSize, self.constants, self.constantBuffers) = (arenaSize, constants, constantBuffers)
    (self.variableBuffers, self.argumentBuffers, self.outputBuffers) = (variableBuffers, argumentBuffers, outputBuffers)
    self.isVariableChanged = isVariableChanged
  }

  deinit {
    phases.deallocate()
    stepList.deallocate()
    firstBlocks.deallocate()
  }
}

/// Neighbouring steps that need nothing of each other, so that their blocks may be computed at the same time.
struct Phase {
  let firstStep: Int
  let stepCount: Int
  /// The blocks of all its steps, one step's after the other's.
  let blockCount: Int
  /// About how long one thread takes, in nanoseconds.
  let cost: Double
}

/// A plan with its memory. One thread at a time runs it, with the help of the pool.
final class Execution: ParallelJob {
  let plan: Plan
  /// Where every buffer is.
  let buffers: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let scratch: UnsafeMutableRawPointer
  private let scratchStride: Int
  private let isParallel: Bool
  private var choice = ThreadChoice()
  /// The phase that is being computed.
  private var phase = Phase(firstStep: 0, stepCount: 0, blockCount: 0, cost: 0)

  /// Below this many nanoseconds a program gains nothing from a second processor.
  private static let serialCost = 12000.0
  /// Below this many nanoseconds a phase gains nothing either.
  private static let serialPhaseCost = 2500.0
  /// Below this many nanoseconds it is tried out whether a program gains from other processors here and now.
  private static let triedCost = 5e6

  init(_ plan: Plan) {
    self.plan = plan
    buffers = .allocate(capacity: plan.bufferCount)
    let empty = UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped
    buffers.initialize(repeating: empty, count: plan.bufferCount)
    let threadCount = WorkerPool.shared.threadCount
    isParallel = plan.cost > Execution.serialCost && threadCount > 1
    // Threads write to cache lines of their own.
    scratchStride = (plan.scratchSize + 255) / 128 * 128
    scratch = .allocate(byteCount: scratchStride * (isParallel ? threadCount : 1), alignment: 64)
    for (index, constant) in plan.constants.enumerated() {
      buffers[plan.constantBuffers.lowerBound + index] = UnsafeMutableRawPointer(mutating: constant.rawStart)
    }
  }

  deinit {
    buffers.deallocate()
    scratch.deallocate()
  }

  override func run(block: Int, worker: Int) {
    var step = phase.firstStep + phase.stepCount - 1
    while plan.firstBlocks[step] > block { step -= 1 }
    plan.stepList[step]._withUnsafeGuaranteedRef {
      $0.run(block: block - plan.firstBlocks[step], buffers: buffers, scratch: scratch + worker * scratchStride)
    }
  }

  /// Runs all steps. The buffers of arguments, variables and outputs must have been set.
  func run() {
    guard isParallel else { return run(withPool: false) }
    guard plan.cost < Execution.triedCost else { return run(withPool: true) }
    let start = myelin_nanoseconds()
    run(withPool: choice.usesPool)
    choice.replayed(in: myelin_nanoseconds() - start)
  }

  private func run(withPool usesPool: Bool) {
    for index in 0..<plan.phases.count {
      let phase = plan.phases[index]
      let steps = phase.firstStep..<phase.firstStep + phase.stepCount
      if usesPool, phase.blockCount > 1, phase.cost > Execution.serialPhaseCost {
        self.phase = phase
        WorkerPool.shared.run(self, blocks: phase.blockCount)
        for index in steps { plan.stepList[index]._withUnsafeGuaranteedRef { $0.finish(buffers: buffers) } }
      } else {
        for index in steps { plan.stepList[index]._withUnsafeGuaranteedRef { runAlone($0) } }
      }
    }
  }

  @inline(__always)
  private func runAlone(_ step: PlanStep) {
    for block in 0..<step.blockCount { step.run(block: block, buffers: buffers, scratch: scratch) }
    step.finish(buffers: buffers)
  }
}
