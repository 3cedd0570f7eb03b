import CMyelinKernels

/// Where a value is kept while a program runs: a buffer in the replay's table, and a place in it.
struct Storage: Hashable {
  let buffer: Int
  /// In bytes.
  let offset: Int
}

/// Writes the loops of a unit of tiles.
struct TileKernelBuilder {
  let fusion: Fusion
  let unit: Unit
  let storage: (Int) -> Storage?
  private let rows: Int
  private let columns: Int
  private let isInnerAlongRows: Bool
  private var slots: [TileKernel.Slot] = []
  private var instructions: [TileKernel.Instruction] = []
  private var slotOfValue: [Int: Int] = [:]
  private var loads: [LoadKey: Int] = [:]
  private var sums: [TileKernel.Sum] = []
  private var sumsPerBlock = 0
  private var costPerElement = 0.0
  /// Which slots are registers, of what extent and type; their memory is assigned at the end.
  private var registers: [Int: (outer: Bool, inner: Bool)] = [:]
  /// Values that are computed as a part of the operation that uses them.
  private var absorbed: Set<Int> = []
  private var lateStores: [(value: Int, slot: Int)] = []

  private struct LoadKey: Hashable {
    let storage: Storage
    let outer: Int
    let inner: Int
    let size: Int
    /// Loads are shared only between the same numbers, which a store in place may have changed.
    let root: Int
  }

  init(_ unit: Unit, _ fusion: Fusion, storage: @escaping (Int) -> Storage?) {
    (self.unit, self.fusion, self.storage) = (unit, fusion, storage)
    // Narrow rows that ride on a product are blocks of whole rows: as good as flat.
    let isFlat = (unit.product == nil || unit.columns < 16) && TileKernelBuilder.canFlatten(unit, fusion)
    rows = isFlat ? 1 : unit.rows
    columns = isFlat ? unit.rows * unit.columns : unit.columns
    isInnerAlongRows = columns >= 16 || rows < columns || rows == 1
  }

  // MARK: The whole

  mutating func build(name: String, sumsOffset: (Int) -> Int) -> TileKernel {
    let members = unit.members.filter { $0 != unit.product }
    absorbed = absorbable(members)
    for value in members where !absorbed.contains(value) { add(value) }
    for (value, slot) in lateStores {
      let target = memorySlot(value, extent: fusionExtent(value))
      append(.copy, y: target, a: slot, extent: fusionExtent(value))
    }
    let needsWholeRows = unit.needsWholeRows(fusion.graph)
    let registerCount = registers.values.count { $0.outer && $0.inner }
    let elements = registerCount > 10 ? 512 : registerCount > 4 ? 1024 : 2048
    var tile = (rows: 1, columns: 1)
    if isInnerAlongRows {
      tile.columns = needsWholeRows ? columns : min(columns, elements)
      tile.rows = min(rows, max(1, elements / tile.columns))
    } else {
      tile.columns = columns
      tile.rows = min(rows, max(16, elements / columns))
    }
    let scratchSize = assignRegisters(tile)
    // Blocks are cut by the work in them, never by the number of threads.
    let tiles = ((rows + tile.rows - 1) / tile.rows) * ((columns + tile.columns - 1) / tile.columns)
    let cost = Double(rows * columns) * costPerElement + Double(tiles * instructions.count) * 6
    let wanted = max(1, min(64, Int(cost / 8000)))
    var block = (rows: rows, columns: columns)
    if rows >= wanted, rows > 1 {
      block.rows = rounded((rows + wanted - 1) / wanted, to: tile.rows)
    } else if !needsWholeRows, sums.allSatisfy({ $0.count == 1 }) || rows == 1 {
      block.columns = rounded((columns + wanted - 1) / wanted, to: tile.columns)
    }
    return TileKernel(
      name: name, rows: rows, columns: columns, isInnerAlongRows: isInnerAlongRows, tile: tile, block: block,
      scratchSize: scratchSize, sums: sums, sumsPerBlock: sumsPerBlock,
      sumsOffset: sumsPerBlock == 0 ? 0 : sumsOffset(sumsPerBlock * 8 * 64), cost: cost, slots: slots,
      instructions: instructions)
  }

  private func rounded(_ size: Int, to multiple: Int) -> Int {
    max(1, (max(size, 1) + multiple - 1) / multiple) * multiple
  }

