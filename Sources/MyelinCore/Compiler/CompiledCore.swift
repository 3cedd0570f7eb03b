import CMyelinKernels

import Synchronization

/// The programs of one closure, by the layouts of the arguments.
final class CompiledCore {
  /// The results of a run.
  struct Outputs {
    let tensors: UnsafeMutablePointer<Tensor>
    let count: Int

    var first: Tensor { tensors[0] }
    var all: [Tensor] { (0..<count).map { tensors[$0] } }
    subscript(index: Int) -> Tensor { tensors[index] }
  }

  var cacheLimit = 16 {
    didSet { while entries.count > cacheLimit { entries.removeLast() } }
  }
  private(set) var recordingCount = 0

  private let body: ([Tensor]) -> [Tensor]
  /// The latest used first.
  private var entries: [CompiledEntry] = []
  /// How many variables had been retired when the programs were last looked through.
  private var retiredCount = 0

  init(_ body: @escaping ([Tensor]) -> [Tensor]) { self.body = body }

  /// The program that ran last.
  var latest: CompiledEntry? { entries.first }

  /// Runs for one argument.
  @inline(__always)
  func run(_ x: Tensor) -> Outputs {
    guard let entry = known({ $0.takes(x) }) else { return runNew([x]) }
    return entry.run(x)
  }

  /// Runs for two arguments.
  @inline(__always)
  func run(_ x: Tensor, _ y: Tensor) -> Outputs {
    guard let entry = known({ $0.takes(x, y) }) else { return runNew([x, y]) }
    return entry.run(x, y)
  }

  /// Runs for three arguments.
  func run(_ x: Tensor, _ y: Tensor, _ z: Tensor) -> Outputs {
    guard let entry = known({ $0.takes(x, y, z) }) else { return runNew([x, y, z]) }
    return entry.run(x, y, z)
  }

  /// Runs for four arguments.
  func run(_ x: Tensor, _ y: Tensor, _ z: Tensor, _ u: Tensor) -> Outputs {
    guard let entry = known({ $0.takes(x, y, z, u) }) else { return runNew([x, y, z, u]) }
    return entry.run(x, y, z, u)
  }

  /// Runs for any number of arguments.
  func run(_ arguments: [Tensor]) -> Outputs {
    guard let entry = known({ $0.takes(arguments) }) else { return runNew(arguments) }
    return entry.run(arguments)
  }

  /// A program that is there already, which is then the latest used.
  @inline(__always)
  private func known(_ takes: (CompiledEntry) -> Bool) -> CompiledEntry? {
    if CompiledCore.isInlined { return nil }
    if Variable.retiredCount.load(ordering: .relaxed) != retiredCount { dropStale() }
    let circumstances = AmbientState.circumstances
    for index in entries.indices where takes(entries[index]) && entries[index].circumstances == circumstances {
      let entry = entries[index]
      var place = index
      while place > 0 {
        entries[place] = entries[place - 1]
        place -= 1
      }
      if index > 0 { entries[0] = entry }
      return entry
    }
    return nil
  }

  /// Drops programs that use variables whose place others have taken.
  private func dropStale() {
    retiredCount = Variable.retiredCount.load(ordering: .relaxed)
    entries.removeAll(where: \.isStale)
  }

  /// Runs for arguments for which there is no program, or which must be seen by the closure itself.
  private func runNew(_ arguments: [Tensor]) -> Outputs {
    if CompiledCore.isInlined || arguments.contains(where: { $0.isWatched }) { return inlined(arguments) }
    return entry(for: arguments).run(arguments)
  }

  /// Whether the closure must run as it is: to be recorded as a part of another one, or differentiated from outside.
  private static var isInlined: Bool {
    Recording.current != nil || (GradientScope.current.depth > 0 && GradientScope.current.records)
  }

  private var inlinedOutputs: [UnsafeMutablePointer<Tensor>] = []

  private func inlined(_ arguments: [Tensor]) -> Outputs {
    let tensors = body(arguments)
    let memory = UnsafeMutablePointer<Tensor>.allocate(capacity: max(tensors.count, 1))
    _ = UnsafeMutableBufferPointer(start: memory, count: tensors.count).initialize(from: tensors)
    releaseInlined()
    inlinedOutputs = [memory]
    inlinedCount = tensors.count
    return Outputs(tensors: memory, count: tensors.count)
  }

  private var inlinedCount = 0

  private func releaseInlined() {
    for memory in inlinedOutputs {
      memory.deinitialize(count: inlinedCount)
      memory.deallocate()
    }
    inlinedOutputs = []
  }

