"""Records what NumPy computes with arrays, and Keras' element types, into operations.jsonl.gz beside this file.

    python tests/goldens/tensor/operations.py

(python: of the interop venv.) Values are NumPy's, computed with float64 where the result is a float; `dtype` is that of
keras.ops, or NumPy's where Tenon follows NumPy: sums, products and positions. A case is a line: the method, its operands,
its arguments as text, and what comes out.
"""

import base64
import gzip
import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from keras import backend

SEED = 5
TYPES = ("bool", "uint8", "int8", "uint16", "int16", "uint32", "int32", "int64", "float16", "float32", "float64")
SHAPES = (((), ()), ((3,), ()), ((2, 3), (3,)), ((2, 1, 4), (3, 1)), ((2, 3), (2, 3)), ((0, 3), (3,)), ((1,), (4, 1, 2)), ((5, 1), (1, 6)))
BINARY = {
    "add": np.add, "subtract": np.subtract, "multiply": np.multiply, "divide": np.true_divide, "maximum": np.maximum,
    "minimum": np.minimum, "equal": np.equal, "notEqual": np.not_equal, "greater": np.greater,
    "greaterEqual": np.greater_equal, "less": np.less, "lessEqual": np.less_equal,
}
COMPARISONS = ("equal", "notEqual", "greater", "greaterEqual", "less", "lessEqual")
UNARY = {"negate": np.negative, "abs": np.abs, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "square": np.square}
REDUCTIONS = {"sum": np.sum, "prod": np.prod, "mean": np.mean, "max": np.max, "min": np.min, "var": np.var, "std": np.std}
INDICES = (
    "1:-1, ..., ::2", "0", "-1", "...", "..., 0", "::-1", "1, ..., -1", ":, 1:", "-2:, ::-2", "newaxis, 0", "..., newaxis",
    ":, None, ::2", "5:1:-2", "100:", ":-100", "-100:2", "::3, 0, 1:3", "0, 0, 0", "0:0", "2:1", ":, :, -1::-1", "3::-1",
)

rng = np.random.default_rng(SEED)


def array(dtype, shape):
    if dtype == "bool":
        return rng.random(shape) < 0.5
    if np.dtype(dtype).kind == "f":
        return np.asarray(rng.normal(size=shape) * 3, dtype)
    info = np.iinfo(dtype)
    return np.asarray(rng.integers(max(info.min, -9), min(info.max, 9), shape), dtype)


def encoded(x):
    x = np.asarray(x)
    return {"dtype": x.dtype.name, "shape": x.shape, "bytes": base64.b64encode(x.tobytes()).decode()}


def case(method, result, *operands, **arguments):
    return {"method": method, "operands": [encoded(x) for x in operands], "result": encoded(result)} | arguments


def wide(x):
    return x.astype("float64") if x.dtype.kind == "f" else x


def typed(values, dtype):
    with np.errstate(all="ignore"):
        return np.asarray(values).astype(dtype)


def binary():
    for a in TYPES:
        for b in TYPES:
            dtype = backend.result_type(a, b)
            for method, function in BINARY.items():
                if method == "subtract" and a == b == "bool" or a != b and rng.random() < 0.5:
                    continue
                first, second = SHAPES[rng.integers(len(SHAPES))]
                x, y = array(a, first), array(b, second)
                if method in COMPARISONS:
                    yield case(method, function(x, y), x, y)
                elif method == "divide":
                    kind = dtype if np.dtype(dtype).kind == "f" else "float32"
                    yield case(method, typed(function(x.astype("float64"), y.astype("float64")), kind), x, y)
                else:
                    middle = "float64" if np.dtype(dtype).kind == "f" else dtype
                    yield case(method, typed(function(x.astype(middle), y.astype(middle)), dtype), x, y)
    for first, second in SHAPES:
        for method, function in BINARY.items():
            x, y = array("float32", first), array("float32", second)
            yield case(method, function(x, y), x, y)
    for dtype in ("int32", "int8", "uint8"):
        x = array(dtype, (7,))
        y = np.abs(array(dtype, (7,)))
        yield case("power", np.power(x, y), x, y)
    x, y = np.abs(array("float32", (3, 4))), array("float32", (4,))
    yield case("power", typed(np.power(x.astype("float64"), y), "float32"), x, y)
    big = np.array([0, 1, 2**63, 2**64 - 1], "uint64")
    for method in ("add", "multiply", "maximum", "minimum", "greater", "lessEqual"):
        yield case(method, BINARY[method](big[:, None], big), big[:, None], big)
    special = np.array([np.nan, np.inf, -np.inf, 0.0, -1.0], "float32")
    for method in BINARY:
        yield case(method, BINARY[method](special[:, None], special), special[:, None], special)


