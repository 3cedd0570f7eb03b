/// A program ready to run: steps in order, and where in memory everything is.
final class Plan {
  let steps: [PlanStep]
  /// The same steps, to be called without counting references.
  let stepList: UnsafeMutableBufferPointer<Unmanaged<PlanStep>>
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
    steps: [PlanStep], arenaSize: Int, scratchSize: Int, constants: [Tensor], constantBuffers: Range<Int>,
    variableBuffers: Range<Int>, argumentBuffers: Range<Int>, outputBuffers: Range<Int>, isVariableChanged: [Bool]
  ) {
    self.steps = steps
    stepList = .allocate(capacity: steps.count)
    _ = stepList.initialize(from: steps.map { Unmanaged.passUnretained($0) })
    (self.arenaSize, self.scratchSize, self.constants) = (arenaSize, scratchSize, constants)
    (self.constantBuffers, self.variableBuffers) = (constantBuffers, variableBuffers)
    (self.argumentBuffers, self.outputBuffers) = (argumentBuffers, outputBuffers)
    self.isVariableChanged = isVariableChanged
    cost = steps.reduce(0) { $0 + $1.cost }
  }

  deinit { stepList.deallocate() }
}

/// A plan with its memory. One thread at a time runs it, with the help of the pool.
final class Execution: ParallelJob {
  let plan: Plan
  /// Where every buffer is.
  let buffers: UnsafeMutablePointer<UnsafeMutableRawPointer>
  private let scratch: UnsafeMutableRawPointer
  private let scratchStride: Int
  private let isParallel: Bool
  private var step: Unmanaged<PlanStep>?

  /// Below this many nanoseconds a program gains nothing from a second processor.
  private static let serialCost = 12000.0
  /// Below this many nanoseconds a step doesn't.
  private static let serialStepCost = 2500.0

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
    step.unsafelyUnwrapped._withUnsafeGuaranteedRef {
      $0.run(block: block, buffers: buffers, scratch: scratch + worker * scratchStride)
    }
  }

  /// Runs all steps. The buffers of arguments, variables and outputs must have been set.
  func run() {
    let steps = plan.stepList
    for index in 0..<steps.count {
      let unmanaged = steps[index]
      unmanaged._withUnsafeGuaranteedRef { step in
        let blocks = step.blockCount
        if blocks > 1, isParallel, step.cost > Execution.serialStepCost {
          self.step = unmanaged
          WorkerPool.shared.run(self, blocks: blocks)
        } else {
          for block in 0..<blocks { step.run(block: block, buffers: buffers, scratch: scratch) }
        }
        step.finish(buffers: buffers)
      }
    }
  }
}
