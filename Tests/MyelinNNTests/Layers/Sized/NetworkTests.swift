import Myelin
import TestSupport
import Testing

/// Networks whose sizes are part of their types. What doesn't compile is in `WiringTests`.
@Suite struct NetworkTests {
  @Test func isASequentialInAllElse() {
    let (network, sequential) = (
      withRandomSeed(1) {
        Network {
          Linear<4, 8>(.relu)
          Linear<8, 8>(.tanh, usesBias: false)
          Linear<8, 3>()
        }
      },
      withRandomSeed(1) {
        Sequential {
          Dense(4, 8, activation: .relu)
          Dense(8, 8, activation: .tanh, usesBias: false)
          Dense(8, 3)
        }
      }
    )
    #expect(type(of: network) == Network<4, 3>.self)
    #expect(network.namedParameters.map(\.name) == sequential.namedParameters.map(\.name))
    #expect(network.namedParameters.first?.name == "layers.0.weight")
    #expect(network.allScalars == sequential.allScalars)
    let x = samples([5, 4], type: .float32)
    #expect(network(x).isIdentical(to: sequential(x)))
    let labels = Tensor([0, 1, 2, 0, 1] as [Int])
    for _ in 0..<3 {
      let ours = gradient(at: network) { softmaxCrossEntropy(network(x), labels) }
      let theirs = gradient(at: sequential) { softmaxCrossEntropy(sequential(x), labels) }
      for (a, b) in zip(ours.tensors, theirs.tensors) { #expect(a.isIdentical(to: b)) }
    }
    #expect((network.inputSize, network.outputSize, network.outputSize(for: 4)) == (4, 3, 3))
    #expect(
      network.description == """
        Network {
          Linear<4, 8>(.relu)
          Linear<8, 8>(.tanh, usesBias: false)
          Linear<8, 3>()
        }
        """)
  }

  @Test func filesFitTheOther() throws {
    let folder = try TemporaryFolder()
    let network = Network {
      Linear<2, 3>(.relu)
      Fitted { BatchNorm($0) }
      Linear<3, 1>()
    }
    let sequential = Sequential {
      Dense(2, 3, activation: .relu)
      BatchNorm(3)
      Dense(3, 1)
    }
    try network.save(to: folder.file("model"))
    try sequential.load(from: folder.file("model"))
    #expect(sequential.allScalars == network.allScalars)
    #expect(sequential.namedBuffers.map(\.name) == network.namedBuffers.map(\.name))
  }