def scalars():
    for a in TYPES:
        x = array(a, (2, 3))
        for method in ("add", "subtract", "multiply", "maximum", "minimum"):
            dtype = backend.result_type(a, int)
            yield case(method, typed(BINARY[method](x.astype(dtype), np.asarray(2, dtype)), dtype), x, long=2)
        for method in ("add", "subtract", "multiply", "divide", "maximum", "minimum"):
            dtype = backend.result_type(a, float)
            number = np.asarray(0.3, dtype).astype("float64")
            yield case(method, typed(BINARY[method](x.astype("float64"), number), dtype), x, double=0.3)
        for method in COMPARISONS:
            yield case(method, BINARY[method](x, 1.0), x, double=1.0)
        number = 0.1
        yield case("equal", np.asarray([0, 0.1], a) == (np.asarray(number, a) if np.dtype(a).kind == "f" else number), np.asarray([0, 0.1], a), double=number)


def unary():
    for a in TYPES:
        for method, function in UNARY.items():
            if a == "bool" and method in ("negate", "square"):
                continue
            x = array(a, (2, 3))
            if method in ("exp", "log", "sqrt"):
                dtype = a if np.dtype(a).kind == "f" else "float32"
                with np.errstate(all="ignore"):
                    yield case(method, typed(function(x.astype("float64")), dtype), x)
            else:
                yield case(method, typed(function(wide(x)), a), x)


def reductions():
    for a in TYPES:
        for axes in ((), (0,), (1,), (-1,), (0, 2), (0, 1, 2), (-1, 0)):
            for keepdims in (False, True):
                if keepdims and not axes:
                    continue
                for method, function in REDUCTIONS.items():
                    if rng.random() < 0.6:
                        continue
                    x = array(a, (2, 3, 4))
                    kind = np.dtype(a).kind
                    if method in ("sum", "prod"):
                        dtype = a if kind == "f" else function(x[:1, 0, 0]).dtype.name
                    elif method in ("max", "min"):
                        dtype = a
                    else:
                        dtype = a if kind == "f" else "float32"
                    with np.errstate(all="ignore"):
                        result = typed(function(wide(x), axis=axes or None, keepdims=keepdims), dtype)
                    yield case(method, result, x, axes=axes, keepdims=keepdims)
        for method, function in (("argMax", np.argmax), ("argMin", np.argmin)):
            for axis in (0, 1, -1):
                x = array(a, (2, 3, 4))
                yield case(method, function(x, axis=axis), x, axes=(axis,), keepdims=False)
                yield case(method, function(x, axis=axis, keepdims=True), x, axes=(axis,), keepdims=True)
            yield case(method, function(x), x, axes=(), keepdims=False)
    x = np.array([[1, np.nan, 3], [-np.inf, 2, np.inf]], "float32")
    for method in ("max", "min"):
        yield case(method, REDUCTIONS[method](x, axis=1), x, axes=(1,), keepdims=False)
    big = np.array([[1, 2**63], [2**64 - 1, 5]], "uint64")
    for method in ("max", "min", "sum"):
        yield case(method, REDUCTIONS[method](big, axis=0), big, axes=(0,), keepdims=False)
    yield case("argMax", np.argmax(big, axis=1), big, axes=(1,), keepdims=False)
    yield case("argMin", np.argmin(big, axis=1), big, axes=(1,), keepdims=False)
    for shape, axis in (((0, 3), 0), ((3, 0), 1), ((0, 3), 1)):
        x = np.zeros(shape, "float32")
        for method in ("sum", "prod"):
            yield case(method, REDUCTIONS[method](x, axis=axis), x, axes=(axis,), keepdims=False)
    x = rng.normal(size=3000).astype("float32")
    for method in ("sum", "mean", "max", "min", "var", "std"):
        yield case(method, typed(REDUCTIONS[method](x.astype("float64")), "float32"), x, axes=(), keepdims=False)


