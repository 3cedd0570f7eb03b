import MyelinCore

/// What an operation of `Tests/Fixtures/arrays.py` is in Myelin.
typealias NumPyOperation = @Sendable ([Tensor]) -> [Tensor]

/// The operation of a name, or nil if there is none.
func numPyOperation(_ name: String) -> NumPyOperation? {
  if let operation = elementwise[name] ?? creations[name] ?? arrangements[name] ?? subscripts[name] ?? products[name] {
    return { [operation($0)] }
  }
  return splits[name] ?? reduction(name)
}

private typealias Operation = @Sendable ([Tensor]) -> Tensor

/// `sum [0, 2] keeping`, `argmax 1`, `argmax`.
private func reduction(_ name: String) -> NumPyOperation? {
  let parts = name.split(separator: " ", maxSplits: 1).map(String.init)
  guard parts.count == 2 else {
    switch name {
    case "argmax": return { [$0[0].argmax()] }
    case "argmin": return { [$0[0].argmin()] }
    default: return nil
    }
  }
  if let axis = Int(parts[1]) {
    switch parts[0] {
    case "argmax": return { [$0[0].argmax(axis: axis)] }
    case "argmin": return { [$0[0].argmin(axis: axis)] }
    case "cumulativeSum": return { [$0[0].cumulativeSum(axis: axis)] }
    case "argsort": return { [$0[0].argsort(axis: axis)] }
    case "sorted": return { [$0[0].sorted(axis: axis)] }
    default: return nil
    }
  }
  let axes = parts[1].split { !$0.isNumber }.compactMap { Int($0) }
  let keeps = name.hasSuffix("keeping")
  switch parts[0] {
  case "sum": return { [$0[0].sum(axes: axes, keepingDimensions: keeps)] }
  case "prod": return { [$0[0].prod(axes: axes, keepingDimensions: keeps)] }
  case "max": return { [$0[0].max(axes: axes, keepingDimensions: keeps)] }
  case "min": return { [$0[0].min(axes: axes, keepingDimensions: keeps)] }
  case "mean": return { [$0[0].mean(axes: axes, keepingDimensions: keeps)] }
  case "variance": return { [$0[0].variance(axes: axes, keepingDimensions: keeps)] }
  case "any": return { [$0[0].any(axes: axes, keepingDimensions: keeps)] }
  case "all": return { [$0[0].all(axes: axes, keepingDimensions: keeps)] }
  case "logSumExp": return { [$0[0].logSumExp(axes: axes, keepingDimensions: keeps)] }
  default: return nil
  }
}

private let elementwise: [String: Operation] = [
  "add": { $0[0] + $0[1] }, "subtract": { $0[0] - $0[1] }, "multiply": { $0[0] * $0[1] },
  "divide": { $0[0] / $0[1] }, "floorDivide": { $0[0].floorDivided(by: $0[1]) }, "remainder": { $0[0] % $0[1] },
  "maximum": { $0[0].maximum($0[1]) }, "minimum": { $0[0].minimum($0[1]) }, "power": { $0[0].power($0[1]) },
  "atan2": { $0[0].atan2($0[1]) }, "equal": { $0[0] .== $0[1] }, "notEqual": { $0[0] .!= $0[1] },
  "less": { $0[0] .< $0[1] }, "lessOrEqual": { $0[0] .<= $0[1] }, "greater": { $0[0] .> $0[1] },
  "greaterOrEqual": { $0[0] .>= $0[1] }, "isNaN": { $0[0].isNaN() }, "isFinite": { $0[0].isFinite() },
  "isInfinite": { $0[0].isInfinite() }, "round": { $0[0].round() }, "floor": { $0[0].floor() },
  "ceil": { $0[0].ceil() }, "truncated": { $0[0].truncated() }, "sign": { $0[0].sign() }, "sqrt": { $0[0].sqrt() },
  "exp": { $0[0].exp() }, "expm1": { $0[0].expm1() }, "log": { $0[0].log() }, "log1p": { $0[0].log1p() },
  "log2": { $0[0].log2() }, "log10": { $0[0].log10() }, "sin": { $0[0].sin() }, "cos": { $0[0].cos() },
  "tan": { $0[0].tan() }, "asin": { $0[0].asin() }, "acos": { $0[0].acos() }, "atan": { $0[0].atan() },
  "sinh": { $0[0].sinh() }, "cosh": { $0[0].cosh() }, "tanh": { $0[0].tanh() }, "asinh": { $0[0].asinh() },
  "acosh": { $0[0].acosh() }, "atanh": { $0[0].atanh() }, "abs": { $0[0].abs() }, "negative": { -$0[0] },
  "clipped -1.5 2.2": { $0[0].clipped(to: -1.5...2.2) }, "clipped -2 3": { $0[0].clipped(to: -2...3) },
  "floorDivide 3": { $0[0].floorDivided(by: 3) }, "where x > 0, x, 7": { .where($0[0] .> 0, $0[0], 7) },
  "where x > 0, -7, x": { .where($0[0] .> 0, -7, $0[0]) },
]

