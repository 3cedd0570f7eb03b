/// All operations of a closure, one by one, with the layers that they belong to: for whoever wants to look into a network.
///
/// The closure is recorded as for `compile`, forward and backward alike, and nothing is simplified. So shapes and costs are known
/// without computing anything; and `evaluate` computes every value and shows it. Code that isn't looked into pays nothing: an
/// operation is only noted where the recording of programs notes it anyway.
///
/// Layers that run others say so with `enterLayer` and `leaveLayer`.
package final class OperationTrace: @unchecked Sendable {
  /// A tensor that was met.
  package struct Value {
    /// Where it comes from.
    package let origin: Origin
    /// The values that it is computed from, which stand before it.
    package let inputs: [Int]
    /// The size of every axis.
    package let shape: [Int]
    /// The type of the elements.
    package let type: DType
    /// The way to the layer that was running, such as `layers.3`; empty outside of layers that others run.
    package let path: String
    /// The number of floating-point operations that it takes.
    package let work: Int
  }

  /// Where a value comes from.
  package enum Origin {
    /// An argument of the closure, by its place.
    case argument(Int)
    /// What a variable holds.
    case variable(Variable)
    /// A tensor that the closure brought along.
    case constant
    /// An operation, by its name.
    case operation(String)
  }

  /// The values of one run of a layer that another one ran.
  package struct Span {
    /// The way to the layer.
    package let path: String
    /// The layer's own values.
    package let values: Range<Int>
    /// What it gave, if that was a tensor.
    package let output: Int?
  }

  @TaskLocal private static var running: OperationTrace?

  private let recording = Recording()
  private var graph = Graph()
  private var steps: [(name: String, start: Int)] = []
  private var paths: [String] = []
  private var marks: [String: Int] = [:]

  /// The runs of layers, in the order of their ends.
  package private(set) var spans: [Span] = []

  /// All values in order.
  package private(set) var values: [Value] = []

  /// What the closure returned.
  package var outputs: [Int] { graph.outputs }

  // MARK: Recording

  /// Records a closure for arguments of these shapes and types.
  ///
  /// Variables keep their values, whatever the closure does with them.
  package init(_ arguments: [(shape: [Int], type: DType)], _ body: ([Tensor]) -> [Tensor]) {
    let symbols = arguments.map { recording.addArgument(TensorDescription(shape: $0.shape, type: $0.type)) }
    OperationTrace.$running.withValue(self) {
      Recording.$current.withValue(recording) {
        GradientScope.compiling {
          // Within a gradient, loops are rolled out, so that every round is seen.
          GradientScope.nested { recording.finish(body(symbols).map { $0.detached() }) }
        }
      }
    }
    graph = recording.graph
    recording.release()
    note()
    values = graph.values.indices.map { describe($0) }
  }

  /// Gives a place in the closure a name: all values up to here, or up to an earlier name, are before it.
  package static func mark(_ name: String) {
    guard let trace = running else { return }
    trace.note()
    trace.marks[name] = trace.recording.graph.values.count
  }

  /// The number of values before a mark; of all if it was never met.
  package func count(before mark: String) -> Int { marks[mark] ?? values.count }

  /// Notes that a layer begins to run that is a part of another. `leaveLayer` must follow.
  ///
  /// - Parameters:
  ///   - label: The property that holds the layer.
  ///   - index: Its place, if the property holds several.
  package static func enterLayer(_ label: StaticString, _ index: Int = -1) {
    guard GradientScope.state.pointee.isCompiling, let trace = running else { return }
    trace.note()
    trace.steps.append((index < 0 ? "\(label)" : "\(label).\(index)", trace.paths.count))
  }

  /// Notes that the layer has run, and what it gave, if that is a tensor.
  package static func leaveLayer(giving output: Tensor?) {
    guard GradientScope.state.pointee.isCompiling, let trace = running else { return }
    trace.note()
    let path = trace.path
    guard let step = trace.steps.popLast() else { return }
    let symbol = output?.symbol
    let value = symbol?.recording === trace.recording ? symbol?.value : nil
    trace.spans.append(Span(path: path, values: step.start..<trace.paths.count, output: value))
  }

  /// Runs a layer that is a part of another.
  package static func inLayer<Result>(
    _ label: StaticString, _ index: Int = -1, _ body: () throws -> Result
  ) rethrows -> Result {
    guard GradientScope.state.pointee.isCompiling else { return try body() }
    enterLayer(label, index)
    var output: Tensor?
    defer { leaveLayer(giving: output) }
    let result = try body()
    output = result as? Tensor
    return result
  }

  private var path: String { steps.map(\.name).joined(separator: ".") }

  /// Says of all values since the last time that they belong to the layer that is running.
  private func note() {
    let path = path
    while paths.count < recording.graph.values.count { paths.append(path) }
  }

  private func describe(_ index: Int) -> Value {
    let value = graph.values[index]
    let layout = value.layout
    let (origin, work): (Origin, Int) =
      switch value.source {
      case .argument(let place): (.argument(place), 0)
      case .variable(let place, _): (.variable(graph.variables[place]), 0)
      case .constant: (.constant, 0)
      case .operation(let primitive, let inputs):
        (.operation(primitive.name), OperationTrace.work(primitive, inputs.map { graph.values[$0].layout }, layout))
      case .loop, .loopResult: (.operation("scan"), 0)
      }
    return Value(
      origin: origin, inputs: value.source.inputs, shape: layout.shape, type: layout.type, path: paths[index],
      work: work)
  }

  /// Two for every product of a matrix product and its sum, one for every element of a sum that goes in, and one for every
  /// element that comes out of all else that computes; movements and draws cost none.
  private static func work(
    _ primitive: any Primitive, _ inputs: [TensorDescription], _ result: TensorDescription
  ) -> Int {
    switch primitive {
    case is MatrixProduct: 2 * result.count * (inputs[0].shape.last ?? 1)
    case is UnaryFunction, is BinaryFunction, is Comparison, is Select: result.count
    case is Sum, is RemovingSum, is Extremum, is ExtremumIndex, is CumulativeSum: inputs[0].count
    case is ScatterAdd, is PutAdd: inputs.last?.count ?? 0
    default: 0
    }
  }

  // MARK: Evaluating

  /// Computes all values in order.
  ///
  /// A value that no later one needs is forgotten, so that no more memory is taken than by the closure itself.
  ///
  /// - Parameters:
  ///   - arguments: The closure's arguments, in the shapes and types that it was recorded for.
  ///   - variables: What stands for variables; those without an entry are what they are.
  ///   - end: Values from here on aren't computed, if no output is among them.
  ///   - visit: Sees every value with its number, and says what is to be taken for it.
  /// - Returns: The outputs; none if the end comes before them.
  @discardableResult
  package func evaluate(
    _ arguments: [Tensor], variables: [ObjectIdentifier: Tensor] = [:], until end: Int? = nil,
    _ visit: (Int, Tensor) -> Tensor
  ) -> [Tensor] {
    let end = end ?? graph.values.count
    var lastUses = [Int](repeating: 0, count: graph.values.count)
    for index in 0..<end { for input in graph.values[index].source.inputs { lastUses[input] = index } }
    for output in graph.outputs { lastUses[output] = .max }
    recording.ambient.running = .current
    var known = [Tensor?](repeating: nil, count: graph.values.count)
    for index in 0..<end {
      let value = computed(index, arguments, variables, known)
      known[index] = visit(index, value)
      for input in graph.values[index].source.inputs where lastUses[input] == index { known[input] = nil }
      if lastUses[index] == 0 { known[index] = nil }
    }
    return graph.outputs.compactMap { known[$0] }
  }

  private func computed(
    _ index: Int, _ arguments: [Tensor], _ variables: [ObjectIdentifier: Tensor], _ known: [Tensor?]
  ) -> Tensor {
    func input(_ place: Int) -> Tensor {
      guard let tensor = known[place] else { fatalError("OperationTrace: value \(place) is needed but not known") }
      return tensor
    }
    switch graph.values[index].source {
    case .argument(let place): return arguments[place]
    case .variable(let place, _):
      let variable = graph.variables[place]
      return variables[ObjectIdentifier(variable)] ?? variable.value
    case .constant(let tensor): return tensor
    case .operation(let primitive, let inputs): return OperationTrace.apply(primitive, inputs.map(input))
    case .loop, .loopResult: fatalError("OperationTrace: a loop was recorded as one")
    }
  }

  private static func apply(_ primitive: some Primitive, _ inputs: [Tensor]) -> Tensor {
    switch inputs.count {
    case 0: primitive.evaluate(.none)
    case 2: .apply(primitive, inputs[0], inputs[1])
    case 3: .apply(primitive, inputs[0], inputs[1], inputs[2])
    default: .apply(primitive, to: inputs)
    }
  }
}