  /// Whether the matrix may be seen as one row.
  private static func canFlatten(_ unit: Unit, _ fusion: Fusion) -> Bool {
    guard unit.rows > 1 else { return false }
    for value in unit.members where value != unit.product {
      guard unit.extents[value] == .full || unit.extents[value] == .total,
        case .operation(let primitive, let inputs) = fusion.graph.values[value].source,
        !(primitive is ScatterAdd), !(primitive is Gather)
      else { return false }
      for input in inputs where fusion.places[input].flatMap({ fusion.unit(of: $0.root) }) !== unit {
        let shape =
          primitive.isElementwise ? fusion.graph.values[value].layout.shape : fusion.graph.values[input].layout.shape
        guard fusion.readingExtent(of: value, primitive, input, in: unit) == .full,
          let (down, across) = fusion.places[input]?.viewed(by: Broadcast(shape: shape))?.strides(
            rows: unit.rows, columns: unit.columns)
        else { return false }
        guard unit.columns == 1 || down == across * unit.columns else { return false }
      }
    }
    return true
  }

  func fusionExtent(_ value: Int) -> Unit.Extent { unit.extents[value] ?? .full }

  func type(_ value: Int) -> DType { fusion.graph.values[value].layout.type }

  // MARK: Slots

  /// Whether a value of an extent has a number for every place of the outer direction, and of the inner one.
  private func spans(_ extent: Unit.Extent) -> (outer: Bool, inner: Bool) {
    switch extent {
    case .full: (true, true)
    case .row: isInnerAlongRows ? (true, false) : (false, true)
    case .columnSums, .total: (false, false)
    }
  }

  /// A slot in a thread's scratch memory.
  private mutating func register(_ extent: Unit.Extent, _ type: DType) -> Int {
    let (outer, inner) = spans(extent)
    // A distance other than 0 is filled in when the tile's size is known.
    slots.append(
      TileKernel.Slot(
        outer: outer ? (inner ? 1 : type.byteCount) : 0, inner: inner ? type.byteCount : 0, size: type.byteCount))
    registers[slots.count - 1] = (outer, inner)
    return slots.count - 1
  }

  /// The slot of a result in the buffer where the value is kept.
  private mutating func memorySlot(_ value: Int, extent: Unit.Extent) -> Int {
    guard let storage = storage(value) else { stop("compile: value \(value) has no storage") }
    let size = type(value).byteCount
    let (down, across) = extent == .full ? (columns * size, size) : (size, 0)
    return slot(storage, root: value, down: rows == 1 ? 0 : down, across: columns == 1 ? 0 : across, size)
  }

  private mutating func slot(_ storage: Storage, root: Int, down: Int, across: Int, _ size: Int) -> Int {
    let (outer, inner) = isInnerAlongRows ? (down, across) : (across, down)
    let key = LoadKey(storage: storage, outer: outer, inner: inner, size: size, root: root)
    if let known = loads[key] { return known }
    slots.append(
      TileKernel.Slot(buffer: storage.buffer, offset: storage.offset, outer: outer, inner: inner, size: size))
    loads[key] = slots.count - 1
    return slots.count - 1
  }

  /// The slot of an operand that an operation reads with an extent.
  private mutating func operand(_ input: Int, shape: [Int], as extent: Unit.Extent) -> Int {
    guard let place = fusion.places[input] else { stop("compile: value \(input) has no place") }
    if let slot = slotOfValue[place.root] { return slot }
    let width = extent == .full ? columns : 1
    guard let storage = storage(place.root),
      let (down, across) = place.viewed(by: Broadcast(shape: shape))?.strides(rows: rows, columns: width)
    else { stop("compile: operand \(input) can't be read as \(rows) × \(width)") }
    let size = type(input).byteCount
    return slot(
      Storage(buffer: storage.buffer, offset: storage.offset + place.offset * size), root: place.root,
      down: down * size, across: across * size, size)
  }

  /// The slot, or a register with its numbers one after another, if a loop couldn't read it.
  private mutating func readable(_ slot: Int, _ extent: Unit.Extent, _ type: DType, repeats: Bool) -> Int {
    let (outer, inner) = spans(extent)
    let step = inner ? slots[slot].inner : outer ? slots[slot].outer : 0
    if !inner && !outer { return slot }
    if step == slots[slot].size || (repeats && step == 0) { return slot }
    let copy = register(extent, type)
    append(.copy, y: copy, a: slot, extent: extent)
    return copy
  }

  private mutating func append(
    _ operation: TileKernel.Operation, y: Int, a: Int, b: Int = 0, c: Int = 0, d: Int = 0, extent: Unit.Extent,
    extra: Int = 0
  ) {
    let (outer, inner) = spans(extent)
    instructions.append(
      TileKernel.Instruction(
        operation: operation, y: y, a: a, b: b, c: c, d: d, spansOuter: outer, spansInner: inner, extra: extra))
  }

  // MARK: Operations

