"""Writes what PyTorch's layers give, and their gradients, to layers.json."""

import json
import pathlib

import numpy
import torch

torch.set_default_dtype(torch.float64)
SOURCE = numpy.random.RandomState(11)


def normal(*shape):
    # Few digits, so that the numbers can be read.
    return torch.tensor(numpy.round(SOURCE.normal(size=shape), 3))


def dump(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "values": [float(value) for value in tensor.flatten()]}


def passage(module, x, parameters):
    """One forward and backward pass; the loss is the sum of the output times fixed weights."""
    if x.is_floating_point():
        x = x.clone().requires_grad_()
    output = module(x)
    cotangent = normal(*output.shape)
    wanted = ([x] if x.requires_grad else []) + parameters
    gradients = torch.autograd.grad((output * cotangent).sum(), wanted) if wanted else []
    return {"x": dump(x), "output": dump(output), "cotangent": dump(cotangent),
            "gradients": [dump(gradient) for gradient in gradients]}


def randomize(module):
    for parameter in module.parameters():
        with torch.no_grad():
            parameter.copy_(normal(*parameter.shape))
    return list(module.parameters())


def case(layer, module, inputs, **arguments):
    parameters = randomize(module)
    entry = {"layer": layer, "arguments": arguments, "parameters": [dump(parameter) for parameter in parameters]}
    module.train()
    entry["training"] = [passage(module, x, parameters) for x in inputs]
    entry["buffers"] = [dump(buffer.double()) for buffer in module.buffers()]
    module.eval()
    entry["inference"] = passage(module, inputs[0], parameters)
    return entry


class ChannelsLast(torch.nn.Module):
    """PyTorch's batch normalization takes the axis after the samples for that of the features; here it is the last."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.flatten(0, -2)).reshape(x.shape)


def batch_norm(inputs, **arguments):
    module = ChannelsLast(torch.nn.BatchNorm1d(3, **arguments))
    return case("BatchNorm", module, inputs, **arguments)


def embedding():
    module = torch.nn.Embedding(5, 3, padding_idx=2)
    parameters = randomize(module)
    indices = torch.tensor([[1, 2, 4], [4, 4, 2]])
    return {"layer": "Embedding", "arguments": {}, "parameters": [dump(parameter) for parameter in parameters],
            "training": [passage(module, indices, parameters)], "buffers": [],
            "inference": passage(module, indices, parameters)}


cases = [
    batch_norm([normal(5, 3), normal(4, 3), 10 * normal(2, 3) + 3]),
    batch_norm([normal(5, 3), normal(4, 3), normal(6, 3)], momentum=None),
    batch_norm([normal(2, 2, 3), normal(3, 2, 3)], momentum=0.3, eps=0.1, affine=False),
    case("LayerNorm", torch.nn.LayerNorm(4), [normal(3, 4)], shape=[4]),
    case("LayerNorm", torch.nn.LayerNorm([2, 4], eps=0.01), [normal(3, 2, 4)], shape=[2, 4], eps=0.01),
    case("LayerNorm", torch.nn.LayerNorm(4, bias=False), [normal(2, 3, 4)], shape=[4], bias=False),
    case("LayerNorm", torch.nn.LayerNorm(4, elementwise_affine=False), [normal(3, 4)], shape=[4], affine=False),
    case("RMSNorm", torch.nn.RMSNorm(4), [normal(3, 4)], shape=[4]),
    case("RMSNorm", torch.nn.RMSNorm([2, 4], eps=0.01), [normal(3, 2, 4)], shape=[2, 4], eps=0.01),
    case("RMSNorm", torch.nn.RMSNorm(4, elementwise_affine=False), [normal(3, 4)], shape=[4], affine=False),
    embedding(),
]
versions = {"torch": torch.__version__.split("+")[0], "numpy": numpy.__version__}
text = json.dumps({"versions": versions})[:-1] + ',\n"cases": [\n' + ",\n".join(json.dumps(item) for item in cases) + "\n]}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
