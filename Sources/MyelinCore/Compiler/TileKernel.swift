import CMyelinKernels

/// Operations on a matrix of elements that a replay computes tile by tile, each tile from its operands in memory to its
/// results while it is in the first cache.
///
/// A tile has an outer and an inner direction; loops run along the inner one. Where rows are long, that is along rows; where
/// they are short, down the columns. A kernel is prepared once and never changes; running it allocates nothing.
final class TileKernel: PlanStep {
  /// Where a number of every place, or of every row or column, or one for all, lies.
  struct Slot {
    /// The buffer in the replay's table, or −1 for the thread's own scratch memory.
    var buffer = -1
    /// The first element, in bytes.
    var offset = 0
    /// The distance of neighbours in the outer direction, in bytes; 0 if they share one.
    var outer = 0
    /// The distance of neighbours in the inner direction, in bytes; 0 if they share one.
    var inner = 0
    /// The size of an element in bytes.
    var size = 4
  }

  enum Operation {
    case unary(myelin_unary_loop)
    case binary(myelin_binary_loop)
    case ternary(myelin_ternary_loop)
    case quaternary(QuaternaryLoop)
    /// Elements copied one by one, whatever their distances.
    case copy
    /// One number for every place of the outer direction.
    case reduceInner(@convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void)
    /// One number for every place of the inner direction, by a function of two.
    case reduceOuter(myelin_binary_loop)
    /// The element of each row that an index names.
    case gather
    /// Zeros, and a number at the place of each row that an index names.
    case scatter
    /// Adds to the sums of each column; `isDouble` for elements of 64 bits.
    case columnSums(isDouble: Bool)
    /// Adds to the sum of everything.
    case total(isDouble: Bool)
  }

  /// y[i] = f(a[i · aStep], b[i · bStep], c[i · cStep], d[i · dStep]).
  typealias QuaternaryLoop =
    @convention(c) (
      UnsafeRawPointer?, Int, UnsafeRawPointer?, Int, UnsafeRawPointer?, Int, UnsafeRawPointer?, Int,
      UnsafeMutableRawPointer?, Int
    ) -> Void

  /// One loop over a tile.
  struct Instruction {
    var operation: Operation
    /// Slots of the result and the operands.
    var y = 0
    var a = 0
    var b = 0
    var c = 0
    var d = 0
    /// Whether the loop runs in the outer direction, and in the inner one.
    var spansOuter = true
    var spansInner = true
    /// For sums: their place among the block's, in doubles.
    var extra = 0
    /// How far an operand's next element is, in elements: what the loops take. Filled in by the kernel.
    var aStep = 0
    var bStep = 0
    var cStep = 0
    var dStep = 0
    /// Whether the rows of a tile of full width follow one another in all operands, so that they are one run.
    var isRun = false
  }

  /// A sum to be rounded and stored when all blocks are done.
  struct Sum {
    /// Its place among a block's sums, in doubles.
    let place: Int
    let count: Int
    let isDouble: Bool
    let buffer: Int
    let offset: Int
  }

  let rows: Int
  let columns: Int
  /// Whether the inner direction is along rows.
  let isInnerAlongRows: Bool
  /// The size of a tile.
  let tileRows: Int
  let tileColumns: Int
  /// The size of a block, which one thread computes.
  let blockRows: Int
  let blockColumns: Int
  private let blocks: Int
  /// The memory of the registers, in bytes.
  private let registerSize: Int
  /// The doubles that the sums of a block take, and where those of all blocks are in the replay's arena.
  let sumsPerBlock: Int
  let sumsOffset: Int
  let sums: [Sum]
  private let estimate: Double
  let name: String

  private let slots: UnsafeMutableBufferPointer<Slot>
  private let instructions: UnsafeMutableBufferPointer<Instruction>
  /// Which slots are in the thread's scratch memory, and which move with the tiles.
  private let registerSlots: UnsafeMutableBufferPointer<Int>
  private let memorySlots: UnsafeMutableBufferPointer<Int>

