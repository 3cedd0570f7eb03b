"""Writes argument sets for make_classification and what scikit-learn answers.

    python make_classification.py                      the fixtures, to make_classification.json beside this file
    python make_classification.py --random N SEED OUT  N random argument sets, to OUT
"""

import json
import pathlib
import random
import sys

import numpy
import sklearn
from sklearn.datasets import make_classification

SETS = [
    {},
    {"random_state": 1},
    {"random_state": 2**32 - 1, "n_samples": 20},
    {"n_samples": 1, "random_state": 3},
    {"n_samples": 1, "n_features": 1, "n_informative": 1, "n_redundant": 0, "n_clusters_per_class": 1},
    {"n_samples": 7, "n_features": 2, "n_redundant": 0, "random_state": 4},
    {"n_samples": 60, "n_features": 2, "n_redundant": 0, "n_clusters_per_class": 1, "random_state": 5},
    {"n_samples": 50, "n_features": 4, "n_classes": 3, "n_clusters_per_class": 1, "random_state": 6},
    {"n_samples": 33, "n_features": 6, "n_informative": 5, "n_redundant": 1, "n_classes": 7, "random_state": 7},
    {"n_samples": 30, "n_features": 5, "n_classes": 1, "random_state": 8},
    {"n_samples": 30, "n_features": 5, "n_classes": 1, "n_clusters_per_class": 1, "flip_y": 1.0, "random_state": 9},
    {"n_samples": 40, "n_features": 5, "weights": [0.9], "random_state": 10},
    {"n_samples": 40, "n_features": 5, "weights": [0.9, 0.1], "random_state": 11},
    {"n_samples": 40, "n_features": 5, "weights": [0.99, 0.01], "flip_y": 0.0, "random_state": 12},
    {"n_samples": 40, "n_features": 5, "weights": [0.7, 0.8], "random_state": 13},
    {"n_samples": 40, "n_features": 5, "weights": [0.2, 0.3], "random_state": 14},
    {"n_samples": 41, "n_features": 6, "n_informative": 3, "n_classes": 3, "weights": [0.5, 0.7], "random_state": 15},
    {"n_samples": 43, "n_features": 6, "n_informative": 3, "n_classes": 3, "weights": [0.1, 0.2], "random_state": 16},
    {"n_samples": 20, "n_features": 5, "n_classes": 1, "weights": [], "random_state": 17},
    {"n_samples": 20, "n_features": 5, "weights": [0.0, 0.0], "random_state": 18},
    {"n_samples": 50, "n_features": 5, "flip_y": 0.0, "random_state": 19},
    {"n_samples": 50, "n_features": 5, "flip_y": 0.5, "random_state": 20},
    {"n_samples": 50, "n_features": 5, "flip_y": 1.0, "random_state": 21},
    {"n_samples": 30, "n_features": 5, "class_sep": 0.1, "random_state": 22},
    {"n_samples": 30, "n_features": 5, "class_sep": 12.5, "random_state": 23},
    {"n_samples": 30, "n_features": 5, "hypercube": False, "random_state": 24},
    {"n_samples": 30, "n_features": 8, "n_informative": 4, "hypercube": False, "class_sep": 3.0, "random_state": 25},
    {"n_samples": 30, "n_features": 5, "shift": 2.5, "random_state": 26},
    {"n_samples": 30, "n_features": 5, "shift": None, "random_state": 27},
    {"n_samples": 30, "n_features": 5, "shift": [1.0, -2.0, 0.5, 0.0, 10.0], "random_state": 28},
    {"n_samples": 30, "n_features": 5, "scale": 0.25, "random_state": 29},
    {"n_samples": 30, "n_features": 5, "scale": None, "random_state": 30},
    {"n_samples": 30, "n_features": 5, "scale": [1.0, 2.0, 0.5, 100.0, -1.0], "random_state": 31},
    {"n_samples": 30, "n_features": 5, "shift": None, "scale": None, "class_sep": 2.0, "random_state": 32},
    {"n_samples": 30, "n_features": 7, "shuffle": False, "random_state": 33},
    {"n_samples": 30, "n_features": 9, "n_repeated": 3, "random_state": 34},
    {"n_samples": 30, "n_features": 9, "n_repeated": 7, "n_redundant": 0, "shuffle": False, "random_state": 35},
    {"n_samples": 30, "n_features": 6, "n_informative": 4, "n_redundant": 2, "random_state": 36},
    {"n_samples": 31, "n_features": 12, "n_informative": 6, "n_classes": 8, "n_clusters_per_class": 8},
    {"n_samples": 25, "n_features": 12, "n_informative": 10, "random_state": 38},
    {"n_samples": 20, "n_features": 22, "n_informative": 20, "random_state": 39},
    {"n_samples": 12, "n_features": 30, "n_informative": 30, "n_redundant": 0, "random_state": 40},
    {"n_samples": 12, "n_features": 33, "n_informative": 31, "random_state": 41},
    {"n_samples": 10, "n_features": 80, "n_informative": 64, "n_redundant": 8, "n_classes": 5, "random_state": 42},
    {"n_samples": 9, "n_features": 40, "n_informative": 35, "hypercube": False, "shuffle": False, "random_state": 43},
    # 127 of 128 corners: a share above 0.99, which takes reservoir sampling.
    {"n_samples": 130, "n_features": 7, "n_informative": 7, "n_redundant": 0, "n_classes": 127,
     "n_clusters_per_class": 1, "random_state": 44},
    {"n_samples": 3, "n_features": 10, "n_informative": 3, "n_classes": 4, "random_state": 45},
    {"n_samples": 35, "n_features": 10, "n_informative": 4, "n_redundant": 3, "n_repeated": 2, "n_classes": 5,
     "n_clusters_per_class": 3, "weights": [0.3, 0.3, 0.1, 0.2], "flip_y": 0.2, "class_sep": 0.7, "hypercube": False,
     "shift": None, "scale": None, "random_state": 46},
]


