"""Writes what NumPy gives for array operations of every element type, to arrays.json.

Each case has a name, by which Tests/MyelinCoreTests/NumPyTests.swift calls the operation, its inputs and its outputs. NumPy's own
types differ from Myelin's in places (float64 for quotients of integers, for one): the outputs are converted to the type that the
case names, which is Myelin's.
"""

import json
import math
import pathlib
import warnings

import numpy as np

warnings.simplefilter("ignore")
SOURCE = np.random.RandomState(3)
CASES = []
NAMES = {"bool": np.bool_, "int32": np.int32, "int64": np.int64, "float32": np.float32, "float64": np.float64}


def number(value):
    value = float(value)
    return value if math.isfinite(value) else str(value)


def dump(array, kind=None):
    array = np.asarray(array)
    kind = kind or array.dtype.name
    array = array.astype(NAMES[kind])
    return {"type": kind, "shape": list(array.shape), "values": [number(value) for value in array.flatten()]}


def case(name, inputs, outputs, kind=None):
    if not isinstance(outputs, (list, tuple)):
        outputs = [outputs]
    CASES.append({
        "name": name,
        "inputs": [dump(array) for array in inputs],
        "outputs": [dump(array, kind) for array in outputs],
    })


def sample(kind, *shape):
    if kind == "bool":
        return SOURCE.randint(0, 2, shape).astype(np.bool_)
    if kind.startswith("int"):
        return SOURCE.randint(-4, 5, shape).astype(NAMES[kind])
    # Quarters: sums of them are exact in every order.
    return (SOURCE.randint(-20, 21, shape) / 4).astype(NAMES[kind])


NUMBERS = ["int32", "int64", "float32", "float64"]
TYPES = ["bool"] + NUMBERS


def real(kind):
    """The type of results that are real numbers."""
    return kind if kind.startswith("float") else "float32"


def total(kind):
    """The type of sums."""
    return kind if kind.startswith("float") else "int64"


# Reductions of every type, along every choice of axes.
for kind in TYPES:
    x = sample(kind, 2, 3, 2)
    for axes in [(), (0,), (1,), (2,), (0, 2), (0, 1), (0, 1, 2)]:
        for keeps in [False, True]:
            suffix = f"{list(axes)} {'keeping' if keeps else 'removing'}"
            case(f"sum {suffix}", [x], x.sum(axes, keepdims=keeps) if axes else x, total(kind))
            case(f"prod {suffix}", [x], x.prod(axes, keepdims=keeps) if axes else x, total(kind))
            case(f"max {suffix}", [x], x.max(axes, keepdims=keeps) if axes else x, kind)
            case(f"min {suffix}", [x], x.min(axes, keepdims=keeps) if axes else x, kind)
            case(f"mean {suffix}", [x], x.astype("float64").mean(axes, keepdims=keeps), real(kind))
            case(f"variance {suffix}", [x], x.astype("float64").var(axes, keepdims=keeps), real(kind))
            case(f"any {suffix}", [x], x.any(axes, keepdims=keeps), "bool")
            case(f"all {suffix}", [x], x.all(axes, keepdims=keeps), "bool")
    for axis in range(3):
        case(f"argmax {axis}", [x], x.argmax(axis), "int64")
        case(f"argmin {axis}", [x], x.argmin(axis), "int64")
        case(f"cumulativeSum {axis}", [x], x.cumsum(axis), total(kind))
        case(f"argsort {axis}", [x], x.argsort(axis, kind="stable"), "int64")
        case(f"sorted {axis}", [x], np.sort(x, axis), kind)
    case("argmax", [x], x.argmax(), "int64")
    case("argmin", [x], x.argmin(), "int64")