  deinit { releaseInlined() }

  /// The program for such arguments, recorded if there is none.
  func entry(for arguments: [Tensor]) -> CompiledEntry {
    let layouts = arguments.map(\.layout)
    dropStale()
    let circumstances = AmbientState.circumstances
    if let index = entries.firstIndex(where: { $0.layouts == layouts && $0.circumstances == circumstances }) {
      if index > 0 { entries.insert(entries.remove(at: index), at: 0) }
      return entries[0]
    }
    var graph = record(layouts)
    // What was recorded first may have been retired by what was recorded last.
    if graph.variables.contains(where: \.hasRetired) { graph = record(layouts) }
    let entry = CompiledEntry(graph, layouts)
    recordingCount += 1
    entries.insert(entry, at: 0)
    if entries.count > cacheLimit { entries.removeLast() }
    return entry
  }

  private func record(_ layouts: [TensorDescription]) -> Graph {
    let recording = Recording()
    let arguments = layouts.map { recording.addArgument($0) }
    return Recording.$current.withValue(recording) {
      GradientScope.compiling {
        // A collector outside would get symbols, and those only once.
        AmbientState.withCollector(nil) {
          recording.finish(body(arguments).map { $0.detached() })
          return recording.finished()
        }
      }
    }
  }
}

/// One program with its memory, and what it needs to run.
final class CompiledEntry {
  let layouts: [TensorDescription]
  /// Those in which the program was recorded.
  let circumstances: UInt64
  let program: Program
  private let execution: Execution
  private let arena: UnsafeMutableRawPointer
  private let outputLayouts: [TensorDescription]
  private let outputs: UnsafeMutablePointer<Tensor>
  /// The results of the run before the last, to be used again while the caller still has the last ones.
  private let spares: UnsafeMutablePointer<Tensor>
  /// Variables that the program changes, in the order in which they are locked, and their buffers.
  private let changed: [(variable: Variable, buffer: Int)]
  private let unchanged: [(variable: Variable, buffer: Int)]
  /// The same as `changed`, to be gone through without counting references.
  private let changedList: UnsafeMutableBufferPointer<(variable: Unmanaged<Variable>, buffer: Int)>
  private let held: UnsafeMutablePointer<Tensor>
  private let restarts: [(source: RandomSource, state: Philox)]
  private let ambient: AmbientRandom?

  init(_ recorded: Graph, _ layouts: [TensorDescription]) {
    self.layouts = layouts
    circumstances = AmbientState.circumstances
    let simplified = recorded.simplified()
    var planner = Planner(simplified)
    let plan = planner.plan()
    program = Program(recorded: recorded, simplified: simplified, plan: plan)
    execution = Execution(plan)
    arena = .allocate(byteCount: max(plan.arenaSize, 64), alignment: 64)
    if plan.arenaSize >= 1 << 23 { myelin_prefer_large_pages(arena, plan.arenaSize) }
    execution.buffers[0] = arena
    outputLayouts = recorded.outputs.map { recorded.values[$0].layout }
    outputs = .allocate(capacity: max(outputLayouts.count, 1))
    spares = .allocate(capacity: max(outputLayouts.count, 1))
    for (index, layout) in outputLayouts.enumerated() {
      (outputs + index).initialize(to: Tensor(uninitialized: layout))
      (spares + index).initialize(to: Tensor(uninitialized: layout))
    }
    var (changed, unchanged) = ([(variable: Variable, buffer: Int)](), [(variable: Variable, buffer: Int)]())
    for (index, variable) in simplified.variables.enumerated() {
      let entry = (variable: variable, buffer: plan.variableBuffers.lowerBound + index)
      if plan.isVariableChanged[index] { changed.append(entry) } else { unchanged.append(entry) }
    }
    self.changed = changed.sorted { $0.variable.number < $1.variable.number }
    self.unchanged = unchanged
    changedList = .allocate(capacity: changed.count)
    _ = changedList.initialize(from: self.changed.map { (Unmanaged.passUnretained($0.variable), $0.buffer) })
    held = .allocate(capacity: max(unchanged.count, 1))
    restarts = recorded.restarts
    ambient = recorded.ambient
  }

  /// Whether the program uses variables whose place others have taken.
  var isStale: Bool { changed.contains { $0.variable.hasRetired } || unchanged.contains { $0.variable.hasRetired } }

  deinit {
    arena.deallocate()
    outputs.deinitialize(count: outputLayouts.count)
    spares.deinitialize(count: outputLayouts.count)
    outputs.deallocate()
    spares.deallocate()
    changedList.deallocate()
    held.deallocate()
  }

