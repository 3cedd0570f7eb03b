"""Writes values and derivatives of tensor operations as PyTorch computes them in float64, to gradients.json.

For every operation: its inputs, its output, the gradient of Σ output·cotangent at every input, and the gradient of
Σ gradient·direction (second derivatives; directions and cotangents are made by rule, see `weights`). The operations are called
by their names in Tests/MyelinCoreTests/Gradients/PyTorchGradientTests.swift.
"""

import json
import pathlib

import numpy
import torch

torch.set_default_dtype(torch.float64)
SOURCE = numpy.random.RandomState(42)
CASES = []


def values(*shape, low=-2.0, high=2.0):
    # Few digits, so that the numbers can be read.
    return torch.tensor(numpy.round(SOURCE.uniform(low, high, size=shape), 3))


def weights(tensor):
    """0.5, 0.87, 1.24, … in turns of five, in the tensor's shape."""
    count = tensor.numel()
    return (0.5 + 0.37 * ((torch.arange(count) * 7) % 5)).reshape(tensor.shape)


def dump(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "values": [float(value) for value in tensor.flatten()]}


def case(name, function, *inputs):
    leaves = [value.clone().requires_grad_() for value in inputs]
    output = function(*leaves)
    loss = (output * weights(output)).sum()
    gradients = torch.autograd.grad(loss, leaves, create_graph=True, allow_unused=True, materialize_grads=True)
    product = sum((gradient * weights(gradient)).sum() for gradient in gradients)
    seconds = [torch.zeros_like(leaf) for leaf in leaves]
    if product.requires_grad:
        seconds = torch.autograd.grad(product, leaves, allow_unused=True, materialize_grads=True)
    CASES.append({
        "name": name,
        "inputs": [dump(value) for value in inputs],
        "output": dump(output),
        "gradients": [dump(gradient) for gradient in gradients],
        "seconds": [dump(second) for second in seconds],
    })


# Functions of one number, where they are smooth, and at the corners where they have a convention.
WIDE = values(2, 5)
POSITIVE = values(2, 5, low=0.2, high=3.0)
UNIT = values(2, 5, low=-0.9, high=0.9)
for name in ["negative", "abs", "sign", "exp", "expm1", "sin", "cos", "tan", "atan", "sinh", "cosh", "tanh", "asinh",
             "sigmoid", "erf", "relu", "floor", "ceil", "round"]:
    case(name, getattr(torch, name), WIDE)
for name in ["log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal"]:
    case(name, getattr(torch, name), POSITIVE)
for name in ["asin", "acos", "atanh"]:
    case(name, getattr(torch, name), UNIT)
case("acosh", torch.acosh, POSITIVE + 1)
case("truncated", torch.trunc, WIDE)
case("squared", torch.square, WIDE)
case("softplus", torch.nn.functional.softplus, WIDE)
case("logSigmoid", torch.nn.functional.logsigmoid, WIDE)
CORNERS = torch.tensor([-1.0, 0.0, 2.0])
for name in ["abs", "sign", "relu"]:
    case(f"{name} at 0", getattr(torch, name), CORNERS)

# Functions of two numbers, with broadcasting.
for name, function in [
        ("add", torch.add), ("subtract", torch.subtract), ("multiply", torch.multiply), ("divide", torch.divide),
        ("maximum", torch.maximum), ("minimum", torch.minimum), ("atan2", torch.atan2), ("power", torch.pow),
        ("remainder", torch.remainder)]:
    for left, right in [((3, 2), (3, 2)), ((2, 1, 3), (4, 1)), ((), (2, 2)), ((3,), ())]:
        case(name, function, values(*left, low=0.3, high=2.5), values(*right, low=0.3, high=2.5))
case("maximum of equals", torch.maximum, torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]))
case("negative powers", lambda x: torch.pow(x, -3), WIDE)
case("clipped", lambda x: torch.clamp(x, -0.5, 0.75), torch.tensor([-2.0, -0.5, 0.1, 0.75, 3.0]))
case("where", lambda x, y: torch.where(torch.tensor([True, False, True]), x.exp(), y * x), values(2, 3), values(3))

