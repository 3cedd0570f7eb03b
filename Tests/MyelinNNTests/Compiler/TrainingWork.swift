import Myelin

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A network, its data and its optimizer, the same in every run: work for tests of programs.
struct TrainingWork {
  let model: Sequential
  let optimizer: any Optimizer
  let x: Tensor
  let y: Tensor

  /// A network of layers of these sizes, and a batch for it.
  init(_ sizes: [Int], batch: Int, optimizer: any Optimizer = Adam(learningRate: 1e-2)) {
    (model, x, y) = withRandomSeed(5) {
      let layers = zip(sizes, sizes.dropFirst()).enumerated().map { index, size in
        Dense(size.0, size.1, activation: index == sizes.count - 2 ? .identity : .tanh)
      }
      return (
        Sequential(layers), .randomNormal([batch, sizes[0]]),
        .randomIntegers([batch], in: 0..<(sizes.last ?? 1))
      )
    }
    self.optimizer = optimizer
  }

  /// One step of training, as a closure.
  func step(_ x: Tensor, _ y: Tensor) -> Tensor {
    let (loss, gradient) = valueWithGradient(at: model) { softmaxCrossEntropy(model(x), y) }
    optimizer.update(model, along: gradient)
    return loss
  }

  /// The steps' program.
  func compiled() -> CompiledFunction<(Tensor, Tensor), Tensor> { compile { step($0, $1) } }
}

extension TrainingWork {
  /// Every optimizer with its options.
  static let optimizers: [(name: String, make: @Sendable () -> any Optimizer)] = [
    ("SGD", { SGD(learningRate: 0.1) }), ("SGD, decay", { SGD(learningRate: 0.1, weightDecay: 0.01) }),
    ("momentum", { SGD(learningRate: 0.05, momentum: 0.9) }),
    ("dampening", { SGD(learningRate: 0.05, momentum: 0.9, dampening: 0.3) }),
    ("Nesterov", { SGD(learningRate: 0.05, momentum: 0.9, weightDecay: 0.01, nesterov: true) }),
    ("Adam", { Adam(learningRate: 0.01) }),
    ("Adam, decay", { Adam(learningRate: 0.01, betas: (0.8, 0.99), weightDecay: 0.01) }),
    ("AMSGrad", { Adam(learningRate: 0.01, amsgrad: true) }), ("AdamW", { AdamW(learningRate: 0.01) }),
    ("NAdam", { NAdam(learningRate: 0.01, weightDecay: 0.01) }), ("RAdam", { RAdam(learningRate: 0.01) }),
    ("Adamax", { Adamax(learningRate: 0.01) }), ("RMSprop", { RMSprop(learningRate: 0.005) }),
    ("RMSprop, centered", { RMSprop(learningRate: 0.002, epsilon: 1e-3, momentum: 0.5, centered: true) }),
    ("Adagrad", { Adagrad(learningRate: 0.05, learningRateDecay: 0.1) }), ("Adadelta", { Adadelta() }),
    ("Lion", { Lion(learningRate: 0.001, weightDecay: 0.1) }),
    (
      "all settings",
      {
        let optimizer = AdamW(learningRate: 0.01)
        optimizer.schedule = .warmUp(over: 5, from: 0.1).then(.cosine(over: 20))
        optimizer.groups = [ParameterGroup(named: "*.bias", learningRate: 0.02, weightDecay: 0)]
        optimizer.clipping = .globalNorm(0.1)
        optimizer.average = WeightAverage(decay: 0.9, warmUp: true)
        return optimizer
      }
    ), ("accumulation", { GradientAccumulation(over: 3, Adam(learningRate: 0.01)) }),
  ]
}

/// A number for all bits of some tensors.
func digest(_ tensors: [Tensor]) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for value in tensors.flatMap(\.scalars) {
    for shift in stride(from: 0, to: 64, by: 8) {
      hash = (hash ^ (value.bitPattern >> UInt64(shift)) & 0xFF) &* 0x0000_0100_0000_01b3
    }
  }
  return hash
}

/// The seconds that all threads of this process have computed.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