  init(
    name: String, rows: Int, columns: Int, isInnerAlongRows: Bool, tile: (rows: Int, columns: Int),
    block: (rows: Int, columns: Int), scratchSize: Int, sums: [Sum], sumsPerBlock: Int, sumsOffset: Int, cost: Double,
    slots: [Slot], instructions: [Instruction]
  ) {
    (self.name, self.rows, self.columns, self.isInnerAlongRows) = (name, rows, columns, isInnerAlongRows)
    (tileRows, tileColumns) = tile
    (blockRows, blockColumns) = block
    blocks = ((rows + block.rows - 1) / block.rows) * ((columns + block.columns - 1) / block.columns)
    (registerSize, self.sums, self.sumsPerBlock, self.sumsOffset) = (scratchSize, sums, sumsPerBlock, sumsOffset)
    estimate = cost
    self.slots = .allocate(capacity: slots.count)
    _ = self.slots.initialize(from: slots)
    let inRegisters = slots.indices.filter { slots[$0].buffer < 0 }
    let inMemory = slots.indices.filter { slots[$0].buffer >= 0 }
    (registerSlots, memorySlots) = (.allocate(capacity: inRegisters.count), .allocate(capacity: inMemory.count))
    _ = registerSlots.initialize(from: inRegisters)
    _ = memorySlots.initialize(from: inMemory)
    self.instructions = .allocate(capacity: instructions.count)
    let width = isInnerAlongRows ? tile.columns : tile.rows
    _ = self.instructions.initialize(from: instructions.map { TileKernel.prepared($0, slots, width: width) })
  }

  /// The instruction with its steps.
  private static func prepared(_ instruction: Instruction, _ slots: [Slot], width: Int) -> Instruction {
    var instruction = instruction
    /// The step in the loop's own direction.
    func step(_ index: Int) -> Int {
      let slot = slots[index]
      return (instruction.spansInner ? slot.inner : instruction.spansOuter ? slot.outer : 0) / slot.size
    }
    let operands = [instruction.a, instruction.b, instruction.c, instruction.d]
    (instruction.aStep, instruction.bStep) = (step(operands[0]), step(operands[1]))
    (instruction.cStep, instruction.dStep) = (step(operands[2]), step(operands[3]))
    let count =
      switch instruction.operation {
      case .quaternary: 4
      case .ternary: 3
      case .binary: 2
      default: 1
      }
    instruction.isRun = ([instruction.y] + operands.prefix(count)).allSatisfy {
      slots[$0].outer == width * slots[$0].inner
    }
    return instruction
  }

  deinit {
    slots.deinitialize()
    slots.deallocate()
    instructions.deinitialize()
    instructions.deallocate()
    registerSlots.deallocate()
    memorySlots.deallocate()
  }

  override var blockCount: Int { blocks }
  override var cost: Double { estimate }
  override var title: String { name }

  /// The number of loops over a tile.
  var instructionCount: Int { instructions.count }

  /// The size of the addresses that `run` keeps in front of the registers.
  private var addressSize: Int { (slots.count * 8 + 63) / 64 * 64 }

  override var scratchSize: Int { addressSize + registerSize }

