/// Orders the units of a graph, gives their values memory, and prepares their steps.
struct Planner {
  private let fusion: Fusion
  private let graph: Graph
  private var storages: [Int: Storage] = [:]
  private let constantBuffers: Range<Int>
  private let variableBuffers: Range<Int>
  private let argumentBuffers: Range<Int>
  private let outputBuffers: Range<Int>
  private var constants: [Tensor] = []
  /// Values whose results are copied to a variable at the end of an epoch.
  private var lateUpdates: [Graph.Update] = []
  /// Further units that must come before a unit.
  private var before: [ObjectIdentifier: [Unit]] = [:]
  /// The loop with which an epoch begins.
  private var loops: [Int: Unit] = [:]
  private var arena = Arena()
  /// The order of the units.
  private(set) var order: [Unit] = []
  /// The number of the phase of each unit in `order`: units of one phase don't need each other.
  private var phases: [Int] = []

  init(_ graph: Graph) {
    let settled = graph.settled()
    fusion = Fusion(settled)
    self.graph = fusion.graph
    for value in self.graph.values {
      if case .constant(let tensor) = value.source { constants.append(tensor) }
    }
    for (index, value) in self.graph.values.enumerated() {
      if case .loop = value.source, let unit = fusion.unit(of: index) { loops[unit.epoch] = unit }
    }
    constantBuffers = 1..<1 + constants.count
    variableBuffers = constantBuffers.upperBound..<constantBuffers.upperBound + settled.variables.count
    argumentBuffers = variableBuffers.upperBound..<variableBuffers.upperBound + settled.arguments.count
    outputBuffers = argumentBuffers.upperBound..<argumentBuffers.upperBound + settled.outputs.count
  }

  // MARK: The whole

  mutating func plan() -> Plan {
    placeOutside()
    placeUpdates()
    order = sorted()
    phases = phasesOfOrder()
    allocate()
    var steps: [[PlanStep]] = []
    var epoch = 0
    for (index, unit) in order.enumerated() {
      while epoch < unit.epoch {
        steps += lateCopies(at: epoch).map { [$0] }
        epoch += 1
      }
      let step = step(for: unit, at: phases[index])
      if index > 0, phases[index] == phases[index - 1] {
        steps[steps.count - 1].append(step)
      } else {
        steps.append([step])
      }
    }
    for rest in epoch...max(epoch, lastEpoch) { steps += lateCopies(at: rest).map { [$0] } }
    var isChanged = Array(repeating: false, count: graph.variables.count)
    for update in graph.updates { isChanged[update.variable] = true }
    for value in graph.values {
      guard case .loop(let loop, _) = value.source else { continue }
      for variable in loop.changedVariables { isChanged[loop.variables[variable]] = true }
    }
    return Plan(
      phases: steps, arenaSize: arena.size, constants: constants,
      constantBuffers: constantBuffers, variableBuffers: variableBuffers, argumentBuffers: argumentBuffers,
      outputBuffers: outputBuffers, isVariableChanged: isChanged)
  }

  private var lastEpoch: Int { loops.count }

  private func root(_ value: Int) -> Int { fusion.places[value]?.root ?? value }

  // MARK: Memory that is given

  private mutating func placeOutside() {
    var constant = 0
    for (index, value) in graph.values.enumerated() {
      switch value.source {
      case .argument(let place): storages[index] = Storage(buffer: argumentBuffers.lowerBound + place, offset: 0)
      case .variable(let place, _): storages[index] = Storage(buffer: variableBuffers.lowerBound + place, offset: 0)
      case .constant:
        storages[index] = Storage(buffer: constantBuffers.lowerBound + constant, offset: 0)
        constant += 1
      default: break
      }
    }
    for (index, output) in graph.outputs.enumerated() {
      storages[root(output)] = Storage(buffer: outputBuffers.lowerBound + index, offset: 0)
    }
  }