# Reductions.
CUBE = values(2, 3, 4)
for axes in [(0,), (1,), (2,), (0, 2), (1, 2), (0, 1, 2)]:
    for keeps in [False, True]:
        suffix = f"{list(axes)}, {'keeping' if keeps else 'removing'}"
        case(f"sum {suffix}", lambda x: x.sum(axes, keepdim=keeps).exp(), 0.2 * CUBE)
        case(f"mean {suffix}", lambda x: x.mean(axes, keepdim=keeps) ** 2, CUBE)
        case(f"max {suffix}", lambda x: x.amax(axes, keepdim=keeps) ** 2, CUBE)
        case(f"min {suffix}", lambda x: x.amin(axes, keepdim=keeps) ** 2, CUBE)
        case(f"logSumExp {suffix}", lambda x: x.logsumexp(axes, keepdim=keeps), CUBE)
        case(f"variance {suffix}", lambda x: x.var(axes, correction=1, keepdim=keeps), CUBE)
        case(f"standardDeviation {suffix}", lambda x: x.std(axes, correction=0, keepdim=keeps), CUBE)
        case(f"norm {suffix}", lambda x: torch.linalg.vector_norm(x, 2, axes, keepdim=keeps), CUBE)
case("max of equals", lambda x: x.amax(1), torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]]))
case("prod", lambda x: x.prod(1), values(3, 4))
case("prod with one 0", lambda x: x.prod(0), torch.tensor([2.0, 0.0, -3.0, 0.5]))
case("prod with two 0", lambda x: x.prod(0), torch.tensor([2.0, 0.0, -3.0, 0.0]))
case("cumulativeSum", lambda x: x.cumsum(1) ** 2, CUBE)
case("softmax", lambda x: x.softmax(1), CUBE)
case("logSoftmax", lambda x: x.log_softmax(-1), CUBE)
case("norm of order 1", lambda x: torch.linalg.vector_norm(x, 1, 1), CUBE)
case("norm of order 3", lambda x: torch.linalg.vector_norm(x, 3, 1), CUBE)
case("norm of infinite order", lambda x: torch.linalg.vector_norm(x, float("inf"), 1), CUBE)

# Arrangements.
case("reshaped", lambda x: x.reshape(4, 6) ** 2, CUBE)
case("permuted", lambda x: x.permute(2, 0, 1) ** 2, CUBE)
case("expanded", lambda x: x[:, None].expand(2, 5, 3, 4).sin(), CUBE)
case("concatenated", lambda x, y: torch.cat([x, y ** 2, x], 1), values(2, 3), values(2, 1))
case("stacked", lambda x, y: torch.stack([x, y * x], 1), values(2, 3), values(2, 3))
case("padded", lambda x: torch.nn.functional.pad(x, (1, 2, 0, 1), value=3.0) ** 2, values(2, 3))
case("tiled", lambda x: x.tile(2, 3) ** 2, values(2, 3))
case("repeated", lambda x: x.repeat_interleave(3, 1) ** 2, values(2, 3))
case("flipped", lambda x: x.flip(0, 2) * x, CUBE)
case("split", lambda x: x.split([1, 2], 1)[0] * x.split([1, 2], 1)[1], CUBE)
case("sliced", lambda x: x[1:, ::2, 1] ** 2, CUBE)
case("sliced backwards", lambda x: x.flip(2)[:, :, ::3] ** 2, CUBE)
case("masked", lambda x: x[x > 0] ** 2, WIDE)
case("indexed", lambda x: x[[2, 0, 2]] ** 2, values(3, 2))
case("indexed twice", lambda x: x[[0, 1, 1], [2, 0, 2]] ** 2, values(2, 3))
INDICES = torch.tensor([[0, 2, 2, 1], [1, 1, 0, 2]])
case("gathered", lambda x: x.gather(0, INDICES) ** 2, values(3, 4))
case("scatterAdded", lambda x, y: x.scatter_add(0, INDICES, y) ** 2, values(3, 4), values(2, 4))
case("sorted", lambda x: x.sort(1, descending=True).values ** 2, values(2, 5))
case("topK", lambda x: x.topk(2, 0).values ** 2, values(4, 3))

# Products.
for left, right in [((3,), (3,)), ((2, 3), (3, 4)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 2, 3), (3, 2)), ((2, 1, 2, 3), (3, 3, 2))]:
    case("matmul", torch.matmul, values(*left), values(*right))
case("matmul of a transpose", lambda x: x.T @ x, values(3, 2))
case("outer", torch.outer, values(3), values(2))
case("dot", torch.dot, values(4), values(4))
case("trace", lambda x: (x @ x).trace(), values(3, 3))

# Inputs that are used again and again, through views.
case("reuse", lambda x: (x.T @ x).softmax(0) * x[0] + x.flip(0).sum(0) * x.std(), values(3, 2))

path = pathlib.Path(__file__).with_name("gradients.json")
path.write_text("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in CASES) + "\n]\n")
