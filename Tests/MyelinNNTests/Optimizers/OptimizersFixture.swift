import Foundation
import Myelin
import TestSupport

/// What PyTorch's optimizers do, written by `Tests/Fixtures/optimizers.py`.
struct OptimizersFixture: Decodable {
  struct Arguments: Decodable {
    let lr: Double?
    let momentum: Double?
    let dampening: Double?
    let nesterov: Bool?
    let weight_decay: Double?
    let betas: [Double]?
    let eps: Double?
    let amsgrad: Bool?
    let momentum_decay: Double?
    let decoupled_weight_decay: Bool?
    let alpha: Double?
    let centered: Bool?
    let lr_decay: Double?
    let initial_accumulator_value: Double?
    let rho: Double?
    let line_search_fn: String?
    let max_iter: Int?
    let history_size: Int?

    /// The two betas.
    func betas(_ first: Double, _ second: Double) -> (Double, Double) {
      betas.map { ($0[0], $0[1]) } ?? (first, second)
    }
  }

  struct Run: Decodable {
    let optimizer: String
    let arguments: Arguments
    let losses: [Double]
  }

  struct LBFGSRun: Decodable {
    let type: DType
    let arguments: Arguments
    let losses: [Double]

    private enum CodingKeys: CodingKey { case type, arguments, losses }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      type = try values.decode(String.self, forKey: .type) == "float64" ? .float64 : .float32
      arguments = try values.decode(Arguments.self, forKey: .arguments)
      losses = try values.decode([Double].self, forKey: .losses)
    }
  }

  struct Clipped: Decodable {
    let kind: String
    let limit: Double
    let norm: Double
    let gradients: [NetworksFixture.Array]
  }

  struct Averages: Decodable {
    let decay: Double
    let values: [[Double]]
  }

  let x: NetworksFixture.Array
  let labels: [Int]
  let weights: [NetworksFixture.Array]
  let runs: [Run]
  let lbfgs: [LBFGSRun]
  let clipped: [Clipped]
  let averages: Averages
  let groups: [Double]

  static let shared = Result {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: URL(filePath: fixture("optimizers.json"))))
  }

  /// The network of the fixture at its first weights.
  func network(_ type: DType = .float32) -> FixtureNetwork {
    FixtureNetwork(
      x: x.tensor(type), labels: Tensor(labels), weights: weights.map { Variable($0.tensor(type)) })
  }
}

/// The fixture's network 4 → 6 → 3 with tanh between, and its data.
struct FixtureNetwork {
  let x: Tensor
  let labels: Tensor
  let weights: [Variable]

  /// The loss of all samples.
  func loss() -> Tensor {
    let hidden = (x.matmul(weights[0].value) + weights[1].value).tanh()
    return softmaxCrossEntropy(hidden.matmul(weights[2].value) + weights[3].value, labels)
  }

  /// The loss and its gradient.
  func lossWithGradient() -> (value: Tensor, gradient: [Tensor]) { valueWithGradient(at: weights, of: loss) }

  /// The loss before a step, and the step.
  func step(_ optimizer: any Optimizer) -> Tensor {
    let (loss, gradient) = lossWithGradient()
    optimizer.update(weights, along: gradient)
    return loss
  }

  /// The weights with names.
  var parameters: [(name: String, variable: Variable)] {
    zip(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], weights).map { ($0, $1) }
  }
}

extension OptimizersFixture.Run {
  /// The optimizer that PyTorch's arguments describe.
  func makeOptimizer() -> any Optimizer {
    let a = arguments
    let decay = a.weight_decay
    return switch optimizer {
    case "SGD":
      SGD(
        learningRate: a.lr ?? 1e-3, momentum: a.momentum ?? 0, dampening: a.dampening ?? 0, weightDecay: decay ?? 0,
        nesterov: a.nesterov ?? false)
    case "Adam":
      Adam(
        learningRate: a.lr ?? 1e-3, betas: a.betas(0.9, 0.999), epsilon: a.eps ?? 1e-8, weightDecay: decay ?? 0,
        amsgrad: a.amsgrad ?? false)
    case "AdamW":
      AdamW(
        learningRate: a.lr ?? 1e-3, betas: a.betas(0.9, 0.999), epsilon: a.eps ?? 1e-8, weightDecay: decay ?? 0.01,
        amsgrad: a.amsgrad ?? false)
    case "NAdam":
      NAdam(
        learningRate: a.lr ?? 2e-3, betas: a.betas(0.9, 0.999), epsilon: a.eps ?? 1e-8, weightDecay: decay ?? 0,
        momentumDecay: a.momentum_decay ?? 4e-3, decoupledWeightDecay: a.decoupled_weight_decay ?? false)
    case "RAdam":
      RAdam(
        learningRate: a.lr ?? 1e-3, betas: a.betas(0.9, 0.999), epsilon: a.eps ?? 1e-8, weightDecay: decay ?? 0,
        decoupledWeightDecay: a.decoupled_weight_decay ?? false)
    case "Adamax":
      Adamax(
        learningRate: a.lr ?? 2e-3, betas: a.betas(0.9, 0.999), epsilon: a.eps ?? 1e-8, weightDecay: decay ?? 0)
    case "RMSprop":
      RMSprop(
        learningRate: a.lr ?? 0.01, smoothing: a.alpha ?? 0.99, epsilon: a.eps ?? 1e-8, weightDecay: decay ?? 0,
        momentum: a.momentum ?? 0, centered: a.centered ?? false)
    case "Adagrad":
      Adagrad(
        learningRate: a.lr ?? 0.01, learningRateDecay: a.lr_decay ?? 0, weightDecay: decay ?? 0,
        initialSum: a.initial_accumulator_value ?? 0, epsilon: a.eps ?? 1e-10)
    case "Adadelta":
      Adadelta(
        learningRate: a.lr ?? 1, smoothing: a.rho ?? 0.9, epsilon: a.eps ?? 1e-6, weightDecay: decay ?? 0)
    default: Lion(learningRate: a.lr ?? 1e-4, betas: a.betas(0.9, 0.99), weightDecay: decay ?? 0)
    }
  }
}