def products():
    shapes = (((2, 3), (3, 4)), ((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((5, 2, 3), (3, 4)), ((5, 1, 2, 3), (4, 3, 2)),
              ((2, 3), (5, 3, 1)), ((3,), (4, 3, 2)), ((4, 2, 3), (3,)), ((2, 0), (0, 3)), ((0, 2), (2, 3)), ((0, 2, 3), (3, 4)))
    for first, second in shapes:
        for a, b in (("float32", "float32"), ("int32", "int32"), ("float64", "float32"), ("int8", "float32"), ("uint8", "int32")):
            x, y = array(a, first), array(b, second)
            dtype = backend.result_type(a, b)
            middle = "float64" if np.dtype(dtype).kind == "f" else dtype
            yield case("matmul", typed(np.matmul(x.astype(middle), y.astype(middle)), dtype), x, y)


def parts():
    x = array("int16", (5, 4, 3))
    for index in INDICES:
        key = eval(f"np.s_[{index}]", {"np": np, "newaxis": None})
        yield case("slice", x[key], x, index=index)
    for dtype in ("bool", "float16", "float32", "float64"):
        y = array(dtype, (4, 5, 6))
        for index in ("1:-1, ..., ::2", "::-1, 1", ":, 2:4, 1:3"):
            yield case("slice", y[eval(f"np.s_[{index}]", {"np": np})], y, index=index)
    for index in ([0], [-1], [1, -1], [4, 0, 2], [-5, -4, -3], []):
        yield case("get", x[tuple(index)], x, axes=index)
    for axes in ([], [0, 2, 1], [-1, 0, 1]):
        yield case("transpose", np.transpose(x, axes or None), x, axes=axes)
    y = array("float32", (1, 3, 1, 2, 1))
    for axes in ([], [0], [-1, 2]):
        yield case("squeeze", np.squeeze(y, tuple(axes) or None), y, axes=axes)
    for axis in (0, 1, -1):
        a, b = array("float32", (2, 3)), array("float32", (2, 3))
        yield case("concat", np.concatenate([a, b, a], axis), a, b, a, axes=[axis])
        yield case("stack", np.stack([a, b], axis), a, b, axes=[axis])
    a, b = array("int32", (2, 1)), array("float16", (2, 4))
    yield case("concat", np.concatenate([a.astype("float16"), b], 1), a, b, axes=[1])


def taken():
    for dtype in ("bool", "uint8", "float16", "float32", "int64"):
        for shape in ((5,), (5, 3), (5, 2, 4), (5, 0)):
            x = array(dtype, shape)
            for positions in ([0], [-1], [4, 0, 2], [3, 3, -5, 3], []):
                yield case("take", np.take(x, np.asarray(positions, "int64"), axis=0), x, axes=positions)


def made():
    for start, stop, step in ((0, 5, 1), (2, 9, 3), (9, 2, -2), (3, 3, 1), (5, 2, 1)):
        yield case("arangeLong", np.arange(start, stop, step), numbers=[start, stop, step])
    for start, stop, step in ((0.0, 1.0, 0.1), (1.0, -1.0, -0.25), (0.5, 3.2, 0.3), (0.0, 0.0, 1.0)):
        yield case("arange", np.arange(start, stop, step), numbers=[start, stop, step])
    for start, stop, num in ((0, 1, 5), (-1, 1, 7), (2, 2, 3), (0, 10, 1), (0, 1, 0), (3, -3, 11)):
        yield case("linspace", np.linspace(start, stop, num), numbers=[start, stop, num])
    yield case("eye", np.eye(3, 5, dtype="float32"), numbers=[3, 5])
    yield case("eye", np.eye(4, 2, dtype="float32"), numbers=[4, 2])
    for seed in (0, 42, 2**32 - 1):
        state = np.random.RandomState(seed)
        yield case("random", state.random_sample((3, 5)).astype("float32"), numbers=[seed, 3, 5])
        state = np.random.RandomState(seed)
        yield case("randomNormal", state.standard_normal((3, 5)).astype("float32"), numbers=[seed, 3, 5])


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        lines = [json.dumps(one) for group in (binary, scalars, unary, reductions, products, parts, made, taken) for one in group()]
    path = pathlib.Path(__file__).with_name("operations.jsonl.gz")
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(lines)} cases, NumPy {np.__version__}, {path.stat().st_size // 1024} KB")
