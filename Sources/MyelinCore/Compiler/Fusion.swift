/// Groups the operations of a graph into units.
///
/// A unit of tiles takes in element-wise operations on matrices of one size, reductions along rows (whose results go on
/// within the unit), sums down columns and sums of everything (which end there), as long as no operation would depend on
/// itself. A matrix product then takes the first unit that reads its result along.
final class Fusion {
  private(set) var graph: Graph
  /// Where the elements of every value are.
  private(set) var places: [Place?]
  private(set) var units: [Unit] = []
  /// The unit that computes a value.
  var unitOfValue: [Unit?]
  private var epoch = 0
  /// The epoch in which each value is made, and the last one in which it is used.
  private var epochs: [Int] = []
  private var lastUse: [Int] = []

  init(_ graph: Graph) {
    self.graph = graph
    places = Array(repeating: nil, count: graph.values.count)
    unitOfValue = Array(repeating: nil, count: graph.values.count)
    prepareEpochs()
    for value in graph.values.indices { place(value) }
    sink()
    for unit in units where unit.merged == nil && unit.kind == .product { ride(unit) }
    units = units.filter { $0.merged == nil }
  }

  /// The unit that computes a value, if one does.
  func unit(of value: Int) -> Unit? { unitOfValue[value]?.final }

  /// How many operations, outputs and updates name a value.
  func useCount(of value: Int) -> Int { useCounts[value] }

  private lazy var useCounts: [Int] = {
    var counts = [Int](repeating: 0, count: graph.values.count)
    for value in graph.values { for input in value.source.inputs { counts[input] += 1 } }
    for output in graph.outputs { counts[output] += 1 }
    for update in graph.updates { counts[update.value] += 1 }
    return counts
  }()

  private func prepareEpochs() {
    var epoch = 0
    lastUse = Array(repeating: 0, count: graph.values.count)
    for value in graph.values.indices {
      if case .loop = graph.values[value].source { epoch += 1 }
      epochs.append(epoch)
      for input in graph.values[value].source.inputs { lastUse[input] = epoch }
    }
    for output in graph.outputs { lastUse[output] = epoch }
    for update in graph.updates where update.before == nil { lastUse[update.value] = epoch }
  }

  // MARK: One value after another

  private func place(_ value: Int) {
    let layout = graph.values[value].layout
    switch graph.values[value].source {
    case .argument, .loopResult:
      places[value] = Place(root: value, shape: layout.shape)
    case .constant(let tensor):
      var place = Place(root: value, shape: layout.shape)
      place.strides = tensor.strides
      places[value] = place
    case .variable(let variable, _):
      places[value] = Place(root: value, shape: layout.shape)
      keepIfStale(value, variable)
    case .loop(let loop, let inputs):
      // Rounds see arguments and slices of them as neighbours in memory.
      let ready = inputs.map { input in places[input]?.isContiguous ?? false ? input : materialized(input) }
      graph.values[value] = Graph.Value(layout: layout, source: .loop(loop, ready))
      epoch += 1
      start(Unit(.other, epoch: epoch, members: [value]), value)
    case .operation(let primitive, let inputs):
      if let view = inputs.first.flatMap({ places[$0] })?.viewed(by: primitive) {
        places[value] = view
        if case .variable(let variable, _) = graph.values[view.root].source { keepIfStale(value, variable) }
      } else if primitive is Reshape || primitive is Permute || primitive is Broadcast || primitive is Slice {
        let copy = materialized(inputs[0])
        places[value] = places[copy]?.viewed(by: primitive)
      } else {
        compute(value, primitive, inputs)
      }
    }
  }

  /// Copies what a variable holds if it is still needed after a loop that changes it.
  private func keepIfStale(_ value: Int, _ variable: Int) {
    guard lastUse[value] > epochs[value] else { return }
    let isStale = graph.values.indices.contains { index in
      guard case .loop(let loop, _) = graph.values[index].source, epochs[index] > epochs[value] else { return false }
      return loop.changedVariables.contains { loop.variables[$0] == variable }
        || graph.updates.contains { $0.before == index && $0.variable == variable }
    }
    guard isStale else { return }
    // The copy is made from where the value is now, which is not where the others will find it.
    let layout = graph.values[value].layout
    let copy = materialized(alias(places[value], layout, .operation(Reshape(shape: layout.shape), [value])))
    places[value] = places[copy]
  }

