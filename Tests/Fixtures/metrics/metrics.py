"""Computes scikit-learn's metrics for many small random problems.

Writes metrics.json beside this script: labels, predictions, scores and weights, and what scikit-learn says of them. Among the
problems are ties, absent classes, single classes, weights that are 0, and several outputs. NaN is written as "NaN".
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20)


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (float, np.floating)):
        value = float(value)
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return value
    return value.item() if isinstance(value, np.generic) else value


def random_weights(n, kind):
    if kind == 0:
        return None
    if kind == 1:
        return np.round(rng.random(n), 3)
    return rng.integers(0, 3, n).astype(float)


def prf(y, p, w, **kwargs):
    return {
        "precision": m.precision_score(y, p, sample_weight=w, **kwargs),
        "recall": m.recall_score(y, p, sample_weight=w, **kwargs),
        "f1": m.f1_score(y, p, sample_weight=w, **kwargs),
        "f2": m.fbeta_score(y, p, beta=2, sample_weight=w, **kwargs),
        "fHalf": m.fbeta_score(y, p, beta=0.5, sample_weight=w, **kwargs),
    }


def decisions():
    shapes = [
        (12, [0, 1], [0, 1]), (20, [-1, 1], [-1, 1]), (9, [0, 1], [0]), (9, [1], [0, 1]), (6, [1], [1]), (5, [0], [0]),
        (25, [0, 1, 2], [0, 1, 2]), (30, [0, 1, 2, 3], [0, 1, 2]), (30, [0, 2], [1, 2, 5]), (16, [3], [0, 1, 3]),
        (8, [2], [2]), (40, [-2, 0, 7], [-2, 0, 7]), (1, [0, 1], [0, 1])]
    for n, truths, guesses in shapes:
        for kind in range(3):
            y, p = rng.choice(truths, n), rng.choice(guesses, n)
            w = random_weights(n, kind)
            if w is not None and w.sum() == 0:
                continue
            names = sorted(set(y) | set(p))
            expected = {
                "accuracy": m.accuracy_score(y, p, sample_weight=w),
                "balanced": m.balanced_accuracy_score(y, p, sample_weight=w),
                "adjusted": m.balanced_accuracy_score(y, p, sample_weight=w, adjusted=True),
                "mcc": m.matthews_corrcoef(y, p, sample_weight=w),
                "confusion": m.confusion_matrix(y, p, sample_weight=w).astype(float),
            }
            for normalize in ["true", "pred", "all"]:
                expected["confusion_" + normalize] = m.confusion_matrix(y, p, sample_weight=w, normalize=normalize)
            for weights in [None, "linear", "quadratic"]:
                expected["kappa_" + str(weights)] = m.cohen_kappa_score(y, p, weights=weights, sample_weight=w)
            for zero in [0.0, 1.0, np.nan]:
                for average in ["macro", "micro", "weighted"]:
                    expected[f"{average}_{zero}"] = prf(y, p, w, average=average, zero_division=zero)
                expected[f"perClass_{zero}"] = prf(y, p, w, average=None, zero_division=zero)
            if set(names) <= {0, 1} or set(names) <= {-1, 1}:
                expected["binary"] = prf(y, p, w, average="binary", zero_division=0)
            if len(names) > 2:
                expected["macro_subset"] = prf(y, p, w, average="macro", labels=names[:2], zero_division=0)
                expected["micro_subset"] = prf(y, p, w, average="micro", labels=names[:2], zero_division=0)
            yield {"labels": y, "predictions": p, "weights": w, "expected": expected}


def binary_scores():
    for trial in range(15):
        n = int(rng.integers(3, 30))
        y = rng.integers(0, 2, n) if trial % 5 else np.full(n, trial % 2)
        names = [0, 1] if trial % 3 else [-1, 1]
        y = np.array(names)[y]
        s = np.round(rng.normal(size=n), trial % 3) if trial % 2 else np.round(rng.random(n), 1 + trial % 3)
        w = random_weights(n, trial % 3)
        if w is not None and w.sum() == 0:
            w = None
        expected = {"auc": m.roc_auc_score(y, s, sample_weight=w)}
        for drop in [False, True]:
            expected[f"roc_{drop}"] = m.roc_curve(y, s, pos_label=1, sample_weight=w, drop_intermediate=drop)
            expected[f"pr_{drop}"] = m.precision_recall_curve(
                y, s, pos_label=1, sample_weight=w, drop_intermediate=drop)
        for top in [1, 2]:
            expected[f"top_{top}"] = m.top_k_accuracy_score(y, s, k=top, labels=names, sample_weight=w)
        expected["ap"] = m.average_precision_score(y, s, sample_weight=w)
        for limit in [0.1, 0.5]:
            expected[f"auc_{limit}"] = (
                m.roc_auc_score(y, s, sample_weight=w, max_fpr=limit) if len(set(y)) > 1 else np.nan)
        if s.min() >= 0 and s.max() <= 1:
            expected["log"] = m.log_loss(y, s, sample_weight=w, labels=names)
            expected["brier"] = m.brier_score_loss(y, s, sample_weight=w, pos_label=1, labels=names)
            for bins in [3, 5, 10]:
                for strategy in ["uniform", "quantile"]:
                    try:
                        curve = calibration_curve(y, s, pos_label=1, n_bins=bins, strategy=strategy)
                    except ValueError:
                        continue
                    expected[f"calibration_{bins}_{strategy}"] = curve
        yield {"labels": y, "scores": s, "weights": w, "expected": expected}


def class_scores():
    for trial in range(14):
        k = int(rng.integers(3, 6))
        n = int(rng.integers(2 * k, 30))
        y = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
        if trial % 4 == 3:
            y[y == 1] = 0
        rng.shuffle(y)
        s = rng.dirichlet(np.ones(k), n)
        if trial % 2:
            s = np.round(s * 4) + 0.25
            s /= s.sum(axis=1, keepdims=True)
        w = random_weights(n, trial % 3)
        if w is not None:
            w += 0.25
        names = list(range(k))
        indicator = (y[:, None] == np.arange(k)).astype(int)
        expected = {
            "ovr_macro": m.roc_auc_score(y, s, multi_class="ovr", labels=names, sample_weight=w),
            "ovr_weighted": m.roc_auc_score(
                y, s, multi_class="ovr", average="weighted", labels=names, sample_weight=w),
            "ovr_micro": m.roc_auc_score(y, s, multi_class="ovr", average="micro", labels=names, sample_weight=w),
            "ovo_macro": m.roc_auc_score(y, s, multi_class="ovo", labels=names),
            "ovo_weighted": m.roc_auc_score(y, s, multi_class="ovo", average="weighted", labels=names),
            "ap_macro": m.average_precision_score(indicator, s, sample_weight=w),
            "ap_weighted": m.average_precision_score(indicator, s, average="weighted", sample_weight=w),
            "ap_micro": m.average_precision_score(indicator, s, average="micro", sample_weight=w),
            "log": m.log_loss(y, s, labels=names, sample_weight=w),
            "brier": m.brier_score_loss(y, s, labels=names, sample_weight=w),
        }
        for top in [1, 2, 3]:
            expected[f"top_{top}"] = m.top_k_accuracy_score(y, s, k=top, labels=names, sample_weight=w)
        yield {"labels": y, "scores": s, "weights": w, "expected": expected}


def regressions():
    functions = {
        "mae": m.mean_absolute_error, "mse": m.mean_squared_error, "rmse": m.root_mean_squared_error,
        "mape": m.mean_absolute_percentage_error, "median": m.median_absolute_error, "r2": m.r2_score,
        "explained": m.explained_variance_score, "msle": m.mean_squared_log_error}
    for trial in range(18):
        n, outputs = int(rng.integers(1, 15)) + (trial > 2), int(rng.integers(1, 4))
        t = np.round(rng.normal(size=(n, outputs)) * 3, trial % 4)
        p = t + np.round(rng.normal(size=(n, outputs)), trial % 3)
        if trial % 6 == 4:
            t[:, 0] = 2
            p[:, 0] = 2 if trial > 10 else p[:, 0]
        if trial % 5 == 3:
            t, p = np.abs(t) + 100, np.abs(p) + 100
        w = random_weights(n, trial % 3)
        # Where targets are constant, scikit-learn's weighted mean differs from them by rounding, and R² becomes -1e31.
        if w is not None and (w.sum() == 0 or trial % 6 == 4):
            w = None
        shares = [0.2, 0.5, 0.3][:outputs]
        expected = {}
        for name, function in functions.items():
            if name == "msle" and min(t.min(), p.min()) <= -1:
                continue
            expected[name] = function(t, p, sample_weight=w)
            expected[name + "_raw"] = np.atleast_1d(function(t, p, sample_weight=w, multioutput="raw_values"))
            if outputs > 1:
                expected[name + "_shares"] = function(t, p, sample_weight=w, multioutput=shares)
        for name in ["r2", "explained"]:
            expected[name + "_variance"] = functions[name](t, p, sample_weight=w, multioutput="variance_weighted")
            if n > 1:
                expected[name + "_infinite"] = np.atleast_1d(
                    functions[name](t, p, sample_weight=w, multioutput="raw_values", force_finite=False))
        yield {"targets": t, "predictions": p, "weights": w, "expected": expected}


result = {
    "decisions": list(decisions()), "binaryScores": list(binary_scores()), "classScores": list(class_scores()),
    "regressions": list(regressions())}
Path(__file__).with_suffix(".json").write_text(json.dumps(plain(result), separators=(",", ":")) + "\n")
