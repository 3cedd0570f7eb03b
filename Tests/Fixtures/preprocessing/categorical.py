"""Makes categorical.json: what scikit-learn's encoders of categories give, for CategoricalTransformTests.

Run with scikit-learn 1.9.1: python Tests/Fixtures/preprocessing/categorical.py
"""

import json
import math
import pathlib
import warnings

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, TargetEncoder
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.murmurhash import murmurhash3_32

warnings.filterwarnings("ignore")
random = np.random.RandomState(11)

n = 60
words = np.array(["b", "a", "Z", "ä", "c c", "", "漢字", "e\u0301"], dtype=object)
rare = random.choice(words, size=n, p=[0.4, 0.2, 0.15, 0.1, 0.05, 0.05, 0.03, 0.02])
few = random.choice(np.array(["yes", "no"], dtype=object), size=n)
one = np.full(n, "only", dtype=object)
numbers = random.choice([10.0, 9.0, -1.5, 100.0, 0.0], size=n)
holes = rare.copy()
holes[random.random_sample(n) < 0.2] = np.nan
number_holes = numbers.copy()
number_holes[random.random_sample(n) < 0.2] = np.nan

COLUMNS = {
    "rare": rare, "few": few, "one": one, "numbers": numbers, "holes": holes, "number holes": number_holes,
}
NEW = {
    "rare": ["a", "new", "漢字", "b", "\u00e9", "ä"], "few": ["no", "yes", "no", "maybe", "no", "yes"],
    "one": ["only", "only", "other", "only", "only", "only"], "numbers": [9.0, 10.0, 3.0, 100.0, 0.0, -1.5],
    "holes": ["a", np.nan, "new", "b", "Z", "ä"], "number holes": [9.0, np.nan, 3.0, 100.0, 0.0, -1.5],
}


def plain(values):
    return [None if v is None or (isinstance(v, float) and math.isnan(v)) else v for v in list(values)]


def matrix(names, source):
    return np.array([list(source[name]) for name in names], dtype=object).T


def listed(x):
    def short(v):
        return None if math.isnan(v) else int(v) if v == int(v) else v

    return [[short(v) for v in row] for row in np.asarray(x, dtype=float).tolist()]


def column(names, source):
    # Numbers alone stay numbers.
    if len(names) == 1 and "number" in names[0]:
        return np.array(source[names[0]], dtype=float).reshape(-1, 1)
    return matrix(names, source)


cases = []


def add(kind, make, names, arguments, new=True):
    x, test = column(names, COLUMNS), column(names, NEW)
    encoder = make().fit(x)
    case = {"transform": kind, "columns": names, "arguments": arguments, "fitted": listed(encoder.transform(x)[:20])}
    if new:
        case["result"] = listed(encoder.transform(test))
    if not case["fitted"][0]:
        cases.append(case)
        return
    if arguments.get("drop") and len(arguments) > 2 and arguments["unknown"] == "ignore":
        # scikit-learn looks the dropped category up among those before grouping.
        cases.append(case)
        return
    if kind == "OrdinalEncoder" and "holes" in " ".join(names) and len(arguments) > 1:
        # scikit-learn's inverse of rare categories beside missing values fails.
        cases.append(case)
        return
    back = encoder.inverse_transform(encoder.transform(x)[:20])
    case["inverse"] = [[None if v is None or v != v else ("(infrequent)" if v == "infrequent_sklearn" else v) for v in row] for row in back.tolist()]
    cases.append(case)


singles = [[name] for name in COLUMNS]
for names in singles + [["rare", "few"], ["holes", "few"]]:
    for drop in [None, "first", "if_binary"]:
        for unknown in ["ignore", "infrequent_if_exist"]:
            for rarity in [{}, {"min_frequency": 4}, {"min_frequency": 0.12}, {"max_categories": 3}, {"min_frequency": 2, "max_categories": 2}]:
                if unknown == "infrequent_if_exist" and not rarity:
                    continue
                if len(names) > 1 and (drop == "if_binary" or len(rarity) == 1):
                    continue
                add("OneHotEncoder", lambda: OneHotEncoder(drop=drop, handle_unknown=unknown, sparse_output=False, **rarity), names,
                    {"drop": drop, "unknown": unknown, **rarity})
    for missing in [np.nan, -2]:
        for rarity in [{}, {"min_frequency": 4}, {"max_categories": 3}]:
            add("OrdinalEncoder",
                lambda: OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=missing, **rarity),
                names, {"missing": None if missing != missing else missing, **rarity})

targets = {
    "binary": (random.random_sample(n) < np.where(few == "yes", 0.7, 0.3)).astype(int),
    "multiclass": random.randint(0, 3, size=n),
    "continuous": np.round(random.normal(size=n) * 10 + np.where(few == "yes", 5, 0), 4),
}
encoded = []
for names in [["rare"], ["holes"], ["rare", "few"], ["one"]]:
    for kind, y in targets.items():
        for smooth in ["auto", 0.0, 3.5]:
            for folds, seed in [(5, 2), (3, None)]:
                make = KFold if kind == "continuous" else StratifiedKFold
                splitter = make(folds, shuffle=seed is not None, random_state=seed)
                encoder = TargetEncoder(target_type=kind, smooth=smooth, cv=splitter)
                x = matrix(names, COLUMNS)
                crossed = encoder.fit_transform(x, y)
                encoded.append({
                    "columns": names, "target": kind, "smooth": None if smooth == "auto" else smooth, "folds": folds,
                    "seed": seed, "crossed": listed(crossed[:15]), "result": listed(encoder.transform(matrix(names, NEW))),
                    "sum": float(np.sum(crossed)),
                })

rows = [{"a": "x", "b": 2.5, "c": 1.0}, {"a": "漢字", "b": -1.0, "c": 0.0}, {"a": "", "b": 3.0}, {"c": 4.0}]
hashed = [
    {"width": width, "alternate": sign, "result": FeatureHasher(width, alternate_sign=sign).transform(rows).toarray().tolist()}
    for width in [4, 16, 1000] for sign in [True, False]
]
hashes = [[text, seed, int(murmurhash3_32(text, seed=seed))] for text in ["", "a", "ab", "abc", "abcd", "abcde", "漢字と", "x" * 33]
          for seed in [0, 1, 2**32 - 1]]
weights = [[y.tolist(), compute_class_weight("balanced", classes=np.unique(y), y=y).tolist()]
           for y in [targets["binary"], targets["multiclass"], np.array([0, 0, 0, 1])]]

place = pathlib.Path(__file__).with_suffix(".json")
text = json.dumps({
    "columns": {k: plain(v) for k, v in COLUMNS.items()}, "new": {k: plain(v) for k, v in NEW.items()}, "cases": cases,
    "targets": {k: v.tolist() for k, v in targets.items()}, "encoded": encoded, "hashed": hashed, "hashes": hashes,
    "weights": weights,
}, ensure_ascii=False)
place.write_text(text + "\n")
print(len(text), len(cases), len(encoded))
