extension Graph {
  /// The graph with every output and every new value of a variable computed by an operation of its own, so that each can
  /// be written where it belongs.
  func settled() -> Graph {
    var result = Graph()
    (result.arguments, result.variables, result.restarts) = (arguments, variables, restarts)
    result.ambient = ambient
    var renamed: [Int] = []
    var taken: Set<Int> = []
    func settle(_ value: Int) -> Int {
      if let root = result.computedRoot(of: value), taken.insert(root).inserted { return value }
      result.values.append(
        Value(layout: result.values[value].layout, source: .operation(Materialize(), [value])))
      taken.insert(result.values.count - 1)
      return result.values.count - 1
    }
    for (index, value) in values.enumerated() {
      let value = value.replacingInputs { renamed[$0] }
      if case .loop = value.source {
        let pending = updates.filter { $0.before == index }.map { ($0.variable, settle(renamed[$0.value])) }
        renamed.append(result.values.count)
        result.values.append(value)
        result.updates += pending.map { Update(variable: $0, value: $1, before: renamed[index]) }
      } else {
        renamed.append(result.values.count)
        result.values.append(value)
      }
    }
    for update in updates where update.before == nil {
      result.updates.append(Update(variable: update.variable, value: settle(renamed[update.value]), before: nil))
    }
    result.outputs = outputs.map { settle(renamed[$0]) }
    return result
  }

  /// The value whose buffer holds just the elements of `value`, in order, if the program itself computes it.
  private func computedRoot(of value: Int) -> Int? {
    var value = value
    while true {
      switch values[value].source {
      case .operation(is Reshape, let inputs): value = inputs[0]
      case .operation(let primitive, _):
        return primitive is Permute || primitive is Broadcast || primitive is Slice ? nil : value
      default: return nil
      }
    }
  }
}
