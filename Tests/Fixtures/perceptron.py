"""Runs the chapter's perceptron in TensorFlow, as the lecture writes it, and records what every epoch brings.

Writes perceptron.json beside this script: for several seeds, separations, learning rates and first weights, the weights and
the bias after every epoch (float32), the accuracy, and how many samples were wrong when their turn came.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf
from sklearn.datasets import make_classification


class Perceptron(tf.Module):
    def __init__(self, weights, bias):
        super().__init__()
        self.w = tf.Variable(np.array(weights, dtype=np.float32).reshape(2, 1))
        self.b = tf.Variable(np.float32(bias))

    def __call__(self, x):
        return tf.reduce_sum(tf.transpose(self.w) * x, axis=1) + self.b


def run(samples, separation, seed, epochs, rate, weights, bias):
    x, y = make_classification(
        n_samples=samples, n_features=2, n_informative=2, n_redundant=0, n_classes=2,
        n_clusters_per_class=1, class_sep=separation, random_state=seed)
    x, y = x.astype("float32"), (2 * y - 1).astype("float32")
    model = Perceptron(weights, bias)
    results = []
    for _ in range(epochs):
        mistakes = 0
        for sample, target in zip(x, y):
            with tf.GradientTape() as tape:
                z = model(sample)
                prediction = tf.sign(z)
                loss = -(target - prediction) * z
            mistakes += int(prediction.numpy()[0] != target)
            dw, db = tape.gradient(loss, [model.w, model.b])
            model.w.assign_sub(rate * dw)
            model.b.assign_sub(rate * db)
        results.append({
            "weights": [float(v) for v in model.w.numpy().ravel()], "bias": float(model.b.numpy()),
            "accuracy": float(np.mean(np.sign(model(x).numpy()) == y)), "mistakes": mistakes})
    return {"samples": samples, "separation": separation, "seed": seed, "rate": rate, "weights": weights, "bias": bias,
            "epochs": results}


cases = [
    run(100, 2.0, 20, 3, 0.1, [0.5, -0.5], 0.0),
    run(100, 2.0, 20, 2, 0.1, [-1.25, 0.75], 0.3),
    run(100, 1.0, 7, 5, 0.1, [0.1, 0.2], 0.0),
    run(57, 0.5, 3, 5, 0.01, [1.5, -2.5], -1.0),
    run(200, 0.1, 11, 4, 1.0, [0.0, 0.0], 0.0),
    run(1000, 0.3, 42, 3, 0.1, [0.3, 0.3], 0.5),
]
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps(cases, indent=1) + "\n")
