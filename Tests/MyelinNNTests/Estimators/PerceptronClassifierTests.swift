import Foundation
import Myelin
import TestSupport
import Testing

/// The perceptron learns what scikit-learn's does.
@Suite struct PerceptronClassifierTests {
  private struct Case: Decodable {
    struct Run: Decodable {
      let coefficients: [[Double]]
      let intercepts: [Double]
      let epochs: Int
      let predictions: [Int]
      let decisions: [Double]
    }

    struct Settings: Decodable {
      let random_state: UInt32?
      let eta0: Double?
      let shuffle: Bool?
      let max_iter: Int?
      let penalty: String?
      let alpha: Double?
      let l1_ratio: Double?
      let fit_intercept: Bool?
      let early_stopping: Bool?
      let validation_fraction: Double?
      let n_iter_no_change: Int?
      let tol: Double?
      let hasNoTolerance: Bool
      let class_weight: Weights?
      let warm_start: Bool?

      enum Weights: Decodable {
        case named(String)
        case pairs([[Double]])

        init(from decoder: any Decoder) throws {
          let container = try decoder.singleValueContainer()
          let name = try? container.decode(String.self)
          self = try name.map { .named($0) } ?? .pairs(container.decode([[Double]].self))
        }
      }

      private enum Keys: String, CodingKey {
        case random_state, eta0, shuffle, max_iter, penalty, alpha, l1_ratio, fit_intercept, early_stopping
        case validation_fraction, n_iter_no_change, tol, class_weight, warm_start
      }

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Keys.self)
        random_state = try values.decodeIfPresent(UInt32.self, forKey: .random_state)
        eta0 = try values.decodeIfPresent(Double.self, forKey: .eta0)
        shuffle = try values.decodeIfPresent(Bool.self, forKey: .shuffle)
        max_iter = try values.decodeIfPresent(Int.self, forKey: .max_iter)
        penalty = try values.decodeIfPresent(String.self, forKey: .penalty)
        alpha = try values.decodeIfPresent(Double.self, forKey: .alpha)
        l1_ratio = try values.decodeIfPresent(Double.self, forKey: .l1_ratio)
        fit_intercept = try values.decodeIfPresent(Bool.self, forKey: .fit_intercept)
        early_stopping = try values.decodeIfPresent(Bool.self, forKey: .early_stopping)
        validation_fraction = try values.decodeIfPresent(Double.self, forKey: .validation_fraction)
        n_iter_no_change = try values.decodeIfPresent(Int.self, forKey: .n_iter_no_change)
        tol = try values.decodeIfPresent(Double.self, forKey: .tol)
        hasNoTolerance = values.contains(.tol) && tol == nil
        class_weight = try values.decodeIfPresent(Weights.self, forKey: .class_weight)
        warm_start = try values.decodeIfPresent(Bool.self, forKey: .warm_start)
      }