  /// The epoch at whose end an update is made.
  private func epoch(of update: Graph.Update) -> Int {
    guard let loop = update.before else { return lastEpoch }
    return (fusion.unit(of: loop)?.epoch ?? 1) - 1
  }

  /// Lets units write new values of variables where the old ones are, if nobody needs these any more.
  private mutating func placeUpdates() {
    let readersByVariable = readersByVariable()
    for update in graph.updates {
      let value = root(update.value)
      guard let unit = fusion.unit(of: value), unit.kind == .tiles, let extent = unit.extents[value],
        extent == .full || extent == .row, update.before == nil, unit.epoch == lastEpoch, storages[value] == nil
      else {
        lateUpdates.append(update)
        continue
      }
      // Everybody else who reads the variable must come before.
      let readers = readersByVariable[update.variable] ?? []
      let others = readers.filter { $0 !== unit }
      guard !readers.contains(where: { $0 === unit }) || readsInPlace(unit, update.variable, as: extent),
        !others.contains(where: { depends($0, on: unit) })
      else {
        lateUpdates.append(update)
        continue
      }
      storages[value] = Storage(buffer: variableBuffers.lowerBound + update.variable, offset: 0)
      before[ObjectIdentifier(unit), default: []] += others
    }
  }

  /// The units of the last epoch that read each variable.
  private func readersByVariable() -> [Int: [Unit]] {
    var readers: [Int: [Unit]] = [:]
    for unit in fusion.units where unit.epoch == lastEpoch {
      for input in inputs(of: unit) {
        guard case .variable(let variable, _) = graph.values[root(input)].source,
          readers[variable]?.last !== unit
        else { continue }
        readers[variable, default: []].append(unit)
      }
    }
    return readers
  }

  private func isVariable(_ value: Int, _ variable: Int) -> Bool {
    if case .variable(variable, _) = graph.values[value].source { true } else { false }
  }

  private func inputs(of unit: Unit) -> [Int] { unit.members.flatMap { graph.values[$0].source.inputs } }

  /// Whether a unit reads a variable only place by place, where it writes it.
  private func readsInPlace(_ unit: Unit, _ variable: Int, as extent: Unit.Extent) -> Bool {
    unit.members.allSatisfy { member in
      guard case .operation(let primitive, let inputs) = graph.values[member].source else { return true }
      return inputs.allSatisfy { input in
        guard isVariable(root(input), variable), let place = fusion.places[input] else { return true }
        guard member != unit.product, primitive.isElementwise, place.offset == 0, place.isContiguous else {
          return false
        }
        let layout = graph.values[member].layout
        return unit.extents[member] == extent && place.count == layout.count
      }
    }
  }

  /// Whether a unit needs, directly or not, what another one computes.
  private func depends(_ unit: Unit, on target: Unit) -> Bool {
    var visited: Set<ObjectIdentifier> = [ObjectIdentifier(unit)]
    var waiting = [unit]
    while let unit = waiting.popLast() {
      for next in predecessors(of: unit) where visited.insert(ObjectIdentifier(next)).inserted {
        if next === target { return true }
        waiting.append(next)
      }
    }
    return false
  }

  private func predecessors(of unit: Unit) -> [Unit] {
    var units = before[ObjectIdentifier(unit)] ?? []
    if let loop = loops[unit.epoch], loop !== unit { units.append(loop) }
    for input in inputs(of: unit) {
      if let source = fusion.unit(of: root(input)), source !== unit { units.append(source) }
      if case .loopResult(let loop, _) = graph.values[root(input)].source, let source = fusion.unit(of: loop) {
        units.append(source)
      }
    }
    return units
  }

  // MARK: Order

