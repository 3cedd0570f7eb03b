"""Writes datasets.json: sums of scikit-learn's bundled data sets."""
import json
import pathlib

from sklearn import datasets

results = {}
for name, arguments in (("iris", {}), ("wine", {}), ("breast_cancer", {}), ("diabetes", {}), ("diabetes", {"scaled": False}), ("digits", {})):
    data = getattr(datasets, f"load_{name}")(**arguments)
    x, y = data.data, data.target
    results[name + ("_raw" if arguments else "")] = dict(
        shape=list(x.shape), featureNames=list(map(str, data.feature_names)),
        classNames=list(map(str, data.target_names)) if "target_names" in data and data.target_names is not None else None,
        sums=x.sum(axis=0).tolist(), squares=(x * x).sum(axis=0).tolist(), first=x[0].tolist(), last=x[-1].tolist(),
        # Weighted by the place, so that order counts.
        ordered=float((x.sum(axis=1) * range(1, len(x) + 1)).sum()), targets=float((y * range(1, len(y) + 1)).sum()))
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(results, indent=1) + "\n")
