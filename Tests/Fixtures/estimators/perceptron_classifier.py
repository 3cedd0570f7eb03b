"""Fits scikit-learn's Perceptron with many settings, and records what it has learnt.

Writes perceptron_classifier.json beside this script.
"""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import Perceptron

warnings.filterwarnings("ignore")


def blobs(samples, features, classes, seed, dtype="float64"):
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(classes, features)) * 1.5
    y = rng.integers(0, classes, samples)
    x = np.round(centers[y] + rng.normal(size=(samples, features)), 3)
    return x.astype(dtype), y


def learnt(model, x):
    decisions = model.decision_function(x)
    return {
        "coefficients": model.coef_.astype(float).tolist(), "intercepts": model.intercept_.astype(float).tolist(),
        "epochs": int(model.n_iter_), "predictions": model.predict(x).tolist(),
        "decisions": np.asarray(decisions, dtype=float).ravel()[:12].tolist()}


def case(x, y, settings, weights=None, fits=1, partial=0):
    arguments = dict(settings)
    if "class_weight" in arguments and isinstance(arguments["class_weight"], list):
        arguments["class_weight"] = {int(k): v for k, v in arguments["class_weight"]}
    model = Perceptron(**arguments)
    runs = []
    for _ in range(fits if not partial else 0):
        model.fit(x, y, sample_weight=weights)
        runs.append(learnt(model, x))
    for part in range(partial):
        rows = slice(part * len(x) // partial, (part + 1) * len(x) // partial)
        model.partial_fit(x[rows], y[rows], classes=np.unique(y))
        runs.append(learnt(model, x))
    return {
        "x": x.astype(float).tolist(), "float32": x.dtype == np.float32, "labels": y.tolist(), "settings": settings,
        "weights": None if weights is None else weights.tolist(), "isPartial": partial > 0, "runs": runs,
        "score": float(model.score(x, y))}


cases = []
x, y = make_classification(
    n_samples=100, n_features=2, n_informative=2, n_redundant=0, n_classes=2, n_clusters_per_class=1, class_sep=2.0,
    random_state=20)
cases.append(case(np.round(x, 6), 2 * y - 1, {}))
binary = blobs(40, 3, 2, 1)
multi = blobs(45, 2, 4, 2)
for data in [binary, multi]:
    for settings in [
        {}, {"random_state": 7, "eta0": 0.1}, {"shuffle": False, "tol": None, "max_iter": 7},
        {"penalty": "l2", "alpha": 0.01}, {"penalty": "l1", "alpha": 0.003}, {"penalty": "elasticnet", "alpha": 0.01},
        {"penalty": "elasticnet", "l1_ratio": 0.6, "eta0": 0.5}, {"fit_intercept": False},
        {"early_stopping": True, "validation_fraction": 0.3},
        {"early_stopping": True, "validation_fraction": 0.2, "penalty": "l2", "alpha": 0.05, "random_state": 3},
        {"class_weight": "balanced"}, {"class_weight": [[0, 2.0], [1, 0.5]]}, {"n_iter_no_change": 2, "tol": 0.1},
    ]:
        cases.append(case(*data, settings))
cases.append(case(*binary, {"penalty": "l2", "alpha": 1.5}))
cases.append(case(*binary, {}, weights=np.round(np.random.default_rng(5).random(40), 2)))
cases.append(case(*multi, {"early_stopping": True}, weights=np.arange(45) % 3 * 0.5))
cases.append(case(*binary, {"warm_start": True, "max_iter": 2}, fits=3))
cases.append(case(*multi, {"warm_start": True, "max_iter": 2, "penalty": "l2"}, fits=2))
cases.append(case(*binary, {}, partial=4))
cases.append(case(*multi, {"eta0": 0.3}, partial=3))
for data in [blobs(40, 3, 2, 1, "float32"), blobs(45, 2, 3, 6, "float32")]:
    for settings in [
        {}, {"penalty": "l2", "alpha": 0.01}, {"penalty": "elasticnet", "alpha": 0.01}, {"early_stopping": True},
    ]:
        cases.append(case(*data, settings))
cases.append(case(binary[0], np.where(binary[1] == 0, -3, 12), {"random_state": 99}))
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