  /// The units, each after those that it needs, otherwise in the order in which their operations were recorded.
  private func sorted() -> [Unit] {
    let units = fusion.units.sorted { ($0.epoch, $0.first) < ($1.epoch, $1.first) }
    var places: [ObjectIdentifier: Int] = [:]
    for (index, unit) in units.enumerated() { places[ObjectIdentifier(unit)] = index }
    var needed = [Int](repeating: 0, count: units.count)
    var successors = [[Int]](repeating: [], count: units.count)
    for (index, unit) in units.enumerated() {
      let sources = Set(predecessors(of: unit).compactMap { places[ObjectIdentifier($0)] })
      needed[index] = sources.count
      for source in sources { successors[source].append(index) }
    }
    var ready = IndexHeap()
    for index in units.indices where needed[index] == 0 { ready.insert(index) }
    var order: [Unit] = []
    while let index = ready.popSmallest() {
      order.append(units[index])
      for successor in successors[index] {
        needed[successor] -= 1
        if needed[successor] == 0 { ready.insert(successor) }
      }
    }
    if order.count != units.count { stop("compile: units depend on each other in a circle") }
    return order
  }

  /// The number of the phase of each unit: neighbours in the order that need nothing of each other share one.
  private func phasesOfOrder() -> [Int] {
    var phases: [Int] = []
    var phase = -1
    var members: Set<ObjectIdentifier> = []
    var isOpen = false
    for unit in order {
      // What draws random numbers, changes variables in loops or is computed as outside of programs keeps its place.
      let sharesPhase = unit.kind != .other || isCheck(unit)
      if !isOpen || !sharesPhase || predecessors(of: unit).contains(where: { members.contains(ObjectIdentifier($0)) }) {
        phase += 1
        members = []
      }
      isOpen = sharesPhase
      members.insert(ObjectIdentifier(unit))
      phases.append(phase)
    }
    return phases
  }

  private func isCheck(_ unit: Unit) -> Bool {
    guard case .operation(let primitive, _) = graph.values[unit.members[0]].source else { return false }
    return primitive is CheckedIndices
  }

  // MARK: Memory of the program's own

  /// Gives every value that is needed outside of its unit memory while it is needed: in phases, because the units of one
  /// may run at the same time.
  private mutating func allocate() {
    var lastUse: [Int: Int] = [:]
    for (index, unit) in zip(phases, order) {
      for input in inputs(of: unit) {
        let root = root(input)
        if fusion.unit(of: root) !== unit || root == unit.product { lastUse[root] = max(lastUse[root] ?? 0, index) }
      }
    }
    for update in lateUpdates { lastUse[root(update.value)] = order.count }
    var phaseReaders: [Int: Int] = [:]
    for (phase, unit) in zip(phases, order) {
      for root in Set(inputs(of: unit).map { root($0) }) where lastUse[root] == phase {
        phaseReaders[root, default: 0] += 1
      }
    }
    // What is read for the last time by one unit alone may be overwritten by it.
    let overwritable = lastUse.filter { phaseReaders[$0.key] == 1 }
    // Values that are made by a unit: its members, or the results of a loop.
    var results: [ObjectIdentifier: [Int]] = [:]
    for (index, value) in graph.values.enumerated() {
      if case .loopResult(let loop, _) = value.source, let unit = fusion.unit(of: loop) {
        results[ObjectIdentifier(unit), default: []].append(index)
      }
    }
    for (index, unit) in zip(phases, order) {
      let made = unit.members + (results[ObjectIdentifier(unit)] ?? [])
      for value in made where storages[value] == nil {
        let isKept =
          lastUse[value] != nil || unit.extents[value] == .total || unit.extents[value] == .columnSums
          || unit.kind != .tiles
        guard isKept else { continue }
        let end = lastUse[value] ?? index
        if let source = self.overwritable(by: value, in: unit, at: index, overwritable), let storage = storages[source]
        {
          storages[value] = storage
          arena.extend(storage.offset, until: end)
          continue
        }
        let offset = arena.allocate(graph.values[value].layout.byteCount, from: index, until: end)
        storages[value] = Storage(buffer: 0, offset: offset)
      }
    }
  }

