"""Makes numeric.json: what scikit-learn's transforms of numbers give, for NumericTransformTests.

Run with scikit-learn 1.9.1: python Tests/Fixtures/preprocessing/numeric.py
"""

import json
import math
import pathlib
import warnings

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import (
    KBinsDiscretizer, MaxAbsScaler, MinMaxScaler, Normalizer, PolynomialFeatures, PowerTransformer,
    QuantileTransformer, RobustScaler, StandardScaler,
)

warnings.filterwarnings("ignore")
random = np.random.RandomState(7)


def holes(x, share):
    x = x.copy()
    x[random.random_sample(x.shape) < share] = np.nan
    # No column without any value.
    x[0] = np.where(np.isnan(x[0]), 1.5, x[0])
    return x


def rounded(x):
    return np.round(x, 6)


n = 23
plain = rounded(random.normal(size=(n, 3)) * [1, 20, 0.01] + [0, 300, -5])
outliers = plain.copy()
outliers[3, 0], outliers[4, 1], outliers[5, 2] = 1e6, -1e9, 12345
constants = np.column_stack([np.full(n, 0.1), np.full(n, -7.0), np.zeros(n), rounded(random.rand(n))])
ties = random.randint(0, 4, size=(40, 3)).astype(float)
scales = np.column_stack([rounded(random.rand(9)) * 1e120, rounded(random.rand(9)) * 1e-120, 1e8 + rounded(random.rand(9))])
single = np.array([[3.0, -2.5, 0.0]])
two = np.array([[3.0, -2.5], [4.0, -2.5]])
skewed = rounded(np.exp(random.normal(size=(30, 2)) * [1, 2]))
many = rounded(random.gamma(2, size=(60, 2)))

TABLES = {
    "plain": plain, "missing": holes(plain, 0.3), "outliers": outliers, "constants": constants, "ties": ties,
    "missing ties": holes(ties, 0.2), "scales": scales, "single": single, "two": two, "skewed": skewed,
    "missing skewed": holes(skewed, 0.2), "many": many,
}


def listed(x):
    return [[None if math.isnan(v) else v for v in row] for row in np.asarray(x, dtype=float).tolist()]


def new_rows(name, table, positive):
    rows = min(5, len(table))
    x = table[random.permutation(len(table))[:rows]].copy()
    x = x + np.where(np.isnan(x), 0, np.abs(x)) * random.uniform(-0.2, 0.7, size=x.shape).round(3)
    return np.abs(x) + 1e-3 if positive else x


cases = []


def add(name, transform, table_name, arguments, statistics=(), inverse=True, whole=True, positive=False):
    table = TABLES[table_name]
    if name == "KBinsDiscretizer" or name == "PolynomialFeatures" or name == "Normalizer":
        table = table.copy()
        assert not np.isnan(table).any()
    test = new_rows(table_name, table, positive)
    transform.fit(table)
    case = {
        "transform": name, "arguments": arguments, "table": table_name, "test": listed(test),
        "result": listed(transform.transform(test)),
        "statistics": {key: listed(np.atleast_2d(getattr(transform, key))) for key in statistics},
    }
    if inverse:
        case["inverse"] = listed(transform.inverse_transform(transform.transform(test)))
    if hasattr(transform, "get_feature_names_out") and name == "PolynomialFeatures":
        case["names"] = list(transform.get_feature_names_out([f"x{i}" for i in range(table.shape[1])]))
    cases.append(case)


everything = list(TABLES)
for table in everything:
    add("StandardScaler", StandardScaler(), table, {}, ["mean_", "scale_"])
    add("MinMaxScaler", MinMaxScaler(), table, {})
    add("MaxAbsScaler", MaxAbsScaler(), table, {}, ["scale_"])
    add("RobustScaler", RobustScaler(), table, {}, ["center_", "scale_"])
    for strategy in ["mean", "median", "most_frequent"]:
        add("SimpleImputer", SimpleImputer(strategy=strategy), table, {"strategy": strategy}, ["statistics_"], inverse=False)