  /// A value with the elements of `value` in a buffer of its own.
  private func materialized(_ value: Int) -> Int {
    let layout = graph.values[value].layout
    graph.values.append(Graph.Value(layout: layout, source: .operation(Materialize(), [value])))
    places.append(nil)
    unitOfValue.append(nil)
    epochs.append(epoch)
    lastUse.append(epoch)
    let copy = graph.values.count - 1
    start(Unit(.copy, epoch: epoch, members: [copy]), copy)
    return copy
  }

  private func start(_ unit: Unit, _ value: Int) {
    units.append(unit)
    unitOfValue[value] = unit
    if places[value] == nil { places[value] = Place(root: value, shape: graph.values[value].layout.shape) }
  }

  private func compute(_ value: Int, _ primitive: any Primitive, _ inputs: [Int]) {
    let layout = graph.values[value].layout
    switch primitive {
    // A sum of nothing has elements.
    case _ where layout.count == 0 || inputs.contains(where: { graph.values[$0].layout.count == 0 }):
      start(Unit(.other, epoch: epoch, members: [value]), value)
    case _ where primitive.isElementwise: fuse(value, inputs, shape: layout.shape)
    case let sum as Sum where layout.type.isFloatingPoint: reduce(value, inputs[0], along: sum.axes, sums: true)
    case let extremum as Extremum where layout.type.isFloatingPoint:
      reduce(value, inputs[0], along: extremum.axes, sums: false)
    case let gather as Gather: gatherRows(value, inputs, axis: gather.axis)
    case let scatter as ScatterAdd: scatterRows(value, inputs, axis: scatter.axis)
    case is MatrixProduct where layout.type.isFloatingPoint:
      let operands = inputs.map { places[$0]?.matrix == nil ? materialized($0) : $0 }
      replaceInputs(of: value, with: operands)
      start(Unit(.product, epoch: epoch, members: [value]), value)
    default: start(Unit(.other, epoch: epoch, members: [value]), value)
    }
  }

  // MARK: Units of tiles

  /// Where `value` is as an operand of a matrix, or as a column beside it (`columns` 1), of a shape that it broadcasts to.
  func operand(_ value: Int, shape: [Int], rows: Int, columns: Int) -> (down: Int, across: Int)? {
    places[value]?.viewed(by: Broadcast(shape: shape))?.strides(rows: rows, columns: columns)
  }

  /// Whether a unit can read `value` as an operand of that extent: its own members only where they are computed.
  func canRead(_ value: Int, shape: [Int], as extent: Unit.Extent, in unit: Unit) -> Bool {
    guard let place = places[value] else { return false }
    let columns = extent == .full ? unit.columns : 1
    guard let (down, across) = operand(value, shape: shape, rows: unit.rows, columns: columns) else { return false }
    guard self.unit(of: place.root) === unit else { return true }
    guard place.offset == 0 else { return false }
    switch (unit.extents[place.root], extent) {
    case (.full, .full):
      return (unit.rows == 1 || down == unit.columns) && (unit.columns == 1 || across == 1)
    case (.row, .full): return (unit.rows == 1 || down == 1) && (unit.columns == 1 || across == 0)
    case (.row, .row): return unit.rows == 1 || down == 1
    default: return false
    }
  }

