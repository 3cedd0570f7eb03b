"""Writes losses as PyTorch (and, where it has none, its operations) computes them, to losses.json.

For each: its inputs, its value, the gradients at the outputs, and the losses of 40 steps of gradient descent of a
network 3 → 5 (tanh) → outputs. They are called by their names in Tests/MyelinNNTests/Losses/LossFixture.swift.
"""

import json
import math
import pathlib

import numpy
import torch
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
SOURCE = numpy.random.RandomState(23)
CASES = []


def normal(*shape):
    # Few digits, so that the numbers can be read.
    return torch.tensor(numpy.round(SOURCE.normal(size=shape), 3))


def dump(tensor):
    tensor = tensor.detach()
    return {"shape": list(tensor.shape), "values": [float(value) for value in tensor.flatten()],
            "isInteger": not tensor.is_floating_point()}


INPUTS = normal(6, 3)


def first_weights(width):
    source = numpy.random.RandomState(5)
    shapes = (3, 5), (5,), (5, width), (width,)
    return [torch.tensor(numpy.round(source.normal(size=shape), 3)) / 2 for shape in shapes]


def trajectory(function, width, targets, link):
    """The losses of 40 steps of a network with `width` outputs in the last axis, which `function` takes in pieces."""
    parameters = [p.requires_grad_() for p in first_weights(width)]
    w1, b1, w2, b2 = parameters
    losses = []
    for _ in range(40):
        output = torch.tanh(INPUTS @ w1 + b1) @ w2 + b2
        loss = function(link(output), *targets)
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            for p, gradient in zip(parameters, gradients):
                p -= 0.02 * gradient
        losses.append(loss.item())
    return losses


LINKS = {"identity": lambda z: z, "softmax": lambda z: f.softmax(z, -1), "logSoftmax": lambda z: f.log_softmax(z, -1),
         "sigmoid": torch.sigmoid, "softplus": f.softplus}


def case(name, function, outputs, targets, link="identity"):
    """`function` of the `outputs`, which are differentiated, and the `targets`; all have six rows.

    In the trajectory the network's outputs go through `link` first.
    """
    leaves = [o.clone().requires_grad_() for o in outputs]
    value = function(*leaves, *targets)
    gradients = torch.autograd.grad(value.sum(), leaves)
    entry = {"name": name, "outputs": [dump(o) for o in outputs], "targets": [dump(t) for t in targets],
             "value": dump(value), "gradients": [dump(g) for g in gradients], "link": link, "losses": []}
    if value.dim() == 0:
        width = outputs[0].shape[-1]
        entry["losses"] = trajectory(
            lambda output, *targets: function(*output.split(width, -1), *targets), width * len(outputs), targets,
            LINKS[link])
    CASES.append(entry)


Z, T = normal(6, 2), normal(6, 2)
Z[0, 0] = T[0, 0]
FAR = torch.tensor([[1e4, -1e4], [0, 0], [30, -30], [1e-5, -1e-5], [-0.5, 2], [1, -1]])
SIGNS = torch.where(normal(6, 2) > 0, 1.0, -1.0)
BITS = (SIGNS + 1) / 2
SOFT = torch.tensor(numpy.round(SOURCE.uniform(size=(6, 2)), 3))
W = torch.tensor([1.0, 0.5, 2, 0, 1.5, 1])
POSITIVE = normal(6, 2).abs() + 0.1
COUNTS = torch.tensor([[0.0, 1], [3, 2], [1, 0], [5, 1], [2, 2], [0, 4]])
LOGITS, LABELS = normal(6, 3) * 2, torch.tensor([2, 0, 1, 1, 0, 2])
EXTREME = torch.tensor([[1e4, 0, -1e4], [-1e4, 1e4, 0], [1e4, 1e4, -1e4], [0, 0, 0], [50, -50, 0], [1, 2, 3]])
SPARSE = torch.tensor([2, -100, 1, 1, -100, 2])
DISTRIBUTIONS = torch.softmax(normal(6, 3), -1)
DISTRIBUTIONS[1] = torch.tensor([0.0, 1, 0])
ONE_HOT = f.one_hot(LABELS, 3).double()
CLASS_WEIGHTS = torch.tensor([0.5, 2, 1.25])
PROBABILITIES = torch.sigmoid(normal(6, 2))
THREE = [normal(6, 3) for _ in range(3)]
PAIRS = torch.tensor([1.0, 0, 1, 0, 0, 1])