for table in ["plain", "missing", "ties"]:
    add("StandardScaler", StandardScaler(with_mean=False), table, {"with_mean": False})
    add("StandardScaler", StandardScaler(with_std=False), table, {"with_std": False})
    add("MinMaxScaler", MinMaxScaler((-1, 2.5), clip=True), table, {"low": -1, "high": 2.5, "clip": True})
    add("RobustScaler", RobustScaler(quantile_range=(10, 85), unit_variance=True), table,
        {"low": 10, "high": 85, "unit_variance": True}, ["center_", "scale_"])
    add("RobustScaler", RobustScaler(with_centering=False), table, {"with_centering": False})
    add("RobustScaler", RobustScaler(with_scaling=False), table, {"with_scaling": False})
for table in ["missing", "missing ties"]:
    add("SimpleImputer", SimpleImputer(strategy="constant", fill_value=-3.5, add_indicator=True), table,
        {"strategy": "constant", "fill_value": -3.5, "add_indicator": True}, inverse=False)
    add("SimpleImputer", SimpleImputer(add_indicator=True), table, {"strategy": "mean", "add_indicator": True}, inverse=False)
for table in everything:
    for distribution in ["uniform", "normal"]:
        add("QuantileTransformer", QuantileTransformer(output_distribution=distribution, random_state=3), table,
            # Beside an outlier the inverse loses its digits.
            {"distribution": distribution, "random_state": 3}, inverse=table != "outliers")
for table in ["many", "ties"]:
    add("QuantileTransformer", QuantileTransformer(n_quantiles=7, random_state=1), table,
        {"distribution": "uniform", "random_state": 1, "n_quantiles": 7})
    add("QuantileTransformer",
        QuantileTransformer(n_quantiles=11, output_distribution="normal", subsample=20, random_state=5), table,
        {"distribution": "normal", "random_state": 5, "n_quantiles": 11, "subsample": 20})
for table in ["plain", "outliers", "constants", "ties", "single"]:
    for norm in ["l1", "l2", "max"]:
        add("Normalizer", Normalizer(norm), table, {"norm": norm}, inverse=False)
for table in ["plain", "constants", "single"]:
    for degree, interaction, bias in [(2, False, True), (3, False, False), (2, True, True), (3, True, False)]:
        add("PolynomialFeatures", PolynomialFeatures(degree, interaction_only=interaction, include_bias=bias), table,
            {"degree": degree, "interaction_only": interaction, "include_bias": bias}, inverse=False)
    add("PolynomialFeatures", PolynomialFeatures((2, 3)), table, {"min_degree": 2, "degree": 3, "include_bias": True}, inverse=False)
for table in ["plain", "outliers", "constants", "ties", "many", "two", "skewed"]:
    for strategy in ["uniform", "quantile", "kmeans"]:
        if table == "two" and strategy == "kmeans":
            continue
        for bins, encode in [(4, "ordinal"), (3, "onehot-dense")]:
            add("KBinsDiscretizer", KBinsDiscretizer(bins, strategy=strategy, encode=encode), table,
                {"n_bins": bins, "strategy": strategy, "encode": encode})
add("KBinsDiscretizer", KBinsDiscretizer(3, subsample=25, random_state=4, encode="ordinal"), "many",
    {"n_bins": 3, "strategy": "quantile", "encode": "ordinal", "subsample": 25, "random_state": 4})
for table in ["plain", "missing", "constants", "ties", "skewed", "missing skewed", "many"]:
    add("PowerTransformer", PowerTransformer(), table, {"method": "yeo-johnson"}, ["lambdas_"])
    add("PowerTransformer", PowerTransformer(standardize=False), table, {"method": "yeo-johnson", "standardize": False}, ["lambdas_"])
for table in ["skewed", "missing skewed", "many"]:
    add("PowerTransformer", PowerTransformer("box-cox"), table, {"method": "box-cox"}, ["lambdas_"], positive=True)

place = pathlib.Path(__file__).with_suffix(".json")
text = json.dumps({"tables": {k: listed(v) for k, v in TABLES.items()}, "cases": cases})
place.write_text(text + "\n")
print(len(text), len(cases))
