"""Writes the losses of 40 steps of every optimizer, clipped gradients and averages of weights as PyTorch computes them
(Lion as its paper does), to optimizers.json."""

import json
import pathlib

import numpy
import torch

STEPS = 40
SOURCE = numpy.random.RandomState(11)


def normal(*shape):
    # Few digits, so that the numbers can be read.
    return torch.tensor(numpy.round(SOURCE.normal(size=shape), 3), dtype=torch.float32)


def dump(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "values": [float(value) for value in tensor.flatten()]}


class Lion(torch.optim.Optimizer):
    """Algorithm 2 of X. Chen et al., "Symbolic Discovery of Optimization Algorithms"."""

    def __init__(self, parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            first, second = group["betas"]
            for w in group["params"]:
                m = self.state[w].setdefault("m", torch.zeros_like(w))
                direction = torch.sign(first * m + (1 - first) * w.grad) + group["weight_decay"] * w
                w -= group["lr"] * direction
                m.copy_(second * m + (1 - second) * w.grad)


RUNS = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.05, "weight_decay": 0.03}),
    ("SGD", {"lr": 0.05, "momentum": 0.9}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.5, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.03, "momentum": 0.8, "nesterov": True, "weight_decay": 0.02}),
    ("Adam", {"lr": 0.01}),
    ("Adam", {"lr": 0.02, "betas": (0.8, 0.95), "eps": 1e-6, "weight_decay": 0.05}),
    ("Adam", {"lr": 0.03, "amsgrad": True, "betas": (0.7, 0.9)}),
    ("AdamW", {"lr": 0.01}),
    ("AdamW", {"lr": 0.02, "weight_decay": 0.2, "amsgrad": True, "betas": (0.7, 0.9)}),
    ("NAdam", {"lr": 0.01}),
    ("NAdam", {"lr": 0.02, "weight_decay": 0.05, "momentum_decay": 0.1}),
    ("NAdam", {"lr": 0.02, "weight_decay": 0.05, "decoupled_weight_decay": True, "betas": (0.8, 0.95)}),
    ("RAdam", {"lr": 0.01}),
    ("RAdam", {"lr": 0.02, "weight_decay": 0.05, "betas": (0.8, 0.9)}),
    ("RAdam", {"lr": 0.02, "weight_decay": 0.05, "decoupled_weight_decay": True}),
    ("Adamax", {"lr": 0.01}),
    ("Adamax", {"lr": 0.02, "weight_decay": 0.05, "betas": (0.8, 0.95), "eps": 1e-5}),
    ("RMSprop", {"lr": 0.01}),
    ("RMSprop", {"lr": 0.005, "alpha": 0.9, "eps": 1e-6, "weight_decay": 0.05, "momentum": 0.5}),
    ("RMSprop", {"lr": 0.005, "alpha": 0.9, "centered": True, "momentum": 0.8, "eps": 1e-4}),
    ("Adagrad", {"lr": 0.05}),
    ("Adagrad", {"lr": 0.1, "lr_decay": 0.1, "weight_decay": 0.05, "initial_accumulator_value": 0.1}),
    ("Adadelta", {}),
    ("Adadelta", {"lr": 2.0, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.05}),
    ("Lion", {"lr": 0.003}),
    ("Lion", {"lr": 0.003, "betas": (0.8, 0.95), "weight_decay": 0.5}),
]

# A network 4 → 6 → 3, classified; large enough that no step reaches the minimum.
X, LABELS = normal(24, 4), torch.tensor(SOURCE.randint(0, 3, size=24))
WEIGHTS = [0.5 * normal(4, 6), 0.1 * normal(6), 0.5 * normal(6, 3), 0.1 * normal(3)]


def loss(weights):
    w1, b1, w2, b2 = weights
    return torch.nn.functional.cross_entropy(torch.tanh(X @ w1 + b1) @ w2 + b2, LABELS)


def fresh():
    return [weight.clone().requires_grad_() for weight in WEIGHTS]


def optimizer(name, groups, arguments):
    kind = Lion if name == "Lion" else getattr(torch.optim, name)
    return kind(groups, **arguments)