def weighted(loss):
    """The mean of the elements' losses by the samples' weights."""
    def mean(z, t, w):
        losses = loss(z, t, reduction="none")
        return (losses * (w[:, None] if losses.dim() > 1 else w)).mean()

    return mean


# Margins.
def perceptron(z, t):
    return (-(t - z.detach().sign()) * z).sum()


case("perceptronLoss", perceptron, [Z], [SIGNS])
case("perceptronLoss mean", lambda z, t: perceptron(z, t) / z.numel(), [Z], [SIGNS])
case("hingeLoss", lambda z, t: f.relu(1 - t * z).mean(), [Z], [SIGNS])
case("hingeLoss margin", lambda z, t: f.relu(0.5 - t * z).sum(), [Z], [SIGNS])
case("squaredHingeLoss", lambda z, t: (f.relu(1 - t * z) ** 2).mean(), [Z], [SIGNS])

# Errors.
case("meanSquaredError", f.mse_loss, [Z], [T])
case("meanSquaredError none", lambda z, t: f.mse_loss(z, t, reduction="none"), [Z], [T])
case("meanSquaredError sum", lambda z, t: f.mse_loss(z, t, reduction="sum"), [Z], [T])
case("meanSquaredError weights", weighted(f.mse_loss), [Z], [T, W])
case("rootMeanSquaredError", lambda z, t: f.mse_loss(z, t).sqrt(), [Z], [T])
case("meanSquaredLogarithmicError", lambda z, t: f.mse_loss(z.log1p(), t.log1p()), [POSITIVE], [T.abs()], "softplus")
case("meanAbsoluteError", f.l1_loss, [Z], [T])
case("meanAbsoluteError sum", lambda z, t: f.l1_loss(z, t, reduction="sum"), [Z], [T])
case("huberLoss", f.huber_loss, [Z], [T])
case("huberLoss far", f.huber_loss, [FAR], [torch.zeros(6, 2)])
case("huberLoss delta", lambda z, t: f.huber_loss(z, t, delta=0.4), [Z], [T])
case("huberLoss none", lambda z, t: f.huber_loss(z, t, delta=0.4, reduction="none"), [Z], [T])
case("smoothL1Loss", f.smooth_l1_loss, [Z], [T])
case("smoothL1Loss beta", lambda z, t: f.smooth_l1_loss(z, t, beta=0.4), [Z], [T])
case("smoothL1Loss zero", lambda z, t: f.smooth_l1_loss(z, t, beta=0), [Z], [T])


def log_cosh(z, t):
    e = (z - t).abs()
    return (e + torch.nn.functional.softplus(-2 * e, threshold=1e9) - math.log(2)).mean()


case("logCoshLoss", log_cosh, [Z], [T])
case("logCoshLoss far", log_cosh, [FAR + 0.125], [torch.zeros(6, 2)])
case("quantileLoss", lambda z, t: torch.where(t > z, 0.8 * (t - z), 0.2 * (z - t) * (z != t)).mean(), [Z], [T])
case("quantileLoss median", lambda z, t: (t - z).abs().mean() / 2, [Z], [T])
case("poissonLoss", f.poisson_nll_loss, [Z], [COUNTS])
case("poissonLoss full", lambda z, t: f.poisson_nll_loss(z, t, full=True), [Z], [COUNTS])
case("poissonLoss rates", lambda z, t: f.poisson_nll_loss(z, t, log_input=False), [POSITIVE], [COUNTS], "softplus")

