import Myelin
import Testing

/// Every layer: gradients against finite differences, and programs against closures, in both modes.
@Suite struct LayerGradientTests {
  /// A layer under its name, made anew, and an input for it.
  struct Entry: Sendable, CustomTestStringConvertible {
    let name: String
    let x: Tensor
    let make: @Sendable () -> any Layer
    var testDescription: String { name }

    init(_ name: String, _ x: Tensor, _ make: @escaping @Sendable () -> any Layer) {
      (self.name, self.x, self.make) = (name, x, { withRandomSeed(1, make) })
    }
  }

  private static let x = samples([5, 3])

  static let entries = [
    Entry("Dense", x) { Dense(3, 4, activation: .tanh, type: .float64).randomized() },
    Entry("Dense without bias", x) { Dense(3, 4, usesBias: false, type: .float64) },
    Entry("Dense, penalized", x) {
      Dense(
        3, 4, activation: .tanh, weightRegularizer: .l2(0.1), biasRegularizer: .l1(0.2),
        activityRegularizer: Regularizer(l1: 0.3, l2: 0.4), type: .float64
      ).randomized()
    },
    Entry("Linear", x) { Linear<3, 4>(.sigmoid, type: .float64).randomized() },
    Entry("Activation", x) { Activation.tanh },
    Entry("Dropout", x) { Dropout(0.4) },
    Entry("AlphaDropout", x) { AlphaDropout(0.4) },
    Entry("GaussianNoise", x) { GaussianNoise(0.3) },
    Entry("BatchNorm", x) { BatchNorm(3, type: .float64).randomized() },
    Entry("BatchNorm, plain means", samples([2, 4, 3])) {
      BatchNorm(3, momentum: nil, isAffine: false, type: .float64)
    },
    Entry("LayerNorm", x) { LayerNorm(3, type: .float64).randomized() },
    Entry("LayerNorm of several axes", samples([2, 4, 3])) { LayerNorm([4, 3], type: .float64).randomized() },
    Entry("LayerNorm without bias", x) { LayerNorm(3, usesBias: false, type: .float64).randomized() },
    Entry("RMSNorm", x) { RMSNorm(3, type: .float64).randomized() },
    Entry("Embedding", [[1, 0, 2], [1, 1, 3]].labels) { Embedding(4, 3, type: .float64).randomized() },
    Entry("Flatten", samples([2, 4, 3])) { Flatten() },
    Entry("Reshape", samples([2, 12])) { Reshape([3, -1]) },
    Entry("Lambda", x) { Lambda { $0.squared() + 1 } },
    Entry("Identity", x) { Identity() },
    Entry("Residual", x) { Residual { Dense(3, 3, activation: .tanh, type: .float64) } },
    Entry("Residual with a shortcut", x) {
      Residual {
        Dense(3, 4, activation: .tanh, type: .float64)
      } shortcut: {
        Dense(3, 4, usesBias: false, type: .float64)
      }
    },
    Entry("Concatenate", x) {
      Concatenate {
        Dense(3, 2, type: .float64)
        Activation.tanh
      }
    },
    Entry("Parallel, sum", x) {
      Parallel(.sum) {
        Dense(3, 3, type: .float64)
        Activation.tanh
      }
    },
    Entry("Parallel, product", x) {
      Parallel(.product) {
        Dense(3, 3, type: .float64)
        Activation.sigmoid
        Identity()
      }
    },
    Entry("Parallel, mean", x) {
      Parallel(.mean) {
        Dense(3, 3, type: .float64)
        Identity()
      }
    },
    Entry("Parallel, extremes", x) {
      Parallel(.maximum) {
        Parallel(.minimum) {
          Dense(3, 3, type: .float64)
          Identity()
        }
        Dense(3, 3, type: .float64)
      }
    },
    Entry("Sequential", x) {
      Sequential {
        Dense(3, 6, type: .float64)
        BatchNorm(6, type: .float64)
        Activation.tanh
        Dropout(0.2)
        Dense(6, 2, type: .float64)
      }
    },
    Entry("Network", x) {
      Network {
        Linear<3, 6>(type: .float64)
        Fitted { LayerNorm($0, type: .float64) }
        Activation.tanh
        Residual(Network { Linear<6, 6>(.sigmoid, type: .float64) })
        Linear<6, 2>(type: .float64)
      }
    },
  ]

  @Test(arguments: entries) func gradients(entry: Entry) {
    for mode in Mode.allCases {
      #expect(gradientError(of: entry.make(), at: entry.x, in: mode) < 1e-8, "\(mode)")
    }
  }

  @Test(arguments: entries) func programs(entry: Entry) { expectSameWhenCompiled(entry.make, at: entry.x) }
}

extension [[Int]] {
  /// A matrix of int64.
  fileprivate var labels: Tensor { Tensor(self) }
}
