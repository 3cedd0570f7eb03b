import Synchronization

/// Limited-memory BFGS: steps by an approximation of Newton's method, made from the last changes of weights and gradient. For small
/// problems whose whole data make one batch, where it reaches an exactness that first-order optimizers don't.
///
/// With gradient g: d = −H·g, where H approximates the inverse of the second derivatives by the last `historySize` pairs
/// s = wₖ₊₁ − wₖ, y = gₖ₊₁ − gₖ; then w ← w + t·d, where t satisfies the strong Wolfe conditions. As PyTorch's `LBFGS` with
/// `line_search_fn="strong_wolfe"`.
///
/// It evaluates the loss several times per step, so it isn't an `Optimizer`, and is given the loss itself:
///
/// ```swift
/// let optimizer = LBFGS()
/// for _ in 0..<20 {
///   let loss = optimizer.step(model) { meanSquaredError(model(x), y) }
/// }
/// ```
///
/// The loss must give the same value for the same weights: no dropout, no other batch.
///
/// Sources: J. Nocedal, "Updating Quasi-Newton Matrices with Limited Storage" (1980); J. Nocedal, S. Wright, "Numerical
/// Optimization" (2006), chapters 3 and 7.
public final class LBFGS: Sendable {
  /// How the length of a step is found.
  public enum LineSearch: Sendable {
    /// By evaluating the loss until it has fallen enough and flattened enough.
    case strongWolfe
    /// Not at all: every step has the length `learningRate`.
    case none
  }

  /// The most changes of direction in one step.
  public let maxIterations: Int
  /// The most evaluations of the loss in one step.
  public let maxEvaluations: Int
  /// How small every element of the gradient must be to be done.
  public let gradientTolerance: Double
  /// The smallest change of the weights or the loss that is worth to go on.
  public let changeTolerance: Double
  /// How many changes are remembered.
  public let historySize: Int
  /// How the length of a step is found.
  public let lineSearch: LineSearch

  /// Numbers that are remembered, in one float64 variable.
  private let numbers = Variable(Tensor([0, 0, 0, 1, 0] as [Double], type: .float64), name: "numbers")
  private let rate: Variable
  private let history: Mutex<LBFGSHistory?> = Mutex(nil)

  /// - Parameters:
  ///   - learningRate: The length of a step in units of Newton's, where the line search begins.
  ///   - maxIterations: The most changes of direction in one call of `step`.
  ///   - maxEvaluations: The most evaluations of the loss in one call of `step`; by default 5/4 of `maxIterations`.
  ///   - gradientTolerance: How small every element of the gradient must be to be done.
  ///   - changeTolerance: The smallest change of the weights or the loss that is worth to go on.
  ///   - historySize: How many changes are remembered; each takes twice the memory of the weights.
  ///   - lineSearch: How the length of a step is found.
  public init(
    learningRate: Double = 1, maxIterations: Int = 20, maxEvaluations: Int? = nil, gradientTolerance: Double = 1e-7,
    changeTolerance: Double = 1e-9, historySize: Int = 100, lineSearch: LineSearch = .strongWolfe
  ) {
    checkNotNegative(learningRate, "learning rate", in: "LBFGS")
    guard maxIterations > 0, historySize > 0 else {
      fatalError("LBFGS: \(maxIterations) iterations with a history of \(historySize): both must be above 0")
    }
    rate = Variable(.full([], learningRate, type: .float64), name: "learningRate")
    self.maxIterations = maxIterations
    self.maxEvaluations = maxEvaluations ?? maxIterations * 5 / 4
    self.gradientTolerance = gradientTolerance
    self.changeTolerance = changeTolerance
    self.historySize = historySize
    self.lineSearch = lineSearch
  }

  /// The length of a step in units of Newton's, where the line search begins.
  public var learningRate: Double {
    get { rate.value.scalar }
    set { rate.value = .full([], newValue, type: .float64) }
  }

  /// How often the loss has been evaluated in all steps.
  public var evaluations: Int { Int(numbers.value.scalars[1]) }

  /// One step: up to `maxIterations` changes of direction, each with its line search.
  ///
  /// - Parameters:
  ///   - module: Whose parameters are changed.
  ///   - loss: Computes the loss of all data with the module.
  /// - Returns: The loss before the step.
  @discardableResult
  public func step(_ module: some Module, loss: () throws -> Tensor) rethrows -> Double {
    let variables = module.parameters
    return try step(variables) { try valueWithGradient(at: variables, of: loss) }
  }