private let creations: [String: Operation] = [
  "eye 3": { _ in .eye(3) }, "eye 2 4 1": { _ in .eye(2, columns: 4, diagonal: 1) },
  "eye 3 2 -1": { _ in .eye(3, columns: 2, diagonal: -1) }, "arange 5": { _ in .arange(5) },
  "arange 7 -3 -4": { _ in .arange(7, -3, step: -4) }, "arange 3 3": { _ in .arange(3, 3) },
  "arange 0 1 0.1": { _ in .arange(0.0, 1, step: 0.1, type: .float64) },
  "arange 1 -1 -0.3": { _ in .arange(1.0, -1, step: -0.3, type: .float64) },
  "linspace -1 2 7": { _ in .linspace(-1, 2, count: 7, type: .float64) },
  "linspace 3 3 1": { _ in .linspace(3, 3, count: 1, type: .float64) },
  "linspace 0 1 0": { _ in .linspace(0, 1, count: 0, type: .float64) },
]

private let arrangements: [String: Operation] = [
  "reshaped": { $0[0].reshaped(to: [4, -1]) }, "transposed": { $0[0].transposed() },
  "transposed 0 2": { $0[0].transposed(0, 2) }, "permuted": { $0[0].permuted(to: [2, 0, 1]) },
  "squeezed": { $0[0].squeezed() }, "unsqueezed": { $0[0].unsqueezed(axis: 1) },
  "expanded": { $0[0].expanded(to: [5, 2, 3, 4]) }, "concatenated": { .concatenate([$0[0], $0[1]], axis: 1) },
  "stacked": { .stack([$0[0], $0[1]], axis: -1) }, "padded": { $0[0].padded([(1, 0), (0, 2), (1, 1)], value: 7) },
  "tiled": { $0[0].tiled([2, 1, 2]) }, "tiled more": { $0[0].tiled([2, 1, 1, 1]) }, "tiled less": { $0[0].tiled([2]) },
  "tiled never": { $0[0].tiled([0, 1, 1]) }, "repeated": { $0[0].repeated(3, axis: 1) },
  "flipped": { $0[0].flipped() }, "flipped 0 2": { $0[0].flipped(axes: 0, 2) }, "oneHot": { $0[0].oneHot() },
  "taking": { $0[0].taking($0[1], axis: 1) }, "gather": { $0[0].gather($0[1], axis: 1) },
]

private let splits: [String: NumPyOperation] = [
  "split sizes": { $0[0].split(sizes: [1, 2, 1], axis: 2) }, "split size": { $0[0].split(size: 3, axis: 2) },
  "split count": { $0[0].split(count: 3, axis: 2) },
]

