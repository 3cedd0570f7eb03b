/// One step of a program: prepared once, run with every replay.
class PlanStep {
  /// In how many blocks the step is cut; they may be computed in any order, by several threads.
  var blockCount: Int { 1 }
  /// About how long one thread takes, in nanoseconds.
  var cost: Double { 0 }
  /// The scratch memory that a thread needs for it, in bytes.
  var scratchSize: Int { 0 }
  /// What the step is called in listings.
  var title: String { "" }

  /// Computes one block.
  func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    fatalError("an abstract step")
  }

  /// What is left to do when all blocks are computed.
  func finish(buffers: UnsafePointer<UnsafeMutableRawPointer>) {}
}

/// Elements in any arrangement, copied to a buffer in row-major order.
final class CopyStep: PlanStep {
  let layout: TensorDescription
  let source: Storage
  let target: Storage
  private let loop: StridedLoop
  private let rowCount: Int

  init(_ layout: TensorDescription, from source: Storage, strides: [Int], to target: Storage) {
    (self.layout, self.source, self.target) = (layout, source, target)
    loop = StridedLoop(shape: layout.shape, strides: [strides])
    rowCount = loop.shape.dropLast().reduce(1, *)
  }

  override var cost: Double { Double(layout.count) * 0.5 }
  override var title: String { "copy \(layout.text)" }

  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    let (from, to) = (buffers[source.buffer] + source.offset, buffers[target.buffer] + target.offset)
    if loop.shape.count == 1, loop.strides[0][0] == 1 || layout.count == 1 {
      to.copyMemory(from: from, byteCount: layout.byteCount)
      return
    }
    func copy<Bits: BitwiseCopyable>(_ bits: Bits.Type) {
      let size = MemoryLayout<Bits>.size
      let last = loop.shape.count - 1
      let (length, step) = (loop.shape[last], loop.strides[0][last] * size)
      var target = to
      for number in 0..<rowCount {
        var (row, rest, axis) = (from, number, last - 1)
        while axis >= 0 {
          row += rest % loop.shape[axis] * loop.strides[0][axis] * size
          rest /= loop.shape[axis]
          axis -= 1
        }
        for _ in 0..<length {
          target.storeBytes(of: row.load(as: bits), as: bits)
          row += step
          target += size
        }
      }
    }
    switch layout.type.byteCount {
    case 1: copy(UInt8.self)
    case 4: copy(UInt32.self)
    default: copy(UInt64.self)
    }
  }
}

/// Indices, checked and copied.
final class CheckStep: PlanStep {
  private let check: CheckedIndices
  private let copy: CopyStep

  init(_ check: CheckedIndices, _ copy: CopyStep) { (self.check, self.copy) = (check, copy) }

  override var cost: Double { copy.cost }
  override var title: String { "check \(copy.layout.text)" }

  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    copy.run(block: block, buffers: buffers, scratch: scratch)
    check.check(buffers[copy.target.buffer] + copy.target.offset, copy.layout)
  }
}

/// Random numbers, drawn anew by every replay.
final class DrawStep: PlanStep {
  private let draw: RandomDraw
  private let target: Storage

  init(_ draw: RandomDraw, target: Storage) { (self.draw, self.target) = (draw, target) }

  override var cost: Double { Double(draw.layout.count) * 20 }
  override var title: String { "\(draw.name) → \(draw.layout.text)" }

  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    draw.fill(buffers[target.buffer] + target.offset)
  }
}

/// An operation that has no loops of its own in programs: it is computed as it would be outside of them.
final class CallStep: PlanStep {
  let primitive: any Primitive
  let layout: TensorDescription
  let inputs: [(storage: Storage, layout: TensorDescription, strides: [Int], offset: Int)]
  let target: Storage

  init(
    _ primitive: any Primitive, _ layout: TensorDescription,
    inputs: [(storage: Storage, layout: TensorDescription, strides: [Int], offset: Int)], target: Storage
  ) {
    (self.primitive, self.layout, self.inputs, self.target) = (primitive, layout, inputs, target)
  }

  private final class Owner: Sendable {}
  private static let owner = Owner()

