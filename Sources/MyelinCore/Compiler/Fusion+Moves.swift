extension Fusion {
  // MARK: Computing where it is needed

  /// Moves element-wise operations that only a later unit needs there, so that their results need no memory: a mask of
  /// positive elements, say, which is cheaper computed again than stored.
  func sink() {
    var users = [[(member: Int, unit: Unit)]](repeating: [], count: graph.values.count)
    var isKept = [Bool](repeating: false, count: graph.values.count)
    for unit in units where unit.merged == nil {
      for member in unit.members {
        for input in inputsOf(member) { if let root = places[input]?.root { users[root].append((member, unit)) } }
      }
    }
    for value in graph.outputs + graph.updates.map(\.value) {
      if let root = places[value]?.root { isKept[root] = true }
    }
    for unit in units where unit.merged == nil && unit.kind == .tiles {
      for value in unit.members.reversed() {
        guard unit.members.count > 1, !isKept[value], let target = users[value].first?.unit, target !== unit,
          target.kind == .tiles, target.epoch == unit.epoch, users[value].allSatisfy({ $0.unit === target }),
          target.rows == unit.rows, target.columns == unit.columns, unit.extents[value] == .full,
          case .operation(let primitive, let inputs) = graph.values[value].source, primitive.isElementwise
        else { continue }
        let shape = graph.values[value].layout.shape
        // Not if that would store more than it saves.
        let stored = Set(inputs.compactMap { places[$0]?.root }).filter { root in
          self.unit(of: root) === unit && users[root].allSatisfy { $0.unit === unit }
        }
        guard stored.count <= 1, inputs.allSatisfy({ canRead($0, shape: shape, as: .full, in: target) }),
          users[value].allSatisfy({ readsInPlace($0.member, of: value, in: target) })
        else { continue }
        unit.members.removeAll { $0 == value }
        unit.extents[value] = nil
        target.members = (target.members + [value]).sorted()
        target.extents[value] = .full
        unitOfValue[value] = target
        for input in inputs {
          guard let root = places[input]?.root, let user = users[root].firstIndex(where: { $0.member == value }) else {
            continue
          }
          users[root][user].unit = target
        }
      }
    }
  }

  /// Whether a member of a unit reads a full value at its own places, or could if it were computed there.
  private func readsInPlace(_ member: Int, of value: Int, in unit: Unit) -> Bool {
    guard case .operation(let primitive, let inputs) = graph.values[member].source else { return false }
    return inputs.allSatisfy { input in
      guard let place = places[input], place.root == value else { return true }
      let shape = primitive.isElementwise ? graph.values[member].layout.shape : graph.values[input].layout.shape
      guard place.offset == 0, readingExtent(of: member, primitive, input, in: unit) == .full,
        let (down, across) = operand(input, shape: shape, rows: unit.rows, columns: unit.columns)
      else { return false }
      return (unit.rows == 1 || down == unit.columns) && (unit.columns == 1 || across == 1)
    }
  }

  // MARK: Riding on matrix products

  /// Lets the first unit that reads a product's result ride on its blocks.
  func ride(_ product: Unit) {
    let value = product.members[0]
    let layout = graph.values[value].layout
    guard layout.shape.count == 2 else { return }
    let inner = graph.values[inputsOf(value)[0]].layout.shape.last ?? 1
    // Blocks of a few whole rows would each read a right matrix that no cache holds.
    let readsTooMuch = inner * layout.shape[1] * layout.type.byteCount > 1 << 20 && layout.shape[0] < 2048
    for unit in units where unit.merged == nil && unit.kind == .tiles && unit.product == nil {
      guard unit.epoch == product.epoch, unit.rows == layout.shape[0], unit.columns == layout.shape[1],
        !(readsTooMuch && unit.needsWholeRows(graph))
      else { continue }
      let readers = unit.members.filter { member in inputsOf(member).contains { places[$0]?.root == value } }
      let readsIt = !readers.isEmpty && readers.allSatisfy { readsInPlace($0, of: value, in: unit) }
      let others = inputs(of: unit).filter { input in
        guard let root = places[input]?.root else { return false }
        return root != value && self.unit(of: root) !== unit
      }
      guard readsIt, !dependsFromOutside(others, on: product) else { continue }
      // The product's own operands can't come from the unit that rides on it.
      guard !dependsFromOutside(inputs(of: product), on: unit),
        !inputsOf(value).contains(where: { input in places[input].map { self.unit(of: $0.root) === unit } ?? false })
      else { continue }
      product.merged = unit
      unit.product = value
      unit.members = (unit.members + [value]).sorted()
      return
    }
  }
}
