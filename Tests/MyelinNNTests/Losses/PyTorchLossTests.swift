import Myelin
import Testing

/// Losses and all their options against PyTorch, finite differences, and themselves in programs.
@Suite struct PyTorchLossTests {
  @Test(arguments: [DType.float32, .float64])
  func valuesAndGradients(type: DType) throws {
    let fixture = try loadFixture("functions/losses.json", as: LossFixture.self)
    #expect(Set(fixture.cases.map(\.name)) == Set(LossFixture.functions.keys))
    for entry in fixture.cases {
      let function = try #require(LossFixture.functions[entry.name])
      let (outputs, targets) = (entry.outputs.map { $0.tensor(type) }, entry.targets.map { $0.tensor(type) })
      let value = function(outputs, targets)
      let gradients = gradient(at: outputs) { function($0, targets).sum() }
      let tolerance = type == .float64 ? 1e-12 : 5e-6
      let place: Comment = "\(entry.name)"
      #expect(value.shape == entry.value.shape, place)
      #expect(value.type == type, place)
      #expect(value.isClose(to: entry.value.tensor(.float64), relative: tolerance, absolute: tolerance), place)
      for (ours, theirs) in zip(gradients, entry.gradients) {
        #expect(ours.isClose(to: theirs.tensor(.float64), relative: tolerance, absolute: tolerance), place)
      }
    }
  }

  @Test(arguments: [DType.float32, .float64], [false, true])
  func fortySteps(type: DType, isCompiled: Bool) throws {
    let fixture = try loadFixture("functions/losses.json", as: LossFixture.self)
    let x = fixture.x.tensor(type)
    for entry in fixture.cases where !entry.losses.isEmpty {
      let function = try #require(LossFixture.functions[entry.name])
      let link = try #require(LossFixture.links[entry.link])
      let targets = entry.targets.map { $0.tensor(type) }
      let count = entry.outputs.count
      let width = count * (entry.outputs[0].shape.last ?? 1)
      let parameters = try #require(fixture.parameters["\(width)"]).map { $0.tensor(type) }
      let losses = trajectory(parameters, isCompiled: isCompiled) { p in
        let output = link((x.matmul(p[0]) + p[1]).tanh().matmul(p[2]) + p[3])
        return function(count == 1 ? [output] : output.split(count: count, axis: -1), targets)
      }
      let error = difference(losses, from: entry.losses)
      #expect(error < (type == .float64 ? 1e-9 : 1e-5), "\(entry.name): \(error)")
    }
  }

  @Test func derivativesAreThoseOfDifferences() throws {
    let fixture = try loadFixture("functions/losses.json", as: LossFixture.self)
    for entry in fixture.cases where !entry.name.hasSuffix("far") && !entry.name.hasSuffix("extreme") {
      let function = try #require(LossFixture.functions[entry.name])
      let targets = entry.targets.map { $0.tensor(.float64) }
      // Moved off the kinks where output and target are equal.
      let isLogarithm = entry.link == "logSoftmax"
      let outputs = entry.outputs.map { isLogarithm ? $0.tensor(.float64) : $0.tensor(.float64) + 0.0137 }
      let error = gradientError(at: outputs) { function($0, targets).sum() }
      #expect(error < 1e-6, "\(entry.name): \(error)")
    }
  }

  @Test(arguments: [DType.float32, .float64])
  func programs(type: DType) throws {
    let fixture = try loadFixture("functions/losses.json", as: LossFixture.self)
    for entry in fixture.cases {
      let function = try #require(LossFixture.functions[entry.name])
      let (outputs, targets) = (entry.outputs.map { $0.tensor(type) }, entry.targets.map { $0.tensor(type) })
      let count = outputs.count
      func values(_ inputs: [Tensor]) -> [Tensor] {
        let targets = Array(inputs[count...])
        let value = function(Array(inputs[..<count]), targets)
        return [value] + gradient(at: Array(inputs[..<count])) { function($0, targets).sum() }
      }
      let program = compile { (inputs: [Tensor]) in values(inputs) }
      let tolerance = type == .float64 ? 1e-12 : 5e-6
      for (ours, theirs) in zip(program(outputs + targets), values(outputs + targets)) {
        #expect(ours.isClose(to: theirs, relative: tolerance, absolute: tolerance), "\(entry.name)")
      }
    }
  }
}
