extension Tensor {
  /// A tensor of `shape` with the given elements in row-major order.
  ///
  /// - Parameter type: The type of the tensor's elements; by default `Float` and `Double` give float32, `Int` int64.
  public init<Element: TensorElement>(shape: [Int], _ elements: [Element], type: DType? = nil) {
    Tensor.check(shape, in: "Tensor")
    guard Shape.count(shape) == elements.count else {
      stop("Tensor: \(elements.count) elements don't fill shape \(shape), which has \(Shape.count(shape))")
    }
    let exact = Tensor(shape: shape, of: Element.self) { output in
      _ = output.initialize(fromContentsOf: elements)
    }
    self = exact.cast(to: type ?? Element.defaultTensorType)
  }

  /// A tensor of `shape` whose elements a closure writes, in row-major order, where the tensor keeps them: nothing is copied.
  ///
  /// ```swift
  /// let pixels = Tensor(shape: [count, 784]) { (elements: UnsafeMutableBufferPointer<Float>) in
  ///   for place in elements.indices { elements[place] = Float(bytes[place]) / 255 }
  /// }
  /// ```
  ///
  /// - Parameter write: Must write all elements. If it throws, there is no tensor.
  public init<Element: TensorElement>(
    shape: [Int], initializingWith write: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows {
    Tensor.check(shape, in: "Tensor")
    self.init(uninitialized: TensorDescription(shape: shape, type: Element.dtype))
    let count = self.count
    let start = exclusiveStart().bindMemory(to: Element.self, capacity: count)
    try write(UnsafeMutableBufferPointer(start: start, count: count))
  }

  /// A tensor of `shape` whose elements are all `value`.
  public static func full<Value: TensorElement>(_ shape: [Int], _ value: Value, type: DType? = nil) -> Tensor {
    if !shape.isEmpty { check(shape, in: "full") }
    return number(WeakNumber(value), type: type ?? Value.defaultTensorType, shape: shape)
  }

  /// A tensor of `shape` whose elements are all 0.
  public static func zeros(_ shape: [Int], type: DType = .float32) -> Tensor { full(shape, 0, type: type) }

  /// A tensor of `shape` whose elements are all 1.
  public static func ones(_ shape: [Int], type: DType = .float32) -> Tensor { full(shape, 1, type: type) }

  /// Zeros of this tensor's shape and type.
  public func zerosLike() -> Tensor { .zeros(shape, type: type) }

  /// Ones of this tensor's shape and type.
  public func onesLike() -> Tensor { .ones(shape, type: type) }

  /// A matrix with ones on a diagonal and zeros elsewhere.
  ///
  /// - Parameters:
  ///   - columns: The number of columns; by default as many as rows.
  ///   - diagonal: 0 is the main diagonal, positive ones lie above it, negative ones below.
  public static func eye(_ rows: Int, columns: Int? = nil, diagonal: Int = 0, type: DType = .float32) -> Tensor {
    let columns = columns ?? rows
    check([rows, columns], in: "eye")
    let column = arange(columns).reshaped(to: [1, columns])
    let row = arange(rows).reshaped(to: [rows, 1])
    return (column - row .== diagonal).cast(to: type)
  }

  /// The integers 0, 1, … below `end`, as int64.
  public static func arange(_ end: Int) -> Tensor { arange(0, end) }

  /// The integers from `start` towards `end`, which isn't included, in steps of `step`, as int64.
  public static func arange(_ start: Int, _ end: Int, step: Int = 1) -> Tensor {
    if step == 0 { stop("arange: the step is 0") }
    let values = Array(stride(from: start, to: end, by: step))
    return Tensor(shape: [values.count], values)
  }

  /// The numbers from `start` towards `end`, which isn't included, in steps of `step`.
  ///
  /// Element k is `start + k·step`, so that errors don't add up; there are ⌈(end − start) / step⌉ of them.
  public static func arange(_ start: Double, _ end: Double, step: Double = 1, type: DType = .float32) -> Tensor {
    let length = ((end - start) / step).rounded(.up)
    guard step != 0, length.isFinite else {
      stop("arange: no finite number of steps of \(step) from \(start) to \(end)")
    }
    let count = Swift.max(0, Int.element(from: length))
    return Tensor(shape: [count], (0..<count).map { start + Double($0) * step }, type: type)
  }

  /// `count` numbers in equal steps from `start` to `end`, both included.
  public static func linspace(_ start: Double, _ end: Double, count: Int = 50, type: DType = .float32) -> Tensor {
    if count < 0 { stop("linspace: the count \(count) is negative") }
    let step = (end - start) / Double(Swift.max(count - 1, 1))
    let values = (0..<count).map { $0 == count - 1 && count > 1 ? end : start + Double($0) * step }
    return Tensor(shape: [count], values, type: type)
  }

  static func check(_ shape: [Int], in operation: String) {
    if shape.count == 1, shape[0] >= 0, shape[0] <= Int.max / 8 { return }
    if let size = shape.first(where: { $0 < 0 }) { stop("\(operation): size \(size) in shape \(shape) is negative") }
    var count = 1
    for size in shape where size > 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow || product > Int.max / 8 { stop("\(operation): shape \(shape) has too many elements") }
      count = product
    }
  }
}

extension TensorElement {
  /// The type of tensors made of such values: float32 for all floating-point numbers.
  static var defaultTensorType: DType { dtype == .float64 ? .float32 : dtype }
}
