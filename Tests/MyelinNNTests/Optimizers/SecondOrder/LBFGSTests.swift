import Myelin
import Testing

/// L-BFGS against PyTorch's.
@Suite struct LBFGSTests {
  private func optimizer(_ arguments: OptimizersFixture.Arguments) -> LBFGS {
    LBFGS(
      learningRate: arguments.lr ?? 1, maxIterations: arguments.max_iter ?? 20,
      historySize: arguments.history_size ?? 100, lineSearch: arguments.line_search_fn == nil ? .none : .strongWolfe)
  }

  /// The loss with a penalty for large weights.
  private func evaluate(_ network: FixtureNetwork) -> (value: Tensor, gradient: [Tensor]) {
    valueWithGradient(at: network.weights) {
      network.loss() + 0.02 * network.weights.map { $0.value.squared().sum() }.reduce(Tensor(0), +)
    }
  }

  @Test func followsPyTorch() throws {
    let fixture = try OptimizersFixture.shared.get()
    for run in fixture.lbfgs {
      let (network, optimizer) = (fixture.network(run.type), optimizer(run.arguments))
      let tolerance = run.type == .float64 ? 1e-9 : 1e-5
      for (number, expected) in run.losses.enumerated() {
        let loss = optimizer.step(network.weights) { evaluate(network) }
        #expect(
          abs(loss - expected) <= tolerance * expected,
          "\(run.type) \(run.arguments), step \(number): \(loss), \(expected)")
      }
    }
  }

  @Test func compiledEvaluations() throws {
    let fixture = try OptimizersFixture.shared.get()
    for run in fixture.lbfgs where run.type == .float64 {
      let (network, optimizer) = (fixture.network(.float64), optimizer(run.arguments))
      let function = compile {
        let (loss, gradient) = evaluate(network)
        return [loss] + gradient
      }
      for expected in run.losses {
        let loss = optimizer.step(network.weights) {
          let results = function()
          return (results[0], Array(results.dropFirst()))
        }
        #expect(abs(loss - expected) <= 1e-9 * expected)
      }
      #expect(function.recordingCount == 1)
    }
  }

  /// A quadratic bowl of two dimensions is minimized in a step.
  @Test func aModule() {
    struct Point: Module {
      @Parameter var place = Tensor([3.0, -4.0], type: .float64)
    }
    let (point, optimizer) = (Point(), LBFGS())
    let loss = optimizer.step(point) { (point.place * Tensor([1.0, 10.0])).squared().sum() }
    #expect(loss == 1609)
    #expect(point.place.scalars.allSatisfy { abs($0) < 1e-6 })
    #expect(optimizer.evaluations > 1)
  }

  @Test func stateMovesToAnotherOptimizer() throws {
    let fixture = try OptimizersFixture.shared.get()
    for run in fixture.lbfgs {
      let (network, first, second) = (fixture.network(run.type), optimizer(run.arguments), optimizer(run.arguments))
      for _ in 0..<5 { _ = first.step(network.weights) { evaluate(network) } }
      let copy = FixtureNetwork(
        x: network.x, labels: network.labels, weights: network.weights.map { Variable($0.value) })
      let saved = first.namedState(of: network.parameters).map { ($0.name, $0.variable.value) }
      let state = second.namedState(of: copy.parameters)
      #expect(saved.map(\.0) == state.map(\.name))
      for (entry, value) in zip(state, saved) { entry.variable.value = value.1 }
      for _ in 0..<5 {
        #expect(
          first.step(network.weights) { evaluate(network) } == second.step(copy.weights) { evaluate(copy) })
      }
    }
  }
}