# Two classes.
logits_bce = f.binary_cross_entropy_with_logits
case("binaryCrossEntropy", logits_bce, [Z], [BITS])
case("binaryCrossEntropy soft", logits_bce, [Z], [SOFT])
case("binaryCrossEntropy far", logits_bce, [FAR], [BITS])
case("binaryCrossEntropy positive", lambda z, t: logits_bce(z, t, pos_weight=torch.tensor([3.0, 0.5])), [Z], [BITS])
case("binaryCrossEntropy smooth", lambda z, t: logits_bce(z, t * 0.8 + 0.1), [Z], [BITS])
case("binaryCrossEntropy weights", weighted(logits_bce), [Z], [BITS, W])
case("binaryCrossEntropy probabilities", f.binary_cross_entropy, [PROBABILITIES], [BITS], "sigmoid")
case("binaryCrossEntropy probabilities sum", lambda p, t: f.binary_cross_entropy(p, t, reduction="sum"),
     [PROBABILITIES], [SOFT], "sigmoid")


def focal(z, t, alpha=0.25, gamma=2):
    """As torchvision.ops.sigmoid_focal_loss."""
    p = torch.sigmoid(z)
    p_t = p * t + (1 - p) * (1 - t)
    loss = logits_bce(z, t, reduction="none") * (1 - p_t) ** gamma
    return (loss * (alpha * t + (1 - alpha) * (1 - t)) if alpha is not None else loss).mean()


case("focalLoss", focal, [Z], [BITS])
case("focalLoss soft", focal, [Z], [SOFT])
case("focalLoss gamma", lambda z, t: focal(z, t, None, 1.5), [Z], [BITS])
case("focalLoss half", lambda z, t: focal(z, t, 0.6, 0.5), [Z], [BITS])

# Several classes.
case("softmaxCrossEntropy", f.cross_entropy, [LOGITS], [LABELS])
case("softmaxCrossEntropy extreme", f.cross_entropy, [EXTREME], [LABELS])
case("softmaxCrossEntropy none", lambda z, t: f.cross_entropy(z, t, reduction="none"), [LOGITS], [LABELS])
case("softmaxCrossEntropy sum", lambda z, t: f.cross_entropy(z, t, reduction="sum"), [LOGITS], [LABELS])
case("softmaxCrossEntropy one-hot", f.cross_entropy, [LOGITS], [ONE_HOT])
case("softmaxCrossEntropy probabilities", f.cross_entropy, [LOGITS], [DISTRIBUTIONS])
case("softmaxCrossEntropy smooth", lambda z, t: f.cross_entropy(z, t, label_smoothing=0.2), [LOGITS], [LABELS])
case("softmaxCrossEntropy smooth one-hot", lambda z, t: f.cross_entropy(z, t, label_smoothing=0.2), [LOGITS], [ONE_HOT])
case("softmaxCrossEntropy classes", lambda z, t: f.cross_entropy(z, t, CLASS_WEIGHTS), [LOGITS], [LABELS])
case("softmaxCrossEntropy classes none", lambda z, t: f.cross_entropy(z, t, CLASS_WEIGHTS, reduction="none"),
     [LOGITS], [LABELS])
case("softmaxCrossEntropy classes one-hot", lambda z, t: f.cross_entropy(z, t, CLASS_WEIGHTS), [LOGITS], [DISTRIBUTIONS])
case("softmaxCrossEntropy ignored", f.cross_entropy, [LOGITS], [SPARSE])
case("softmaxCrossEntropy ignored none", lambda z, t: f.cross_entropy(z, t, reduction="none"), [LOGITS], [SPARSE])
case("softmaxCrossEntropy all", lambda z, t: f.cross_entropy(z, t, CLASS_WEIGHTS, label_smoothing=0.1), [LOGITS], [SPARSE])
case("softmaxCrossEntropy all sum",
     lambda z, t: f.cross_entropy(z, t, CLASS_WEIGHTS, label_smoothing=0.1, reduction="sum"), [LOGITS], [SPARSE])
