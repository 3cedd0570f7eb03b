/// The cotangents of an operation's inputs, `nil` where the derivative is zero everywhere; without memory of its own for
/// up to two inputs.
enum Derivatives: ExpressibleByArrayLiteral {
  case none
  case one(Tensor?)
  case two(Tensor?, Tensor?)
  case many([Tensor?])

  init(arrayLiteral derivatives: Tensor?...) { self = .many(derivatives) }

  /// The cotangent of the first input.
  @inline(__always)
  var first: Tensor? {
    switch self {
    case .none: nil
    case .one(let first), .two(let first, _): first
    case .many(let derivatives): derivatives.first ?? nil
    }
  }
}
