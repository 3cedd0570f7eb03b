"""Writes the learning rates of PyTorch's schedulers, step by step, to schedules.json."""

import json
import pathlib
import warnings

import torch

warnings.simplefilter("ignore")
schedulers = torch.optim.lr_scheduler

RUNS = [
    ("constant", {"factor": 0.25, "total_iters": 6}, lambda o, a: schedulers.ConstantLR(o, **a)),
    ("step", {"step_size": 7, "gamma": 0.3}, lambda o, a: schedulers.StepLR(o, **a)),
    ("multiStep", {"milestones": [3, 10, 10, 25], "gamma": 0.5}, lambda o, a: schedulers.MultiStepLR(o, **a)),
    ("exponential", {"gamma": 0.93}, lambda o, a: schedulers.ExponentialLR(o, **a)),
    ("polynomial", {"total_iters": 20, "power": 1.0}, lambda o, a: schedulers.PolynomialLR(o, **a)),
    ("polynomial", {"total_iters": 30, "power": 2.5}, lambda o, a: schedulers.PolynomialLR(o, **a)),
    ("linear", {"start_factor": 1 / 3, "end_factor": 1.0, "total_iters": 5}, lambda o, a: schedulers.LinearLR(o, **a)),
    ("linear", {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 17}, lambda o, a: schedulers.LinearLR(o, **a)),
    ("cosine", {"T_max": 20, "eta_min": 0.0}, lambda o, a: schedulers.CosineAnnealingLR(o, **a)),
    ("cosine", {"T_max": 33, "eta_min": 0.01}, lambda o, a: schedulers.CosineAnnealingLR(o, **a)),
    ("restarts", {"T_0": 9, "T_mult": 1, "eta_min": 0.0}, lambda o, a: schedulers.CosineAnnealingWarmRestarts(o, **a)),
    ("restarts", {"T_0": 5, "T_mult": 2, "eta_min": 0.01}, lambda o, a: schedulers.CosineAnnealingWarmRestarts(o, **a)),
    ("restarts", {"T_0": 3, "T_mult": 3, "eta_min": 0.0}, lambda o, a: schedulers.CosineAnnealingWarmRestarts(o, **a)),
]
for arguments in [
    {"total_steps": 60}, {"total_steps": 60, "anneal_strategy": "linear", "pct_start": 0.45},
    {"total_steps": 50, "three_phase": True, "div_factor": 10.0, "final_div_factor": 100.0},
    {"total_steps": 60, "three_phase": True, "anneal_strategy": "linear", "pct_start": 0.2},
]:
    RUNS.append(("oneCycle", arguments,
                 lambda o, a: schedulers.OneCycleLR(o, max_lr=o.param_groups[0]["lr"], cycle_momentum=False, **a)))


def rates(name, arguments, make, base):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=base)
    scheduler = make(optimizer, arguments)
    values = []
    for step in range(arguments.get("total_steps", 80)):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step + 1 < arguments.get("total_steps", 81):
            scheduler.step()
    return {"schedule": name, "arguments": arguments, "base": base, "rates": values}


def sequence(base):
    """Warm-up, then half a cosine, then small steps."""
    def make(o, _):
        return schedulers.SequentialLR(
            o, [schedulers.LinearLR(o, 0.1, 1.0, 8), schedulers.CosineAnnealingLR(o, 30, 0.01),
                schedulers.ConstantLR(o, 0.01, 1000)], [8, 38])
    return rates("sequence", {}, make, base)


def plateau(arguments, base):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=base)
    scheduler = schedulers.ReduceLROnPlateau(optimizer, **arguments)
    metrics = [1.0, 0.9, 0.9, 0.8999, 0.95, 0.8, 0.8, 0.8, 0.85, 0.9, 0.8, 0.7, 0.7, 0.7, 0.71, 0.7, 0.7, 0.7, 0.7, 0.7,
               0.72, 0.73, 0.7, 0.7, 0.7, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65]
    if arguments.get("mode") == "max":
        metrics = [2 - metric for metric in metrics]
    values = []
    for metric in metrics:
        scheduler.step(metric)
        values.append(optimizer.param_groups[0]["lr"])
    return {"arguments": arguments, "base": base, "metrics": metrics, "rates": values}


PLATEAUS = [
    {"patience": 2}, {"patience": 1, "factor": 0.5, "cooldown": 3, "threshold": 0.05},
    {"mode": "max", "patience": 2, "threshold": 0.01, "threshold_mode": "abs", "min_lr": 0.002, "factor": 0.3},
    {"patience": 0, "factor": 0.2, "eps": 1e-3}, {"mode": "max", "patience": 0, "factor": 0.9},
]
runs = [rates(*run, base) for run, base in zip(RUNS, [0.1, 0.3, 0.02] * len(RUNS))] + [sequence(0.2)]
text = (f'{{"versions": {json.dumps({"torch": torch.__version__.split("+")[0]})},\n"schedules": [\n'
        + ",\n".join(json.dumps(run) for run in runs) + '],\n"plateaus": [\n'
        + ",\n".join(json.dumps(plateau(arguments, 0.1)) for arguments in PLATEAUS) + "]}\n")
pathlib.Path(__file__).with_suffix(".json").write_text(text)
