#!/usr/bin/env python3
"""Writes the tables in Sources/CMyelinDatasets/Data from those that scikit-learn ships: features and target of a sample in a row."""
import gzip
import pathlib

import numpy as np
from sklearn import datasets

folder = pathlib.Path(__file__).resolve().parent.parent / "Sources/CMyelinDatasets/Data"


def text(number):
    return repr(int(number)) if number == int(number) else repr(float(number))


for name in ("iris", "wine", "breast_cancer", "diabetes", "digits"):
    arguments = {"scaled": False} if name == "diabetes" else {}
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True, **arguments)
    rows = np.column_stack([x, y])
    data = "".join(",".join(map(text, row)) + "\n" for row in rows).encode()
    # Without a name and a time, the same data make the same file.
    (folder / f"{name}.csv.gz").write_bytes(gzip.compress(data, 9, mtime=0))