  /// An operand of the program's own memory that is read for the last time, place by place, by the unit that makes `value`.
  private func overwritable(by value: Int, in unit: Unit, at index: Int, _ lastUse: [Int: Int]) -> Int? {
    guard unit.kind == .tiles, unit.extents[value] == .full else { return nil }
    let bytes = graph.values[value].layout.byteCount
    let taken = Set(unit.members.filter { $0 != unit.product }.compactMap { storages[$0] })
    for member in unit.members where member != unit.product {
      guard case .operation(let primitive, let inputs) = graph.values[member].source else { continue }
      for input in inputs {
        guard let place = fusion.places[input], fusion.unit(of: place.root) !== unit || place.root == unit.product,
          let storage = storages[place.root], storage.buffer == 0, !taken.contains(storage),
          lastUse[place.root] == index, graph.values[place.root].layout.byteCount == bytes
        else { continue }
        if readsOnlyInPlace(unit, place.root) && primitive.isElementwise { return place.root }
      }
    }
    return nil
  }

  private func readsOnlyInPlace(_ unit: Unit, _ root: Int) -> Bool {
    unit.members.allSatisfy { member in
      guard case .operation(let primitive, let inputs) = graph.values[member].source else { return true }
      return inputs.allSatisfy { input in
        guard let place = fusion.places[input], place.root == root else { return true }
        let layout = graph.values[member].layout
        return member != unit.product && primitive.isElementwise && place.offset == 0 && place.isContiguous
          && unit.extents[member] == .full && place.count == layout.count
      }
    }
  }

  // MARK: Steps

  private mutating func step(for unit: Unit, at index: Int) -> PlanStep {
    switch unit.kind {
    case .tiles:
      let kernel = tileKernel(unit, at: index)
      return unit.product.map { product($0, unit, kernel) } ?? kernel
    case .product: return product(unit.members[0], unit, nil)
    case .copy:
      let value = unit.members[0]
      return copy(graph.values[value].source.inputs[0], to: storage(value))
    case .other:
      let value = unit.members[0]
      switch graph.values[value].source {
      case .loop(let loop, let inputs): return self.loop(value, loop, inputs, at: index)
      case .operation(let check as CheckedIndices, let inputs):
        return CheckStep(check, copy(inputs[0], to: storage(value)))
      case .operation(let draw as RandomDraw, _): return DrawStep(draw, target: storage(value))
      case .operation(let primitive, let inputs):
        let sources = inputs.map { (place: place($0), storage: storage(place($0).root)) }
        if let move = MoveStep(primitive, graph.values[value].layout, inputs: sources, to: storage(value)) {
          return move
        }
        let operands = inputs.map { input in
          let place = place(input)
          return (
            storage: storage(place.root),
            layout: TensorDescription(shape: place.shape, type: graph.values[input].layout.type),
            strides: place.strides, offset: place.offset
          )
        }
        return CallStep(primitive, graph.values[value].layout, inputs: operands, target: storage(value))
      default: stop("compile: a unit without an operation")
      }
    }
  }

  private func storage(_ value: Int) -> Storage {
    guard let storage = storages[value] else { stop("compile: value \(value) has no memory") }
    return storage
  }

  private func place(_ value: Int) -> Place {
    guard let place = fusion.places[value] else { stop("compile: value \(value) has no place") }
    return place
  }

  private func copy(_ value: Int, to target: Storage) -> CopyStep {
    let (place, layout) = (place(value), graph.values[value].layout)
    let source = storage(place.root)
    let start = Storage(buffer: source.buffer, offset: source.offset + place.offset * layout.type.byteCount)
    return CopyStep(layout, from: start, strides: place.strides, to: target)
  }

  private func lateCopies(at epoch: Int) -> [PlanStep] {
    lateUpdates.filter { self.epoch(of: $0) == epoch }.map { update in
      copy(update.value, to: Storage(buffer: variableBuffers.lowerBound + update.variable, offset: 0))
    }
  }