  @Test func holdsLayersOfAllKinds() {
    let (isDeep, isNormalized) = (true, false)
    let network = Network {
      GaussianNoise(0.1)
      Fitted { BatchNorm($0) }
      Linear<6, 8>()
      for _ in 0..<2 { Linear<8, 8>(.tanh) }
      if isDeep { Linear<8, 8>(.relu) }
      if isNormalized { Fitted { LayerNorm($0) } } else { Activation.relu }
      if isDeep {
        Linear<8, 4>()
      } else {
        Linear<8, 4>(usesBias: false)
      }
      for rate in [0.1, 0.2] { Dropout(rate) }
      Residual(Network { Linear<4, 4>(.relu) })
      Residual(Linear<4, 2>(.relu), shortcut: Linear<4, 2>(usesBias: false))
      Sized<2, 5>(
        Concatenate {
          Dense(2, 3)
          Activation.identity
        })
      Network {
        Linear<5, 3>()
        Activation.tanh
      }
    }
    #expect(type(of: network) == Network<6, 3>.self)
    #expect(network.layers.count == 14)
    #expect(network.layers[1].inputSize == 6)
    #expect(network(.ones([2, 6])).shape == [2, 3])
    #expect(
      network.namedParameters.map(\.name).suffix(4) == [
        "layers.12.branches.0.weight", "layers.12.branches.0.bias", "layers.13.layers.0.weight",
        "layers.13.layers.0.bias",
      ])
    #expect(Sequential { network }.outputSize == 3)
  }

  @Test func sizesOfYourOwn() {
    struct Rotation: SizedLayer {
      typealias Input = Width<2>
      typealias Output = Width<2>
      @Parameter var angle = Tensor(0)

      func callAsFunction(_ x: Tensor) -> Tensor {
        let (c, s) = (angle.cos(), angle.sin())
        return Tensor.stack([c * x[..., 0] - s * x[..., 1], s * x[..., 0] + c * x[..., 1]], axis: -1)
      }
    }
    let network = Network {
      Linear<3, 2>()
      Rotation()
    }
    #expect(type(of: network) == Network<3, 2>.self)
    #expect(network.parameters.last?.name == "layers.1.angle")
    #expect(network(.ones([4, 3])).shape == [4, 2])
  }

  @Test func gatesHalve() async {
    let network = Network {
      Linear<4, 6>(.swiglu)
      Sized<6, 3>(Activation.glu)
      Fitted { PReLU($0) }
      Linear<3, 2>()
    }
    #expect(network.parameters.map(\.value.shape) == [[4, 12], [12], [3], [3, 2], [2]])
    #expect(network(.ones([5, 4])).shape == [5, 2])
    #expect(Dense(4, 12, activation: .glu).outputSize == 6)
    let sequential = Sequential {
      Dense(4, 12, activation: .swiglu)
      Activation.glu
      Dense(3, 2)
    }
    #expect(sequential(.ones([5, 4])).shape == [5, 2])
    let alone = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Network {
        Linear<4, 6>()
        Activation.glu
      }
    }
    #expect(message(alone).contains("Network: glu gives 3 for 6 values; write Sized<6, 3>(…) around it"))
    let uneven = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Network {
        Linear<4, 5>()
        Activation.glu
      }
    }
    #expect(message(uneven).contains("Network: glu can't take 5 values"))
    let misfit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sequential {
        Dense(4, 12)
        Activation.glu
        Dense(12, 2)
      }
    }
    #expect(message(misfit).contains("layer 2, Dense(12, 2), takes 12 values, but layer 1, glu, gives 6"))
    let odd = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Dense(4, 5, activation: .glu)
    }
    #expect(message(odd).contains("glu: a last axis of size 5 has no halves"))
  }

  @Test func trains() throws {
    let model = withRandomSeed(3) {
      Network {
        Linear<2, 8>(.tanh)
        Linear<8, 1>()
      }
    }
    let trainer = Trainer(model, loss: binaryCrossEntropy, optimizer: Adam(learningRate: 0.05), metrics: [.accuracy])
    let history = try withRandomSeed(4) { try trainer.fit(exclusiveOr, epochs: 200, batchSize: 4) }
    #expect(history.epochs.last?.metrics["accuracy"] == 1)
  }

  @Test func linearIsADenseLayer() {
    let layer = Linear<3, 2>(.relu, weightInitializer: .fixed([[1, -1], [0, 0], [0, 0]]))
    #expect(layer([[2, 1, 1]]).scalars == [2, 0])
    layer.bias = [1, 3]
    layer.weight += 1
    #expect(layer.dense.bias.scalars == [1, 3])
    #expect(layer([[2, 1, 1]]).scalars == [7, 5])
    #expect(layer.namedParameters.map(\.name) == ["weight", "bias"])
    #expect(gradient(at: layer) { layer([[2, 1, 1]]).sum() }[layer.dense.$bias].scalars == [1, 1])
    #expect(Linear<3, 2>(type: .float64).weight.type == .float64)
  }

  @Test func whatTypesDoNotTellStopsWhenBuilt() async {
    let sized = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Sized<3, 4>(Dense(3, 5))
    }
    #expect(message(sized).contains("Sized<3, 4>: Dense(3, 5) gives 5 values"))
    let fitted = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Network {
        Linear<3, 4>()
        Fitted { _ in BatchNorm(5) }
      }
    }
    #expect(message(fitted).contains("Fitted: made for 4 values, BatchNorm(5) takes 5"))
    let input = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Network { Linear<3, 4>() }(.ones([2, 5]))
    }
    #expect(message(input).contains(": the input's last axis must have size 3, got shape [2, 5]"))
  }
}
