"""Writes activation functions as PyTorch computes them, to activations.json.

For each: its values and derivatives on a line of numbers (or, where it works along an axis, on a matrix, with the gradient
of Σ output·weights), and the losses of 40 steps of gradient descent of a network 3 → 6 with it → 2. Names are those of
`Activation`.
"""

import json
import pathlib

import numpy
import torch
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
SOURCE = numpy.random.RandomState(11)


def normal(*shape):
    # Few digits, so that the numbers can be read.
    return torch.tensor(numpy.round(SOURCE.normal(size=shape), 3))


def dump(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "values": tensor.flatten().tolist()}


def swiglu(z):
    first, second = z.chunk(2, -1)
    return f.silu(first) * second


def step(z):
    return torch.heaviside(z.detach(), torch.ones(())) + 0 * z


LINE = [-1e4, -60, -7, -3.5, -3, -2.2, -1, -0.3, -1e-5, -1e-310, 0, 1e-310, 1e-5, 0.3, 1, 2.2, 3, 3.5, 6, 7, 60, 1e4]
FUNCTIONS = [
    ("identity", {}, lambda z: z * 1), ("sign", {}, torch.sign), ("step", {}, step),
    ("tanh", {}, torch.tanh), ("hardTanh", {}, f.hardtanh),
    ("hardTanh", {"minimum": -0.3, "maximum": 2.2}, lambda z: f.hardtanh(z, -0.3, 2.2)),
    ("sigmoid", {}, torch.sigmoid), ("logSigmoid", {}, f.logsigmoid), ("hardSigmoid", {}, f.hardsigmoid),
    ("softmax", {}, lambda z: f.softmax(z, -1)), ("logSoftmax", {}, lambda z: f.log_softmax(z, -1)),
    ("relu", {}, f.relu), ("relu6", {}, f.relu6),
    ("leakyRelu", {}, f.leaky_relu), ("leakyRelu", {"slope": 0.3}, lambda z: f.leaky_relu(z, 0.3)),
    ("elu", {}, f.elu), ("elu", {"alpha": 0.5}, lambda z: f.elu(z, 0.5)), ("selu", {}, f.selu),
    ("celu", {}, f.celu), ("celu", {"alpha": 0.5}, lambda z: f.celu(z, 0.5)),
    ("gelu", {}, f.gelu), ("geluTanh", {}, lambda z: f.gelu(z, approximate="tanh")), ("silu", {}, f.silu),
    ("mish", {}, f.mish),
    # PyTorch's softplus is the identity above its threshold, which is out of reach here.
    ("softplus", {}, lambda z: f.softplus(z, threshold=1e9)),
    ("softplus", {"beta": 3}, lambda z: f.softplus(z, 3, 1e9)),
    ("softsign", {}, f.softsign), ("squaredRelu", {}, lambda z: f.relu(z) ** 2),
    ("glu", {}, f.glu), ("swiglu", {}, swiglu),
]
AXIS = {"softmax", "logSoftmax", "glu", "swiglu"}
MATRIX = normal(3, 4) * 3
X, TARGET = normal(8, 3), normal(8, 2)
PARAMETERS = tuple(p / 2 for p in (normal(3, 6), normal(6), normal(6, 2), normal(2)))


def weights(tensor):
    """0.5, 0.87, 1.24, … in turns of five, in the tensor's shape."""
    return (0.5 + 0.37 * ((torch.arange(tensor.numel()) * 7) % 5)).reshape(tensor.shape)


def trajectory(function, parameters=PARAMETERS):
    w1, b1, w2, b2 = [p.clone().requires_grad_() for p in parameters]
    width = function(X @ w1 + b1).shape[-1]
    losses = []
    for _ in range(40):
        loss = f.mse_loss(function(X @ w1 + b1) @ w2[:width] + b2, TARGET)
        gradients = torch.autograd.grad(loss, [w1, b1, w2, b2], allow_unused=True, materialize_grads=True)
        with torch.no_grad():
            for p, gradient in zip((w1, b1, w2, b2), gradients):
                p -= 0.02 * gradient
        losses.append(loss.item())
    return losses


def case(name, parameters, function):
    z = (MATRIX if name in AXIS else torch.tensor(LINE)).clone().requires_grad_()
    output = function(z)
    gradient, = torch.autograd.grad((output * (weights(output) if name in AXIS else 1)).sum(), z)
    values, derivatives = output.detach(), gradient
    if name == "softplus":
        # Far out e^x overflows in PyTorch's: these are the limits.
        scaled = z.detach() * parameters.get("beta", 1)
        values = torch.logaddexp(scaled, torch.zeros(())) / parameters.get("beta", 1)
        derivatives = torch.sigmoid(scaled)
    entry = {"name": name, "parameters": parameters, "values": values.flatten().tolist(),
             "derivatives": derivatives.flatten().tolist()}
    entry["losses"] = trajectory(function)
    return entry


def prelu():
    z, slope = MATRIX.clone().requires_grad_(), torch.tensor([0.25, -0.5, 0.0, 2.0], requires_grad=True)
    with torch.no_grad():
        z[1, 1] = 0
    output = f.prelu(z, slope)
    gradients = torch.autograd.grad((output * weights(output)).sum(), [z, slope])
    entry = {"slope": slope.tolist(), "z": dump(z), "values": output.flatten().tolist(),
             "byInput": gradients[0].flatten().tolist(), "bySlope": gradients[1].tolist()}
    w1, b1, w2, b2 = [p.clone().requires_grad_() for p in PARAMETERS]
    slope = torch.full((6,), 0.25, requires_grad=True)
    losses = []
    for _ in range(40):
        loss = f.mse_loss(f.prelu(X @ w1 + b1, slope) @ w2 + b2, TARGET)
        everything = (w1, b1, slope, w2, b2)
        with torch.no_grad():
            for p, gradient in zip(everything, torch.autograd.grad(loss, everything)):
                p -= 0.02 * gradient
        losses.append(loss.item())
    return entry | {"losses": losses}


parts = {
    "versions": json.dumps({"torch": torch.__version__.split("+")[0], "numpy": numpy.__version__}),
    "line": json.dumps(LINE), "matrix": json.dumps(dump(MATRIX)),
    "x": json.dumps(dump(X)), "target": json.dumps(dump(TARGET)),
    "parameters": json.dumps([dump(p) for p in PARAMETERS]),
    "activations": "[\n" + ",\n".join(json.dumps(case(*entry)) for entry in FUNCTIONS) + "\n]",
    "prelu": json.dumps(prelu()),
}
text = "{" + ",\n".join(f'"{name}": {part}' for name, part in parts.items()) + "}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