case("softmaxCrossEntropy weights", weighted(f.cross_entropy), [LOGITS], [LABELS, W])


def categorical(p, t, **options):
    """As keras.losses.categorical_crossentropy, with its epsilon of 1e-7."""
    logarithms = (p / p.sum(-1, keepdim=True)).clamp(1e-7, 1 - 1e-7).log()
    if t.is_floating_point():
        return -(t * logarithms).sum(-1).mean()
    return f.nll_loss(logarithms, t, **options)


case("categoricalCrossEntropy", categorical, [DISTRIBUTIONS + 0.1], [ONE_HOT], "softmax")
case("categoricalCrossEntropy indices", categorical, [DISTRIBUTIONS + 0.1], [LABELS], "softmax")
case("categoricalCrossEntropy all", lambda p, t: categorical(p, t, weight=CLASS_WEIGHTS), [DISTRIBUTIONS + 0.1], [SPARSE],
     "softmax")


def softmax_focal(z, t, gamma, weights=None):
    logarithms = f.log_softmax(z, -1)
    losses = -((1 - logarithms.exp()) ** gamma) * logarithms * (1 if weights is None else weights)
    return (losses * t).sum(-1).mean() if t.is_floating_point() else losses.gather(-1, t[:, None]).mean()


case("softmaxFocalLoss", lambda z, t: softmax_focal(z, t, 2), [LOGITS], [LABELS])
case("softmaxFocalLoss classes", lambda z, t: softmax_focal(z, t, 1.5, CLASS_WEIGHTS), [LOGITS], [LABELS])
case("softmaxFocalLoss one-hot", lambda z, t: softmax_focal(z, t, 3, CLASS_WEIGHTS), [LOGITS], [DISTRIBUTIONS])

# Distributions and vectors.
case("klDivergence", lambda q, t: f.kl_div(q, t, reduction="batchmean"), [f.log_softmax(LOGITS, -1)], [DISTRIBUTIONS],
     "logSoftmax")
case("klDivergence sum", lambda q, t: f.kl_div(q, t, reduction="sum"), [f.log_softmax(LOGITS, -1)], [DISTRIBUTIONS],
     "logSoftmax")
case("klDivergence probabilities", lambda q, t: f.kl_div(q.log(), t, reduction="batchmean"), [f.softmax(LOGITS, -1)],
     [DISTRIBUTIONS], "softmax")
case("cosineSimilarityLoss", lambda a, b: (1 - f.cosine_similarity(a, b)).mean(), [THREE[0]], [THREE[1]])
case("cosineSimilarityLoss none", lambda a, b: 1 - f.cosine_similarity(a, b), [THREE[0]], [THREE[1]])
case("cosineEmbeddingLoss", lambda a, b, y: f.cosine_embedding_loss(a, b, y, margin=0.2), THREE[:2], [2 * PAIRS - 1])
case("tripletLoss", f.triplet_margin_loss, THREE, [])
case("tripletLoss swap", lambda a, p, n: f.triplet_margin_loss(a, p, n, margin=0.7, p=3, swap=True), THREE, [])
case("tripletLoss none", lambda a, p, n: f.triplet_margin_loss(a, p, n, reduction="none"), THREE, [])


def contrastive(a, b, y):
    d = f.pairwise_distance(a, b)
    return (y * d ** 2 + (1 - y) * f.relu(2.5 - d) ** 2).mean()


case("contrastiveLoss", contrastive, THREE[:2], [PAIRS])

weights = json.dumps({str(width): [dump(p) for p in first_weights(width)] for width in (2, 3, 6, 9)})
text = '{"x": ' + json.dumps(dump(INPUTS)) + ',\n"parameters": ' + weights + ',\n"cases": [\n' + ",\n".join(json.dumps(entry) for entry in CASES) + "\n]}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
