"""Writes generators.json: samples of scikit-learn's generators, first rows and checksums of all."""
import json
import pathlib

import numpy as np
from sklearn import datasets

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
        else:
            x, y = getattr(datasets, function)(**arguments, random_state=seed)
        results.append(dict(
            name=name, arguments=arguments, seed=seed, shape=list(x.shape), x=x.ravel().tolist(), y=np.ravel(y).tolist(), **extra))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join(json.dumps(r) for r in results) + "\n]\n")
