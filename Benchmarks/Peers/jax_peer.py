"""JAX with Optax: `jit` of a step, and `scan` over many steps."""

import jax
import jax.numpy as jnp
import optax

import common

optimizer = optax.adam(1e-3)


def outputs(parameters, x):
    for weights, biases in parameters[:-1]:
        x = jax.nn.relu(x @ weights + biases)
    weights, biases = parameters[-1]
    return x @ weights + biases


def loss(parameters, x, y):
    return optax.softmax_cross_entropy_with_integer_labels(outputs(parameters, x), y).mean()


def learn(carry, data):
    parameters, state = carry
    value, gradient = jax.value_and_grad(loss)(parameters, *data)
    updates, state = optimizer.update(gradient, state)
    return (optax.apply_updates(parameters, updates), state), value


def beginning(sizes):
    parameters = jax.tree.map(jnp.asarray, common.first_weights(sizes))
    return parameters, optimizer.init(parameters)


# A pass over the batches whose rows' places are given.
train_epoch = jax.jit(
    lambda carry, x, y, places: jax.lax.scan(lambda carry, p: learn(carry, (x[p], y[p])), carry, places),
    donate_argnums=0)


def stateful(function, carry, data):
    """Calls the function again and again, each time with the state that the last call gave."""

    def call():
        nonlocal carry
        carry, value = function(carry, data)
        return value

    return call


def make_step(workload):
    data = tuple(map(jnp.asarray, common.batch(workload)))
    # A function of its own for every job: jit would find the last job's program again.
    step = jax.jit(lambda carry, data: learn(carry, data), donate_argnums=0)
    return stateful(step, beginning(workload["sizes"]), data)


def scanning(workload):
    count = workload["stepsAtOnce"]
    data = tuple(jnp.stack([jnp.asarray(part)] * count) for part in common.batch(workload))
    epoch = jax.jit(lambda carry, data: jax.lax.scan(learn, carry, data), donate_argnums=0)
    return common.looping(count, stateful(epoch, beginning(workload["sizes"]), data))


def inference(workload):
    x, parameters = jnp.asarray(common.batch(workload)[0]), beginning(workload["sizes"])[0]
    predict = jax.jit(outputs)

    # Waiting after each call: a later call must not begin before a row's outputs are there.
    def step():
        return predict(parameters, x).block_until_ready()

    return common.repeating(step, loss=lambda outputs: None)


def perceptron():
    data = tuple(map(jnp.asarray, common.perceptron_samples()))

    def perceptron_loss(parameters, sample, target):
        w, b = parameters
        z = (w.T * sample).sum(axis=1) + b
        return (-(target - jax.lax.stop_gradient(jnp.sign(z))) * z).sum()

    def learn_sample(parameters, data):
        value, gradient = jax.value_and_grad(perceptron_loss)(parameters, *data)
        return jax.tree.map(lambda p, g: p - 0.1 * g, parameters, gradient), value

    start = jax.random.normal(jax.random.key(0), (2, 1)), jnp.zeros(())
    epoch = jax.jit(lambda carry, data: jax.lax.scan(learn_sample, carry, data), donate_argnums=0)
    return common.repeating(stateful(epoch, start, data), loss=lambda losses: float(losses[-1]))


def train_and_judge(x, y, test_x, test_y, trained, workload):
    """The epoch is one scan over shuffled batches; the rows that fill no batch are left out."""
    size = workload["batch"]
    places = jax.random.permutation(jax.random.key(0), len(x))[: len(x) // size * size].reshape(-1, size)
    x, y = jnp.asarray(x), jnp.asarray(y)
    (parameters, _), losses = train_epoch(beginning([784, 512, 512, 10]), x, y, places)
    losses.block_until_ready()
    trained()
    return (outputs(parameters, jnp.asarray(test_x)).argmax(1) == jnp.asarray(test_y)).mean()


def make_job(workload):
    kind, variant = workload["kind"], workload["variant"]
    if kind == "training":
        return scanning(workload) if variant == "scan" else common.repeating(make_step(workload))
    if kind == "firstStep":
        return common.first_steps(lambda: make_step(workload))
    if kind == "inference":
        return inference(workload)
    if kind == "perceptron":
        return perceptron()
    if kind == "fashion":
        return common.fashion_job(workload, lambda *data: train_and_judge(*data, workload))
    raise common.unknown(workload)


common.serve(make_job, {"JAX": jax.__version__, "Optax": optax.__version__})
