/// What a tensor literal is made of: a number, a Boolean or a list of such literals.
///
/// Numbers are float32, whether they are written with a point or without. Arrays that already have a Swift type keep its
/// kind: `Tensor(integers)` of an `[Int]` is int64.
///
/// `Tensor` itself isn't a number literal, so that the 2 in `2 * x` is a number, which takes the type of `x`.
public struct TensorLiteral: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
  let tensor: Tensor

  /// A scalar of type float32.
  public init(floatLiteral value: Double) { tensor = .full([], value) }
  /// A scalar of type float32.
  public init(integerLiteral value: Int) { tensor = .full([], value, type: .float32) }
  /// A scalar of type bool.
  public init(booleanLiteral value: Bool) { tensor = .full([], value) }
  /// The elements stacked along a new first axis.
  public init(arrayLiteral elements: TensorLiteral...) { tensor = .init(stacking: elements) }
}

extension Tensor: ExpressibleByArrayLiteral {
  /// The elements stacked along a new first axis: `[[1, 2], [3, 4]]` has shape `[2, 2]`.
  public init(arrayLiteral elements: TensorLiteral...) { self.init(stacking: elements) }

  init(stacking elements: [TensorLiteral]) {
    guard let first = elements.first?.tensor else {
      self = .zeros([0])
      return
    }
    if let odd = elements.first(where: { $0.tensor.shape != first.shape }) {
      stop("Tensor literal: its parts have different shapes, \(first.shape) and \(odd.tensor.shape)")
    }
    self = .stack(elements.map(\.tensor))
  }
}

extension Tensor {
  /// The tensor that a literal spells: `Tensor(0)`, `Tensor([[1, 2], [3, 4]])`; float32.
  public init(_ literal: TensorLiteral) { self = literal.tensor }

  /// A scalar: float32 for floating-point values, int64 for `Int`, bool for `Bool`.
  @_disfavoredOverload
  public init(_ value: some TensorElement, type: DType? = nil) { self = .full([], value, type: type) }

  /// A vector.
  ///
  /// - Parameter type: The type of the tensor's elements; by default `Float` and `Double` give float32, `Int` int64.
  @_disfavoredOverload
  public init<Element: TensorElement>(_ elements: [Element], type: DType? = nil) {
    self.init(shape: [elements.count], elements, type: type)
  }

  /// A matrix of rows of equal length.
  @_disfavoredOverload
  public init<Element: TensorElement>(_ rows: [[Element]], type: DType? = nil) {
    let columns = rows.first?.count ?? 0
    if let odd = rows.firstIndex(where: { $0.count != columns }) {
      stop("Tensor: row \(odd) has \(rows[odd].count) elements, row 0 has \(columns)")
    }
    self.init(shape: [rows.count, columns], rows.flatMap { $0 }, type: type)
  }

  /// A tensor with three axes, from matrices of equal shape.
  @_disfavoredOverload
  public init<Element: TensorElement>(_ matrices: [[[Element]]], type: DType? = nil) {
    self = .stack(matrices.map { Tensor($0, type: type) })
  }
}