  /// Puts an element-wise operation into the units of its operands, merged into one, or into a new one.
  private func fuse(_ value: Int, _ inputs: [Int], shape: [Int]) {
    let count = Shape.count(shape)
    func extent(in unit: Unit) -> Unit.Extent? {
      count == unit.rows * unit.columns ? .full : count == unit.rows ? .row : nil
    }
    join(value, inputs, extent: extent) { extent, unit in
      inputs.allSatisfy { self.canRead($0, shape: shape, as: extent, in: unit) }
    }
    guard unitOfValue[value] == nil else { return }
    let columns = shape.last ?? 1
    let unit = Unit(.tiles, rows: count / max(columns, 1), columns: columns, epoch: epoch, members: [value])
    // An operand with strides that no matrix has is copied first.
    let operands = inputs.map { input in
      operand(input, shape: shape, rows: unit.rows, columns: unit.columns) == nil ? spread(input, to: shape) : input
    }
    replaceInputs(of: value, with: operands)
    unit.extents[value] = .full
    start(unit, value)
  }

  /// A copy of a value, broadcast to a shape.
  private func spread(_ value: Int, to shape: [Int]) -> Int {
    let type = graph.values[value].layout.type
    let broadcast = Broadcast(shape: shape)
    return materialized(
      alias(
        places[value]?.viewed(by: broadcast), TensorDescription(shape: shape, type: type),
        .operation(broadcast, [value])))
  }

  /// A further name for elements that are at a place already.
  private func alias(_ place: Place?, _ layout: TensorDescription, _ source: Graph.Source) -> Int {
    graph.values.append(Graph.Value(layout: layout, source: source))
    places.append(place)
    unitOfValue.append(nil)
    epochs.append(epoch)
    lastUse.append(epoch)
    return graph.values.count - 1
  }

  private func replaceInputs(of value: Int, with inputs: [Int]) {
    guard case .operation(let primitive, _) = graph.values[value].source else { return }
    graph.values[value] = Graph.Value(layout: graph.values[value].layout, source: .operation(primitive, inputs))
  }

  /// Puts a reduction into the unit of its operand, or into a new one.
  private func reduce(_ value: Int, _ input: Int, along axes: [Int], sums: Bool) {
    let shape = graph.values[input].layout.shape
    let axes = axes.filter { shape[$0] > 1 }
    let kept = shape.indices.filter { shape[$0] > 1 && !axes.contains($0) }
    let (reducedCount, keptCount) = (axes.reduce(1) { $0 * shape[$1] }, kept.reduce(1) { $0 * shape[$1] })
    let isTrailing = (kept.last ?? -1) < (axes.first ?? .max)
    let isLeading = (axes.last ?? -1) < (kept.first ?? .max)
    let count = reducedCount * keptCount
    // Within a unit: along its rows, down its columns, or all of it, or of a column beside it.
    func extent(in unit: Unit) -> Unit.Extent? {
      let source: Unit.Extent? =
        canRead(input, shape: shape, as: .full, in: unit) && count == unit.rows * unit.columns
        ? .full : canRead(input, shape: shape, as: .row, in: unit) && count == unit.rows ? .row : nil
      switch source {
      case .full:
        if isTrailing, keptCount == unit.rows { return .row }
        guard sums else { return nil }
        if keptCount == 1 { return .total }
        return isLeading && keptCount == unit.columns ? .columnSums : nil
      case .row: return sums && keptCount == 1 && unit.rows > 1 ? .total : nil
      default: return nil
      }
    }
    join(value, [input], extent: extent) { _, _ in true }
    guard unitOfValue[value] == nil else { return }
    var unit: Unit?
    if isTrailing, keptCount > 1 || count <= 16384 || !sums {
      unit = Unit(.tiles, rows: keptCount, columns: reducedCount, epoch: epoch, members: [value])
      unit?.extents[value] = .row
    } else if sums, keptCount == 1 {
      unit = Unit(.tiles, rows: 1, columns: count, epoch: epoch, members: [value])
      unit?.extents[value] = .total
    } else if sums, isLeading {
      unit = Unit(.tiles, rows: reducedCount, columns: keptCount, epoch: epoch, members: [value])
      unit?.extents[value] = .columnSums
    }
    guard let unit else {
      // With what is kept in front, as rows of what is added up.
      let order = Array(shape.indices.filter { !axes.contains($0) }) + axes
      let layout = TensorDescription(shape: order.map { shape[$0] }, type: graph.values[input].layout.type)
      let permute = Permute(order: order)
      replaceInputs(
        of: value, with: [materialized(alias(places[input]?.viewed(by: permute), layout, .operation(permute, [input])))]
      )
      let rows = Unit(.tiles, rows: keptCount, columns: reducedCount, epoch: epoch, members: [value])
      rows.extents[value] = .row
      return start(rows, value)
    }
    if operand(input, shape: shape, rows: unit.rows, columns: unit.columns) == nil {
      replaceInputs(of: value, with: [materialized(input)])
    }
    start(unit, value)
  }

