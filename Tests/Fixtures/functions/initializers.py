"""Writes the distributions of initializers, as SciPy describes them, for 300 inputs and 200 outputs, to initializers.json.

For each: standard deviation, kurtosis, bounds (null for none) and quantiles. The scales are those of Keras and PyTorch.
"""

import json
import math
import pathlib

import torch
from scipy import stats

INPUTS, OUTPUTS = 300, 200
LEVELS = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]


def uniform(limit):
    return stats.uniform(-limit, 2 * limit)


def truncated(deviation):
    """Keras' scaling: the deviation is that after truncation."""
    return stats.truncnorm(-2, 2, scale=deviation / 0.87962566103423978)


def kaiming(nonlinearity):
    return torch.nn.init.calculate_gain(nonlinearity) / math.sqrt(INPUTS)


def xavier():
    return math.sqrt(2 / (INPUTS + OUTPUTS))


DISTRIBUTIONS = {
    "uniform": uniform(0.05), "normal": stats.norm(0, 0.05), "truncatedNormal": stats.truncnorm(-2, 2, scale=0.05),
    "glorotUniform": uniform(math.sqrt(3) * xavier()), "glorotNormal": stats.norm(0, xavier()),
    "glorotTruncatedNormal": truncated(xavier()),
    "heUniform": uniform(math.sqrt(3) * kaiming("relu")), "heNormal": stats.norm(0, kaiming("relu")),
    "heTruncatedNormal": truncated(kaiming("relu")),
    "lecunUniform": uniform(math.sqrt(3) * kaiming("linear")), "lecunNormal": stats.norm(0, kaiming("linear")),
    "lecunTruncatedNormal": truncated(kaiming("linear")),
    "fanInUniform": uniform(1 / math.sqrt(INPUTS)),
}


def describe(name, distribution):
    mean, variance, kurtosis = distribution.stats("mvk")
    low, high = distribution.support()
    return {"name": name, "deviation": math.sqrt(variance), "kurtosis": float(kurtosis) + 3,
            "bounds": [float(low), float(high)] if math.isfinite(high) else None,
            "quantiles": [float(value) for value in distribution.ppf(LEVELS)]}


content = {"inputs": INPUTS, "outputs": OUTPUTS, "levels": LEVELS}
lines = ",\n".join(json.dumps(describe(*entry)) for entry in DISTRIBUTIONS.items())
text = json.dumps(content)[:-1] + ', "distributions": [\n' + lines + "\n]}\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)
