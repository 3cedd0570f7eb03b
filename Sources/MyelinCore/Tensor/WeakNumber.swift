import CMyelinKernels

/// A Swift number beside a tensor, whose type it takes if that can hold it.
struct WeakNumber {
  /// The number, rounded to nearest.
  let real: Double
  /// The number, truncated towards zero.
  let integer: Int
  /// The type that the number has in Swift.
  let type: DType

  @inline(__always)
  init<Value: TensorElement>(_ value: Value) {
    type = Value.dtype
    real = value.asDouble
    integer = type.isFloatingPoint ? 0 : value.asInt
  }

  /// The type that leaves a tensor's alone, if it can hold the number.
  func type(beside other: DType) -> DType {
    switch type {
    case .float32, .float64: other.floatingPoint
    case .int32, .int64: other == .bool || !other.holds(integer) ? type : other
    case .bool: other
    }
  }

  /// Writes the number `count` times.
  @inline(__always)
  func write(to start: UnsafeMutableRawPointer, as type: DType, count: Int) {
    func fill<Element: TensorElement>(_ value: Element) {
      start.initializeMemory(as: Element.self, repeating: value, count: count)
    }
    let isFraction = self.type.isFloatingPoint
    switch type {
    case .bool: fill(isFraction ? real != 0 : integer != 0)
    case .int32: fill(isFraction ? Int32.element(from: real) : Int32.element(from: integer))
    case .int64: fill(isFraction ? Int.element(from: real) : integer)
    case .float32: fill(isFraction ? Float(real) : Float(integer))
    case .float64: fill(isFraction ? real : Double(integer))
    }
  }
}

extension Tensor {
  /// A tensor of `shape` whose elements are all one number.
  static func number(_ value: WeakNumber, type: DType, shape: [Int] = []) -> Tensor {
    Tensor(shape: shape, type: type) { value.write(to: $0, as: type, count: $1) }
  }

  /// A tensor of `shape` whose elements are all one number.
  static func number(_ value: Int, type: DType, shape: [Int] = []) -> Tensor {
    number(WeakNumber(value), type: type, shape: shape)
  }

  /// Element by element with a number beside each, in the type in which both meet.
  static func binary(_ function: BinaryFunction, _ x: Tensor, _ number: WeakNumber, numberFirst: Bool = false) -> Tensor
  {
    let ownType = number.type(beside: x.type)
    var type = x.type.promoted(with: ownType)
    if function == .divide || function == .arctangent2 { type = type.floatingPoint }
    // Where nothing is recorded the number needs no tensor.
    if x.type == type, x.isContiguous, !x.isSymbolic, !x.isWatched || !GradientScope.isRecording,
      let loop = myelin_binary_loop_of(function.kernel, type.kernel)
    {
      return Tensor(like: x) { target, count in
        var word: UInt64 = 0
        withUnsafeMutablePointer(to: &word) { word in
          number.write(to: word, as: type, count: 1)
          if numberFirst {
            loop(word, 0, x.rawStart, 1, target, count)
          } else {
            loop(x.rawStart, 1, word, 0, target, count)
          }
        }
      }
    }
    let other = Tensor.number(number, type: ownType)
    return numberFirst ? binary(function, other, x) : binary(function, x, other)
  }
}
