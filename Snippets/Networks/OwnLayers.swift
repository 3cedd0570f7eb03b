// Layers of your own: with sizes in their types, in functions that build parts, in both modes, with any reduction.

import Myelin

/// Turns the plane: always two numbers, which the compiler knows.
struct Rotation: SizedLayer {
  typealias Input = Width<2>
  typealias Output = Width<2>
  @Parameter var angle = Tensor(0)

  func callAsFunction(_ x: Tensor) -> Tensor {
    let (c, s) = (angle.cos(), angle.sin())
    return Tensor.stack([c * x[..., 0] - s * x[..., 1], s * x[..., 0] + c * x[..., 1]], axis: -1)
  }
}

/// Does something in training alone, and keeps any size.
struct Jitter: SizeKeepingLayer {
  func callAsFunction(_ x: Tensor) -> Tensor {
    Mode.current == .training ? x + 0.01 * Tensor.randomNormal(x.shape) : x
  }
}

// Functions that list layers. Lines that fit together are one Layers<2, 16>.
@NetworkBuilder func start() -> Layers<2, 16> {
  Jitter()
  Rotation()
  Linear<2, 16>(.tanh)
}
@LayerBuilder func tail(_ depth: Int) -> [any Layer] {
  for _ in 0..<depth { Dense(16, 16, activation: .relu) }
  Dense(16, 1)
}

let model = Sequential([Network(start)] + tail(2))

let x = Tensor.randomNormal([8, 2])
let y = (x.sum(axis: 1) .> 0).cast(to: .float32).unsqueezed(axis: 1)
for reduction in Reduction.allCases {
  print(reduction, binaryCrossEntropy(model(x), y, reduction: reduction).shape)
}
let (loss, gradient): (Tensor, ModuleGradient) = withMode(.training) {
  valueWithGradient(at: model) { binaryCrossEntropy(model(x), y) }
}
print("loss:", loss, "norm of the gradient:", gradient.norm)

// Activations by name, as they stand in a file; what is wrong there is thrown.
do {
  print(try Activation(name: "leakyRelu", parameters: ["slope": 0.2])(x).shape)
  print(try Activation(name: "leakyReLU"))
} catch let error as ActivationError {
  print(error)
}