  override var cost: Double { Double(layout.count) * 5 + 1000 }
  override var title: String { "\(primitive.name) → \(layout.text)" }

  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    let operands = inputs.map { input in
      let start = buffers[input.storage.buffer] + input.storage.offset
      let whole = Tensor(input.layout, start: start, owner: CallStep.owner)
      return whole.view(shape: input.layout.shape, strides: input.strides, offset: input.offset)
    }
    let result = primitive.evaluate(.init(operands)).contiguous()
    (buffers[target.buffer] + target.offset).copyMemory(from: result.rawStart, byteCount: layout.byteCount)
  }
}

extension Operands {
  /// As few as they are, without memory of their own.
  init(_ tensors: [Tensor]) {
    switch tensors.count {
    case 0: self = .none
    case 1: self = .one(tensors[0])
    case 2: self = .two(tensors[0], tensors[1])
    case 3: self = .three(tensors[0], tensors[1], tensors[2])
    default: self = .many(tensors)
    }
  }
}

/// Several rounds of a plan within another one.
final class LoopStep: PlanStep {
  let plan: Plan
  let count: Int
  /// Where what is carried comes from at first and goes in the end, and how many bytes it has.
  let carried: [(source: Storage, target: Storage, byteCount: Int)]
  /// What a round sees a slice of: where the first one is and how far the next one, in bytes.
  let slices: [(storage: Storage, step: Int)]
  /// What every round sees as a whole.
  let captured: [Storage]
  /// Where the results of the first round go, and how far those of the next one, in bytes.
  let results: [(storage: Storage, step: Int)]
  /// The buffers of the variables in the surrounding table, in the order of the plan's.
  let variables: [Int]
  /// The rounds' own arena, and memory for what one round hands to the next.
  let arena: Storage
  let hands: [Storage]
  /// Sources of random numbers that begin anew with each round.
  private let restarts: [(source: RandomSource, state: Philox)]

  init(
    plan: Plan, count: Int, carried: [(source: Storage, target: Storage, byteCount: Int)],
    slices: [(storage: Storage, step: Int)], captured: [Storage], results: [(storage: Storage, step: Int)],
    variables: [Int], arena: Storage, hands: [Storage], restarts: [(source: RandomSource, state: Philox)]
  ) {
    (self.plan, self.count, self.carried, self.slices) = (plan, count, carried, slices)
    (self.captured, self.results, self.variables, self.arena) = (captured, results, variables, arena)
    (self.hands, self.restarts) = (hands, restarts)
  }

  private lazy var execution = Execution(plan)

  override var cost: Double { (plan.cost + 100) * Double(count) }
  override var title: String { "loop of \(count) rounds of \(plan.steps.count) steps" }

  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    func address(_ storage: Storage) -> UnsafeMutableRawPointer { buffers[storage.buffer] + storage.offset }
    let table = execution.buffers
    table[0] = address(arena)
    for index in 0..<variables.count { table[plan.variableBuffers.lowerBound + index] = buffers[variables[index]] }
    let arguments = table + plan.argumentBuffers.lowerBound
    let outputs = table + plan.outputBuffers.lowerBound
    for index in 0..<carried.count {
      let hand = carried[index]
      address(hand.target).copyMemory(from: address(hand.source), byteCount: hand.byteCount)
      arguments[index] = address(hand.target)
      outputs[index] = address(hands[index])
    }
    for index in 0..<captured.count { arguments[carried.count + slices.count + index] = address(captured[index]) }
    for round in 0..<count {
      for index in 0..<slices.count {
        arguments[carried.count + index] = address(slices[index].storage) + round * slices[index].step
      }
      for index in 0..<results.count {
        outputs[carried.count + index] = address(results[index].storage) + round * results[index].step
      }
      for index in 0..<restarts.count { restarts[index].source.state = restarts[index].state }
      execution.run()
      for index in 0..<carried.count {
        address(carried[index].target).copyMemory(from: address(hands[index]), byteCount: carried[index].byteCount)
      }
    }
  }
}

extension TensorDescription {
  /// The type and the shape, such as `float32[32, 16]`.
  var text: String { "\(type.rawValue)[\(shape.map(String.init).joined(separator: ", "))]" }
}
