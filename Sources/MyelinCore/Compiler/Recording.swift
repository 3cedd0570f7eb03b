/// What a tensor without elements stands for: a value of a recording.
final class Symbol: @unchecked Sendable {
  let recording: Recording
  let value: Int

  init(_ recording: Recording, _ value: Int) { (self.recording, self.value) = (recording, value) }
}

/// The operations of a closure, in the making: while it runs, tensors are symbols, and what is done with them is noted.
///
/// The recording is task-local. One thread at a time records; a lock keeps a careless closure from doing harm.
final class Recording: @unchecked Sendable {
  @TaskLocal static var current: Recording?

  private(set) var graph = Graph()
  /// The recording around this one, if this is a loop's body.
  let parent: Recording?
  /// What every variable that was read or written holds now.
  private(set) var current: [ObjectIdentifier: (place: Int, value: Tensor, isChanged: Bool)] = [:]
  /// Constants by their bodies, which are kept alive so that no other body takes their address.
  private var constants: [ObjectIdentifier: (tensor: Tensor, value: Int)] = [:]
  /// Symbols of the surrounding recordings that were used here.
  private var captures: [Capture: Tensor] = [:]
  private(set) var captured: [Tensor] = []
  private let lock = Lock()
  /// What draws that name no source of random numbers draw from.
  let ambient: AmbientRandom

  private struct Capture: Hashable {
    let recording: ObjectIdentifier
    let value: Int
  }

  init(parent: Recording? = nil) {
    self.parent = parent
    ambient = parent?.ambient ?? AmbientRandom(recordedWith: .current)
  }

  /// The message for whoever wants to see numbers that don't exist yet.
  static func stopReading() -> Never {
    stop(
      "compile: the value of a tensor was read while the closure was being recorded, or of one that was recorded elsewhere. "
        + "There are no numbers yet: return the tensor from the closure and read it there; instead of branching on "
        + "it, choose with Tensor.where; keep no tensors of the closure in variables outside")
  }

  // MARK: Values

  private func add(_ layout: TensorDescription, _ source: Graph.Source) -> Tensor {
    lock.withLock {
      graph.values.append(Graph.Value(layout: layout, source: source))
      return Tensor(layout, symbol: Symbol(self, graph.values.count - 1))
    }
  }

  /// A symbol for a further argument of the closure.
  func addArgument(_ layout: TensorDescription) -> Tensor {
    graph.arguments.append(layout)
    return add(layout, .argument(graph.arguments.count - 1))
  }

  /// The value that a tensor stands for here; constants and symbols from around are brought in.
  func value(of tensor: Tensor) -> Int {
    guard let symbol = tensor.symbol else {
      if let known = constants[tensor.identity] { return known.value }
      let constant = tensor.detached()
      let value = place(of: add(tensor.layout, .constant(constant)))
      constants[tensor.identity] = (tensor, value)
      return value
    }
    if symbol.recording === self { return symbol.value }
    guard let parent, parent.isAround(symbol) else {
      stop(
        "compile: a tensor that belongs to another recording was used. A compiled closure sees its arguments, constants and "
          + "variables; pass the tensor as an argument, or keep it in a Variable")
    }
    let capture = Capture(recording: ObjectIdentifier(symbol.recording), value: symbol.value)
    if let known = captures[capture] { return place(of: known) }
    let argument = add(tensor.layout, .argument(-1 - captured.count))
    captures[capture] = argument
    captured.append(tensor.detached())
    return place(of: argument)
  }

  private func isAround(_ symbol: Symbol) -> Bool { symbol.recording === self || parent?.isAround(symbol) ?? false }

  private func place(of tensor: Tensor) -> Int { tensor.symbol?.value ?? 0 }

  // MARK: Operations

  /// A symbol for the result of a primitive.
  static func record(_ primitive: some Primitive, _ inputs: Operands) -> Tensor {
    guard let recording = current else { stopReading() }
    let layout = primitive.result(of: inputs)
    return recording.add(layout, .operation(primitive, inputs.map { recording.value(of: $0) }))
  }

  // MARK: Variables

  /// What a variable holds at this point of the closure.
  func read(_ variable: Variable) -> Tensor { entry(of: variable).value }

  /// Notes a new value for a variable.
  func write(_ value: Tensor, to variable: Variable) {
    let entry = entry(of: variable)
    current[ObjectIdentifier(variable)] = (entry.place, value, true)
  }

  private func entry(of variable: Variable) -> (place: Int, value: Tensor, isChanged: Bool) {
    if let entry = current[ObjectIdentifier(variable)] { return entry }
    graph.variables.append(variable)
    let place = graph.variables.count - 1
    let entry = (place, add(variable.layout, .variable(place, after: nil)), false)
    current[ObjectIdentifier(variable)] = entry
    return entry
  }

  // MARK: Randomness

  /// Notes that a source of random numbers begins anew with every run.
  func restart(_ source: RandomSource) { graph.restarts.append((source, source.state)) }

  // MARK: Loops

  /// Notes the rounds of `body`, and gives symbols for what is carried and for the results.
  func addLoop(_ body: Recording, count: Int, carried: [Tensor], slices: [Tensor]) -> [Tensor] {
    let round = body.finished()
    let places = round.variables.map { entry(of: $0).place }
    let loop = Loop(
      body: round, count: count, carriedCount: carried.count, sliceCount: slices.count, variables: places)
    // The rounds read variables from memory, so what the closure has written to them must be there.
    let pending = round.variables.map { entry(of: $0) }.filter(\.isChanged).map { ($0.place, value(of: $0.value)) }
    let inputs = (carried + slices + body.captured).map { value(of: $0) } + pending.map(\.1)
    let whole = value(of: add(TensorDescription(shape: [0], type: .bool), .loop(loop, inputs)))
    graph.updates += pending.map { Graph.Update(variable: $0, value: $1, before: whole) }
    let changed = loop.changedVariables
    for (index, variable) in round.variables.enumerated() {
      let entry = entry(of: variable)
      guard changed.contains(index) || entry.isChanged else { continue }
      let after = add(variable.layout, .variable(entry.place, after: whole))
      current[ObjectIdentifier(variable)] = (entry.place, after, false)
    }
    return round.outputs.enumerated().map { index, output in
      var layout = round.values[output].layout
      if index >= carried.count { layout.shape.insert(count, at: 0) }
      return add(layout, .loopResult(of: whole, index))
    }
  }

  /// The graph, when the closure has returned `outputs`.
  func finish(_ outputs: [Tensor]) { graph.outputs = outputs.map { value(of: $0) } }

  /// The graph with what variables hold in the end, and arguments for what was captured behind the others. Nothing can be
  /// recorded then.
  func finished() -> Graph {
    defer { release() }
    var graph = graph
    if parent == nil, ambient.isUsed { graph.ambient = ambient }
    let changed = current.values.filter(\.isChanged).sorted { $0.place < $1.place }
    graph.updates += changed.map { Graph.Update(variable: $0.place, value: value(of: $0.value), before: nil) }
    // Values may have been brought in just now.
    graph.values = self.graph.values
    let own = graph.arguments.count
    graph.arguments += captured.map(\.layout)
    graph.values = graph.values.map { value in
      guard case .argument(let place) = value.source, place < 0 else { return value }
      return Graph.Value(layout: value.layout, source: .argument(own - 1 - place))
    }
    return graph
  }

  /// Lets go of the symbols, each of which holds the recording: otherwise both, and all variables, would stay for ever; and of
  /// constants, in case somebody keeps a symbol.
  func release() { (current, captures, constants) = ([:], [:], [:]) }
}