  private mutating func tileKernel(_ unit: Unit, at index: Int) -> TileKernel {
    let storages = self.storages
    var builder = TileKernelBuilder(unit, fusion) { storages[$0] }
    let names = unit.members.filter { $0 != unit.product }.compactMap { value -> String? in
      if case .operation(let primitive, _) = graph.values[value].source { primitive.name } else { nil }
    }
    var arena = self.arena
    let kernel = builder.build(name: names.joined(separator: " ")) { arena.allocate($0, from: index, until: index) }
    self.arena = arena
    return kernel
  }

  private func product(_ value: Int, _ unit: Unit, _ kernel: TileKernel?) -> PlanStep {
    let layout = graph.values[value].layout
    let inputs = graph.values[value].source.inputs
    let (a, b) = (place(inputs[0]), place(inputs[1]))
    let batchShape = Array(layout.shape.dropLast(2))
    guard let left = a.matrix, let right = b.matrix else { stop("compile: the operands of a product have no rows") }
    let (leftBatch, rightBatch) = (a.batchStrides(to: batchShape), b.batchStrides(to: batchShape))
    var batch: [(a: Int, b: Int)] = []
    if Shape.count(batchShape) > 0 {
      StridedLoop(shape: batchShape, strides: [leftBatch, rightBatch]).forEachRow { _, offsets, length, steps in
        for index in 0..<length { batch.append((offsets[0] + index * steps[0], offsets[1] + index * steps[1])) }
      }
    }
    let size = layout.type.byteCount
    func matrix(_ place: Place, _ form: (isTransposed: Bool, leadingDimension: Int)) -> ProductStep.Matrix {
      let start = storage(place.root)
      return ProductStep.Matrix(
        storage: Storage(buffer: start.buffer, offset: start.offset + place.offset * size),
        isTransposed: form.isTransposed, leadingDimension: form.leadingDimension)
    }
    return ProductStep(
      layout, inner: a.shape[a.shape.count - 1], a: matrix(a, left), b: matrix(b, right), result: storage(value),
      batch: batch, tiles: kernel, needsWholeRows: unit.needsWholeRows(graph))
  }

  private mutating func loop(_ value: Int, _ loop: Loop, _ inputs: [Int], at index: Int) -> PlanStep {
    var planner = Planner(loop.body.simplified())
    let plan = planner.plan()
    func start(_ value: Int) -> Storage {
      let place = place(value)
      let storage = storage(place.root)
      return Storage(
        buffer: storage.buffer, offset: storage.offset + place.offset * graph.values[value].layout.type.byteCount)
    }
    var results: [Int: Storage] = [:]
    for (place, other) in graph.values.enumerated() {
      if case .loopResult(value, let number) = other.source { results[number] = storages[place] }
    }
    func temporary(_ bytes: Int) -> Storage {
      Storage(buffer: 0, offset: arena.allocate(bytes, from: index, until: index))
    }
    let bytes = loop.body.outputs.map { loop.body.values[$0].layout.byteCount }
    let carried = (0..<loop.carriedCount).map { number in
      (source: start(inputs[number]), target: results[number] ?? temporary(bytes[number]), byteCount: bytes[number])
    }
    let hands = (0..<loop.carriedCount).map { temporary(bytes[$0]) }
    let slices = (0..<loop.sliceCount).map { number in
      (
        storage: start(inputs[loop.carriedCount + number]),
        step: loop.body.arguments[loop.carriedCount + number].byteCount
      )
    }
    let firstCaptured = loop.carriedCount + loop.sliceCount
    let captured = (firstCaptured..<loop.body.arguments.count).map { start(inputs[$0]) }
    let outputs = (loop.carriedCount..<bytes.count).map { number in
      results[number].map { (storage: $0, step: bytes[number]) } ?? (storage: temporary(bytes[number]), step: 0)
    }
    return LoopStep(
      plan: plan, count: loop.count, carried: carried, slices: slices, captured: captured, results: outputs,
      variables: loop.variables.map { variableBuffers.lowerBound + $0 }, arena: temporary(plan.arenaSize), hands: hands,
      restarts: loop.body.restarts)
  }
}
