// Random samples, where scikit-learn has the function equal to its own for the same arguments and seed.
import Myelin

let moons = try Moons(samples: 200, noise: 0.1).samples(seed: 3)
let circles = try Circles(samples: 200, noise: 0.05, factor: 0.5).samples(seed: 3)
let blobs = try Blobs(samples: .perCluster([50, 20]), deviations: [1, 2]).samples(seed: 3)
let shells = try GaussianQuantiles(samples: 300, classes: 3).samples(seed: 3)
for (x, y) in [moons, circles, blobs, shells] { print(x.shape, y.type) }

let surfaces: [any SampleGenerator] = [SCurve(samples: 50), SwissRoll(samples: 50, hole: true)]
let numbers: [any SampleGenerator] = [
  Friedman(.first, samples: 50), LinearRegressionProblem(features: 5, informative: 2),
]
for generator in surfaces + numbers { print(generator, try generator.samples(seed: 1).x.shape) }

// Problems that networks are often shown with.
let gates = try LogicGate.Function.allCases.map { try LogicGate($0).samples().y.scalars }
print(gates)
let shapes: [any SampleGenerator] = [
  ExclusiveOr(samples: 50), Spirals(samples: 60, arms: 3, noise: 0.02), Playground(.spiral, noise: 0.1),
  Hastie(samples: 50), SparseUncorrelated(samples: 50),
]
for generator in shapes { print(generator, try generator.samples(seed: 1).x.shape) }
let matrix = try LowRankMatrix(samples: 20, features: 10, effectiveRank: 3).matrix(seed: 1)
print(matrix.shape)

// Several data sets from one state, and what scikit-learn gives only when asked.
var random = NumPyRandomState(seed: 0)
let problem = LinearRegressionProblem(features: 3, informative: 2)
let (samples, coefficients) = try problem.makeSamplesAndCoefficients(using: &random)
print(samples.count, coefficients)

do {
  _ = try Moons(noise: -1).samples()
} catch {
  let mistake: GeneratorError = error
  print(mistake)  // noise must be finite and not negative, but is -1.0
}

// NumPy's own stream: seeds from outside are checked, and a state can be kept.
do {
  var stream = try NumPyRandomState(validating: 42)
  let kept: NumPyRandomState.State = stream.state
  let numbers = stream.integers(in: 0..<10, count: 5)
  var again = try NumPyRandomState(state: kept)
  print(numbers == again.integers(in: 0..<10, count: 5))
} catch {
  let mistake: NumPyRandomStateError = error
  print(mistake)
}
