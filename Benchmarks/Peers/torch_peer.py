"""PyTorch: `eager`, and `compiled` by torch.compile."""

import torch
from torch import nn

import common


def network(sizes):
    layers = []
    for weights, biases in common.first_weights(sizes):
        layer = nn.Linear(*weights.shape)
        layer.weight.data.copy_(torch.from_numpy(weights.T))
        layer.bias.data.copy_(torch.from_numpy(biases))
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def make_step(workload):
    x, y = map(torch.from_numpy, common.batch(workload))
    model = network(workload["sizes"])
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    criterion = nn.CrossEntropyLoss()
    forward = lambda: criterion(model(x), y)
    if workload["variant"] == "compiled":
        torch._dynamo.reset()
        forward = torch.compile(forward)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = forward()
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step


def inference(workload):
    x, model = torch.from_numpy(common.batch(workload)[0]), network(workload["sizes"])
    predict = model
    if workload["variant"] == "compiled":
        torch._dynamo.reset()
        predict = torch.compile(model)

    def step():
        with torch.inference_mode():
            return predict(x)

    return common.repeating(step, loss=lambda outputs: None)


def perceptron():
    x, y = map(torch.from_numpy, common.perceptron_samples())
    w = torch.randn(2, 1, requires_grad=True)
    b = torch.zeros((), requires_grad=True)

    def epoch():
        for sample, target in zip(x, y):
            z = (w.T * sample).sum(1) + b
            loss = (-(target - torch.sign(z.detach())) * z).sum()
            loss.backward()
            with torch.no_grad():
                w.sub_(0.1 * w.grad)
                b.sub_(0.1 * b.grad)
                w.grad = b.grad = None

    return common.repeating(epoch, loss=lambda nothing: None)


def train_and_judge(x, y, test_x, test_y, trained, workload):
    x, y, test_x, test_y = map(torch.from_numpy, (x, y, test_x, test_y))
    model = network([784, 512, 512, 10])
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, fused=True)
    criterion = nn.CrossEntropyLoss()
    for places in torch.randperm(len(x)).split(workload["batch"]):
        optimizer.zero_grad(set_to_none=True)
        criterion(model(x[places]), y[places]).backward()
        optimizer.step()
    trained()
    with torch.inference_mode():
        return (model(test_x).argmax(1) == test_y).float().mean()


def make_job(workload):
    torch.set_num_threads(workload["threads"])
    kind, eager = workload["kind"], workload["variant"] == "eager"
    if kind == "training":
        return common.repeating(make_step(workload))
    if kind == "firstStep":
        return common.first_steps(lambda: make_step(workload))
    if kind == "inference":
        return inference(workload)
    if kind == "perceptron" and eager:
        return perceptron()
    if kind == "fashion" and eager:
        return common.fashion_job(workload, lambda *data: train_and_judge(*data, workload))
    raise common.unknown(workload)


common.serve(make_job, {"PyTorch": torch.__version__})
