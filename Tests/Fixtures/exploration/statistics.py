"""Makes statistics.json: what pandas 3.1, SciPy and scikit-learn 1.9 find in random columns.

Run with a Python that has all three: python statistics.py > statistics.json
"""

import json

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency
from sklearn.metrics import balanced_accuracy_score, mutual_info_score, r2_score
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

random = np.random.RandomState(3)
MASK = (1 << 64) - 1


def mixed(value):
    """SplitMix64's finalizer, by which Myelin deals rows into folds."""
    value = (value + 0x9E3779B97F4A7C15) & MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def column(kind, count):
    values = {
        "normal": lambda: random.randn(count),
        "whole": lambda: random.randint(0, 30, count).astype(float),
        "skewed": lambda: np.exp(2 * random.randn(count)) * 1e6,
        "few": lambda: np.round(random.rand(count) * 5),
    }[kind]()
    return values.astype(np.float32).astype(float)


cases = []
for count in (4, 5, 30, 240):
    for kind in ("normal", "whole", "skewed", "few"):
        x = column(kind, count)
        y = (x * 0.5 + random.randn(count) * np.std(x)).astype(np.float32).astype(float)
        holes = x.copy()
        holes[random.rand(count) < 0.2] = np.nan
        first = random.randint(0, 4, count)
        second = (first + (random.rand(count) < 0.4) * random.randint(0, 3, count)) % 5
        classes = (y > np.median(y)).astype(int) + (x > np.quantile(x, 0.8)).astype(int)
        series, frame = pd.Series(x), pd.DataFrame({"x": holes, "y": y})

        counts = pd.crosstab(first, second).values
        chi = chi2_contingency(counts, correction=False)[0]
        rows, columns = counts.shape
        phi = max(0, chi / count - (rows - 1) * (columns - 1) / (count - 1))
        least = min(rows - (rows - 1) ** 2 / (count - 1), columns - (columns - 1) ** 2 / (count - 1)) - 1
        groups = pd.Series(y).groupby(first)
        between = sum(len(group) * (group.mean() - y.mean()) ** 2 for _, group in groups)
        share = between / ((y - y.mean()) ** 2).sum()
        # Kelley's correction for chance.
        free = count - len(groups)
        epsilon = max(0, 1 - (1 - share) * (count - 1) / free) if free > 0 else None

        heights, edges = np.histogram(x, "auto")
        fold = np.array([mixed(row) % 4 for row in range(count)])
        class_score = number_score = None
        if count >= 30:
            labels, numbers = np.zeros(count, int), np.zeros(count)
            for part in range(4):
                learnt, asked = fold != part, fold == part
                tree = DecisionTreeClassifier(max_depth=5, min_samples_leaf=2, random_state=0)
                labels[asked] = tree.fit(x[learnt, None], classes[learnt]).predict(x[asked, None])
                tree = DecisionTreeRegressor(max_depth=5, min_samples_leaf=2, random_state=0)
                numbers[asked] = tree.fit(x[learnt, None], y[learnt]).predict(x[asked, None])
            class_score = max(0, balanced_accuracy_score(classes, labels, adjusted=True))
            number_score = max(0, r2_score(y, numbers))
        tenths = pd.qcut(x, 10, duplicates="drop", labels=False)
        cases.append({
            "x": x.tolist(), "holes": [number(value) for value in holes], "y": y.tolist(),
            "first": first.tolist(), "second": second.tolist(), "classes": classes.tolist(),
            "distinct": int(series.nunique()), "histogram": heights.tolist(),
            "moments": [number(value) for value in (series.mean(), series.std(), series.skew(), series.kurt())],
            "quantiles": series.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist(),
            "pearson": number(frame.corr().iloc[0, 1]), "spearman": number(frame.corr("spearman").iloc[0, 1]),
            "cramersV": number(np.sqrt(phi / least)) if least > 1e-12 else None,
            "correlationRatio": None if epsilon is None else number(np.sqrt(epsilon)),
            "information": float(mutual_info_score(first, second)),
            "binnedInformation": float(mutual_info_score(tenths, first)),
            "classScore": number(class_score), "numberScore": number(number_score),
        })
print(json.dumps(cases, separators=(",", ":")))
