"""Writes losses, small networks and optimizers' trajectories as PyTorch computes them, to networks.json."""

import json
import pathlib

import numpy
import torch

torch.set_default_dtype(torch.float64)
SOURCE = numpy.random.RandomState(7)


def normal(*shape):
    # Few digits, so that the numbers can be read.
    return torch.tensor(numpy.round(SOURCE.normal(size=shape), 3))


def dump(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "values": [float(value) for value in tensor.flatten()]}


# Losses: value and gradient at the output.

def categorical_cross_entropy(probabilities, target):
    """As keras.losses.categorical_crossentropy, with its epsilon of 1e-7."""
    normalized = probabilities / probabilities.sum(-1, keepdim=True)
    return -(target * normalized.clamp(1e-7, 1 - 1e-7).log()).sum(-1).mean()


def perceptron(z, target):
    return (-(target - z.detach().sign()) * z).sum()


def one_hot(labels, classes):
    return torch.nn.functional.one_hot(labels, classes).double()


def loss(name, function, output, target):
    output = output.clone().requires_grad_()
    value = function(output, target)
    value.backward()
    return {"loss": name, "output": dump(output), "target": dump(target), "isIndices": not target.is_floating_point(),
            "value": value.item(), "gradient": dump(output.grad)}


def losses():
    f = torch.nn.functional
    output, target = normal(4, 3), normal(4, 3)
    target[1, 2] = output[1, 2]
    labels = torch.tensor([2, 0, 1, 1])
    probabilities = normal(4, 3).abs() + 0.01
    certain = torch.tensor([[1.0, 0, 0], [0, 1, 0], [0.25, 0.5, 0.25]])
    extreme = torch.tensor([[1e4, 0, -1e4], [-1e4, 1e4, 0], [1e4, 1e4, -1e4]])
    far = torch.tensor([1e4, -1e4, 1e4, -1e4, 0, 0, 30, -30])
    far_target = torch.tensor([1.0, 0, 0, 1, 0, 1, 1, 0])
    soft = torch.softmax(normal(4, 3), -1)
    signs = torch.tensor([[1.0], [-1], [1], [-1], [1]])
    z = torch.tensor([[0.5], [-2], [-0.25], [3], [0]])
    return [
        loss("meanSquaredError", f.mse_loss, output, target),
        loss("meanAbsoluteError", f.l1_loss, output, target),
        loss("categoricalCrossEntropy", categorical_cross_entropy, probabilities, one_hot(labels, 3)),
        loss("categoricalCrossEntropy", categorical_cross_entropy, probabilities, soft),
        loss("categoricalCrossEntropy", categorical_cross_entropy, certain, one_hot(torch.tensor([0, 2, 1]), 3)),
        loss("softmaxCrossEntropy", f.cross_entropy, output, labels),
        loss("softmaxCrossEntropy", f.cross_entropy, output, soft),
        loss("softmaxCrossEntropy", f.cross_entropy, extreme, torch.tensor([2, 1, 0])),
        loss("binaryCrossEntropy", f.binary_cross_entropy_with_logits, output, (target > 0).double()),
        loss("binaryCrossEntropy", f.binary_cross_entropy_with_logits, output, soft),
        loss("binaryCrossEntropy", f.binary_cross_entropy_with_logits, far, far_target),
        loss("perceptronLoss", perceptron, z, signs),
    ]


# Networks: 3 → 4 with each activation → 2.

ACTIVATIONS = {
    "identity": lambda z: z, "sign": torch.sign, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
    "softmax": lambda z: torch.softmax(z, -1), "relu": torch.relu,
}


def network(name):
    x, target = normal(5, 3), normal(5, 2)
    parameters = [part.requires_grad_() for part in (normal(3, 4), normal(4), normal(4, 2), normal(2))]
    w1, b1, w2, b2 = parameters
    output = ACTIVATIONS[name](x @ w1 + b1) @ w2 + b2
    value = torch.nn.functional.mse_loss(output, target)
    gradients = torch.autograd.grad(value, parameters, allow_unused=True)
    return {"activation": name, "x": dump(x), "target": dump(target), "parameters": [dump(p) for p in parameters],
            "output": dump(output), "value": value.item(),
            "gradients": [dump(torch.zeros_like(p) if g is None else g) for p, g in zip(parameters, gradients)]}


# Trajectories: 20 steps on the mean squared error of tanh(x·w + b).

OPTIMIZERS = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.05, "momentum": 0.8, "nesterov": True}),
    ("SGD", {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.1, "weight_decay": 0.2}),
    ("Adam", {}),
    ("Adam", {"lr": 0.05, "betas": (0.8, 0.95), "eps": 1e-4}),
    ("Adam", {"lr": 0.02, "weight_decay": 0.1}),
]


def trajectories():
    x, target, w0, b0 = normal(8, 3), torch.tanh(normal(8, 2)), normal(3, 2), normal(2)
    results = []
    for name, arguments in OPTIMIZERS:
        w, b = w0.clone().requires_grad_(), b0.clone().requires_grad_()
        optimizer = getattr(torch.optim, name)([w, b], foreach=False, **arguments)
        steps = []
        for _ in range(20):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(torch.tanh(x @ w + b), target).backward()
            optimizer.step()
            steps.append([*w.detach().flatten().tolist(), *b.detach().tolist()])
        results.append({"optimizer": name, "arguments": arguments, "steps": steps})
    return {"x": dump(x), "target": dump(target), "w": dump(w0), "b": dump(b0), "runs": results}


def lines(items):
    return "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"


problem = trajectories()
runs = lines(problem.pop("runs"))
parts = {
    "versions": json.dumps({"torch": torch.__version__.split("+")[0], "numpy": numpy.__version__}),
    "losses": lines(losses()),
    "networks": lines(network(name) for name in ACTIVATIONS),
    "trajectories": json.dumps(problem)[:-1] + f', "runs": {runs}}}',
}
text = "{" + ",\n".join(f'"{name}": {part}' for name, part in parts.items()) + "}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
