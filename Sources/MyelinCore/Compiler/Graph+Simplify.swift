extension Graph {
  /// The same results from fewer operations: constants computed, repeated operations shared, identities and what nobody
  /// needs left out.
  func simplified() -> Graph {
    var simplification = Simplification(self)
    return simplification.run().withoutDeadValues()
  }

  /// Without the values that neither an output, a variable, nor an effect depends on.
  private func withoutDeadValues() -> Graph {
    var isLive = [Bool](repeating: false, count: values.count)
    for value in outputs { isLive[value] = true }
    for update in updates { isLive[update.value] = true }
    for index in values.indices.reversed() {
      switch values[index].source {
      case .loop: isLive[index] = true
      case .operation(let primitive, _) where primitive.hasEffect: isLive[index] = true
      default: break
      }
      if isLive[index] { for input in values[index].source.inputs { isLive[input] = true } }
    }
    var result = Graph()
    var places = [Int](repeating: -1, count: values.count)
    for index in values.indices where isLive[index] {
      places[index] = result.values.count
      result.values.append(values[index].replacingInputs { places[$0] })
    }
    result.copyEnds(of: self) { places[$0] }
    return result
  }

  /// Takes over everything but the values, which are called otherwise here.
  fileprivate mutating func copyEnds(of other: Graph, _ renamed: (Int) -> Int) {
    arguments = other.arguments
    variables = other.variables
    restarts = other.restarts
    ambient = other.ambient
    outputs = other.outputs.map(renamed)
    updates = other.updates.map {
      Update(variable: $0.variable, value: renamed($0.value), before: $0.before.map(renamed))
    }
  }
}

extension Graph.Value {
  /// The value with other names for those that it is computed from.
  func replacingInputs(_ renamed: (Int) -> Int) -> Graph.Value {
    let source: Graph.Source =
      switch source {
      case .argument, .constant: source
      case .variable(let place, let loop): .variable(place, after: loop.map(renamed))
      case .operation(let primitive, let inputs): .operation(primitive, inputs.map(renamed))
      case .loop(let loop, let inputs): .loop(loop, inputs.map(renamed))
      case .loopResult(let loop, let index): .loopResult(of: renamed(loop), index)
      }
    return Graph.Value(layout: layout, source: source)
  }
}

/// One walk over a graph in the order of its values.
private struct Simplification {
  private struct Key: Hashable {
    let primitive: AnyHashable
    let inputs: [Int]
  }

  private struct NumberKey: Hashable {
    let layout: TensorDescription
    let bits: UInt64
  }

  private let graph: Graph
  private var result = Graph()
  /// What the values of `graph` are called in `result`.
  private var renamed: [Int] = []
  private var known: [Key: Int] = [:]
  private var numbers: [NumberKey: Int] = [:]

  init(_ graph: Graph) { self.graph = graph }

  mutating func run() -> Graph {
    for value in graph.values {
      let value = value.replacingInputs { renamed[$0] }
      if case .constant(let tensor) = value.source {
        renamed.append(shared(tensor, value))
        continue
      }
      guard case .operation(let primitive, let inputs) = value.source else {
        renamed.append(append(value))
        continue
      }
      renamed.append(simplify(primitive, inputs, value.layout))
    }
    result.copyEnds(of: graph) { renamed[$0] }
    return result
  }

  private mutating func append(_ value: Graph.Value) -> Int {
    result.values.append(value)
    return result.values.count - 1
  }

  /// The value that an operation gives: one that is there already, or a new one.
  private mutating func simplify(_ primitive: any Primitive, _ inputs: [Int], _ layout: TensorDescription) -> Int {
    if primitive.hasEffect {
      return append(Graph.Value(layout: layout, source: .operation(primitive, inputs)))
    }
    if let same = identity(primitive, inputs, layout) { return same }
    let (primitive, inputs) = merged(primitive, inputs)
    let constants = inputs.compactMap { constant($0) }
    if constants.count == inputs.count, !inputs.isEmpty {
      let value = withoutGradient { primitive.evaluate(.many(constants)) }
      return append(Graph.Value(layout: layout, source: .constant(value)))
    }
    let key = Key(primitive: AnyHashable(primitive), inputs: inputs)
    if let value = known[key] { return value }
    let value = append(Graph.Value(layout: layout, source: .operation(primitive, inputs)))
    known[key] = value
    return value
  }