  /// Computes block number `block` of those that the kernel cuts its matrix into by itself.
  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    if blocks == 1 { return run(rows: 0..<rows, columns: 0..<columns, block: 0, buffers: buffers, scratch: scratch) }
    let across = (columns + blockColumns - 1) / blockColumns
    let (row, column) = (block / across * blockRows, block % across * blockColumns)
    run(
      rows: row..<min(row + blockRows, rows), columns: column..<min(column + blockColumns, columns), block: block,
      buffers: buffers, scratch: scratch)
  }

  override func finish(buffers: UnsafePointer<UnsafeMutableRawPointer>) { finish(blocks: blocks, buffers: buffers) }

  /// Computes a rectangle of the matrix.
  func run(
    rows: Range<Int>, columns: Range<Int>, block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>,
    scratch: UnsafeMutableRawPointer
  ) {
    let addresses = scratch.assumingMemoryBound(to: UnsafeMutableRawPointer.self)
    let registers = scratch + addressSize
    let blockSums = (buffers[0] + sumsOffset).assumingMemoryBound(to: Double.self) + block * sumsPerBlock
    if sumsPerBlock > 0 { blockSums.update(repeating: 0, count: sumsPerBlock) }
    let (outerRange, innerRange) = isInnerAlongRows ? (rows, columns) : (columns, rows)
    let (outerTile, innerTile) = isInnerAlongRows ? (tileRows, tileColumns) : (tileColumns, tileRows)
    for index in registerSlots { addresses[index] = registers + slots[index].offset }
    var outer = outerRange.lowerBound
    while outer < outerRange.upperBound {
      let outerCount = min(outerTile, outerRange.upperBound - outer)
      var inner = innerRange.lowerBound
      while inner < innerRange.upperBound {
        let innerCount = min(innerTile, innerRange.upperBound - inner)
        for index in memorySlots {
          let slot = slots[index]
          addresses[index] = buffers[slot.buffer] + (slot.offset &+ outer &* slot.outer &+ inner &* slot.inner)
        }
        runTile(outerCount, innerCount, addresses, blockSums, outer: outer, inner: inner, innerTile: innerTile)
        inner += innerCount
      }
      outer += outerCount
    }
  }

  /// Computes one tile.
  @inline(__always)
  private func runTile(
    _ outerCount: Int, _ innerCount: Int, _ addresses: UnsafeMutablePointer<UnsafeMutableRawPointer>,
    _ blockSums: UnsafeMutablePointer<Double>, outer: Int, inner: Int, innerTile: Int
  ) {
    let slots = UnsafePointer(self.slots.baseAddress.unsafelyUnwrapped)
    for index in 0..<instructions.count {
      let instruction = instructions.baseAddress.unsafelyUnwrapped + index
      let (y, a) = (addresses[instruction.pointee.y], addresses[instruction.pointee.a])
      // A loop in the outer direction alone is one run; so is a full one whose rows follow one another.
      var (runs, length) = (1, 1)
      if instruction.pointee.spansInner {
        length = innerCount
        if instruction.pointee.spansOuter {
          if instruction.pointee.isRun && innerCount == innerTile {
            length *= outerCount
          } else {
            runs = outerCount
          }
        }
      } else if instruction.pointee.spansOuter {
        length = outerCount
      }
      let (yOuter, aOuter) = (slots[instruction.pointee.y].outer, slots[instruction.pointee.a].outer)
      switch instruction.pointee.operation {
      case .unary(let loop):
        for run in 0..<runs { loop(a + run &* aOuter, y + run &* yOuter, length) }
      // One run is the usual case, which needs no distances between runs.
      case .binary(let loop) where runs == 1:
        let b = addresses[instruction.pointee.b]
        loop(a, instruction.pointee.aStep, b, instruction.pointee.bStep, y, length)
      case .binary(let loop):
        let (b, bOuter) = (addresses[instruction.pointee.b], slots[instruction.pointee.b].outer)
        for run in 0..<runs {
          loop(
            a + run &* aOuter, instruction.pointee.aStep, b + run &* bOuter, instruction.pointee.bStep,
            y + run &* yOuter,
            length)
        }
      case .ternary(let loop):
        let (b, bOuter) = (addresses[instruction.pointee.b], slots[instruction.pointee.b].outer)
        let (c, cOuter) = (addresses[instruction.pointee.c], slots[instruction.pointee.c].outer)
        for run in 0..<runs {
          loop(
            a + run &* aOuter, instruction.pointee.aStep, b + run &* bOuter, instruction.pointee.bStep,
            c + run &* cOuter,
            instruction.pointee.cStep, y + run &* yOuter, length)
        }
      case .quaternary(let loop):
        let (b, bOuter) = (addresses[instruction.pointee.b], slots[instruction.pointee.b].outer)
        let (c, cOuter) = (addresses[instruction.pointee.c], slots[instruction.pointee.c].outer)
        let (d, dOuter) = (addresses[instruction.pointee.d], slots[instruction.pointee.d].outer)
        for run in 0..<runs {
          loop(
            a + run &* aOuter, instruction.pointee.aStep, b + run &* bOuter, instruction.pointee.bStep,
            c + run &* cOuter,
            instruction.pointee.cStep, d + run &* dOuter, instruction.pointee.dStep, y + run &* yOuter, length)
        }
      case .copy:
        copy(
          from: a, slots + instruction.pointee.a, to: y, slots + instruction.pointee.y,
          outer: instruction.pointee.spansOuter ? outerCount : 1,
          inner: instruction.pointee.spansInner ? innerCount : 1)
      case .reduceInner(let reduce):
        for run in 0..<outerCount { reduce(a + run &* aOuter, innerCount, y + run &* yOuter) }
      case .reduceOuter(let combine):
        y.copyMemory(from: a, byteCount: innerCount * slots[instruction.pointee.y].size)
        for run in 1..<max(outerCount, 1) { combine(y, 1, a + run &* aOuter, 1, y, innerCount) }
      case .gather:
        gather(instruction, addresses, slots, outerCount, innerCount)
      case .scatter:
        scatter(instruction, addresses, slots, outerCount, innerCount)
      case .columnSums(let isDouble):
        addColumns(
          a, slots + instruction.pointee.a, to: blockSums + instruction.pointee.extra, isDouble, outerCount, innerCount,
          firstColumn: isInnerAlongRows ? inner : outer)
      case .total(let isDouble):
        let sum = blockSums + instruction.pointee.extra
        for run in 0..<runs { add(a + run &* aOuter, length, to: sum, isDouble) }
      }
    }
  }

  // MARK: Copies

  private func copy(
    from a: UnsafeMutableRawPointer, _ source: UnsafePointer<Slot>, to y: UnsafeMutableRawPointer,
    _ target: UnsafePointer<Slot>, outer: Int, inner: Int
  ) {
    func copy<Bits: BitwiseCopyable>(_ bits: Bits.Type) {
      for i in 0..<outer {
        let (from, to) = (a + i * source.pointee.outer, y + i * target.pointee.outer)
        for j in 0..<inner {
          to.storeBytes(
            of: from.load(fromByteOffset: j * source.pointee.inner, as: bits), toByteOffset: j * target.pointee.inner,
            as: bits)
        }
      }
    }
    switch target.pointee.size {
    case 1: copy(UInt8.self)
    case 4: copy(UInt32.self)
    default: copy(UInt64.self)
    }
  }

  // MARK: Indices

  /// The index of a row, counted from the front; stops the program if there is no such column.
  @inline(__always)
  private func index(at address: UnsafeMutableRawPointer, size: Int, _ name: String) -> Int {
    let index = size == 8 ? address.load(as: Int.self) : Int(address.load(as: Int32.self))
    guard index >= -columns, index < columns else {
      stop("\(name): index \(index) is out of range for an axis of size \(columns)")
    }
    return index < 0 ? index + columns : index
  }

  private func gather(
    _ instruction: UnsafePointer<Instruction>, _ addresses: UnsafePointer<UnsafeMutableRawPointer>,
    _ slots: UnsafePointer<Slot>, _ outerCount: Int, _ innerCount: Int
  ) {
    let (y, ySlot) = (addresses[instruction.pointee.y], slots[instruction.pointee.y])
    let (a, aSlot) = (addresses[instruction.pointee.a], slots[instruction.pointee.a])
    let (b, bSlot) = (addresses[instruction.pointee.b], slots[instruction.pointee.b])
    let count = isInnerAlongRows ? outerCount : innerCount
    let (down, across) = isInnerAlongRows ? (aSlot.outer, aSlot.inner) : (aSlot.inner, aSlot.outer)
    let yStep = isInnerAlongRows ? ySlot.outer : ySlot.inner
    let bStep = isInnerAlongRows ? bSlot.outer : bSlot.inner
    for row in 0..<count {
      let place = index(at: b + row * bStep, size: bSlot.size, "gather")
      (y + row * yStep).copyMemory(from: a + row * down + place * across, byteCount: ySlot.size)
    }
  }

  private func scatter(
    _ instruction: UnsafePointer<Instruction>, _ addresses: UnsafePointer<UnsafeMutableRawPointer>,
    _ slots: UnsafePointer<Slot>, _ outerCount: Int, _ innerCount: Int
  ) {
    let (y, ySlot) = (addresses[instruction.pointee.y], slots[instruction.pointee.y])
    let (a, aSlot) = (addresses[instruction.pointee.a], slots[instruction.pointee.a])
    let (b, bSlot) = (addresses[instruction.pointee.b], slots[instruction.pointee.b])
    for outer in 0..<outerCount {
      (y + outer * ySlot.outer).initializeMemory(as: UInt8.self, repeating: 0, count: innerCount * ySlot.size)
    }
    let count = isInnerAlongRows ? outerCount : innerCount
    let (down, across) = isInnerAlongRows ? (ySlot.outer, ySlot.inner) : (ySlot.inner, ySlot.outer)
    let aStep = isInnerAlongRows ? aSlot.outer : aSlot.inner
    let bStep = isInnerAlongRows ? bSlot.outer : bSlot.inner
    for row in 0..<count {
      let place = index(at: b + row * bStep, size: bSlot.size, "scatterAdd")
      (y + row * down + place * across).copyMemory(from: a + row * aStep, byteCount: ySlot.size)
    }
  }

  // MARK: Sums

  private func addColumns(
    _ a: UnsafeMutableRawPointer, _ slot: UnsafePointer<Slot>, to sums: UnsafeMutablePointer<Double>, _ isDouble: Bool,
    _ outerCount: Int, _ innerCount: Int, firstColumn: Int
  ) {
    let sums = sums + firstColumn
    if isInnerAlongRows {
      guard isDouble else {
        return myelin_accumulate_rows_f32(
          a.assumingMemoryBound(to: Float.self), slot.pointee.outer / 4, outerCount, sums, innerCount)
      }
      for row in 0..<outerCount {
        myelin_accumulate_f64(
          (a + row * slot.pointee.outer).assumingMemoryBound(to: Double.self), sums, sums + columns, innerCount)
      }
    } else {
      for column in 0..<outerCount {
        let start = a + column * slot.pointee.outer
        if isDouble {
          var partial = 0.0
          myelin_sum_f64(start.assumingMemoryBound(to: Double.self), innerCount, &partial)
          myelin_accumulate_f64(&partial, sums + column, sums + column + columns, 1)
        } else {
          sums[column] += myelin_partial_sum_f32(start.assumingMemoryBound(to: Float.self), innerCount)
        }
      }
    }
  }

  @inline(__always)
  private func add(
    _ a: UnsafeMutableRawPointer, _ count: Int, to sum: UnsafeMutablePointer<Double>, _ isDouble: Bool
  ) {
    if isDouble {
      var partial = 0.0
      myelin_sum_f64(a.assumingMemoryBound(to: Double.self), count, &partial)
      myelin_accumulate_f64(&partial, sum, sum + 1, 1)
    } else {
      sum.pointee += myelin_partial_sum_f32(a.assumingMemoryBound(to: Float.self), count)
    }
  }

  /// Adds up the sums of all blocks, in the blocks' order, and stores them rounded.
  func finish(blocks: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>) {
    let all = (buffers[0] + sumsOffset).assumingMemoryBound(to: Double.self)
    // By index: an iterator over large structures allocates in builds that aren't optimized.
    for index in 0..<sums.count {
      let sum = sums[index]
      let total = all + sum.place
      let errors = total + sum.count
      for block in 1..<max(blocks, 1) {
        let part = total + block * sumsPerBlock
        if sum.isDouble {
          myelin_accumulate_f64(part, total, errors, sum.count)
          for index in 0..<sum.count { errors[index] += part[sum.count + index] }
        } else {
          for index in 0..<sum.count { total[index] += part[index] }
        }
      }
      let target = buffers[sum.buffer] + sum.offset
      if sum.isDouble {
        myelin_accumulated_f64(total, errors, target.assumingMemoryBound(to: Double.self), sum.count)
      } else {
        myelin_accumulated_f32(total, target.assumingMemoryBound(to: Float.self), sum.count)
      }
    }
  }
}
