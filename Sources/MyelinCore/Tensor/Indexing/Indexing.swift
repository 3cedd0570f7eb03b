/// Indices resolved against a tensor's shape: a slice, then a new arrangement of its axes, then a gathering.
///
/// Integers and ranges are applied first, so that tensors of indices see only the axes that are left.
struct Indexing {
  /// What is read of every axis.
  let slice: Slice
  /// The slice's axes without those of single elements and with the new ones.
  let arranged: [Int]
  /// The arranged axes that index tensors select along, and the tensors (integers, one per axis).
  let gathered: [(axis: Int, places: Tensor)]
  /// Whether something else stands between the index tensors: then what they select comes to the front, as in NumPy. An
  /// integer beside them counts as one of them.
  private let isScattered: Bool

  init(_ indices: [any TensorIndex], shape: [Int]) {
    let selections = Indexing.expanded(indices.map(\.selection), shape: shape)
    var (starts, steps, sizes) = ([Int](), [Int](), [Int]())
    var arranged: [Int] = []
    var gathered: [(axis: Int, places: Tensor)] = []
    for selection in selections {
      let axis = starts.count
      switch selection {
      case .newAxis: arranged.append(1)
      case .ellipsis: break
      case .element(let index):
        let size = shape[axis]
        guard index >= -size, index < size else {
          stop("x[\(index)]: the index is out of range for axis \(axis) of \(shape)")
        }
        starts.append(index < 0 ? index + size : index)
        steps.append(1)
        sizes.append(1)
      case .slice(let resolve):
        let (start, step, count) = resolve(shape[axis])
        starts.append(start)
        steps.append(step)
        sizes.append(count)
        arranged.append(count)
      case .tensor(let tensor):
        for places in Indexing.places(tensor, along: axis, of: shape) {
          gathered.append((arranged.count, places))
          arranged.append(shape[starts.count])
          sizes.append(shape[starts.count])
          starts.append(0)
          steps.append(1)
        }
      }
    }
    slice = Slice(starts: starts, steps: steps, shape: sizes)
    self.arranged = arranged
    self.gathered = gathered
    isScattered = Indexing.isScattered(selections)
  }

  /// Whether a single element, a range or a mask's axes are all there is to select.
  var isBasic: Bool { gathered.isEmpty }

  /// The selected elements.
  func apply(to x: Tensor) -> Tensor {
    let view = Tensor.apply(slice, x).reshaped(to: arranged)
    guard !gathered.isEmpty else { return view }
    var shape: [Int] = []
    for (_, places) in gathered {
      guard let common = Shape.broadcast(shape, places.shape) else {
        stop("x[…]: index tensors of shapes \(gathered.map(\.places.shape)) do not broadcast")
      }
      shape = common
    }
    // The gathered axes become one, and every tuple of places one place on it.
    let axes = gathered.map(\.axis)
    let others = arranged.indices.filter { !axes.contains($0) }
    let sizes = axes.map { arranged[$0] }
    let strides = Shape.rowMajorStrides(sizes)
    var place = Tensor.zeros(shape, type: .int64)
    for ((_, places), (size, stride)) in zip(gathered, zip(sizes, strides)) {
      place += places.places(below: size, in: "x[…]") * stride
    }
    let flat = view.permuted(to: axes + others).reshaped(
      to: [sizes.reduce(1, *)] + others.map { arranged[$0] })
    let taken = flat.taking(place)
    if isScattered { return taken }
    let front = axes[0]
    let order =
      Array(shape.count..<shape.count + front) + Array(0..<shape.count)
      + Array(shape.count + front..<taken.rank)
    return taken.permuted(to: order)
  }

  /// Whether a slice, an ellipsis or a new axis stands between integers and index tensors.
  private static func isScattered(_ selections: [AxisSelection]) -> Bool {
    let isPlace = selections.map { selection in
      switch selection {
      case .element, .tensor: true
      case .slice, .newAxis, .ellipsis: false
      }
    }
    guard let first = isPlace.firstIndex(of: true), let last = isPlace.lastIndex(of: true) else { return false }
    return isPlace[first...last].contains(false)
  }

  /// One selection for every axis: the ellipsis is followed by the whole axes that it, or the end, stands for.
  private static func expanded(_ selections: [AxisSelection], shape: [Int]) -> [AxisSelection] {
    var used = 0
    var ellipses = 0
    for selection in selections {
      switch selection {
      case .newAxis: break
      case .ellipsis: ellipses += 1
      case .element, .slice: used += 1
      case .tensor(let tensor): used += tensor.type == .bool ? tensor.rank : 1
      }
    }
    guard used <= shape.count else {
      stop("x[…]: \(used) indices for a tensor with \(shape.count) axes (shape \(shape))")
    }
    guard ellipses <= 1 else { stop("x[…]: more than one ellipsis") }
    let rest = [AxisSelection](repeating: AxisSlice.all.selection, count: shape.count - used)
    guard ellipses == 1 else { return selections + rest }
    return selections.flatMap { selection in
      if case .ellipsis = selection { [selection] + rest } else { [selection] }
    }
  }

  /// The places that an index tensor names along `axis`; a mask names one along each of its axes.
  private static func places(_ tensor: Tensor, along axis: Int, of shape: [Int]) -> [Tensor] {
    guard tensor.type == .bool else {
      guard tensor.type.isInteger else {
        stop("x[…]: index tensors must be integers or Booleans, got \(tensor.type.rawValue)")
      }
      return [tensor]
    }
    guard tensor.rank > 0, Array(shape[axis..<axis + tensor.rank]) == tensor.shape else {
      stop("x[mask]: the mask has shape \(tensor.shape), the axes it covers \(shape[axis..<axis + tensor.rank])")
    }
    let holds = tensor.elements(as: Bool.self)
    let positions = holds.indices.filter { holds[$0] }
    return zip(tensor.shape, Shape.rowMajorStrides(tensor.shape)).map { size, stride in
      Tensor(positions.map { $0 / stride % size })
    }
  }
}