def losses(name, arguments):
    weights = fresh()
    steps = optimizer(name, weights, arguments)
    values = []
    for _ in range(STEPS):
        steps.zero_grad()
        value = loss(weights)
        value.backward()
        values.append(value.item())
        steps.step()
    return {"optimizer": name, "arguments": arguments, "losses": values}


LBFGS_RUNS = [
    {"line_search_fn": "strong_wolfe", "max_iter": 4},
    {"line_search_fn": "strong_wolfe", "max_iter": 2, "history_size": 3, "lr": 0.5},
    {"line_search_fn": "strong_wolfe"},
    {"max_iter": 2, "lr": 0.1},
]


def lbfgs(arguments, kind):
    """With a penalty for large weights, so that the loss has a minimum above 0, on which roundings agree."""
    weights = [weight.detach().to(kind).requires_grad_() for weight in fresh()]
    steps = torch.optim.LBFGS(weights, **arguments)
    values = []
    for _ in range(STEPS):
        def closure():
            steps.zero_grad()
            w1, b1, w2, b2 = weights
            value = torch.nn.functional.cross_entropy(torch.tanh(X.to(kind) @ w1 + b1) @ w2 + b2, LABELS)
            value = value + 0.02 * sum((weight * weight).sum() for weight in weights)
            value.backward()
            return value
        values.append(steps.step(closure).item())
    return {"type": str(kind).split(".")[1], "arguments": arguments, "losses": values}


def clipped(kind, limit):
    weights = fresh()
    (20 * loss(weights)).backward()
    norm = torch.nn.utils.get_total_norm([w.grad for w in weights]).item()
    if kind == "value":
        torch.nn.utils.clip_grad_value_(weights, limit)
    elif kind == "globalNorm":
        torch.nn.utils.clip_grad_norm_(weights, limit)
    else:
        for weight in weights:
            torch.nn.utils.clip_grad_norm_([weight], limit)
    return {"kind": kind, "limit": limit, "norm": norm, "gradients": [dump(w.grad) for w in weights]}


def averages(decay):
    model = torch.nn.ParameterList(fresh())
    averaged = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(decay))
    steps = torch.optim.SGD(model.parameters(), lr=0.5)
    values = []
    for _ in range(10):
        steps.zero_grad()
        loss(list(model)).backward()
        steps.step()
        averaged.update_parameters(model)
        values.append(averaged.module[1].detach().tolist())
    return {"decay": decay, "values": values}


def groups():
    """Two groups with a rate and a decay of their own, under one schedule."""
    weights = fresh()
    steps = torch.optim.AdamW(
        [{"params": weights[0::2]}, {"params": weights[1::2], "lr": 0.05, "weight_decay": 0.0}], lr=0.01,
        weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(steps, 7, 0.5)
    values = []
    for _ in range(STEPS):
        steps.zero_grad()
        value = loss(weights)
        value.backward()
        values.append(value.item())
        steps.step()
        schedule.step()
    return values


parts = {
    "versions": json.dumps({"torch": torch.__version__.split("+")[0], "numpy": numpy.__version__}),
    "x": json.dumps(dump(X)),
    "labels": json.dumps(LABELS.tolist()),
    "weights": json.dumps([dump(weight) for weight in WEIGHTS]),
    "runs": "[\n" + ",\n".join(json.dumps(losses(*run)) for run in RUNS) + "]",
    "lbfgs": "[\n" + ",\n".join(
        json.dumps(lbfgs(run, kind)) for run in LBFGS_RUNS for kind in (torch.float32, torch.float64)) + "]",
    "clipped": "[\n" + ",\n".join(
        json.dumps(clipped(*run))
        for run in [("value", 0.3), ("norm", 0.5), ("globalNorm", 1.0), ("globalNorm", 1000.0)]) + "]",
    "averages": json.dumps(averages(0.9)),
    "groups": json.dumps(groups()),
}
text = "{" + ",\n".join(f'"{name}": {part}' for name, part in parts.items()) + "}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
