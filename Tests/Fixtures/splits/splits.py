"""Divisions of rows by scikit-learn: Tests/MyelinDataTests/Splits compares them with Myelin's.

Run by `make fixtures`. With arguments, SEED COUNT FILE, it writes other cases, as many of each kind.
"""

import json
import pathlib
import random
import sys
import warnings

import numpy
from sklearn import model_selection, utils

warnings.filterwarnings("ignore")
seed, count, path = 1, 12, pathlib.Path(__file__).with_suffix(".json")
if len(sys.argv) > 1:
    seed, count, path = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
draw = random.Random(seed)


def size(rows):
    """A fraction, a number of rows or nothing; some impossible."""
    kind = draw.randrange(4)
    if kind < 2:
        return None
    if kind == 2:
        return round(draw.uniform(0.02, 0.6), draw.choice([1, 2, 6])) or 0.5
    return draw.randint(0, rows) if draw.random() < 0.1 else draw.randint(1, max(1, rows * 2 // 5))


def labels(rows):
    classes = draw.randint(1, 5)
    if draw.random() < 0.3:
        # Equal numbers of each, so that lots decide.
        values = [row % classes for row in range(rows)]
        draw.shuffle(values)
    else:
        weights = [draw.random() + 0.05 for _ in range(classes)]
        values = draw.choices(range(classes), weights, k=rows)
    offset = draw.choice([0, -2, 7])
    values = [value + offset for value in values]
    return [f"c{value}" for value in values] if draw.random() < 0.3 else values


def case(kind):
    rows = draw.choice([1, 3, 6, 8, 10, 13, 17, 20, 23, 25, 31, 36, 40])
    if draw.random() < 0.15:
        rows = draw.randint(41, 150)
    seed = draw.choice([0, 1, 42, draw.randrange(2**32)])
    arguments = {"seed": seed, "rows": rows}
    y, groups = None, None
    if kind in ("train_test_split", "shuffle_split", "stratified_shuffle_split", "group_shuffle_split"):
        arguments["test"], arguments["train"] = size(rows), size(rows)
    sizes = {"test_size": arguments.get("test"), "train_size": arguments.get("train"), "random_state": seed}
    if "stratified" in kind or kind in ("train_test_split", "resample") and draw.random() < 0.5:
        y = labels(rows)
        arguments["labels"] = y
    if kind == "stratified_group_k_fold":
        arguments["groups"] = groups = [draw.randint(0, draw.choice([3, 8, rows])) for _ in range(rows)]
    elif "group" in kind:
        groups = labels(rows) if draw.random() < 0.5 else [draw.randint(0, max(2, rows // 2)) for _ in range(rows)]
        arguments["labels"] = groups
    X = numpy.arange(rows)
    folds = draw.choice([1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 10])
    shuffle = draw.random() < 0.7
    if kind == "train_test_split":
        shuffle = draw.random() < 0.8
        arguments["shuffle"] = shuffle

        def make():
            return [model_selection.train_test_split(X, shuffle=shuffle, stratify=y, **sizes)]
    elif kind == "resample":
        arguments["shuffle"] = replacement = draw.random() < 0.5
        arguments["folds"] = number = draw.randint(1, rows + 1) if draw.random() < 0.2 else draw.randint(1, rows)

        def make():
            if y is not None and number > rows:
                raise ValueError
            found = utils.resample(X, replace=replacement, n_samples=number, random_state=seed, stratify=y)
            return [[found, []]]
    elif kind == "shuffle":

        def make():
            return [[utils.shuffle(X, random_state=seed), []]]
    else:
        repeats = draw.choice([1, 2, 3])
        if "shuffle_split" not in kind and not kind.startswith("leave"):
            arguments |= {"folds": folds, "shuffle": shuffle}
        if kind.startswith("repeated") or "shuffle_split" in kind:
            arguments["repeats"] = repeats
        p = draw.choice([1, 2, 2, 3])
        if kind == "leave_p_out":
            arguments["folds"] = p
            arguments["rows"] = rows = draw.randint(1, 9)
            X = X[:rows] if rows <= len(X) else numpy.arange(rows)
        # scikit-learn takes a seed only if it shuffles.
        state = seed if shuffle else None
        if kind == "time_series_split":
            limit, test, gap = draw.choice([None, 2, 5]), draw.choice([None, 1, 2, 3]), draw.choice([0, 0, 1, 2])
            arguments |= {"test": test, "train": limit, "gap": gap}
            splitter = lambda: model_selection.TimeSeriesSplit(folds, max_train_size=limit, test_size=test, gap=gap)
        else:
            splitter = {
                "k_fold": lambda: model_selection.KFold(folds, shuffle=shuffle, random_state=state),
                "repeated_k_fold": lambda: model_selection.RepeatedKFold(
                    n_splits=folds, n_repeats=repeats, random_state=seed),
                "stratified_k_fold": lambda: model_selection.StratifiedKFold(
                    folds, shuffle=shuffle, random_state=state),
                "repeated_stratified_k_fold": lambda: model_selection.RepeatedStratifiedKFold(
                    n_splits=folds, n_repeats=repeats, random_state=seed),
                "group_k_fold": lambda: model_selection.GroupKFold(folds, shuffle=shuffle, random_state=state),
                "leave_one_group_out": lambda: model_selection.LeaveOneGroupOut(),
                "leave_p_out": lambda: model_selection.LeavePOut(p),
                "stratified_group_k_fold": lambda: model_selection.StratifiedGroupKFold(
                    folds, shuffle=shuffle, random_state=state),
                "leave_one_out": lambda: model_selection.LeaveOneOut(),
                "shuffle_split": lambda: model_selection.ShuffleSplit(repeats, **sizes),
                "stratified_shuffle_split": lambda: model_selection.StratifiedShuffleSplit(repeats, **sizes),
                "group_shuffle_split": lambda: model_selection.GroupShuffleSplit(repeats, **sizes),
            }[kind]

        def make():
            return list(splitter().split(X, y, groups))

    try:
        splits = [[[int(row) for row in part] for part in split] for split in make()]
        if kind in ("leave_one_out", "leave_p_out"):
            splits = splits[:9]
        arguments["splits"] = splits
    except ValueError:
        pass  # A case without splits: Myelin must throw.
    return {"kind": kind} | {key: value for key, value in arguments.items() if value is not None}


kinds = {
    "train_test_split": 6, "k_fold": 2, "stratified_k_fold": 3, "repeated_k_fold": 1, "repeated_stratified_k_fold": 1,
    "shuffle_split": 2, "stratified_shuffle_split": 4, "group_k_fold": 2, "leave_one_group_out": 1,
    "group_shuffle_split": 1, "time_series_split": 2, "leave_one_out": 0.5, "leave_p_out": 0.5, "stratified_group_k_fold": 2, "shuffle": 1, "resample": 2,
}
cases = [case(kind) for kind, share in kinds.items() for _ in range(int(share * count))]
path.write_text("[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases) + "\n]\n")
print(len(cases), "cases,", sum("splits" not in one for one in cases), "of them impossible")
