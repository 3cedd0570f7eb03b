import Foundation
import MyelinCore
import MyelinData
import TestSupport
import Testing

/// Against scikit-learn's samples: Tests/Fixtures/generators/generators.py made them.
struct GeneratorTests {
  private struct Case: Decodable {
    let name: String
    let arguments: Arguments
    let seed: Int
    let shape: [Int]
    let x: [Double]
    let y: [Double]
    let coefficients: [Double]?
    let centers: [Double]?
  }

  private struct Arguments: Decodable {
    let n_samples: OneOrMore
    let noise: Double?
    let shuffle: Bool?
    let factor: Double?
    let n_features: Int?
    let cluster_std: OneOrMore?
    let center_box: [Double]?
    let centers: Centers?
    let hole: Bool?
    let n_informative: Int?
    let n_targets: Int?
    let bias: Double?
    let n_classes: Int?
    let cov: Double?
    let mean: [Double]?
    let effective_rank: Int?
    let tail_strength: Double?
    let problem: String?
  }

  private enum OneOrMore: Decodable {
    case one(Double)
    case more([Double])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let one = try? value.decode(Double.self) {
        self = .one(one)
      } else {
        self = .more(try value.decode([Double].self))
      }
    }
  }

  private enum Centers: Decodable {
    case count(Int)
    case places([[Double]])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let count = try? value.decode(Int.self) {
        self = .count(count)
      } else {
        self = .places(try value.decode([[Double]].self))
      }
    }
  }

  private func cases() throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: URL(filePath: fixture("generators/generators.json"))))
  }

  private func pair(_ samples: OneOrMore) -> (outer: Int, inner: Int) {
    switch samples {
    case .one(let total): (Int(total) / 2, Int(total) - Int(total) / 2)
    case .more(let counts): (Int(counts[0]), Int(counts[1]))
    }
  }

  private func generator(_ name: String, _ arguments: Arguments) -> (any SampleGenerator)? {
    let shuffle = arguments.shuffle ?? true
    let noise = arguments.noise ?? 0
    let count = if case .one(let total) = arguments.n_samples { Int(total) } else { 0 }
    switch name {
    case "moons": return Moons(counts: pair(arguments.n_samples), shuffle: shuffle, noise: arguments.noise)
    case "circles":
      return Circles(
        counts: pair(arguments.n_samples), shuffle: shuffle, noise: arguments.noise, factor: arguments.factor ?? 0.8)
    case "blobs": return blobs(arguments)
    case "s_curve": return SCurve(samples: count, noise: noise)
    case "swiss_roll": return SwissRoll(samples: count, noise: noise, hole: arguments.hole ?? false)
    case "friedman1": return Friedman(.first, samples: count, features: arguments.n_features ?? 10, noise: noise)
    case "friedman2": return Friedman(.second, samples: count, noise: noise)
    case "friedman3": return Friedman(.third, samples: count, noise: noise)
    case "regression": return regression(arguments)
    case "gaussian_quantiles":
      return GaussianQuantiles(
        mean: arguments.mean, variance: arguments.cov ?? 1, samples: count, features: arguments.n_features ?? 2,
        classes: arguments.n_classes ?? 3, shuffle: shuffle)
    case "hastie": return Hastie(samples: count)
    case "sparse_uncorrelated": return SparseUncorrelated(samples: count, features: arguments.n_features ?? 10)
    case "exclusive_or": return ExclusiveOr(samples: count)
    case "playground":
      return Playground.Problem(rawValue: arguments.problem ?? "").map {
        Playground($0, samples: count, noise: noise, shuffle: shuffle)
      }
    default: return nil
    }
  }

  private func blobs(_ arguments: Arguments) -> Blobs {
    var blobs = Blobs(features: arguments.n_features ?? 2, shuffle: arguments.shuffle ?? true)
    switch arguments.n_samples {
    case .one(let total): blobs.samples = .total(Int(total))
    case .more(let counts): blobs.samples = .perCluster(counts.map { Int($0) })
    }
    switch arguments.centers {
    case .count(let count): blobs.centers = .random(count: count)
    case .places(let places): blobs.centers = .places(places)
    case nil: break
    }
    switch arguments.cluster_std {
    case .one(let deviation): blobs.deviations = [deviation]
    case .more(let deviations): blobs.deviations = deviations
    case nil: break
    }
    if let box = arguments.center_box { blobs.box = (box[0], box[1]) }
    return blobs
  }

  private func regression(_ arguments: Arguments) -> LinearRegressionProblem {
    var problem = LinearRegressionProblem(
      features: arguments.n_features ?? 100, informative: arguments.n_informative ?? 10,
      targets: arguments.n_targets ?? 1, bias: arguments.bias ?? 0, effectiveRank: arguments.effective_rank,
      tailStrength: arguments.tail_strength ?? 0.5, noise: arguments.noise ?? 0, shuffle: arguments.shuffle ?? true)
    if case .one(let total) = arguments.n_samples { problem.samples = Int(total) }
    return problem
  }

  private func expectClose(_ found: [Double], _ wanted: [Double], _ what: String) {
    #expect(found.count == wanted.count, "\(what)")
    for (found, wanted) in zip(found, wanted) where abs(found - wanted) > 1e-12 * max(1, abs(wanted)) {
      Issue.record("\(what): \(found) is not \(wanted)")
      return
    }
  }

  @Test func samplesEqualScikitLearn() throws {
    let cases = try cases()
    #expect(cases.count > 120)
    for one in cases where one.name != "low_rank" {
      let generator = try #require(self.generator(one.name, one.arguments))
      let what = "\(generator), seed \(one.seed)"
      let (x, y) = try generator.samples(seed: one.seed)
      #expect(x.shape == one.shape, "\(what)")
      expectClose(x.scalars, one.x, what)
      expectClose(y.scalars, one.y, "targets of \(what)")
      var random = NumPyRandomState(seed: UInt32(one.seed))
      if let problem = generator as? LinearRegressionProblem {
        let coefficients = try problem.makeSamplesAndCoefficients(using: &random).coefficients
        expectClose(coefficients, one.coefficients ?? [], "coefficients of \(what)")
      } else if let blobs = generator as? Blobs {
        let centers = try blobs.makeSamplesAndCenters(using: &random).centers
        expectClose(centers.flatMap { $0 }, one.centers ?? [], "centers of \(what)")
      }
    }
  }

  @Test func lowRankMatricesEqualScikitLearn() throws {
    var count = 0
    for one in try cases() where one.name == "low_rank" {
      guard case .one(let samples) = one.arguments.n_samples else { continue }
      let recipe = LowRankMatrix(
        samples: Int(samples), features: one.arguments.n_features ?? 100,
        effectiveRank: one.arguments.effective_rank ?? 10, tailStrength: one.arguments.tail_strength ?? 0.5)
      let matrix = try recipe.matrix(seed: one.seed)
      #expect(matrix.shape == one.shape)
      expectClose(matrix.scalars, one.x, "\(recipe), seed \(one.seed)")
      count += 1
    }
    #expect(count == 12)
    #expect(throws: GeneratorError.self) { try LowRankMatrix(effectiveRank: 0).matrix() }
    #expect(throws: GeneratorError.self) { try LowRankMatrix(tailStrength: 1.5).matrix() }
    #expect(throws: GeneratorError.self) { try LowRankMatrix(samples: .max).matrix() }
    #expect(throws: GeneratorError.self) { try LowRankMatrix().matrix(seed: -1) }
  }

  @Test(arguments: [
    (Moons(samples: 0) as any SampleGenerator, "samples must be 1 or more, but is 0"),
    (Moons(counts: (-1, 3)), "samples must be 0 or more, but is -1"),
    (Moons(samples: .max), "samples must be so few"),
    (Moons(noise: -1), "noise must be finite and not negative, but is -1.0"),
    (Circles(factor: 1), "factor must be from 0 up to, but not, 1, but is 1.0"), (Circles(noise: .nan), "noise"),
    (Blobs(samples: .total(0)), "samples"), (Blobs(centers: .places([[1], [1, 2]])), "centers"),
    (Blobs(centers: .random(count: .max)), "centers"), (Blobs(deviations: [1, 2]), "deviations"),
    (Blobs(features: 0), "features"),
    (Blobs(samples: .perCluster([1, 2]), centers: .random(count: 3)), "centers must be as many as"),
    (SCurve(samples: -3), "samples"), (SwissRoll(noise: .infinity), "noise"),
    (Friedman(.first, features: 4), "features must be 5"),
    (LinearRegressionProblem(targets: 0), "targets"), (LinearRegressionProblem(features: .max), "samples"),
    (GaussianQuantiles(samples: 2), "classes"), (GaussianQuantiles(mean: [1]), "mean"),
    (GaussianQuantiles(variance: -1), "variance"), (Blobs(box: (0, .infinity)), "box must be finite"),
    (LinearRegressionProblem(effectiveRank: 0), "effectiveRank must be 1 or more, but is 0"),
    (LinearRegressionProblem(tailStrength: -0.1), "tailStrength must be from 0 to 1, but is -0.1"),
    (Hastie(samples: 0), "samples"), (SparseUncorrelated(features: 3), "features must be 4 or more, but is 3"),
    (ExclusiveOr(features: 1), "features must be 2 or more"), (ExclusiveOr(noise: -1), "noise"),
    (Spirals(samples: 0), "samples"), (Spirals(arms: 0), "arms must be from 1 to 1000, but is 0"),
    (Spirals(turns: .nan), "turns"), (Spirals(noise: .infinity), "noise"),
    (LogicGate(.and, inputs: 0), "inputs must be from 1 to 20, but is 0"), (LogicGate(.or, samples: 0), "samples"),
    (LogicGate(.xor, noise: .nan), "noise"), (Playground(.circle, samples: 0), "samples"),
    (Playground(.plane, noise: 0.6), "noise must be from 0 to 0.5, but is 0.6"),
  ])
  func wrongArguments(generator: any SampleGenerator, message: String) throws {
    let error = #expect(throws: GeneratorError.self) { try generator.samples(seed: 1) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func seeds() {
    #expect(throws: GeneratorError.self) { try Moons().samples(seed: -1) }
    #expect(throws: GeneratorError.self) { try Moons().samples(seed: 1 << 32) }
  }
}
