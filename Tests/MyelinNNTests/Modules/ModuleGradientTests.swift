import Myelin
import Testing

@Suite struct ModuleGradientTests {
  struct Line: Module {
    @Parameter var w = Tensor([2, 3])
    @Parameter var b = Tensor(1)
    func callAsFunction(_ x: Tensor) -> Tensor { (w * x).sum() + b }
  }

  @Test func belongsToTheParameters() {
    let line = Line()
    let (value, gradient) = valueWithGradient(at: line) { line([5, 7]).squared() }
    #expect(value.scalar == 32 * 32)
    #expect(gradient[line.$w].scalars == [320, 448])
    #expect(gradient[line.$b].scalar == 64)
    #expect(gradient.variables.count == 2)
    #expect(gradient.tensors.map(\.shape) == [[2], []])
    #expect(abs(gradient.norm - (320.0 * 320 + 448 * 448 + 64 * 64).squareRoot()) < 1e-9)
  }

  @Test func isZeroWhereNothingDepends() {
    let line = Line()
    let gradient = gradient(at: line) { line.b * 2 }
    #expect(gradient[line.$w].scalars == [0, 0])
  }

  @Test func stopsForOtherVariables() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (line, other) = (Line(), Line())
      _ = other.parameters
      _ = gradient(at: line) { line.b * 2 }[other.$w]
    }
    let message = text(result?.standardErrorContent ?? [])
    #expect(message.contains("'w' is not a parameter of the module"))
  }

  @Test func nestsThroughParameters() {
    // f(w) = Σ w³·x: the gradient is 3w²x, and that of its sum 6wx.
    let line = Line()
    let x: Tensor = [5, 7]
    let second = gradient(at: line) {
      let inner = gradient(at: line) { (line.w * line.w * line.w * x).sum() }
      return inner[line.$w].sum()
    }
    #expect(second[line.$w].scalars == [60, 126])
    #expect(second[line.$b].scalar == 0)
  }

  @Test func mixesInputsAndParameters() {
    // ∂/∂w of (∂/∂x of Σ w·x²)² at x: (2wx)² has the gradient 8wx².
    let line = Line()
    let x: Tensor = [5, 7]
    let mixed = gradient(at: line) {
      gradient(at: x) { x in (line.w * x * x).sum() }.squared().sum()
    }
    #expect(mixed[line.$w].scalars == [400, 1176])
  }

  @Test func stepsWithinAGradientDoNotLeakIntoIt() {
    let line = Line()
    let outer = gradient(at: line) {
      line.b = Tensor(10)
      // The gradient is taken where the parameter was.
      return line.b.squared()
    }
    #expect(outer[line.$b].scalar == 2)
    #expect(line.b.scalar == 10)
  }

  @Test func threadsDoNotDisturbEachOther() async {
    let line = Line()
    let results = await withTaskGroup(of: [Double].self) { group in
      for number in 1...32 {
        group.addTask {
          let x = Tensor([Double(number), 1])
          return gradient(at: line) { line(x).squared() }[line.$w].scalars
        }
      }
      return await group.reduce(into: Set<[Double]>()) { $0.insert($1) }
    }
    let expected = (1...32).map { number in
      let x = Double(number)
      let slope = 2 * (2 * x + 4)
      return [slope * x, slope]
    }
    #expect(results == Set(expected))
  }
}
