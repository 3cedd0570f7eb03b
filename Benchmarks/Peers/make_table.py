"""Writes the table that the CSV benchmarks read: 500,000 rows of 20 numbers and a label, 197 MB.

The file is written beside its place and then renamed, so that it is whole or not there.
"""

import os
import sys

import numpy as np
import pandas as pd

path = sys.argv[1]
numbers = np.random.default_rng(0).standard_normal((500_000, 20))
table = pd.DataFrame(numbers, columns=[f"x{i}" for i in range(20)])
table["label"] = np.where(numbers[:, 0] + numbers[:, 1] > 0, "yes", "no")
os.makedirs(os.path.dirname(path), exist_ok=True)
table.to_csv(path + ".new", index=False)
os.rename(path + ".new", path)