      var classifier: PerceptronClassifier {
        let penalty: PerceptronClassifier.Penalty =
          switch penalty {
          case "l2": .l2
          case "l1": .l1
          case "elasticnet": .elasticNet(l1Ratio: l1_ratio ?? 0.15)
          default: .none
          }
        let weights: PerceptronClassifier.ClassWeights =
          switch class_weight {
          case .none: .uniform
          case .named: .balanced
          case .pairs(let pairs): .weights(Dictionary(uniqueKeysWithValues: pairs.map { (Int($0[0]), $0[1]) }))
          }
        return PerceptronClassifier(
          penalty: penalty, penaltyStrength: alpha ?? 0.0001, usesIntercept: fit_intercept ?? true,
          maximumEpochs: max_iter ?? 1000, tolerance: hasNoTolerance ? nil : tol ?? 1e-3, shuffles: shuffle ?? true,
          learningRate: eta0 ?? 1, seed: random_state ?? 0, stopsEarly: early_stopping ?? false,
          validationFraction: validation_fraction ?? 0.1, patience: n_iter_no_change ?? 5, classWeights: weights,
          warmStart: warm_start ?? false)
      }
    }

    let x: [[Double]]
    let float32: Bool
    let labels: [Int]
    let settings: Settings
    let weights: [Double]?
    let isPartial: Bool
    let runs: [Run]
    let score: Double
  }

  @Test func equalsScikitLearn() throws {
    let path = fixture("estimators/perceptron_classifier.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(filePath: path)))
    for (index, example) in cases.enumerated() {
      let x = Tensor(example.x, type: example.float32 ? .float32 : .float64)
      let labels = Tensor(example.labels)
      var classifier = example.settings.classifier
      for (part, run) in example.runs.enumerated() {
        if example.isPartial {
          let (start, end) = (part * labels.count / example.runs.count, (part + 1) * labels.count / example.runs.count)
          try classifier.partialFit(
            x[start..<end], labels[start..<end], classes: part == 0 ? Set(example.labels).sorted() : nil)
        } else {
          try classifier.fit(x, labels, weights: example.weights.map { Tensor($0, type: .float64) })
        }
        let place = "run \(part) of case \(index)"
        #expect(classifier.coefficients.scalars == run.coefficients.flatMap { $0 }, "\(place)")
        #expect(classifier.coefficients.shape == [run.coefficients.count, x.shape[1]])
        let limit = example.float32 ? 1e-6 : 0.0
        #expect(
          zip(classifier.intercepts.scalars, run.intercepts).allSatisfy {
            ($0 - $1).magnitude <= limit * (1 + $1.magnitude)
          },
          "\(place)")
        #expect(classifier.epochCount == run.epochs, "\(place)")
        #expect(classifier.predict(x).elements(as: Int.self) == run.predictions, "\(place)")
        let decisions = classifier.decisionFunction(x).scalars
        #expect(
          zip(decisions, run.decisions).allSatisfy { ($0 - $1).magnitude < 1e-4 * (1 + $1.magnitude) }, "\(place)")
      }
      #expect(agree(classifier.score(x, labels), example.score))
    }
  }

  /// The lecture's rule, a step of twice the learning rate for every sample on the wrong side.
  @Test func followsTheLecture() throws {
    let (x, classes) = makeClassification(
      samples: 100, features: 2, informative: 2, redundant: 0, classes: 2, clustersPerClass: 1, classSeparation: 2,
      seed: 20)
    let labels = 2 * classes - 1
    var classifier = PerceptronClassifier(maximumEpochs: 1, tolerance: nil, shuffles: false, learningRate: 0.2)
    try classifier.fit(x, labels)
    let (w, b) = (Variable(Tensor.zeros([2], type: x.type)), Variable(Tensor(0, type: x.type)))
    for (index, (sample, target)) in zip(x.rows, labels.rows).enumerated() {
      // On the line, where sign z = 0, the lecture's step is half as long: only the first sample is there.
      let rate = index == 0 ? 0.2 : 0.1
      let (_, gradients) = valueWithGradient(at: [w, b]) {
        perceptronLoss((w.value * sample).sum() + b.value, target.cast(to: x.type))
      }
      w.value -= rate * gradients[0]
      b.value -= rate * gradients[1]
    }
    #expect(classifier.coefficients.flattened().isClose(to: w.value, relative: 1e-5))
    #expect(classifier.intercepts[0].isClose(to: b.value.cast(to: classifier.intercepts.type), relative: 1e-5))
    #expect(classifier.score(x, labels) > 0.9)
    #expect(!classifier.hasConverged)
  }

  @Test func whatCantBeLearntIsThrown() throws {
    var classifier = PerceptronClassifier()
    #expect(throws: EstimatorError.oneClass(1)) { try classifier.fit([[1], [2]], Tensor([1, 1])) }
    #expect(throws: EstimatorError.noSamples) { try classifier.fit(.zeros([0, 2]), Tensor([Int]())) }
    #expect(throws: EstimatorError.notFinite(sample: 1, feature: 0)) {
      try classifier.fit(Tensor([[1], [Float.nan]]), Tensor([0, 1]))
    }
    #expect(throws: EstimatorError.noWeight) { try classifier.fit([[1], [2]], Tensor([0, 1]), weights: [0, 0]) }
    #expect(throws: EstimatorError.overflow(epoch: 1)) {
      try classifier.fit(Tensor([[1e300], [-1e300]], type: .float64), Tensor([0, 1]), weights: Tensor([1e10, 1e10]))
    }
    classifier.stopsEarly = true
    #expect(throws: EstimatorError.self) { try classifier.fit([[1], [2], [3]], Tensor([0, 1, 1])) }
    classifier.stopsEarly = false
    classifier.classWeights = .weights([5: 1])
    #expect(throws: EstimatorError.noClassWeight(0)) { try classifier.fit([[1], [2]], Tensor([0, 1])) }
    classifier.classWeights = .uniform
    try classifier.partialFit([[1], [2]], Tensor([0, 1]), classes: [0, 1])
    #expect(throws: EstimatorError.unknownClass(2)) { try classifier.partialFit([[1], [2]], Tensor([0, 2])) }
    #expect(EstimatorError.unsplittable("why").description.isOneLine)
  }

  @Test func mistakesAreNamed() async {
    let unfitted = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PerceptronClassifier().predict([[1, 2]])
    }
    #expect(message(unfitted).contains("PerceptronClassifier.predict: nothing has been learnt yet; call fit first"))
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var classifier = PerceptronClassifier()
      try classifier.fit([[1, 2], [2, 1]], Tensor([0, 1]))
      _ = classifier.predict([[1], [2]])
    }
    #expect(message(shape).contains("samples must have shape [n, 2], got [2, 1]"))
  }
}