  /// One element of each row, at the place that an index names.
  private func gatherRows(_ value: Int, _ inputs: [Int], axis: Int) {
    let (shape, indices) = (graph.values[inputs[0]].layout.shape, graph.values[inputs[1]].layout.shape)
    let rows = shape.dropLast().reduce(1, *)
    let isByRow = axis == shape.count - 1 && indices.last == 1 && indices.dropLast() == shape.dropLast()
    guard isByRow else { return start(Unit(.other, epoch: epoch, members: [value]), value) }
    func fits(_ unit: Unit) -> Bool {
      unit.rows == rows && unit.columns == shape.last && canRead(inputs[0], shape: shape, as: .full, in: unit)
        && canRead(inputs[1], shape: indices, as: .row, in: unit)
    }
    join(value, inputs, extent: { fits($0) ? .row : nil }) { _, _ in true }
    startRows(value, inputs, [shape, indices], rows: rows, columns: shape.last ?? 1, extent: .row)
  }

  /// Rows of zeros with one number each, at the place that an index names.
  private func scatterRows(_ value: Int, _ inputs: [Int], axis: Int) {
    let (shape, indices) = (graph.values[inputs[0]].layout.shape, graph.values[inputs[1]].layout.shape)
    let rows = shape.dropLast().reduce(1, *)
    var isByRow = axis == shape.count - 1 && indices.last == 1 && indices.dropLast() == shape.dropLast()
    // The first operand must be zeros.
    if case .constant(let zeros) = graph.values[inputs[0]].source, zeros.isUniformlyZero {} else { isByRow = false }
    guard isByRow, graph.values[value].layout.type.isFloatingPoint else {
      return start(Unit(.other, epoch: epoch, members: [value]), value)
    }
    func fits(_ unit: Unit) -> Bool {
      unit.rows == rows && unit.columns == shape.last && canRead(inputs[1], shape: indices, as: .row, in: unit)
        && canRead(inputs[2], shape: indices, as: .row, in: unit)
    }
    join(value, inputs, extent: { fits($0) ? .full : nil }) { _, _ in true }
    startRows(value, inputs, [shape, indices, indices], rows: rows, columns: shape.last ?? 1, extent: .full)
  }

  private func startRows(
    _ value: Int, _ inputs: [Int], _ shapes: [[Int]], rows: Int, columns: Int, extent: Unit.Extent
  ) {
    guard unitOfValue[value] == nil else { return }
    let unit = Unit(.tiles, rows: rows, columns: columns, epoch: epoch, members: [value])
    unit.extents[value] = extent
    let operands = inputs.enumerated().map { index, input in
      let width = shapes[index].last == 1 ? 1 : columns
      return operand(input, shape: shapes[index], rows: rows, columns: width) == nil ? materialized(input) : input
    }
    replaceInputs(of: value, with: operands)
    start(unit, value)
  }

  // MARK: Joining without circles

  /// Adds an operation to the units of its operands where its extent and operands fit, and merges these units.
  private func join(
    _ value: Int, _ inputs: [Int], extent: (Unit) -> Unit.Extent?, fits: (Unit.Extent, Unit) -> Bool
  ) {
    var candidates: [Unit] = []
    for input in inputs.reversed() {
      guard let root = places[input]?.root, let unit = unit(of: root), unit.kind == .tiles, unit.epoch == epoch,
        !candidates.contains(where: { $0 === unit })
      else { continue }
      candidates.append(unit)
    }
    // Numbers beside a matrix belong to it rather than to each other.
    for target in candidates.sorted(by: { ($0.columns, $0.last) > ($1.columns, $1.last) }) {
      guard let extent = extent(target), fits(extent, target), !dependsFromOutside(inputs, on: target) else { continue }
      target.members.append(value)
      target.extents[value] = extent
      unitOfValue[value] = target
      places[value] = Place(root: value, shape: graph.values[value].layout.shape)
      for other in candidates where other !== target { merge(other, into: target) }
      return
    }
  }