  /// A constant, or one that is there already: numbers are often the same.
  private mutating func shared(_ tensor: Tensor, _ value: Graph.Value) -> Int {
    guard tensor.count == 1 else { return append(value) }
    let bits = tensor.type.withElementType { tensor.bits(of: $0) }
    let key = NumberKey(layout: value.layout, bits: bits)
    if let known = numbers[key] { return known }
    numbers[key] = append(value)
    return result.values.count - 1
  }

  private func constant(_ value: Int) -> Tensor? {
    if case .constant(let tensor) = result.values[value].source { tensor } else { nil }
  }

  private func operation(_ value: Int) -> (primitive: any Primitive, inputs: [Int])? {
    if case .operation(let primitive, let inputs) = result.values[value].source { (primitive, inputs) } else { nil }
  }

  /// Whether all elements of a value are known to be `number`, with its sign.
  private func isUniform(_ value: Int, _ number: Double) -> Bool {
    guard let tensor = constant(value), tensor.repeatsOneNumber, tensor.count > 0 else { return false }
    return tensor.type.withElementType { element in
      let first = tensor.first(element).asDouble
      return first == number && first.sign == number.sign
    }
  }

  /// The input that the result equals, if it equals one.
  private func identity(_ primitive: any Primitive, _ inputs: [Int], _ layout: TensorDescription) -> Int? {
    func same(_ value: Int) -> Int? { result.values[value].layout == layout ? value : nil }
    switch primitive {
    case is Reshape, is Broadcast, is Cast: return same(inputs[0])
    // Along axes of size 1 there is nothing to combine.
    case is Sum, is Extremum: return same(inputs[0])
    case let permute as Permute: return permute.order == Array(permute.order.indices) ? inputs[0] : nil
    case UnaryFunction.negative:
      if let (inner, source) = operation(inputs[0]), inner is UnaryFunction, inner as? UnaryFunction == .negative {
        return source[0]
      }
      return nil
    case let binary as BinaryFunction:
      switch binary {
      case .multiply where isUniform(inputs[1], 1): return same(inputs[0])
      case .multiply where isUniform(inputs[0], 1): return same(inputs[1])
      case .divide where isUniform(inputs[1], 1): return same(inputs[0])
      // Among floating-point numbers only −0 changes nothing: −0 + 0 is 0.
      case .add where isUniform(inputs[1], layout.type.isFloatingPoint ? -0.0 : 0): return same(inputs[0])
      case .add where isUniform(inputs[0], layout.type.isFloatingPoint ? -0.0 : 0): return same(inputs[1])
      case .subtract where isUniform(inputs[1], 0): return same(inputs[0])
      default: return nil
      }
    default: return nil
    }
  }

  /// One operation in place of two that only rearrange.
  private func merged(_ primitive: any Primitive, _ inputs: [Int]) -> (any Primitive, [Int]) {
    guard let (inner, source) = inputs.first.flatMap({ operation($0) }) else { return (primitive, inputs) }
    switch (primitive, inner) {
    case (let outer as Reshape, is Reshape): return (outer, source)
    case (let outer as Permute, let inner as Permute):
      return (Permute(order: outer.order.map { inner.order[$0] }), source)
    default: return (primitive, inputs)
    }
  }
}

extension Tensor {
  /// The bits of the first element.
  fileprivate func bits<Element: TensorElement>(of element: Element.Type) -> UInt64 {
    var bits: UInt64 = 0
    withUnsafeMutableBytes(of: &bits) { $0.storeBytes(of: first(element), as: element) }
    return bits
  }

  /// The first element in memory.
  fileprivate func first<Element: TensorElement>(_ element: Element.Type) -> Element { start(of: element).pointee }
}

extension Primitive {
  /// Whether the operation does more than compute its result: it must not be left out, shared or computed beforehand.
  var hasEffect: Bool { self is any EffectfulPrimitive }
}

/// An operation that changes something, or stops the program.
protocol EffectfulPrimitive: Primitive {}
