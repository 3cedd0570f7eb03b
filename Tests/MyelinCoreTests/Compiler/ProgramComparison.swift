import Testing

@testable import MyelinCore

/// How far a program's results may be from those of its closure.
enum Agreement {
  /// The same bits.
  case exact
  /// The same up to the rounding of sums and products, relative to the size of the numbers.
  case rounded

  func tolerance(_ type: DType) -> Double {
    switch self {
    case .exact: 0
    case .rounded: type == .float32 ? 2e-5 : type == .float64 ? 1e-12 : 0
    }
  }
}

/// Whether two tensors agree in shape, type and, as far as asked, values.
func agree(_ program: Tensor, _ closure: Tensor, _ agreement: Agreement = .exact) -> Bool {
  guard program.shape == closure.shape, program.type == closure.type else { return false }
  let tolerance = agreement.tolerance(program.type)
  let (a, b) = (program.scalars, closure.scalars)
  let scale = tolerance == 0 ? 0 : b.reduce(1) { $1.isFinite ? max($0, $1.magnitude) : $0 }
  return zip(a, b).allSatisfy { a, b in
    if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
    if a == b { return a.sign == b.sign || tolerance > 0 }
    return (a - b).magnitude <= tolerance * scale
  }
}

/// Checks that a program of the closure gives what the closure gives: at once, and when it runs again with other arguments.
func expectEqual(
  _ arguments: [Tensor], _ agreement: Agreement = .exact, again others: [Tensor]? = nil, _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation, _ body: @escaping ([Tensor]) -> [Tensor]
) {
  let function = compile(body)
  for arguments in [arguments, others ?? arguments, arguments] {
    let program = function(arguments)
    let closure = body(arguments)
    guard program.count == closure.count else {
      Issue.record("\(comment): \(program.count) results, not \(closure.count)", sourceLocation: sourceLocation)
      return
    }
    for (index, (a, b)) in zip(program, closure).enumerated() where !agree(a, b, agreement) {
      Issue.record(
        """
        \(comment): result \(index)
        program: \(a.type.rawValue)\(a.shape)
        \(a)
        closure: \(b.type.rawValue)\(b.shape)
        \(b)
        \(function.program?.description ?? "")
        """, sourceLocation: sourceLocation)
      return
    }
  }
  #expect(function.recordingCount == 1, sourceLocation: sourceLocation)
}

/// Checks a closure of one tensor.
func expectEqual(
  _ x: Tensor, _ agreement: Agreement = .exact, _ comment: String = "",
  sourceLocation: SourceLocation = #_sourceLocation, _ body: @escaping (Tensor) -> Tensor
) {
  expectEqual([x], agreement, comment, sourceLocation: sourceLocation) { [body($0[0])] }
}

extension Tensor {
  /// Numbers between −2 and 2 in no order, some of them equal, the same in every run.
  static func scattered(_ shape: [Int], type: DType = .float32, seed: Int = 1) -> Tensor {
    let count = shape.reduce(1, *)
    let numbers = (0..<count).map { index in Double((index * 7919 + seed * 104_729) % 257 - 128) / 64 }
    switch type {
    case .bool: return Tensor(shape: shape, numbers.map { $0 > 0 ? 1.0 : 0.0 }, type: .bool)
    case .int32, .int64: return Tensor(shape: shape, numbers.map { ($0 * 4).rounded() }, type: type)
    case .float32, .float64: return Tensor(shape: shape, numbers, type: type)
    }
  }
}