private let subscripts: [String: Operation] = [
  "x[1]": { $0[0][1] }, "x[-1, -2, -3]": { $0[0][-1, -2, -3] }, "x[:, 1:3]": { $0[0][.all, 1..<3] },
  "x[..., ::-1]": { $0[0][..., .reversed] },
  "x[::-1, ::-2, 3:0:-2]": { $0[0][.reversed, .every(-2), .from(3, to: 0, by: -2)] },
  "x[:, 5:9]": { $0[0][.all, 5..<9] }, "x[1:1]": { $0[0][1..<1] },
  "x[:, None, -2:, ::3]": { $0[0][.all, .newAxis, .from(-2), .every(3)] }, "x[x > 10]": { $0[0][$0[0] .> 10] },
  "x[mask]": { $0[0][$0[1]] }, "x[:, mask]": { $0[0][.all, [true, false, true] as Tensor] },
  "x[[1, 0, 1]]": { $0[0][[1, 0, 1]] },
  "x[:, [[0, 2], [2, -1]]]": { $0[0][.all, Tensor([[0, 2], [2, -1]] as [[Int]])] },
  "x[[0, 1], [2, 0]]": { $0[0][[0, 1], [2, 0]] }, "x[[0, 1], :, [3, 0]]": { $0[0][[0, 1], .all, [3, 0]] },
  "x[0, :, [3, 0]]": { $0[0][0, .all, [3, 0]] }, "x[:, 0, [3, 0]]": { $0[0][.all, 0, [3, 0]] },
  "x[:, 2, ..., [3, 0]]": { $0[0][.all, 2, ..., [3, 0]] },
  "x[:, -1, None, [3, 0]]": { $0[0][.all, -1, .newAxis, [3, 0]] }, "x[:, [2, 0], 1]": { $0[0][.all, [2, 0], 1] },
  "x[[1, 0], :, -1]": { $0[0][[1, 0], .all, -1] },
  "x[0] = 7": changing { x, _ in x[0] = Tensor(7) },
  "x[1, 2, 3] = -1": changing { x, _ in x[1, 2, 3] = Tensor(-1) },
  "x[:, 1:, ::2] = 0": changing { x, _ in x[.all, 1..., .every(2)] = Tensor(0) },
  "x[..., ::-1] = x[..., :]": changing { x, old in x[..., .reversed] = old },
  "x[x > 10] = 5": changing { x, old in x[old .> 10] = Tensor(5) },
  "x[[1, 0]] = x": changing { x, old in x[[1, 0]] = old },
  "x[:, [2, 0]] = [[1, 2, 3, 4], [5, 6, 7, 8]]": changing { x, _ in x[.all, [2, 0]] = [[1, 2, 3, 4], [5, 6, 7, 8]] },
  "x[[0, 0], [1, 1], [2, 2]] = [8, 9]": changing { x, _ in x[[0, 0], [1, 1], [2, 2]] = [8, 9] },
  "x[1:1] = 3": changing { x, _ in x[1..<1] = Tensor(3) },
  "x[0, :, [3, 0]] = [[1, 2, 3], [4, 5, 6]]": changing { x, _ in x[0, .all, [3, 0]] = [[1, 2, 3], [4, 5, 6]] },
]

/// The first input after a change to it, which must leave copies as they were.
private func changing(_ change: @escaping @Sendable (_ x: inout Tensor, _ old: Tensor) -> Void) -> Operation {
  { inputs in
    let (old, copy) = (inputs[0], inputs[0])
    var x = inputs[0]
    change(&x, old)
    return old.isIdentical(to: copy) && inputs[0].isIdentical(to: Tensor.arange(24).reshaped(to: [2, 3, 4]))
      ? x : .zeros([])
  }
}

private let products: [String: Operation] = [
  "matmul": { $0[0].matmul($0[1]) }, "outer": { $0[0].outer($0[1]) }, "dot": { $0[0].dot($0[1]) },
  "trace": { $0[0].trace() }, "norm": { $0[0].norm() },
]
