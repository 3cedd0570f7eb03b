import MyelinCore

/// Samples whose rows are copied one by one or in runs: a batch that is put together, a buffer to shuffle in, a piece of a stream.
struct SampleRows {
  /// The samples' tensors in row-major order; see `Dataset.tensors`.
  private var tensors: [Tensor]
  /// An example of what they are.
  private let example: Dataset
  /// How many bytes a row of each tensor has.
  private let rowSizes: [Int]
  /// The number of rows.
  private(set) var count: Int

  /// The samples of a data set.
  init(_ data: Dataset) {
    (tensors, example, count) = (data.tensors.map { $0.packed() }, data, data.count)
    rowSizes = Self.rowSizes(tensors)
  }

  /// Room for `count` samples like others.
  init(like other: SampleRows, count: Int, buffers: BatchBuffers? = nil) {
    (example, rowSizes, self.count) = (other.example, other.rowSizes, count)
    tensors = other.tensors.map { tensor in
      let shape = [count] + tensor.shape.dropFirst()
      return buffers?.take(shape: shape, type: tensor.type) ?? .uninitialized(shape: shape, type: tensor.type)
    }
  }

  private static func rowSizes(_ tensors: [Tensor]) -> [Int] {
    tensors.map { $0.shape.dropFirst().reduce($0.type.byteCount, *) }
  }

  /// Throws unless other samples are like those here.
  func check(_ other: SampleRows) throws {
    let names = ["samples", "targets"] + (example.weights == nil ? [] : ["weights"]) + example.more.keys.sorted()
    guard (example.weights == nil) == (other.example.weights == nil) else {
      throw BatchError(
        "samples with weights can't be in one batch with samples without: give weights to all or to none")
    }
    guard example.more.keys.sorted() == other.example.more.keys.sorted() else {
      throw BatchError(
        "samples with \(other.example.more.keys.sorted()) can't be in one batch with those with \(example.more.keys.sorted()): "
          + "give all the same")
    }
    for (name, (own, new)) in zip(names, zip(tensors, other.tensors)) {
      guard own.type == new.type, own.shape.dropFirst() == new.shape.dropFirst() else {
        throw BatchError(
          name, Array(new.shape.dropFirst()), new.type, unlike: Array(own.shape.dropFirst()), own.type)
      }
    }
  }

  /// Makes room for more rows, twice as much at a time.
  mutating func grow(toHold needed: Int, atMost limit: Int, buffers: BatchBuffers?) {
    guard needed > count else { return }
    var larger = SampleRows(like: self, count: min(max(2 * count, needed), limit), buffers: buffers)
    larger.copy(0..<count, of: self, to: 0)
    self = larger
  }

  /// Copies rows of other samples, which `check` has seen, to a place here.
  mutating func copy(_ rows: Range<Int>, of other: SampleRows, to place: Int) {
    guard rows.upperBound <= other.count, place + rows.count <= count else {
      fatalError("SampleRows: rows \(rows) of \(other.count) don't fit at \(place) of \(count)")
    }
    for index in tensors.indices {
      let size = rowSizes[index]
      other.tensors[index].withBytes { input in
        tensors[index].withMutableBytes { output in
          guard let from = input.baseAddress, let to = output.baseAddress, size > 0 else { return }
          (to + place * size).copyMemory(from: from + rows.lowerBound * size, byteCount: rows.count * size)
        }
      }
    }
  }

  /// Copies a row within.
  mutating func move(row: Int, to place: Int) {
    guard row != place else { return }
    for index in tensors.indices {
      let size = rowSizes[index]
      tensors[index].withMutableBytes { bytes in
        guard let start = bytes.baseAddress, size > 0 else { return }
        (start + place * size).copyMemory(from: start + row * size, byteCount: size)
      }
    }
  }

  /// The samples as a data set.
  var dataset: Dataset { example.replacing(tensors: tensors) }

  /// The first samples alone.
  func prefix(_ length: Int) -> Dataset {
    length == count ? dataset : example.replacing(tensors: tensors.map { $0[0..<length] })
  }
}
