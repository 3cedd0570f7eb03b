"""Writes python.safetensors with the format's own Python package, for MyelinFormatsTests."""

from pathlib import Path

import numpy as np
from safetensors import TensorSpec, serialize

# By hand rather than through save_file: NumPy has no bfloat16. The values are those that InteroperabilityTests expects.
tensors = {
    "weights": ("float32", np.array([[0.5, -1.25, 3e38], [1e-45, -0.0, np.inf]], np.float32)),
    "double": ("float64", np.array([np.pi, -1e-300], np.float64)),
    "half": ("float16", np.array([1.5, -65504, 2**-24, 0.333251953125, -np.inf], np.float16)),
    "brain": ("bfloat16", np.array([0x3FC0, 0xC2F7], np.uint16)),
    "truth": ("bool", np.array([True, False, True], np.bool_)),
    "bytes": ("uint8", np.array([0, 255], np.uint8)),
    "small": ("int8", np.array([-128, 127], np.int8)),
    "short": ("int16", np.array([-32768, 32767], np.int16)),
    "index": ("int32", np.array([-(2**31), 2**31 - 1], np.int32)),
    "count": ("int64", np.array([-(2**63), 2**53 + 1, 2**63 - 1], np.int64)),
    "large": ("uint64", np.array([2**64 - 1], np.uint64)),
    "scalar": ("float32", np.array(42, np.float32)),
    "nothing": ("float32", np.zeros((0, 3), np.float32)),
    'name "é" \\ 企鹅 🐧\n': ("float32", np.array([7], np.float32)),
}

specs = {
    name: TensorSpec(dtype=dtype, shape=list(array.shape), data_ptr=array.ctypes.data, data_len=array.nbytes)
    for name, (dtype, array) in tensors.items()
}
# One note only: the package writes several in an order that changes from run to run.
Path(__file__).with_name("python.safetensors").write_bytes(serialize(specs, {"title": "Übung \"1\"\t/ 企鹅"}))