  /// Where an operation writes its result, and what must be done when it has.
  private mutating func target(of value: Int, extent: Unit.Extent) -> (slot: Int, copies: Bool) {
    guard let storage = storage(value) else { return (register(extent, type(value)), false) }
    // A result that is stored over an operand which is still to be read waits in a register.
    let (outer, inner) = spans(extent)
    let memory = memorySlot(value, extent: extent)
    if overwritesLaterOperand(storage, after: value) {
      return (register(extent, type(value)), true)
    }
    let step = inner ? slots[memory].inner : outer ? slots[memory].outer : slots[memory].size
    let isReady = step == slots[memory].size || (!inner && !outer) || isSingle(extent)
    return isReady ? (memory, false) : (register(extent, type(value)), true)
  }

  private func isSingle(_ extent: Unit.Extent) -> Bool { extent == .full ? rows * columns == 1 : rows == 1 }

  private func overwritesLaterOperand(_ target: Storage, after value: Int) -> Bool {
    unit.members.contains { member in
      guard member > value || member == unit.product else { return false }
      return fusion.graph.values[member].source.inputs.contains { input in
        guard let root = fusion.places[input]?.root, slotOfValue[root] == nil, root != value else { return false }
        return storage(root) == target
      }
    }
  }

  private mutating func add(_ value: Int) {
    guard case .operation(let primitive, let inputs) = fusion.graph.values[value].source else { return }
    let extent = fusionExtent(value)
    let shape = fusion.graph.values[value].layout.shape
    if let combined = combination(value) {
      addCombined(value, combined, shape, extent)
      return
    }
    if primitive.isElementwise {
      addElementwise(value, primitive, inputs.map { operand($0, shape: shape, as: extent) }, inputs, extent)
      return
    }
    let operandShape = fusion.graph.values[inputs[0]].layout.shape
    let readExtent = fusion.readingExtent(of: value, primitive, inputs[0], in: unit)
    switch primitive {
    case is Gather:
      let source = operand(inputs[0], shape: operandShape, as: .full)
      let indices = operand(inputs[1], shape: shape, as: .row)
      let (y, copies) = target(of: value, extent: .row)
      append(.gather, y: y, a: source, b: indices, extent: .row)
      finish(value, y, copies, 0.1)
    case is ScatterAdd:
      let numberShape = fusion.graph.values[inputs[2]].layout.shape
      let numbers = operand(inputs[2], shape: numberShape, as: .row)
      let indices = operand(inputs[1], shape: numberShape, as: .row)
      let y = register(.full, type(value))
      append(.scatter, y: y, a: numbers, b: indices, extent: .full)
      finish(value, y, storage(value) != nil, 0.05)
    default:
      addReduction(value, primitive, operand(inputs[0], shape: operandShape, as: readExtent), readExtent, extent)
    }
  }

  private mutating func addReduction(
    _ value: Int, _ primitive: any Primitive, _ source: Int, _ readExtent: Unit.Extent, _ extent: Unit.Extent
  ) {
    let isDouble = type(value) == .float64
    let source = readable(source, readExtent, type(value), repeats: false)
    switch extent {
    case .row:
      let y = register(.row, type(value))
      let isMax = (primitive as? Extremum)?.kind == .max
      if isInnerAlongRows {
        let reduce: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void =
          isDouble
          ? (primitive is Sum ? sumDoubles : isMax ? maxDoubles : minDoubles)
          : (primitive is Sum ? sumFloats : isMax ? maxFloats : minFloats)
        append(.reduceInner(reduce), y: y, a: source, extent: .row)
      } else {
        let function = primitive is Sum ? MYELIN_ADD : isMax ? MYELIN_MAXIMUM : MYELIN_MINIMUM
        if let loop = myelin_binary_loop_of(function, type(value).kernel) {
          append(.reduceOuter(loop), y: y, a: source, extent: .row)
        }
      }
      finish(value, y, storage(value) != nil, 0.06)
    case .columnSums, .total:
      guard let storage = storage(value) else { return }
      let count = extent == .total ? 1 : columns
      let place = sumsPerBlock
      sumsPerBlock += isDouble ? 2 * count : count
      sums.append(
        TileKernel.Sum(place: place, count: count, isDouble: isDouble, buffer: storage.buffer, offset: storage.offset))
      append(
        extent == .total ? .total(isDouble: isDouble) : .columnSums(isDouble: isDouble), y: source, a: source,
        extent: readExtent, extra: place)
      costPerElement += 0.08
    case .full: break
    }
  }