# NaN, infinities and ties.
for kind in ["float32", "float64"]:
    odd = np.array([[1, np.nan, 3], [np.inf, -np.inf, 0], [2, 2, 2], [np.nan, np.nan, -1]], kind)
    for axis in range(2):
        for name in ["max", "min", "argmax", "argmin", "sum", "any", "all"]:
            output = getattr(odd, name)(axis)
            case(f"{name} [{axis}] removing" if name[:3] != "arg" else f"{name} {axis}", [odd], output, output.dtype.name)
        case(f"argsort {axis}", [odd], odd.argsort(axis, kind="stable"), "int64")
        case(f"sorted {axis}", [odd], np.sort(odd, axis), kind)
    case("isNaN", [odd], np.isnan(odd))
    case("isFinite", [odd], np.isfinite(odd))
    case("isInfinite", [odd], np.isinf(odd))
    with np.errstate(all="ignore"):
        case("maximum", [odd, odd[:, ::-1].copy()], np.maximum(odd, odd[:, ::-1]))
        case("minimum", [odd, odd[:, ::-1].copy()], np.minimum(odd, odd[:, ::-1]))
    logs = np.array([[1000.0, 1000.0], [-1000.0, -1001.0], [-np.inf, 0.0], [-np.inf, -np.inf], [np.inf, 1.0]], kind)
    case("logSumExp [1] removing", [logs], np.logaddexp.reduce(logs, 1), kind)

# Arithmetic, with promotion: bool, int32, int64, float32, float64 in this order.
SHAPES = [((2, 3), (2, 3)), ((2, 1, 3), (4, 1)), ((), (3,)), ((0, 3), (1, 3)), ((2, 0), ())]
for index, (left, right) in enumerate(SHAPES):
    for a in TYPES:
        for b in TYPES:
            kind = TYPES[max(TYPES.index(a), TYPES.index(b))]
            x, y = sample(a, *left), sample(b, *right)
            if index > 0 and (TYPES.index(a) + TYPES.index(b) + index) % 3:
                continue
            wide = NAMES[kind]
            if kind != "bool":
                case("add", [x, y], x.astype(wide) + y.astype(wide), kind)
                case("subtract", [x, y], x.astype(wide) - y.astype(wide), kind)
                case("multiply", [x, y], x.astype(wide) * y.astype(wide), kind)
                # Division by an integer 0 isn't NumPy's business to define.
                divisor = np.where(y.astype(wide) == 0, 3, y.astype(wide)).astype(b if b != "bool" else "bool")
                case("divide", [x, divisor], x.astype(wide).astype(real(kind)) / divisor.astype(real(kind)), real(kind))
                case("floorDivide", [x, divisor], np.floor_divide(x.astype(wide), divisor.astype(wide)), kind)
                case("remainder", [x, divisor], np.remainder(x.astype(wide), divisor.astype(wide)), kind)
            case("maximum", [x, y], np.maximum(x.astype(wide), y.astype(wide)), kind)
            case("minimum", [x, y], np.minimum(x.astype(wide), y.astype(wide)), kind)
            for name, function in [("equal", np.equal), ("notEqual", np.not_equal), ("less", np.less),
                                   ("lessOrEqual", np.less_equal), ("greater", np.greater),
                                   ("greaterOrEqual", np.greater_equal)]:
                if TYPES.index(a) <= TYPES.index(b):
                    case(name, [x, y], function(x, y), "bool")
HALVES = np.array([-2.5, -1.5, -0.5, -0.2, 0.0, 0.2, 0.5, 1.5, 2.5, 3.7])
for name in ["round", "floor", "ceil"]:
    case(name, [HALVES], getattr(np, name)(HALVES))
case("truncated", [HALVES], np.trunc(HALVES))
case("sign", [HALVES], np.sign(HALVES))
case("clipped -1.5 2.2", [HALVES], np.clip(HALVES, -1.5, 2.2))
for kind in NUMBERS:
    x = sample(kind, 2, 4)
    case("clipped -2 3", [x], np.clip(x, -2, 3), kind)
    case("floorDivide 3", [x], np.floor_divide(x, 3), kind)
    case("where x > 0, x, 7", [x], np.where(x > 0, x, 7), kind)
    case("where x > 0, -7, x", [x], np.where(x > 0, -7, x), kind)