  /// One step, with the loss and its gradient from a function that may be compiled:
  ///
  /// ```swift
  /// let evaluate = compile {
  ///   let (loss, gradient) = valueWithGradient(at: model) { meanSquaredError(model(x), y) }
  ///   return [loss] + gradient.tensors
  /// }
  /// optimizer.step(model.parameters) {
  ///   let results = evaluate()
  ///   return (results[0], Array(results.dropFirst()))
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - variables: What is changed; the same at every step.
  ///   - evaluate: Gives the loss and its gradient at the variables' values.
  /// - Returns: The loss before the step.
  @discardableResult
  public func step(
    _ variables: [Variable], evaluating evaluate: () throws -> (value: Tensor, gradient: [Tensor])
  ) rethrows -> Double {
    let flat = FlatVariables(variables)
    let history = history(for: flat)
    var state = State(numbers.value.scalars)
    defer { numbers.value = Tensor(state.values, type: .float64) }

    func evaluation(at weights: Tensor?) throws -> (loss: Double, gradient: Tensor) {
      if let weights { flat.assign(weights) }
      let (value, gradients) = try evaluate()
      checkCounts(variables, gradients, in: Self.self)
      state.evaluations += 1
      return (value.scalar, flat.joined(gradients))
    }

    var (loss, gradient) = try evaluation(at: nil)
    let firstLoss = loss
    let evaluationsBefore = state.evaluations - 1
    if gradient.largest <= gradientTolerance { return firstLoss }
    for iteration in 1...maxIterations {
      let direction = history.direction(for: gradient, &state)
      let lastLoss = loss
      let slope = gradient.inner(direction)
      let guess = state.iterations == 1 ? min(1, 1 / gradient.abs().sum().scalar) * learningRate : learningRate
      state.stepLength = guess
      if slope > -changeTolerance { break }
      let weights = flat.values
      if lineSearch == .strongWolfe {
        let search = WolfeSearch(
          start: .init(position: 0, loss: loss, gradient: gradient, slope: slope), direction: direction,
          changeTolerance: changeTolerance,
          maxEvaluations: maxEvaluations - (state.evaluations - evaluationsBefore))
        let point = try search.run(from: guess) { try evaluation(at: weights + $0 * direction) }
        (loss, gradient, state.stepLength) = (point.loss, point.gradient, point.position)
        flat.assign(weights + point.position * direction)
      } else {
        flat.assign(weights + guess * direction)
        // The last iteration's loss is the next step's first.
        if iteration < maxIterations { (loss, gradient) = try evaluation(at: nil) }
      }
      if state.evaluations - evaluationsBefore >= maxEvaluations || gradient.largest <= gradientTolerance
        || direction.largest * abs(state.stepLength) <= changeTolerance || abs(loss - lastLoss) < changeTolerance
      {
        break
      }
    }
    return firstLoss
  }

  /// All that is remembered: the learning rate, numbers, the last direction and gradient, and the pairs y and s of the
  /// history.
  public func namedState(
    of parameters: [(name: String, variable: Variable)]
  ) -> [(name: String, variable: Variable)] {
    [("learningRate", rate), ("numbers", numbers)]
      + history(for: FlatVariables(parameters.map(\.variable))).named()
  }

  /// The history for such variables, made at the first step.
  private func history(for flat: FlatVariables) -> LBFGSHistory {
    history.withLock { history in
      if let history {
        guard history.size == flat.size else {
          fatalError("LBFGS: the variables have \(flat.size) elements, at the first step they had \(history.size)")
        }
        return history
      }
      let made = LBFGSHistory(limit: historySize, size: flat.size, type: flat.type)
      history = made
      return made
    }
  }
}

extension LBFGS {
  /// The numbers that are remembered from step to step.
  struct State {
    var iterations: Int
    var evaluations: Int
    var stepLength: Double
    /// The first approximation of the inverse of the second derivatives.
    var scale: Double
    var historyCount: Int

    init(_ values: [Double]) {
      (iterations, evaluations, stepLength) = (Int(values[0]), Int(values[1]), values[2])
      (scale, historyCount) = (values[3], Int(values[4]))
    }

    var values: [Double] {
      [Double(iterations), Double(evaluations), stepLength, scale, Double(historyCount)]
    }
  }
}
