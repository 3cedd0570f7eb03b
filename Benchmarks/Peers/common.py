"""What all peers share: the data, the first weights, and the talk with the coordinator.

A peer calls `serve` with a function that makes a job ready: a callable that does at least so many steps, waits until they
are done, and returns an `Outcome`. The requests and replies are those of Sources/Messages/Messages.swift.
"""

import gzip
import json
import sys
import time
from dataclasses import dataclass

import numpy as np


@dataclass
class Outcome:
    """What was done between two looks at the clock."""

    steps: int
    loss: float | None = None  # of the last step that was asked for
    seconds: float | None = None  # the time that counts, where it isn't all that passed
    figures: dict | None = None  # what else is worth telling


def serve(make_job, versions):
    """Answers the coordinator's requests until it closes the pipe."""
    replies, sys.stdout = sys.stdout, sys.stderr  # what libraries print must not come between
    job = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["command"] == "versions":
                reply = {"versions": versions}
            elif request["command"] == "prepare":
                job = None
                job = make_job(request["workload"])
                reply = measure(job, 10 if request["workload"]["kind"] == "training" else 1)
            else:
                reply = measure(job, request["steps"])
        except Exception as error:  # whatever a library throws, the others go on
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), file=replies, flush=True)


def measure(job, steps):
    """Does the steps and tells what they took."""
    start, processor_start = time.perf_counter(), time.process_time()
    outcome = job(steps)
    seconds, processor_seconds = time.perf_counter() - start, time.process_time() - processor_start
    reply = {"steps": outcome.steps, "seconds": outcome.seconds or seconds, "peakBytes": peak_bytes()}
    if outcome.seconds is None:
        reply["processorSeconds"] = processor_seconds
    if steps == 10 and outcome.loss is not None:
        reply["tenthLoss"] = outcome.loss
    if outcome.figures:
        reply["figures"] = outcome.figures
    return reply


def peak_bytes():
    """The most memory that the process has had so far."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def repeating(step, loss=float):
    """A job of single steps; `loss` makes a number of a step's result, and by that waits for it."""

    def job(steps):
        for _ in range(steps):
            result = step()
        return Outcome(steps, loss(result))

    return job


def looping(steps_at_once, loop):
    """A job of several steps at once, whose results are the losses one after another."""

    def job(steps):
        rounds = -(-steps // steps_at_once)
        for _ in range(rounds):
            losses = loop()
        return Outcome(rounds * steps_at_once, float(np.asarray(losses)[(steps - 1) % steps_at_once]))

    return job


def first_steps(make_step):
    """A job that makes a step anew for each and times its first call."""

    def job(steps):
        seconds = 0
        for _ in range(steps):
            step = make_step()
            start = time.perf_counter()
            float(step())
            seconds += time.perf_counter() - start
        return Outcome(steps, seconds=seconds)

    return job


def unknown(workload):
    """The error for work that a peer doesn't do."""
    return ValueError(f"{workload['kind']}: there is no variant {workload['variant']}")


def same_numbers(count, stream):
    """Numbers that look random, uniform in -1 to 1: those of SameNumbers in Sources/Worker/Network.swift."""
    index = np.arange(count, dtype=np.uint64)
    bits = (index + np.uint64(stream * 1_000_000_007 + 1)) * np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    bits ^= bits >> np.uint64(32)
    return (bits >> np.uint64(40)).astype(np.float32) * np.float32(2**-23) - np.float32(1)


def first_weights(sizes):
    """A list of (weights, biases), weights of shape [inputs, outputs]."""
    return [
        (np.float32(np.sqrt(6 / (i + o))) * same_numbers(i * o, layer + 1).reshape(i, o), np.zeros(o, np.float32))
        for layer, (i, o) in enumerate(zip(sizes, sizes[1:]))
    ]


def batch(workload):
    """Samples and their classes."""
    size, sizes = workload["batch"], workload["sizes"]
    return same_numbers(size * sizes[0], 0).reshape(size, sizes[0]), np.arange(size) % sizes[-1]


def perceptron_samples():
    """The lecture's samples and their classes, -1 or +1."""
    from sklearn.datasets import make_classification

    x, y = make_classification(
        n_samples=100, n_features=2, n_informative=2, n_redundant=0, n_classes=2, n_clusters_per_class=1,
        class_sep=2.0, random_state=20)
    return x.astype(np.float32), (2 * y - 1).astype(np.float32)


def fashion_job(workload, train_and_judge):
    """From the files to the test data's accuracy.

    `train_and_judge` gets images and labels for training, those for the test, and a function to call when the epoch is over;
    it returns the accuracy.
    """

    def images(name):
        return idx(f"{workload['folder']}/{name}-images-idx3-ubyte.gz").reshape(-1, 784).astype(np.float32) / 255

    def labels(name):
        return idx(f"{workload['folder']}/{name}-labels-idx1-ubyte.gz").astype(np.int64)

    def job(_):
        start = time.perf_counter()
        train, test = (images("train"), labels("train")), (images("t10k"), labels("t10k"))
        loaded = time.perf_counter()
        times = []
        accuracy = train_and_judge(*train, *test, lambda: times.append(time.perf_counter()))
        end = time.perf_counter()
        return Outcome(
            1, seconds=times[0] - loaded,
            figures={"accuracy": float(accuracy), "loading, s": loaded - start, "files to accuracy, s": end - start})

    return job


def idx(path):
    """The bytes of a gzipped IDX file, in their shape."""
    with gzip.open(path) as file:
        data = file.read()
    axes = data[3]
    shape = [int.from_bytes(data[4 + 4 * axis : 8 + 4 * axis], "big") for axis in range(axes)]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape)
