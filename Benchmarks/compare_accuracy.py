"""Compares `myelin train` with scikit-learn's MLPClassifier on the bundled penguins, on the same splits.

Usage: python Benchmarks/compare_accuracy.py [splits] [target]      (needs scikit-learn and pandas; build first with
`swift build -c release --product myelin`). Both learn from four fifths of the rows, stratified, and are judged on the rest,
which neither has seen: Myelin holds out a fifth of its own rows to stop early.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

root = Path(__file__).resolve().parent.parent
myelin = root / ".build" / "release" / "myelin"
splits = int(sys.argv[1]) if len(sys.argv) > 1 else 10
target = sys.argv[2] if len(sys.argv) > 2 else "species"

table = pd.read_csv(root / "Data" / "penguins.csv").dropna(subset=[target])
features = table.drop(columns=target)
numeric = features.select_dtypes("number").columns.tolist()
categorical = [name for name in features.columns if name not in numeric]

ours, theirs = [], []
for seed in range(splits):
    train, test = train_test_split(table, test_size=0.2, stratify=table[target], random_state=seed)
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numeric),
            (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), categorical)),
        MLPClassifier(hidden_layer_sizes=(64, 64), max_iter=500, random_state=seed))
    model.fit(train.drop(columns=target), train[target])
    theirs.append(model.score(test.drop(columns=target), test[target]))
    with tempfile.TemporaryDirectory() as folder:
        train.to_csv(f"{folder}/train.csv", index=False)
        test.to_csv(f"{folder}/test.csv", index=False)
        subprocess.run(
            [myelin, "train", f"{folder}/train.csv", "--target", target, "--model", f"{folder}/model", "--quiet",
             "--seed", str(seed)], check=True)
        report = subprocess.run(
            [myelin, "evaluate", f"{folder}/model", f"{folder}/test.csv", "--json"],
            check=True, capture_output=True, text=True)
        ours.append(json.loads(report.stdout)["metrics"]["accuracy"])
    print(f"split {seed}: myelin {ours[-1]:.4f}  scikit-learn {theirs[-1]:.4f}")
print(f"mean: myelin {statistics.mean(ours):.4f}  scikit-learn {statistics.mean(theirs):.4f}")
