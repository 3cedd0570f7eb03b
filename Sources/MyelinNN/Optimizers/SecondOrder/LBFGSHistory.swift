import Synchronization

/// The last changes of weights and gradient, which approximate the second derivatives.
final class LBFGSHistory: Sendable {
  /// The number of elements of all weights.
  let size: Int
  private let limit: Int
  private let type: DType
  private let lastDirection: Variable
  private let lastGradient: Variable
  /// 1/(y·s) of every pair.
  private let inverses: Variable
  private let pairs = Mutex<[Pair]>([])

  private struct Pair {
    /// The change of the gradient, y.
    let gradient: Variable
    /// The change of the weights, s.
    let weights: Variable
  }

  init(limit: Int, size: Int, type: DType) {
    (self.limit, self.size, self.type) = (limit, size, type)
    lastDirection = Variable(.zeros([size], type: type), name: "direction")
    lastGradient = Variable(.zeros([size], type: type), name: "gradient")
    inverses = Variable(.zeros([limit], type: .float64), name: "history.inverses")
  }

  /// Learns from the step before, and gives the direction of the next one, −H·g.
  func direction(for gradient: Tensor, _ state: inout LBFGS.State) -> Tensor {
    state.iterations += 1
    var direction = -gradient
    if state.iterations > 1 {
      learn(from: gradient - lastGradient.value, lastDirection.value * state.stepLength, &state)
      direction = product(with: direction, state)
    }
    lastGradient.value = gradient
    lastDirection.value = direction
    return direction
  }

  /// Remembers a pair, if the loss curves upwards along it.
  private func learn(from y: Tensor, _ s: Tensor, _ state: inout LBFGS.State) {
    let curvature = y.inner(s)
    guard curvature > 1e-10 else { return }
    var inverses = self.inverses.value.scalars
    if state.historyCount == limit {
      let pairs = pairs(limit)
      for (pair, next) in zip(pairs, pairs.dropFirst()) {
        pair.gradient.value = next.gradient.value
        pair.weights.value = next.weights.value
      }
      inverses.removeFirst()
      inverses.append(0)
      state.historyCount -= 1
    }
    let pair = pairs(state.historyCount + 1)[state.historyCount]
    (pair.gradient.value, pair.weights.value) = (y, s)
    inverses[state.historyCount] = 1 / curvature
    self.inverses.value = Tensor(inverses, type: .float64)
    state.historyCount += 1
    state.scale = curvature / y.inner(y)
  }

  /// H·q by two loops over the pairs, the latest first and then the earliest.
  private func product(with vector: Tensor, _ state: LBFGS.State) -> Tensor {
    let pairs = pairs(state.historyCount).prefix(state.historyCount).map { (y: $0.gradient.value, s: $0.weights.value) }
    let inverses = inverses.value.scalars
    var q = vector
    var shares = [Double](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated().reversed() {
      shares[index] = pair.s.inner(q) * inverses[index]
      q = q - shares[index] * pair.y
    }
    q = q * state.scale
    for (index, pair) in pairs.enumerated() {
      q = q + (shares[index] - pair.y.inner(q) * inverses[index]) * pair.s
    }
    return q
  }

  /// At least so many pairs.
  private func pairs(_ count: Int) -> [Pair] {
    pairs.withLock { pairs in
      while pairs.count < count {
        let zeros = Tensor.zeros([size], type: type)
        pairs.append(Pair(gradient: Variable(zeros), weights: Variable(zeros)))
      }
      return pairs
    }
  }

  /// All variables by name.
  func named() -> [(name: String, variable: Variable)] {
    [("direction", lastDirection), ("gradient", lastGradient), ("history.inverses", inverses)]
      + pairs(limit).enumerated().flatMap { index, pair in
        [("history.\(index).gradient", pair.gradient), ("history.\(index).weights", pair.weights)]
      }
  }
}

/// Several variables seen as one vector.
struct FlatVariables {
  private let variables: [Variable]
  let size: Int
  /// The type in which all meet.
  let type: DType

  init(_ variables: [Variable]) {
    guard let first = variables.first else { fatalError("LBFGS: there are no variables to be changed") }
    self.variables = variables
    size = variables.reduce(0) { $0 + $1.stored.count }
    type = first.stored.type
    for variable in variables where variable.stored.type != type {
      fatalError(
        "LBFGS: '\(variable.name ?? "a variable")' has type \(variable.stored.type.rawValue), another one \(type.rawValue); "
          + "all must have one type")
    }
  }

  /// All elements.
  var values: Tensor { joined(variables.map(\.value)) }

  /// Tensors of the variables' shapes as one vector.
  func joined(_ tensors: [Tensor]) -> Tensor {
    for (variable, tensor) in zip(variables, tensors) where tensor.shape != variable.stored.shape {
      fatalError(
        "LBFGS: the gradient of '\(variable.name ?? "a variable")' has shape \(tensor.shape), the variable "
          + "\(variable.stored.shape)")
    }
    return .concatenate(tensors.map { $0.detached().flattened() })
  }

  /// Gives the variables the elements of a vector.
  func assign(_ vector: Tensor) {
    let parts = vector.split(sizes: variables.map(\.stored.count))
    for (variable, part) in zip(variables, parts) { variable.value = part.reshaped(to: variable.stored.shape) }
  }
}

extension Tensor {
  /// The inner product with another vector, as a number.
  func inner(_ other: Tensor) -> Double { (self * other).sum().scalar }

  /// The largest absolute value.
  var largest: Double { abs().max().scalar }
}
