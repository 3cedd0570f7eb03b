"""scikit-learn: MLPClassifier (`fit`); Perceptron, called for each pass (`partial`) or for many (`fit`)."""

import warnings

import numpy as np
import sklearn
from sklearn.linear_model import Perceptron
from sklearn.neural_network import MLPClassifier

import common

warnings.filterwarnings("ignore")  # that one pass doesn't converge


def classifier(sizes, batch):
    return MLPClassifier(sizes[1:-1], solver="adam", learning_rate_init=1e-3, alpha=0, batch_size=batch, max_iter=1)


def training(workload):
    x, y = common.batch(workload)
    model = classifier(workload["sizes"], workload["batch"])
    classes = np.arange(workload["sizes"][-1])
    return common.repeating(lambda: model.partial_fit(x, y, classes=classes), loss=lambda model: None)


def inference(workload):
    x, _ = common.batch(workload)
    model = classifier(workload["sizes"], workload["batch"])
    classes = np.arange(workload["sizes"][-1])
    model.partial_fit(np.repeat(x[:1], len(classes), axis=0), classes, classes=classes)
    return common.repeating(lambda: model.predict_proba(x), loss=lambda outputs: None)


def perceptron(workload):
    x, y = common.perceptron_samples()
    if workload["variant"] == "partial":
        model = Perceptron()
        return common.repeating(lambda: model.partial_fit(x, y, classes=[-1, 1]), loss=lambda model: None)

    def job(steps):
        Perceptron(max_iter=steps, tol=None).fit(x, y)
        return common.Outcome(steps)

    return job


def train_and_judge(x, y, test_x, test_y, trained, workload):
    model = classifier([784, 512, 512, 10], workload["batch"]).fit(x, y)
    trained()
    return model.score(test_x, test_y)


def make_job(workload):
    kind = workload["kind"]
    if kind == "training":
        return training(workload)
    if kind == "inference":
        return inference(workload)
    if kind == "perceptron":
        return perceptron(workload)
    if kind == "fashion":
        return common.fashion_job(workload, lambda *data: train_and_judge(*data, workload))
    raise common.unknown(workload)


common.serve(make_job, {"scikit-learn": sklearn.__version__, "NumPy": np.__version__})
