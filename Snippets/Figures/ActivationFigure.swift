// Every activation function and its derivative, in one figure: swift run ActivationFigure [file.svg]

import Myelin

/// A function of one number, applied to each element.
typealias Curve = @Sendable (Tensor) -> Tensor

/// Functions along an axis, seen along one line: what becomes of z beside a second input, which is 0 or z too.
let pairs: [String: (title: String, curve: Curve)] = [
  "softmax": ("softmax of (z, 0)", { Activation.softmax(.stack([$0, $0.zerosLike()], axis: 1))[..., 0] }),
  "logSoftmax": ("logSoftmax of (z, 0)", { Activation.logSoftmax(.stack([$0, $0.zerosLike()], axis: 1))[..., 0] }),
  "glu": ("glu of (z, z)", { Activation.glu(.stack([$0, $0], axis: 1))[..., 0] }),
  "swiglu": ("swiglu of (z, z)", { Activation.swiglu(.stack([$0, $0], axis: 1))[..., 0] }),
]

var curves: [(title: String, curve: Curve)] = Activation.allCases.map { activation in
  pairs[activation.name] ?? (activation.name, { activation($0) })
}
let elu = curves.firstIndex { $0.title == "elu" } ?? curves.endIndex
curves.insert(("prelu with slope ¼", { $0.prelu(slope: Tensor(0.25)) }), at: elu)

let panels = curves.map { title, curve in
  let end = title == "relu6" ? 8.0 : 4.0
  let z = Tensor.linspace(-4, end, count: 121)
  return Panel(title: title) { panel in
    panel.line(x: z.scalars, y: curve(z).scalars, label: "f(z)")
    panel.line(x: z.scalars, y: gradient(at: z) { curve($0).sum() }.scalars, label: "f′(z)", style: .dashed)
  }
}

let figure = Figure(title: "Activation functions and their derivatives", columns: 5, panels: panels)
try await figure.write(to: CommandLine.arguments.dropFirst().first ?? "activations.svg")
