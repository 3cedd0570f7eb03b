"""Writes generators.json: samples of scikit-learn's generators, first rows and checksums of all."""
import json
import math
import pathlib

import numpy as np
from sklearn import datasets


def exclusive_or(n_samples, random_state):
    """The points of scikit-learn's example of a non-linear SVM."""
    x = np.random.RandomState(random_state).randn(n_samples, 2)
    return x, np.logical_xor(x[:, 0] > 0, x[:, 1] > 0).astype(int)


def playground(problem, n_samples, noise, random_state, shuffle=True):
    """The formulas of TensorFlow Playground's src/dataset.ts; classes are 1 and -1."""
    draw = np.random.RandomState(random_state).random_sample

    def uniform(low, high):
        return draw() * (high - low) + low

    def scale(domain, codomain, value):
        share = (value - domain[0]) / (domain[1] - domain[0])
        return codomain[0] * (1 - share) + codomain[1] * share

    def normal(mean, variance):
        while True:
            first = 2 * draw() - 1
            second = 2 * draw() - 1
            square = first * first + second * second
            if square <= 1:
                return mean + math.sqrt(variance) * (math.sqrt(-2 * math.log(square) / square) * first)

    def moved(x, y, radius):
        noise_x = uniform(-radius, radius) * noise
        noise_y = uniform(-radius, radius) * noise
        return x + noise_x, y + noise_y

    points = []
    half = n_samples / 2
    if problem == "circle":
        for low, high in ((0, 2.5), (3.5, 5)):
            for _ in range(math.ceil(half) if low == 0 else n_samples // 2):
                radius = uniform(low, high)
                angle = uniform(0, 2 * math.pi)
                x, y = radius * math.sin(angle), radius * math.cos(angle)
                points.append((x, y, 1 if math.hypot(*moved(x, y, 5)) < 2.5 else -1))
    elif problem == "xor":
        for _ in range(n_samples):
            x = uniform(-5, 5)
            x += 0.3 if x > 0 else -0.3
            y = uniform(-5, 5)
            y += 0.3 if y > 0 else -0.3
            there_x, there_y = moved(x, y, 5)
            points.append((x, y, 1 if there_x * there_y >= 0 else -1))
    elif problem == "gauss":
        variance = scale((0, 0.5), (0.5, 4), noise)
        for sign in (1, -1):
            for _ in range(int(half)):
                x = normal(2 * sign, variance)
                y = normal(2 * sign, variance)
                points.append((x, y, sign))
    elif problem == "spiral":
        for shift, sign in ((0, 1), (math.pi, -1)):
            for i in range(int(half)):
                r = i / half * 5
                t = 1.75 * i / half * 2 * math.pi + shift
                x = r * math.sin(t) + uniform(-1, 1) * noise
                y = r * math.cos(t) + uniform(-1, 1) * noise
                points.append((x, y, sign))
    else:
        for _ in range(n_samples):
            x = uniform(-6, 6)
            y = uniform(-6, 6)
            there = moved(x, y, 6)
            if problem == "plane":
                label = scale((-10, 10), (-1, 1), sum(there))
            else:
                label = 0
                for cx, cy, sign in (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1):
                    distance = math.hypot(there[0] - cx, there[1] - cy)
                    height = sign * scale((0, 2), (1, 0), min(distance, 2))
                    if abs(height) > abs(label):
                        label = height
            points.append((x, y, label))
    if shuffle:
        counter = len(points)
        while counter > 0:
            index = math.floor(draw() * counter)
            counter -= 1
            points[counter], points[index] = points[index], points[counter]
    table = np.array(points)
    return table[:, :2], table[:, 2]


CASES = [
    ("moons", "make_moons", dict(n_samples=11)),
    ("moons", "make_moons", dict(n_samples=(3, 7), noise=0.2)),
    ("moons", "make_moons", dict(n_samples=40, noise=0.1, shuffle=False)),
    ("circles", "make_circles", dict(n_samples=11)),
    ("circles", "make_circles", dict(n_samples=(9, 1), noise=0.05, factor=0.3)),
    ("circles", "make_circles", dict(n_samples=30, noise=0.0, factor=0.0, shuffle=False)),
    ("blobs", "make_blobs", dict(n_samples=20)),
    ("blobs", "make_blobs", dict(n_samples=[3, 0, 5, 2], n_features=4, cluster_std=[1, 2, 0.5, 0.1], center_box=(0.0, 3.0))),
    ("blobs", "make_blobs", dict(n_samples=23, centers=5, n_features=1, shuffle=False)),
    ("blobs", "make_blobs", dict(n_samples=17, centers=[[0, 1, 2], [5, 5, 5]], cluster_std=0.25)),
    ("s_curve", "make_s_curve", dict(n_samples=15)),
    ("s_curve", "make_s_curve", dict(n_samples=15, noise=0.5)),
    ("swiss_roll", "make_swiss_roll", dict(n_samples=15, noise=0.1)),
    ("swiss_roll", "make_swiss_roll", dict(n_samples=25, noise=0.3, hole=True)),
    ("friedman1", "make_friedman1", dict(n_samples=12)),
    ("friedman1", "make_friedman1", dict(n_samples=12, n_features=5, noise=2.0)),
    ("friedman2", "make_friedman2", dict(n_samples=12, noise=1.0)),
    ("friedman3", "make_friedman3", dict(n_samples=12, noise=0.1)),
    ("regression", "make_regression", dict(n_samples=8, n_features=6, n_informative=3, noise=1.5)),
    ("regression", "make_regression", dict(n_samples=8, n_features=5, n_informative=9, n_targets=3, bias=2.0)),
    ("regression", "make_regression", dict(n_samples=6, n_features=4, n_informative=2, shuffle=False)),
    ("blobs", "make_blobs", dict(n_samples=9, n_features=3, center_box=(4.0, -2.0))),
    ("regression", "make_regression", dict(n_samples=7, n_features=4, n_informative=2, effective_rank=2, noise=0.5)),
    ("regression", "make_regression", dict(n_samples=4, n_features=9, n_informative=3, effective_rank=3, tail_strength=0.0, n_targets=2)),
    ("regression", "make_regression", dict(n_samples=6, n_features=6, n_informative=6, effective_rank=9, tail_strength=1.0, shuffle=False)),
    ("hastie", "make_hastie_10_2", dict(n_samples=25)),
    ("sparse_uncorrelated", "make_sparse_uncorrelated", dict(n_samples=8, n_features=5)),
    ("low_rank", "make_low_rank_matrix", dict(n_samples=9, n_features=4, effective_rank=2)),
    ("low_rank", "make_low_rank_matrix", dict(n_samples=3, n_features=8, effective_rank=1, tail_strength=0.1)),
    ("low_rank", "make_low_rank_matrix", dict(n_samples=5, n_features=5)),
    ("low_rank", "make_low_rank_matrix", dict(n_samples=1, n_features=1)),
    ("exclusive_or", "exclusive_or", dict(n_samples=30)),
    ("playground", "playground", dict(problem="circle", n_samples=20, noise=0.2)),
    ("playground", "playground", dict(problem="xor", n_samples=21, noise=0.4)),
    ("playground", "playground", dict(problem="gauss", n_samples=20, noise=0.1)),
    ("playground", "playground", dict(problem="spiral", n_samples=20, noise=0.3)),
    ("playground", "playground", dict(problem="plane", n_samples=12, noise=0.5)),
    ("playground", "playground", dict(problem="multi-gauss", n_samples=30, noise=0.1)),
    ("playground", "playground", dict(problem="circle", n_samples=6, noise=0, shuffle=False)),
    ("gaussian_quantiles", "make_gaussian_quantiles", dict(n_samples=21)),
    ("gaussian_quantiles", "make_gaussian_quantiles", dict(n_samples=20, n_features=3, n_classes=4, cov=2.5, mean=[1, 2, 3], shuffle=False)),
]

results = []
for name, function, arguments in CASES:
    for seed in (0, 7, 4294967295):
        extra = {}
        if name == "regression":
            x, y, coefficients = getattr(datasets, function)(**arguments, coef=True, random_state=seed)
            extra["coefficients"] = np.ravel(coefficients).tolist()
        elif name == "blobs":
            x, y, centers = getattr(datasets, function)(**arguments, return_centers=True, random_state=seed)
            extra["centers"] = np.ravel(centers).tolist()
        elif name == "low_rank":
            x, y = getattr(datasets, function)(**arguments, random_state=seed), []
        else:
            make = getattr(datasets, function, None) or globals()[function]
            x, y = make(**arguments, random_state=seed)
            if name == "hastie" or arguments.get("problem") in ("circle", "xor", "gauss", "spiral"):
                y = (y > 0).astype(int)
        results.append(dict(
            name=name, arguments=arguments, seed=seed, shape=list(x.shape), x=x.ravel().tolist(), y=np.ravel(y).tolist(), **extra))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(r) for r in results) + "\n]\n")