  /// Makes one unit of two whose matrices have one size, or of which one has a number for every row of the other, if neither
  /// depends on the other through a third.
  private func merge(_ other: Unit, into target: Unit) {
    guard other.rows == target.rows, other.merged == nil else { return }
    // Beside a matrix that is cut between its columns, numbers for rows would be computed again and again.
    let isBeside =
      other.columns == 1 && target.columns > 1 && target.needsWholeRows(graph)
      && other.extents.values.allSatisfy { $0 == .full }
    guard other.columns == target.columns || isBeside else { return }
    if isBeside { other.widen(to: target.columns) }
    let outside = (inputs(of: other) + inputs(of: target)).filter { input in
      guard let root = places[input]?.root, let unit = unit(of: root) else { return false }
      return unit !== other && unit !== target
    }
    // What one reads of the other must be at its own place.
    guard readsInPlace(other, of: target), readsInPlace(target, of: other), !dependsFromOutside(outside, on: target),
      !dependsFromOutside(outside, on: other)
    else {
      if isBeside { other.narrow() }
      return
    }
    other.merged = target
    target.members = (target.members + other.members).sorted()
    target.extents.merge(other.extents) { first, _ in first }
  }

  /// Whether all that `reader` reads of `source` could be read while `source` is computed.
  private func readsInPlace(_ reader: Unit, of source: Unit) -> Bool {
    for member in reader.members {
      guard case .operation(let primitive, let inputs) = graph.values[member].source else { continue }
      for input in inputs {
        guard let place = places[input], unit(of: place.root) === source else { continue }
        let shape =
          primitive.isElementwise ? graph.values[member].layout.shape : graph.values[input].layout.shape
        let extent = readingExtent(of: member, primitive, input, in: reader)
        guard canRead(input, shape: shape, as: extent, in: source) else { return false }
      }
    }
    return true
  }

  /// The extent in which an operation of a unit reads an operand.
  func readingExtent(of member: Int, _ primitive: any Primitive, _ input: Int, in unit: Unit) -> Unit.Extent {
    let count = graph.values[input].layout.count
    switch primitive {
    case is Sum, is Extremum: return count == unit.rows * unit.columns ? .full : .row
    case is Gather: return input == inputsOf(member)[0] ? .full : .row
    case is ScatterAdd: return .row
    default: return unit.extents[member] ?? .full
    }
  }

  func inputsOf(_ value: Int) -> [Int] { graph.values[value].source.inputs }

  func inputs(of unit: Unit) -> [Int] { unit.members.flatMap { inputsOf($0) } }

  /// Whether one of the values is computed, outside of `target`, from what `target` computes.
  func dependsFromOutside(_ values: [Int], on target: Unit) -> Bool {
    var visited: Set<ObjectIdentifier> = []
    var waiting: [Unit] = []
    func visit(_ values: [Int]) {
      for value in values {
        guard let root = places[value]?.root, let unit = unit(of: root), unit !== target, unit.last >= target.first,
          visited.insert(ObjectIdentifier(unit)).inserted
        else { continue }
        waiting.append(unit)
      }
    }
    visit(values)
    while let unit = waiting.popLast() {
      for value in inputs(of: unit) {
        if let root = places[value]?.root, self.unit(of: root) === target { return true }
      }
      visit(inputs(of: unit))
    }
    return false
  }
}

extension Tensor {
  /// Whether all elements are known to be one number in memory, and that is 0.
  fileprivate var isUniformlyZero: Bool {
    let values = repeatsOneNumber ? self.view(shape: [1], strides: [0]) : self
    return values.count > 0 && values.scalars.allSatisfy { $0 == 0 }
  }
}