  @inline(__always)
  func takes(_ x: Tensor) -> Bool { layouts.count == 1 && matches(x, 0) }

  @inline(__always)
  func takes(_ x: Tensor, _ y: Tensor) -> Bool { layouts.count == 2 && matches(x, 0) && matches(y, 1) }

  @inline(__always)
  func takes(_ x: Tensor, _ y: Tensor, _ z: Tensor) -> Bool {
    layouts.count == 3 && matches(x, 0) && matches(y, 1) && matches(z, 2)
  }

  @inline(__always)
  func takes(_ x: Tensor, _ y: Tensor, _ z: Tensor, _ u: Tensor) -> Bool {
    layouts.count == 4 && matches(x, 0) && matches(y, 1) && matches(z, 2) && matches(u, 3)
  }

  @inline(__always)
  func takes(_ arguments: [Tensor]) -> Bool {
    guard layouts.count == arguments.count else { return false }
    for index in arguments.indices where !matches(arguments[index], index) { return false }
    return true
  }

  @inline(__always)
  private func matches(_ tensor: Tensor, _ index: Int) -> Bool {
    !tensor.isWatched && tensor.type == layouts[index].type && tensor.shape == layouts[index].shape
  }

  func run(_ x: Tensor) -> CompiledCore.Outputs {
    let x = x.contiguous()
    bind(x, 0)
    return withExtendedLifetime(x) { run() }
  }

  func run(_ x: Tensor, _ y: Tensor) -> CompiledCore.Outputs {
    let (x, y) = (x.contiguous(), y.contiguous())
    bind(x, 0)
    bind(y, 1)
    return withExtendedLifetime((x, y)) { run() }
  }

  func run(_ x: Tensor, _ y: Tensor, _ z: Tensor) -> CompiledCore.Outputs {
    let (x, y, z) = (x.contiguous(), y.contiguous(), z.contiguous())
    bind(x, 0)
    bind(y, 1)
    bind(z, 2)
    return withExtendedLifetime((x, y, z)) { run() }
  }

  func run(_ x: Tensor, _ y: Tensor, _ z: Tensor, _ u: Tensor) -> CompiledCore.Outputs {
    let (x, y, z, u) = (x.contiguous(), y.contiguous(), z.contiguous(), u.contiguous())
    bind(x, 0)
    bind(y, 1)
    bind(z, 2)
    bind(u, 3)
    return withExtendedLifetime((x, y, z, u)) { run() }
  }

  func run(_ arguments: [Tensor]) -> CompiledCore.Outputs {
    var arguments = arguments
    for index in arguments.indices {
      // Written only where it must be, so that an array of rows in order isn't copied.
      if !arguments[index].isContiguous { arguments[index] = arguments[index].contiguous() }
      bind(arguments[index], index)
    }
    return withExtendedLifetime(arguments) { run() }
  }

  @inline(__always)
  private func bind(_ argument: Tensor, _ index: Int) {
    execution.buffers[execution.plan.argumentBuffers.lowerBound + index] = UnsafeMutableRawPointer(
      mutating: argument.rawStart)
  }

  /// Runs the program with the arguments that have been bound.
  private func run() -> CompiledCore.Outputs {
    let buffers = execution.buffers
    for index in 0..<outputLayouts.count {
      if !outputs[index].isUnshared() {
        swap(&outputs[index], &spares[index])
        if !outputs[index].isUnshared() { outputs[index] = Tensor(uninitialized: outputLayouts[index]) }
      }
      buffers[execution.plan.outputBuffers.lowerBound + index] = outputs[index].exclusiveStart()
    }
    if let ambient { ambient.running = .current }
    for index in 0..<restarts.count { restarts[index].source.state = restarts[index].state }
    for entry in changedList {
      buffers[entry.buffer] = entry.variable._withUnsafeGuaranteedRef { $0.beginExclusiveAccess() }
    }
    for index in 0..<unchanged.count {
      let value = unchanged[index].variable.stored.contiguous()
      buffers[unchanged[index].buffer] = UnsafeMutableRawPointer(mutating: value.rawStart)
      (held + index).initialize(to: value)
    }
    execution.run()
    held.deinitialize(count: unchanged.count)
    for entry in changedList { entry.variable._withUnsafeGuaranteedRef { $0.endExclusiveAccess() } }
    return CompiledCore.Outputs(tensors: outputs, count: outputLayouts.count)
  }
}
