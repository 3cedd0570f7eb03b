/// Elements copied to where they belong in a larger tensor, and a number everywhere else.
final class MoveStep: PlanStep {
  /// Elements in any arrangement that go to places in any arrangement.
  struct Part {
    let source: Storage
    /// The first place, in bytes from the start of the target.
    let offset: Int
    let loop: StridedLoop
    let rowCount: Int

    init(_ shape: [Int], from source: Storage, _ sourceStrides: [Int], to offset: Int, _ targetStrides: [Int]) {
      (self.source, self.offset) = (source, offset)
      loop = StridedLoop(shape: shape, strides: [sourceStrides, targetStrides])
      rowCount = loop.shape.dropLast().reduce(1, *)
    }
  }

  private let name: String
  private let layout: TensorDescription
  private let target: Storage
  /// What is written everywhere first, if the parts don't cover everything.
  private let filling: Tensor?
  private let parts: [Part]

  /// - Parameter filling: One element of the result's type.
  init(_ name: String, _ layout: TensorDescription, to target: Storage, filling: Tensor?, parts: [Part]) {
    (self.name, self.layout, self.target, self.filling, self.parts) = (name, layout, target, filling, parts)
  }

  override var cost: Double { Double(layout.count) }
  override var title: String { "\(name) → \(layout.text)" }

  override func run(block: Int, buffers: UnsafePointer<UnsafeMutableRawPointer>, scratch: UnsafeMutableRawPointer) {
    switch layout.type.byteCount {
    case 1: move(UInt8.self, buffers)
    case 4: move(UInt32.self, buffers)
    default: move(UInt64.self, buffers)
    }
  }

  private func move<Bits: BitwiseCopyable>(_ bits: Bits.Type, _ buffers: UnsafePointer<UnsafeMutableRawPointer>) {
    let start = buffers[target.buffer] + target.offset
    if let filling {
      start.initializeMemory(as: bits, repeating: filling.rawStart.load(as: bits), count: layout.count)
    }
    let size = MemoryLayout<Bits>.size
    for index in 0..<parts.count {
      let (loop, source) = (parts[index].loop, parts[index].source)
      let last = loop.shape.count - 1
      let (length, step, stride) = (loop.shape[last], loop.strides[0][last] * size, loop.strides[1][last] * size)
      for number in 0..<parts[index].rowCount {
        var (from, to) = (buffers[source.buffer] + source.offset, start + parts[index].offset)
        var (rest, axis) = (number, last - 1)
        while axis >= 0 {
          let place = rest % loop.shape[axis]
          from += place * loop.strides[0][axis] * size
          to += place * loop.strides[1][axis] * size
          rest /= loop.shape[axis]
          axis -= 1
        }
        if step == size, stride == size {
          to.copyMemory(from: from, byteCount: length * size)
        } else {
          for _ in 0..<length {
            to.storeBytes(of: from.load(as: bits), as: bits)
            from += step
            to += stride
          }
        }
      }
    }
  }
}

extension MoveStep {
  /// The step of an operation that puts its operands into a larger tensor, or `nil` if it isn't one.
  convenience init?(
    _ primitive: any Primitive, _ layout: TensorDescription, inputs: [(place: Place, storage: Storage)],
    to target: Storage
  ) {
    let size = layout.type.byteCount
    let strides = Shape.rowMajorStrides(layout.shape)
    func part(_ input: (place: Place, storage: Storage), starts: [Int], steps: [Int]?) -> Part {
      let source = Storage(buffer: input.storage.buffer, offset: input.storage.offset + input.place.offset * size)
      let offset = zip(starts, strides).reduce(0) { $0 + $1.0 * $1.1 } * size
      let targetStrides = steps.map { zip($0, strides).map { $0 * $1 } } ?? strides
      return Part(input.place.shape, from: source, input.place.strides, to: offset, targetStrides)
    }
    func number(_ value: Double) -> Tensor { Tensor.full([], value, type: layout.type) }
    guard layout.count > 0, inputs.allSatisfy({ $0.place.count > 0 }) else { return nil }
    switch primitive {
    case let pad as Pad:
      self.init(
        pad.name, layout, to: target, filling: number(pad.value),
        parts: [part(inputs[0], starts: pad.before, steps: nil)])
    case let unslice as Unslice:
      self.init(
        unslice.name, layout, to: target, filling: number(0),
        parts: [part(inputs[0], starts: unslice.slice.starts, steps: unslice.slice.steps)])
    case let concatenate as Concatenate:
      var position = 0
      var parts: [Part] = []
      for input in inputs {
        parts.append(
          part(input, starts: layout.shape.indices.map { $0 == concatenate.axis ? position : 0 }, steps: nil))
        position += input.place.shape[concatenate.axis]
      }
      self.init(concatenate.name, layout, to: target, filling: nil, parts: parts)
    default: return nil
    }
  }
}
