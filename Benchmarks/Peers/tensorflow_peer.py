"""TensorFlow: `eager`, `function` (tf.function), `xla` (the same, compiled), and `fit` of Keras."""

import numpy as np
import tensorflow as tf
import keras

import common


def network(sizes):
    hidden = [keras.layers.Dense(size, activation="relu") for size in sizes[1:-1]]
    model = keras.Sequential([keras.Input((sizes[0],)), *hidden, keras.layers.Dense(sizes[-1])])
    model.set_weights([array for layer in common.first_weights(sizes) for array in layer])
    return model


def cross_entropy():
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def converted(step, variant):
    """The step as it is, traced, or traced and compiled."""
    return step if variant == "eager" else tf.function(step, jit_compile=variant == "xla")


def make_step(workload):
    x, y = map(tf.constant, common.batch(workload))
    model, criterion = network(workload["sizes"]), cross_entropy()
    optimizer = keras.optimizers.Adam(1e-3, epsilon=1e-8)
    optimizer.build(model.trainable_variables)

    def step():
        with tf.GradientTape() as tape:
            loss = criterion(y, model(x, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    return converted(step, workload["variant"])


def fit(workload):
    """Keras' own loop, over as many batches at once as the others' loops take."""
    x, y = common.batch(workload)
    count = workload["stepsAtOnce"]
    x, y = np.tile(x, (count, 1)), np.tile(y, count)
    model = network(workload["sizes"])
    model.compile(keras.optimizers.Adam(1e-3, epsilon=1e-8), cross_entropy())

    def job(steps):
        rounds = -(-steps // count)
        for _ in range(rounds):
            model.fit(x, y, batch_size=workload["batch"], shuffle=False, verbose=0)
        return common.Outcome(rounds * count)

    return job


def inference(workload):
    x, model = tf.constant(common.batch(workload)[0]), network(workload["sizes"])
    predict = converted(lambda: model(x, training=False), workload["variant"])
    return common.repeating(predict, loss=lambda outputs: outputs.numpy() is None)


def perceptron(workload):
    """The lecture's program; as a function, its loop over the samples becomes TensorFlow's."""
    samples, targets = common.perceptron_samples()
    x, y = tf.constant(samples), tf.constant(targets)
    w, b = tf.Variable(tf.random.normal([2, 1])), tf.Variable(0.0)

    def learn(sample, target):
        with tf.GradientTape() as tape:
            z = tf.reduce_sum(tf.transpose(w) * sample, axis=1) + b
            loss = -(target - tf.sign(z)) * z
        dw, db = tape.gradient(loss, [w, b])
        w.assign_sub(0.1 * dw)
        b.assign_sub(0.1 * db)

    def eager_epoch():
        for sample, target in zip(samples, targets):
            learn(sample, target)

    def epoch():
        for place in tf.range(tf.shape(x)[0]):
            learn(x[place], y[place])
        return tf.constant(0.0)

    if workload["variant"] == "eager":
        return common.repeating(eager_epoch, loss=lambda nothing: None)
    return common.repeating(converted(epoch, workload["variant"]), loss=lambda zero: None)


def train_and_judge(x, y, test_x, test_y, trained, workload):
    model = network([784, 512, 512, 10])
    model.compile(keras.optimizers.Adam(1e-3, epsilon=1e-8), cross_entropy(), metrics=["accuracy"])
    model.fit(x, y, batch_size=workload["batch"], verbose=0)
    trained()
    return model.evaluate(test_x, test_y, batch_size=1000, verbose=0)[1]


def make_job(workload):
    set_threads(workload["threads"])
    kind, variant = workload["kind"], workload["variant"]
    if kind == "training":
        return fit(workload) if variant == "fit" else common.repeating(make_step(workload))
    if kind == "firstStep":
        return common.first_steps(lambda: make_step(workload))
    if kind == "inference":
        return inference(workload)
    if kind == "perceptron":
        return perceptron(workload)
    if kind == "fashion" and variant == "fit":
        return common.fashion_job(workload, lambda *data: train_and_judge(*data, workload))
    raise common.unknown(workload)


def set_threads(threads):
    """Only the first call has an effect: afterwards TensorFlow runs."""
    if tf.config.threading.get_intra_op_parallelism_threads() != threads:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
    keras.backend.clear_session()


common.serve(make_job, {"TensorFlow": tf.__version__, "Keras": keras.__version__})