def answer(arguments):
    arguments = {"random_state": 0, **arguments}
    bunch = make_classification(**arguments, return_X_y=False)
    return {
        "arguments": {("seed" if key == "random_state" else key): value for key, value in arguments.items()},
        "features": bunch.X.ravel().tolist(),
        "labels": bunch.y.tolist(),
        "roles": bunch.feature_info,
    }


def random_arguments(source):
    while True:
        informative = source.choice([1, 2, 2, 3, 4, 5, 7, 8, 12, 29, 30, 31, 33, 45])
        redundant, repeated, noise = (source.randrange(0, 6) for _ in range(3))
        features = informative + redundant + repeated + noise
        classes, clusters = source.randrange(1, 9), source.randrange(1, 6)
        if source.random() < 0.1:
            classes, clusters = 2 ** min(informative, 8) - source.randrange(0, 2), 1
        if classes < 1 or classes * clusters > 2**informative:
            continue
        arguments = {
            "n_samples": source.choice([1, 2, 3, 17, 50, 101]), "n_features": features, "n_informative": informative,
            "n_redundant": redundant, "n_repeated": repeated, "n_classes": classes, "n_clusters_per_class": clusters,
            "flip_y": source.choice([0.0, 0.01, 0.3, 1.0]), "class_sep": source.choice([0.01, 0.5, 1.0, 7.3]),
            "hypercube": source.random() < 0.6, "shuffle": source.random() < 0.7,
            "random_state": source.choice([source.randrange(100), source.randrange(2**32)]),
        }
        for name in ["shift", "scale"]:
            values = [source.uniform(0.1, 3) for _ in range(features)]
            arguments[name] = source.choice([None, 1.0, values[0], values])
        if source.random() < 0.6:
            weights = [source.random() for _ in range(classes)]
            if source.random() < 0.8:
                weights = [weight / sum(weights) for weight in weights]
            arguments["weights"] = weights[: classes - source.randrange(2)]
        return arguments


def write(sets, path):
    lines = ",\n".join(json.dumps(answer(arguments)) for arguments in sets)
    versions = json.dumps({"sklearn": sklearn.__version__, "numpy": numpy.__version__})
    pathlib.Path(path).write_text(f'{{"versions": {versions}, "sets": [\n{lines}\n]}}\n')


if len(sys.argv) == 5 and sys.argv[1] == "--random":
    source = random.Random(int(sys.argv[3]))
    write([random_arguments(source) for _ in range(int(sys.argv[2]))], sys.argv[4])
else:
    write(SETS, pathlib.Path(__file__).with_suffix(".json"))