  private mutating func addElementwise(
    _ value: Int, _ primitive: any Primitive, _ operands: [Int], _ inputs: [Int], _ extent: Unit.Extent
  ) {
    let types = inputs.map { type($0) }
    var operation: TileKernel.Operation?
    switch primitive {
    case is Materialize: operation = .copy
    case let unary as UnaryFunction:
      operation = myelin_unary_loop_of(unary.kernel, types[0].kernel).map { .unary($0) }
    case let cast as Cast:
      operation = myelin_cast_loop_of(types[0].kernel, cast.type.kernel).map { .unary($0) }
    case let binary as BinaryFunction:
      operation = myelin_binary_loop_of(binary.kernel, types[0].kernel).map { .binary($0) }
    case let comparison as Comparison:
      operation = myelin_binary_loop_of(comparison.kernel, types[0].kernel).map { .binary($0) }
    case is Select: operation = myelin_select_loop_of(types[1].kernel).map { .ternary($0) }
    default: break
    }
    guard let operation else {
      stop("\(primitive.name): not defined for \(types[0].rawValue); convert it with cast(to:)")
    }
    var repeats = false
    var isCopy = false
    switch operation {
    case .copy: isCopy = true
    case .binary, .ternary: repeats = true
    default: break
    }
    let sources = isCopy ? operands : zip(operands, types).map { readable($0, extent, $1, repeats: repeats) }
    let (y, copies) = target(of: value, extent: extent)
    append(
      operation, y: y, a: sources[0], b: sources.count > 1 ? sources[1] : 0, c: sources.count > 2 ? sources[2] : 0,
      extent: extent)
    finish(value, y, copies, extent == .full ? primitive.loopCost : 0)
  }

  /// Several operations in one loop, each rounded as if it came alone.
  private mutating func addCombined(_ value: Int, _ combined: Combination, _ shape: [Int], _ extent: Unit.Extent) {
    let type = type(value)
    let sources = combined.inputs.map { readable(operand($0, shape: shape, as: extent), extent, type, repeats: true) }
    let (y, copies) = target(of: value, extent: extent)
    append(
      combined.operation(isDouble: type == .float64), y: y, a: sources[0], b: sources[1],
      c: sources.count > 2 ? sources[2] : 0, d: sources.count > 3 ? sources[3] : 0, extent: extent)
    finish(value, y, copies, 0.08)
  }

  private mutating func finish(_ value: Int, _ slot: Int, _ copies: Bool, _ cost: Double) {
    slotOfValue[value] = slot
    costPerElement += cost
    guard copies, let storage = storage(value) else { return }
    if overwritesLaterOperand(storage, after: value) {
      lateStores.append((value, slot))
    } else {
      append(.copy, y: memorySlot(value, extent: fusionExtent(value)), a: slot, extent: fusionExtent(value))
    }
  }

  // MARK: Registers

  /// Gives every register its place in the scratch memory, shared by those that aren't needed at one time.
  private mutating func assignRegisters(_ tile: (rows: Int, columns: Int)) -> Int {
    let (outerCount, innerCount) = isInnerAlongRows ? (tile.rows, tile.columns) : (tile.columns, tile.rows)
    var lastUse: [Int: Int] = [:]
    for (index, instruction) in instructions.enumerated() {
      for slot in [instruction.y, instruction.a, instruction.b, instruction.c, instruction.d]
      where registers[slot] != nil {
        lastUse[slot] = index
      }
    }
    var free: [(offset: Int, size: Int)] = []
    var end = 0
    var sizes: [Int: Int] = [:]
    var isPlaced: Set<Int> = []
    for (index, instruction) in instructions.enumerated() {
      let target = instruction.y
      if let (outer, inner) = registers[target], isPlaced.insert(target).inserted {
        let size = slots[target].size
        if outer { slots[target].outer = inner ? innerCount * size : size }
        let bytes = ((outer ? outerCount : 1) * (inner ? innerCount : 1) * size + 63) / 64 * 64
        sizes[target] = bytes
        if let hole = free.firstIndex(where: { $0.size == bytes }) {
          slots[target].offset = free.remove(at: hole).offset
        } else {
          slots[target].offset = end
          end += bytes
        }
      }
      for slot in Set([instruction.a, instruction.b, instruction.c, instruction.d, instruction.y])
      where lastUse[slot] == index {
        if let bytes = sizes.removeValue(forKey: slot) { free.append((slots[slot].offset, bytes)) }
      }
    }
    return end
  }
}

extension Primitive {
  /// About how many nanoseconds an element takes in a loop over the first cache.
  fileprivate var loopCost: Double {
    switch self {
    case let unary as UnaryFunction:
      switch unary {
      case .negative, .absolute, .relu, .sign, .floor, .ceil, .round, .truncate: 0.04
      case .squareRoot, .reciprocalSquareRoot: 0.15
      case .exp, .log, .tanh, .sigmoid, .erf, .sin, .cos: 0.9
      default: 4
      }
    case let binary as BinaryFunction:
      switch binary {
      case .divide: 0.12
      case .power, .arctangent2, .floorDivide, .remainder: 4
      default: 0.05
      }
    default: 0.06
    }
  }
}