SPECIAL = np.array([0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, np.inf, -np.inf, np.nan])
for kind in ["float32", "float64"]:
    x, y = (part.flatten().astype(kind) for part in np.meshgrid(SPECIAL, SPECIAL))
    case("power", [x, y], np.power(x, y))
    case("floorDivide", [x, y], np.floor_divide(x, y))
    case("remainder", [x, y], np.remainder(x, y))
    case("atan2", [x, y], np.arctan2(x, y))
    case("divide", [x, y], np.divide(x, y))
    for name, function in [("sqrt", np.sqrt), ("exp", np.exp), ("expm1", np.expm1), ("log", np.log), ("log1p", np.log1p),
                           ("log2", np.log2), ("log10", np.log10), ("sin", np.sin), ("cos", np.cos), ("tan", np.tan),
                           ("asin", np.arcsin), ("acos", np.arccos), ("atan", np.arctan), ("sinh", np.sinh),
                           ("cosh", np.cosh), ("tanh", np.tanh), ("asinh", np.arcsinh), ("acosh", np.arccosh),
                           ("atanh", np.arctanh), ("abs", np.abs), ("negative", np.negative)]:
        case(name, [SPECIAL.astype(kind)], function(SPECIAL.astype(kind)))

# Creation.
case("eye 3", [], np.eye(3, dtype="float32"))
case("eye 2 4 1", [], np.eye(2, 4, 1, dtype="float32"))
case("eye 3 2 -1", [], np.eye(3, 2, -1, dtype="float32"))
case("arange 5", [], np.arange(5))
case("arange 7 -3 -4", [], np.arange(7, -3, -4))
case("arange 3 3", [], np.arange(3, 3))
case("arange 0 1 0.1", [], np.arange(0, 1, 0.1))
case("arange 1 -1 -0.3", [], 1 + np.arange(7) * -0.3)
case("linspace -1 2 7", [], np.linspace(-1, 2, 7))
case("linspace 3 3 1", [], np.linspace(3, 3, 1))
case("linspace 0 1 0", [], np.linspace(0, 1, 0))

# Arrangements.
CUBE = np.arange(24, dtype="int64").reshape(2, 3, 4)
case("reshaped", [CUBE], CUBE.reshape(4, -1))
case("transposed", [CUBE], CUBE.T)
case("transposed 0 2", [CUBE], CUBE.swapaxes(0, 2))
case("permuted", [CUBE], CUBE.transpose(2, 0, 1))
case("squeezed", [CUBE[:1, :, :1].copy()], CUBE[:1, :, :1].squeeze())
case("unsqueezed", [CUBE], CUBE[:, None])
case("expanded", [CUBE[:, :1].copy()], np.broadcast_to(CUBE[:, :1], (5, 2, 3, 4)))
case("concatenated", [CUBE, CUBE[:, :1].copy()], np.concatenate([CUBE, CUBE[:, :1]], 1))
case("stacked", [CUBE, CUBE + 1], np.stack([CUBE, CUBE + 1], -1))
case("split sizes", [CUBE], np.split(CUBE, [1, 3], 2))
case("split size", [CUBE], [CUBE[..., :3], CUBE[..., 3:]])
case("split count", [CUBE], np.array_split(CUBE, 3, 2))
case("padded", [CUBE], np.pad(CUBE, [(1, 0), (0, 2), (1, 1)], constant_values=7))
case("tiled", [CUBE], np.tile(CUBE, (2, 1, 2)))
case("tiled more", [CUBE], np.tile(CUBE, (2, 1, 1, 1)))
case("tiled less", [CUBE], np.tile(CUBE, 2))
case("tiled never", [CUBE], np.tile(CUBE, (0, 1, 1)))
case("repeated", [CUBE], np.repeat(CUBE, 3, 1))
case("flipped", [CUBE], np.flip(CUBE))
case("flipped 0 2", [CUBE], np.flip(CUBE, (0, 2)))
case("oneHot", [np.array([[2, 0], [1, 3]])], np.eye(4, dtype="float32")[[[2, 0], [1, 3]]])
case("taking", [CUBE, np.array([[2, 0], [-1, 1]])], np.take(CUBE, [[2, 0], [-1, 1]], 1))
case("gather", [CUBE, np.array([[[2, 0, 1, 1]], [[0, 0, 2, 1]]])],
     np.take_along_axis(CUBE, np.array([[[2, 0, 1, 1]], [[0, 0, 2, 1]]]), 1))

# Reading and writing through subscripts.
case("x[1]", [CUBE], CUBE[1])
case("x[-1, -2, -3]", [CUBE], CUBE[-1, -2, -3])
case("x[:, 1:3]", [CUBE], CUBE[:, 1:3])
case("x[..., ::-1]", [CUBE], CUBE[..., ::-1])
case("x[::-1, ::-2, 3:0:-2]", [CUBE], CUBE[::-1, ::-2, 3:0:-2])
case("x[:, 5:9]", [CUBE], CUBE[:, 5:9])
case("x[1:1]", [CUBE], CUBE[1:1])
case("x[:, None, -2:, ::3]", [CUBE], CUBE[:, None, -2:, ::3])
case("x[x > 10]", [CUBE], CUBE[CUBE > 10])
MASK = np.array([[True, False, True], [False, False, True]])
case("x[mask]", [CUBE, MASK], CUBE[MASK])
case("x[:, mask]", [CUBE], CUBE[:, np.array([True, False, True])])
case("x[[1, 0, 1]]", [CUBE], CUBE[[1, 0, 1]])
case("x[:, [[0, 2], [2, -1]]]", [CUBE], CUBE[:, [[0, 2], [2, -1]]])
case("x[[0, 1], [2, 0]]", [CUBE], CUBE[[0, 1], [2, 0]])
case("x[[0, 1], :, [3, 0]]", [CUBE], CUBE[[0, 1], :, [3, 0]])
case("x[0, :, [3, 0]]", [CUBE], CUBE[0, :, [3, 0]])
case("x[:, 0, [3, 0]]", [CUBE], CUBE[:, 0, [3, 0]])
case("x[:, 2, ..., [3, 0]]", [CUBE], CUBE[:, 2, ..., [3, 0]])
case("x[:, -1, None, [3, 0]]", [CUBE], CUBE[:, -1, None, [3, 0]])
case("x[:, [2, 0], 1]", [CUBE], CUBE[:, [2, 0], 1])
case("x[[1, 0], :, -1]", [CUBE], CUBE[[1, 0], :, -1])


def assigned(change):
    copy = CUBE.copy()
    change(copy)
    return copy


def assign(name, change):
    case(name, [CUBE], assigned(change))


def set_item(*index_and_value):
    *index, value = index_and_value
    return lambda x: x.__setitem__(tuple(index), value)


assign("x[0] = 7", set_item(0, 7))
assign("x[1, 2, 3] = -1", set_item(1, 2, 3, -1))
assign("x[:, 1:, ::2] = 0", set_item(slice(None), slice(1, None), slice(None, None, 2), 0))
assign("x[..., ::-1] = x[..., :]", lambda x: x.__setitem__((..., slice(None, None, -1)), CUBE))
assign("x[x > 10] = 5", lambda x: x.__setitem__(CUBE > 10, 5))
assign("x[[1, 0]] = x", lambda x: x.__setitem__([1, 0], CUBE))
assign("x[:, [2, 0]] = [[1, 2, 3, 4], [5, 6, 7, 8]]", lambda x: x.__setitem__((slice(None), [2, 0]), [[1, 2, 3, 4], [5, 6, 7, 8]]))
assign("x[[0, 0], [1, 1], [2, 2]] = [8, 9]", lambda x: x.__setitem__(([0, 0], [1, 1], [2, 2]), [8, 9]))
assign("x[1:1] = 3", set_item(slice(1, 1), 3))
assign("x[0, :, [3, 0]] = [[1, 2, 3], [4, 5, 6]]", set_item(0, slice(None), [3, 0], [[1, 2, 3], [4, 5, 6]]))

# Products.
for kind in NUMBERS:
    for left, right in [((3,), (3,)), ((2, 3), (3, 4)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 2, 3), (3, 2)),
                        ((2, 1, 2, 3), (3, 3, 2)), ((0, 3), (3, 2)), ((2, 0), (0, 3))]:
        x, y = sample(kind, *left), sample(kind, *right)
        case("matmul", [x, y], np.matmul(x, y), kind)
    x, y = sample(kind, 3), sample(kind, 3)
    case("outer", [x, y], np.outer(x, y), kind)
    case("dot", [x, y], np.dot(x, y), kind)
    case("trace", [np.outer(x, y)], np.trace(np.outer(x, y)), total(kind))
    case("norm", [x], np.linalg.norm(x.astype("float64")), real(kind))
    case("norm", [x[:0]], np.float64(0), real(kind))

path = pathlib.Path(__file__).with_name("arrays.json")
path.write_text("[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in CASES) + "\n]\n")
