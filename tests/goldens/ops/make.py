"""Records what the functions of `keras.ops` answer: two cases each, the second not of default arguments.

    ~/.cache/tenon/venv-…/bin/python tests/goldens/ops/make.py

`cases.jsonl` has a line for each case: the function, its positional arguments, and the names of its results; tensors are
in `arrays.npz`. `names.txt` has all public names of `keras.ops`.
"""

import io
import json
import pathlib
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

ops = keras.ops
rng = np.random.default_rng(20)
cases, arrays, counts = [], {}, {}

AT_ONCE = {  # what a model answers otherwise, or not at all
    ("quantile", 2): "Keras' operation keeps the method and does not use it",
    ("view", 1): "ONNX has no operator for it below opset 26",
    ("view", 2): "ONNX has no operator for it below opset 26",
    ("ndim", 1): "Keras' operation says that it gives a vector",
    ("ndim", 2): "Keras' operation says that it gives a vector",
}
AT_ONCE |= dict.fromkeys("lu_factor qr svd pinv matrix_rank lstsq".split(), "ONNX has no operator for it")
AT_ONCE |= dict.fromkeys("ctc_loss ctc_decode".split(), "Tenon's operators have no loop for it")
AT_ONCE |= dict.fromkeys("view_as_complex view_as_real polar".split(), "Tenon has no tensors of complex numbers")


def r(*shape, low=-2.0, high=2.0):
    """Fractions."""
    return rng.uniform(low, high, shape).astype("float32")


def p(*shape):
    """Positive fractions."""
    return r(*shape, low=0.2, high=3.0)


def u(*shape):
    """Fractions between -1 and 1, without the ends."""
    return r(*shape, low=-0.95, high=0.95)


def i(*shape, low=-9, high=10, dtype="int32"):
    """Whole numbers."""
    return rng.integers(low, high, shape).astype(dtype)


def b(*shape):
    return rng.integers(0, 2, shape).astype(bool)


def holes(*shape):
    """Fractions with NaNs among them."""
    x = r(*shape)
    x.ravel()[1::4] = np.nan
    return x


def f(*values, dtype="float32"):
    return np.array(values, dtype)


def spd(n):
    """A symmetric positive definite matrix."""
    a = r(n, n)
    return (a @ a.T + n * np.eye(n)).astype("float32")


def told(value, name):
    """Returns an argument as JSON; a tensor by the name it is stored under."""
    if isinstance(value, np.ndarray) and np.iscomplexobj(value):
        return [told(value.real, name), told(value.imag, name)]  # two tensors to Java
    if isinstance(value, np.ndarray):
        key = f"{name}/x{counts.setdefault(name, 0)}"
        counts[name] += 1
        arrays[key] = value
        return {"tensor": key}
    if isinstance(value, (list, tuple)):
        return [told(item, name) for item in value]
    return value


def given(value):
    """Returns an argument with Keras' tensors in the places of arrays."""
    if isinstance(value, np.ndarray):
        return ops.convert_to_tensor(value)
    return type(value)(map(given, value)) if isinstance(value, (list, tuple)) else value


def numpy(result):
    """Returns all results as a flat list of arrays."""
    if isinstance(result, (list, tuple)):
        return [each for item in result for each in numpy(item)]
    if "complex" in str(getattr(result, "dtype", "")):
        return [np.asarray(result).real, np.asarray(result).imag]
    return [np.asarray(ops.convert_to_numpy(result)) if hasattr(result, "dtype") else np.int32(result)]


def subscript(x, key):
    return eval(f"x[{key}]")  # as Java's text


def c(function, *args, **extra):
    """Records a case; `extra` are keywords that only Python has."""
    number = sum(case["function"] == function for case in cases) + 1
    name = f"{function}/{number}"
    call = getattr(ops, function, None) or getattr(ops.image, function)
    if function == "get_item":
        call = subscript
    results = numpy(call(*given(args), **extra))
    outputs = []
    for k, value in enumerate(results):
        arrays[f"{name}/y{k}"] = value
        outputs.append(f"{name}/y{k}")
    line = {"function": function, "arguments": told(args, name), "results": outputs}
    if extra:
        line["keywords"] = extra
    reason = AT_ONCE.get(function) or AT_ONCE.get((function, number))
    if reason:
        line["at_once"] = reason
    cases.append(line)


def unary(names, first, second):
    for name in names.split():
        c(name, first)
        c(name, second)


def pairs(names, *two):
    for name in names.split():
        for x, y in two:
            c(name, x, y)


# --- element by element ----------------------------------------------------------------------------------------------

unary("abs absolute negative sign square ceil floor trunc fabs identity_like".replace(" identity_like", ""), r(2, 3), r(4) * 5)
unary("exp exp2 expm1 sin cos tan sinh cosh tanh arcsinh arctan cbrt deg2rad rad2deg sinc i0 real imag angle conj conjugate", r(2, 3), r(5))
unary("log log10 log1p log2 sqrt rsqrt reciprocal", p(2, 3), p(5))
unary("arccos arcsin arctanh erfinv", u(2, 3), u(5))
unary("arccosh", p(2, 3) + 1, p(5) + 1)
unary("erf erfc", r(2, 3), r(5))
unary("isfinite isinf isnan isneginf isposinf isreal signbit", f(1, -np.inf, np.nan, np.inf, -0.0), holes(2, 3))
unary("logical_not", b(2, 3), b(5))
unary("bitwise_invert bitwise_not", i(2, 3), i(4, dtype="int64"))
unary("copy stop_gradient ravel", r(2, 3), i(4, 2))
unary("relu relu6 sigmoid softplus softsign silu swish log_sigmoid hard_sigmoid hard_silu hard_swish hard_tanh selu", r(2, 3) * 4, r(5))
unary("sparse_plus sparse_sigmoid tanh_shrink", r(2, 3), r(5))
for name, option in dict(leaky_relu=0.3, hard_shrink=0.7, soft_shrink=0.7, elu=0.6, celu=0.6, squareplus=2).items():
    c(name, r(2, 3))
    c(name, r(2, 3), option)
c("gelu", r(2, 3))
c("gelu", r(2, 3), False)
c("glu", r(2, 4))
c("glu", r(4, 3), 0)
c("threshold", r(2, 3), 0.2, -1.0)
c("threshold", r(5), -0.5, 3.0)
for name in "softmax log_softmax sparsemax".split():
    c(name, r(2, 3))
    c(name, r(2, 3), 0 if name != "sparsemax" else -1)
c("round", r(2, 3) * 4)
c("round", r(2, 3), 1)
c("clip", r(2, 3), -1.0, 1.0)
c("clip", i(2, 3), -4, 5)
c("nan_to_num", holes(2, 3))
c("nan_to_num", f(np.nan, np.inf, -np.inf, 2), 0.5, 7.0, -7.0)
pairs("add subtract multiply maximum minimum", (r(2, 3), r(3)), (i(2, 3), 2))
pairs("divide true_divide arctan2 hypot logaddexp logaddexp2", (r(2, 3), p(3)), (p(2, 3), 2.5))
pairs("divide_no_nan", (r(3), f(0, 2, 0)), (r(2, 3), p(2, 3)))
pairs("floor_divide mod fmod", (r(2, 3) * 4, p(3)), (i(2, 3), i(3, low=1)))
pairs("power", (p(2, 3), r(3)), (p(4), 2.0))
pairs("fmax fmin", (holes(2, 3), r(3)), (r(2, 3), holes(2, 3)))
pairs("equal not_equal greater greater_equal less less_equal", (i(2, 5), i(5)), (i(2, 5), 3))
pairs("logical_and logical_or logical_xor", (b(2, 5), b(5)), (i(2, 5, low=-1, high=2), b(2, 5)))
pairs("bitwise_and bitwise_or bitwise_xor gcd lcm", (i(2, 3, low=1), i(3, low=1)), (i(4, low=1, dtype="int64"), i(4, low=1, dtype="int64")))
pairs("bitwise_left_shift bitwise_right_shift left_shift right_shift", (i(2, 3, low=1), i(3, low=0, high=4)), (i(4, low=1), 2))
pairs("heaviside", (f(-1, 0, 2), f(0.5, 0.5, 0.5)), (r(2, 3), 0.5))
pairs("nextafter", (r(3), r(3)), (r(2, 3), p(2, 3)))
pairs("ldexp", (r(2, 3), i(3, low=-3, high=4)), (r(4), i(4, low=0, high=5)))
for name in "isclose allclose".split():
    c(name, f(1, 2, np.nan), f(1, 2.0001, np.nan))
    c(name, f(1, 2, np.nan), f(1, 2.0001, np.nan), 0.01, 0.01, True)
c("where", b(2, 3), r(2, 3), r(3))
c("where", b(4), r(4), 0.5)
c("select", [b(4), b(4)], [r(4), r(4)])
c("select", [b(2, 3), b(2, 3)], [r(2, 3), r(2, 3)], 2.5)
c("cast", r(2, 3) * 3, "int32")
c("cast", i(4, low=0, high=2), "bool")
c("saturate_cast", r(2, 3) * 300, "uint8")
c("saturate_cast", i(4) * 100, "int8")
c("convert_to_tensor", r(2, 3))
c("convert_to_tensor", r(2, 3), "float16")
c("array", r(2, 3))
c("array", i(2, 3), "float32")
c("view", r(2, 3), "int32")
c("view", i(4), "float32")

# --- reductions --------------------------------------------------------------------------------------------------------

for name in "sum mean prod max min amax amin std var ptp median logsumexp".split():
    c(name, r(3, 4))
    c(name, r(2, 3, 4), (0, 2), True)
for name in "nansum nanmean nanprod nanmax nanmin nanstd nanvar nanmedian".split():
    c(name, holes(3, 4))
    c(name, holes(2, 3, 4), (0, 2), True)
for name in "any all".split():
    c(name, b(3, 4))
    c(name, b(3, 4), 1, True)
c("max", r(3, 4), 1, False, 1.5)
c("min", r(3, 4), 1, False, -1.5)
for name in "argmax argmin".split():
    c(name, r(3, 4))
    c(name, r(3, 4), 1, True)
for name in "nanargmax nanargmin".split():
    c(name, holes(3, 4))
    c(name, holes(3, 4), 1, True)
for name in "cumsum cumprod".split():
    c(name, r(3, 4))
    c(name, i(3, 4, low=1, high=4), 1, "float32")
for name in "nancumsum nancumprod".split():
    c(name, holes(3, 4))
    c(name, holes(3, 4), 1)
c("count_nonzero", i(3, 4, low=-1, high=2))
c("count_nonzero", i(3, 4, low=-1, high=2), 1)
c("average", r(3, 4))
c("average", r(3, 4), 1, p(3, 4))
for name in "quantile percentile".split():
    big = 100 if name == "percentile" else 1
    c(name, r(3, 4), 0.3 * big)
    c(name, r(3, 4), f(0.2 * big, 0.7 * big), 1, "lower", True)
    c("nan" + name, holes(3, 4), 0.3 * big)
    c("nan" + name, holes(3, 4), f(0.2 * big, 0.7 * big), 1, "higher", True)
c("moments", r(3, 4), 0)
c("moments", r(2, 3, 4), (0, 2), True)
c("norm", r(3, 4))
c("norm", r(3, 4), 1, 1, True)
c("norm", r(3, 4), "fro", (0, 1))
c("normalize", r(3, 4))
c("normalize", r(3, 4), 0, 1)
c("bincount", i(6, low=0, high=5))
c("bincount", i(6, low=0, high=5), r(6), 8)
c("trapezoid", r(3, 4))
c("trapezoid", r(3, 4), None, 0.5, 0)
c("corrcoef", r(3, 5))
c("corrcoef", r(2, 6))

# --- shapes ------------------------------------------------------------------------------------------------------------

c("reshape", r(2, 6), (3, 4))
c("reshape", i(2, 6), (2, -1, 2))
c("transpose", r(2, 3, 4))
c("transpose", r(2, 3, 4), (1, 0, 2))
c("swapaxes", r(2, 3, 4), 0, 2)
c("swapaxes", r(2, 3, 4), -1, 1)
c("moveaxis", r(2, 3, 4), 0, 2)
c("moveaxis", r(2, 3, 4), (0, 1), (2, 0))
c("expand_dims", r(2, 3), 1)
c("expand_dims", r(2, 3), (0, 2))
c("squeeze", r(2, 1, 3, 1))
c("squeeze", r(2, 1, 3, 1), 1)
c("concatenate", [r(2, 3), r(1, 3)])
c("concatenate", [r(2, 3), r(2, 1)], 1)
c("stack", [r(2, 3), r(2, 3)])
c("stack", [r(2, 3), r(2, 3)], -1)
for name in "hstack vstack dstack".split():
    c(name, [r(2, 3), r(2, 3)])
    c(name, [r(3), r(3)])
c("append", r(2, 3), r(2))
c("append", r(2, 3), r(2, 1), 1)
c("split", r(4, 6), 2)
c("split", r(4, 6), (1, 3), 1)
c("vsplit", r(4, 6), 2)
c("vsplit", r(4, 6), (1, 3))
c("hsplit", r(4, 6), 2)
c("hsplit", r(4, 6), (1, 3))
c("dsplit", r(2, 3, 4), 2)
c("dsplit", r(2, 3, 4), (1, 3))
c("array_split", r(5, 2), 3)
c("array_split", r(2, 5), 2, 1)
c("unstack", r(3, 4))
c("unstack", r(3, 4), 4, 1)
c("tile", r(2, 3), 2)
c("tile", r(2, 3), (2, 1))
c("repeat", r(2, 3), 2)
c("repeat", r(2, 3), (1, 2), 0)
c("broadcast_to", r(3), (2, 3))
c("broadcast_to", r(2, 1), (4, 2, 3))
c("flip", r(2, 3))
c("flip", r(2, 3), 1)
unary("fliplr flipud", r(2, 3), r(3, 2, 2))
c("roll", r(2, 3), 1)
c("roll", r(2, 3), 1, 1)
c("rot90", r(2, 3))
c("rot90", r(2, 3, 4), 3, (1, 2))
c("pad", r(2, 3), ((1, 1), (0, 1)))
c("pad", r(2, 3), ((1, 0), (0, 2)), "constant", 2.0)
c("pad", r(3, 4), ((1, 0), (0, 2)), "reflect")
c("zeros_like", r(2, 3))
c("zeros_like", r(2, 3), "int32")
c("ones_like", r(2, 3))
c("ones_like", r(2, 3), "int32")
c("empty_like", r(2, 3))
c("empty_like", r(2, 3), "int32")
c("full_like", r(2, 3), 2)
c("full_like", r(2, 3), 2, "int32")
unary("size ndim", r(2, 3), r(4, 1, 2))
c("diag", r(3))
c("diag", r(3, 4), 1)
c("diagflat", r(2, 2))
c("diagflat", r(3), -1)
c("diagonal", r(3, 4))
c("diagonal", r(2, 3, 4), 1, 1, 2)
c("trace", r(3, 4))
c("trace", r(2, 3, 4), -1, 1, 2)
c("tril", r(3, 4))
c("tril", r(3, 4), 1)
c("triu", r(3, 4))
c("triu", r(3, 4), -1)
c("meshgrid", r(2), r(3))
c("meshgrid", r(2), r(3), r(2))
c("rearrange", r(2, 6, 3), "b (h w) c -> b c h w", h=2)
c("rearrange", r(2, 3, 4), "a b c -> c (a b)")
c("unravel_index", i(4, low=0, high=12), (3, 4))
c("unravel_index", i(2, 2, low=0, high=24), (2, 3, 4))
c("vander", r(3))
c("vander", r(3), 4, True)
c("diff", r(3, 4))
c("diff", r(3, 4), 2, 0)

# --- indices -----------------------------------------------------------------------------------------------------------

c("take", r(3, 4), f(0, 5, dtype="int32"))
c("take", r(3, 4), i(2, 2, low=0, high=3), 0)
c("take_along_axis", r(3, 4), i(5, low=0, high=12))
c("take_along_axis", r(3, 4), i(3, 2, low=0, high=4), 1)
c("sort", r(3, 4))
c("sort", r(3, 4), 0)
c("argsort", r(3, 4))
c("argsort", r(3, 4), 0)
c("argpartition", f(3, 1, 2), 2)
c("argpartition", f(3, 1, 2, 5), 1, 0)
c("searchsorted", np.sort(r(6)), r(4))
c("searchsorted", f(1, 2, 2, 3), f(2, 0, 5), "right")
c("digitize", r(2, 4), f(-1, 0, 1))
c("digitize", i(5), f(-2, 3))
c("isin", i(2, 4), i(3))
c("isin", i(2, 4), i(3), False, True)
c("nonzero", i(3, 4, low=0, high=2))
c("nonzero", b(6))
c("unique", i(8, low=0, high=5))
c("unique", i(8, low=0, high=5), True, False, True, True)
c("top_k", r(2, 5), 2)
c("top_k", r(6), 3, True)
c("in_top_k", i(3, low=0, high=5), r(3, 5), 1)
c("in_top_k", i(3, low=0, high=5), r(3, 5), 3)
c("one_hot", i(4, low=0, high=5), 5)
c("one_hot", i(2, 3, low=0, high=5), 5, 1, "int32")
c("multi_hot", i(2, 3, low=0, high=5), 5)
c("multi_hot", i(2, 3, low=0, high=5), 5, -1, "int32")
c("scatter", f([0], [2], dtype="int32"), r(2), (4,))
c("scatter", f([0, 1], [2, 0], dtype="int32"), r(2), (3, 2))
c("scatter_update", r(4), f([0], [2], dtype="int32"), r(2))
c("scatter_update", r(3, 2), f([0, 1], [2, 0], dtype="int32"), r(2), "add")
c("slice", r(3, 4), (1, 0), (2, 3))
c("slice", r(2, 3, 4), (0, 1, 2), (2, 2, 1))
c("slice_update", r(3, 4), (1, 0), r(2, 3))
c("slice_update", r(4), (2,), r(2))
for name in "segment_sum segment_prod segment_max segment_min".split():
    c(name, r(5), f(0, 0, 1, 2, 2, dtype="int32"), 3)
    c(name, r(4, 2), f(0, 1, 1, 2, dtype="int32"), None, True)
c("get_item", r(3, 4, 2), "1")
c("get_item", r(3, 4, 2), "1:, ..., None, ::-1")
c("map_coordinates", r(3, 4), f([0.5, 1.2], [0.3, 2.7]), 1)
c("map_coordinates", r(3, 4), f([0.5, 2.6], [0.3, 3.7]), 0, "nearest")

# --- products ----------------------------------------------------------------------------------------------------------

c("matmul", r(2, 3), r(3, 4))
c("matmul", r(2, 2, 3), r(3))
c("dot", r(2, 3), r(3, 4))
c("dot", r(3), r(3))
c("inner", r(3), r(3))
c("inner", r(2, 3), r(4, 3))
c("outer", r(2), r(3))
c("outer", r(2, 2), r(3))
c("vdot", r(3), r(3))
c("vdot", r(2, 3), r(2, 3))
c("kron", r(2, 2), r(1, 3))
c("kron", r(2), r(3))
c("cross", r(2, 3), r(2, 3))
c("cross", r(3, 2), r(3, 2), -1, -1, -1, 0)
c("tensordot", r(2, 3, 4), r(3, 4, 2))
c("tensordot", r(2, 3, 4), r(4, 3), ((1, 2), (1, 0)))
c("einsum", "ij,jk->ik", r(2, 3), r(3, 4))
c("einsum", "bij,bj->bi", r(2, 3, 4), r(2, 4))
c("correlate", r(5), r(3))
c("correlate", r(5), r(3), "same")
c("cdist", r(3, 2), r(4, 2))
c("cdist", r(2, 3, 2), r(2, 4, 2))
unary("det inv slogdet", spd(3), np.stack([spd(2), spd(2)]))
unary("logdet", spd(3), np.stack([spd(2), spd(2)]))
c("cholesky", spd(3))
c("cholesky", spd(3), True)
c("cholesky_inverse", np.linalg.cholesky(spd(3)).astype("float32"))
c("cholesky_inverse", np.linalg.cholesky(spd(3)).T.astype("float32"), True)
c("solve", spd(3), r(3, 2))
c("solve", np.stack([spd(2), spd(2)]), r(2, 2, 1))
c("solve_triangular", np.triu(spd(3)), r(3, 2))
c("solve_triangular", np.tril(spd(3)), r(3, 2), True)
c("lu_factor", r(3, 3))
c("lu_factor", r(4, 4))
c("qr", r(4, 3))
c("qr", r(2, 3, 3), "complete")
c("svd", r(3, 4), True, False)
c("svd", r(2, 4, 3), False, False)
c("pinv", r(4, 3))
c("pinv", r(3, 4), 0.5)
c("matrix_rank", f([1, 2], [2, 4]))
c("matrix_rank", r(2, 3, 4), 1.5)
c("lstsq", r(4, 3), r(4))
c("lstsq", r(4, 3), r(4, 2), 0.5)
c("linspace", 0, 1, 5)
c("linspace", r(2), r(2), 4, False, False, "float32", 1)
c("logspace", 0, 1, 5)
c("logspace", r(2), r(2), 4, False, 2, "float32", 1)
c("geomspace", 1, 8, 4)
c("geomspace", p(2), p(2), 4, False)

# --- networks ----------------------------------------------------------------------------------------------------------

c("conv", r(2, 6, 5, 3), r(3, 3, 3, 2))
c("conv", r(2, 6, 5, 3), r(3, 2, 3, 2), 2, "same")
c("conv_transpose", r(1, 4, 4, 2), r(3, 3, 3, 2))
c("conv_transpose", r(1, 4, 2), r(3, 3, 2), 2, "same")
c("depthwise_conv", r(1, 5, 5, 2), r(3, 3, 2, 1))
c("depthwise_conv", r(1, 5, 5, 2), r(3, 3, 2, 2), 2, "same")
c("separable_conv", r(1, 5, 5, 2), r(3, 3, 2, 1), r(1, 1, 2, 3))
c("separable_conv", r(1, 5, 5, 2), r(3, 3, 2, 2), r(1, 1, 4, 3), 1, "same")
for name in "max_pool average_pool".split():
    c(name, r(1, 4, 4, 2), 2)
    c(name, r(1, 5, 6, 2), (2, 3), 1, "same")
for name in "adaptive_max_pool adaptive_average_pool".split():
    c(name, r(1, 5, 4, 2), 2)
    c(name, r(1, 5, 4, 2), (3, 2))
c("batch_normalization", r(3, 4), r(4), p(4), -1)
c("batch_normalization", r(3, 4), r(4), p(4), 1, r(4), p(4), 0.1)
c("layer_normalization", r(3, 4))
c("layer_normalization", r(3, 4), p(4), r(4), -1, 0.1)
c("rms_normalization", r(3, 4))
c("rms_normalization", r(3, 4), p(4), -1, 0.1)
c("binary_crossentropy", f(0, 1, 1), f(0.2, 0.7, 0.4))
c("binary_crossentropy", f(0, 1, 1), r(3), True)
hot = np.eye(4, dtype="float32")[[0, 2, 3]]
c("categorical_crossentropy", hot, p(3, 4) / 10)
c("categorical_crossentropy", hot, r(3, 4), True, -1)
c("sparse_categorical_crossentropy", f(0, 2, 3, dtype="int32"), p(3, 4) / 10)
c("sparse_categorical_crossentropy", f(0, 2, 3, dtype="int32"), r(3, 4), True)
c("dot_product_attention", r(2, 5, 2, 3), r(2, 4, 2, 3), r(2, 4, 2, 3))
c("dot_product_attention", r(1, 4, 2, 3), r(1, 4, 2, 3), r(1, 4, 2, 3), None, None, 0.3, True)
c("psnr", r(2, 3), r(2, 3), 2.0)
c("psnr", p(1, 4, 4, 1), p(1, 4, 4, 1), 3.0)
c("space_to_depth", r(1, 4, 4, 2), 2)
c("space_to_depth", r(1, 2, 4, 4), 2, "channels_last")
c("depth_to_space", r(1, 2, 2, 8), 2)
c("depth_to_space", r(1, 2, 2, 4), 2, "channels_last")
c("fold", r(1, 8, 4), (3, 3), (2, 2))
c("fold", r(1, 8, 4), (4, 4), (2, 2), 1, 0, 2)
c("unfold", r(1, 2, 4, 4), 2)
c("unfold", r(1, 2, 4, 4), (2, 3), 1, 1, 2)

# --- signals -----------------------------------------------------------------------------------------------------------

for name in "fft fft2 ifft2".split():
    c(name, (r(4, 4), r(4, 4)))
    c(name, (r(2, 4, 2), r(2, 4, 2)))
c("rfft", r(2, 6))
c("rfft", r(2, 6), 4)
c("irfft", (r(2, 4), r(2, 4)))
c("irfft", (r(2, 4), r(2, 4)), 4)
c("stft", r(1, 16), 4, 2, 4)
c("stft", r(1, 16), 4, 2, 4, "hann", False)
c("istft", (r(1, 6, 3), r(1, 6, 3)), 4, 2, 4)
c("istft", (r(1, 6, 3), r(1, 6, 3)), 4, 2, 4, 8, "hann", False)
c("view_as_complex", r(3, 2))
c("view_as_complex", r(2, 3, 2))
c("view_as_real", r(3) + 1j * r(3))
c("view_as_real", r(2, 3) + 1j * r(2, 3))
c("polar", p(3), r(3))
c("polar", p(2, 3), r(2, 3))
c("extract_sequences", r(1, 8), 4, 2)
c("extract_sequences", r(2, 9), 3, 3)
c("histogram", r(20))
c("histogram", r(20), 4, (-1.0, 1.0))

# --- images ------------------------------------------------------------------------------------------------------------

picture, other = r(1, 6, 5, 3, low=0.0, high=1.0), r(1, 12, 12, 1, low=0.0, high=1.0)
c("resize", picture, (3, 4))
c("resize", picture, (8, 7), "nearest")
c("resize", picture, (4, 4), "bilinear", True)
c("affine_transform", picture, f([1, 0.1, 0.5, 0, 1, -0.5, 0, 0]))
c("affine_transform", picture, f([1, 0.1, 0.5, 0, 1, -0.5, 0, 0]), "nearest", "reflect")
corners = f([[0, 0], [5, 0], [0, 4], [5, 4]])
c("perspective_transform", picture, corners, f([[0, 1], [4, 0], [1, 4], [5, 3]]))
c("perspective_transform", picture, corners, f([[0, 1], [4, 0], [1, 4], [5, 3]]), "nearest", 0.5)
c("crop_images", picture, 1, 1, 2, 1)
c("crop_images", picture, 1, 1, None, None, 3, 2)
c("pad_images", picture, 1, 1, 2, 1)
c("pad_images", picture, 1, 1, None, None, 9, 8)
c("extract_patches", picture, 2)
c("extract_patches", picture, (2, 3), 1, 1, "same")
c("extract_patches_3d", r(1, 4, 4, 4, 1), 2)
c("extract_patches_3d", r(1, 4, 4, 4, 1), (2, 2, 2), 1)
c("gaussian_blur", picture)
c("gaussian_blur", picture, (5, 3), (1.5, 0.5))
unary("rgb_to_grayscale rgb_to_hsv hsv_to_rgb sobel_edges", picture, r(2, 4, 4, 3, low=0.0, high=1.0))
c("scale_and_translate", picture, (1, 4, 4, 3), f(0.7, 0.8), f(0.1, 0.2), (1, 2), "linear")
c("scale_and_translate", picture, (1, 8, 8, 3), f(1.4, 1.5), f(0.1, 0.2), (1, 2), "cubic", False)
c("ssim", other, other * 0.9)
c("ssim", other, other * 0.9, 2.0, 5, 1.0)

# --- made of numbers ---------------------------------------------------------------------------------------------------

c("arange", 5)
c("arange", 1.0, 4.0, 0.5)
c("arange", 1, 10, 3, "int64")
for name in "zeros ones".split():
    c(name, (2, 3))
    c(name, (2, 3), "int32")
c("empty", (2, 3))
c("empty", (2,), "int32")
c("full", (2, 3), 1.5)
c("full", (2, 3), 7, "int32")
c("full", (2, 3), r(3))
c("eye", 3)
c("eye", 3, 4, 1)
c("identity", 3)
c("identity", 2, "int32")
c("tri", 3)
c("tri", 3, 4, 1)
for name in "bartlett blackman hamming hanning".split():
    c(name, 5)
    c(name, 8)
c("kaiser", 5, 14.0)
c("kaiser", 8, 2.5)


# --- random numbers ----------------------------------------------------------------------------------------------------


def drawn():
    """What `keras.random` draws: twice from a number, and twice in a row from a generator."""
    k = keras.random
    x = arrays["random/x"] = r(3, 4)
    draws = {
        "uniform": lambda seed: k.uniform((3, 3), -1.0, 2.0, seed=seed),
        "uniform64": lambda seed: k.uniform((3, 3), -1.0, 2.0, dtype="float64", seed=seed),
        "normal": lambda seed: k.normal((3, 3), 0.5, 2.0, seed=seed),
        "truncated_normal": lambda seed: k.truncated_normal((3, 3), 0.5, 2.0, seed=seed),
        "randint": lambda seed: k.randint((3, 3), -5, 90, seed=seed),
        "randint64": lambda seed: k.randint((3, 3), -5, 90, dtype="int64", seed=seed),
        "dropout": lambda seed: k.dropout(ops.convert_to_tensor(x), 0.4, seed=seed),
        "shuffle": lambda seed: k.shuffle(ops.convert_to_tensor(x), 1, seed=seed),
        "categorical": lambda seed: k.categorical(ops.convert_to_tensor(x), 5, seed=seed),
        "gamma": lambda seed: k.gamma((3, 3), 2.5, seed=seed),
        "beta": lambda seed: k.beta((3, 3), 2.5, 1.5, seed=seed),
    }
    for name, draw in draws.items():
        generator = k.SeedGenerator(42)
        for number, seed in enumerate([7, 3000000000, generator, generator]):
            arrays[f"random/{name}/{number}"] = np.asarray(draw(seed))


drawn()
matrix = spd(4)
arrays["eigh/x"] = matrix
arrays["eigh/values"] = np.asarray(ops.eigh(ops.convert_to_tensor(matrix))[0])

labels, steps = np.array([[1, 2, 2], [3, 1, 0]], "int32"), r(2, 7, 5)
c("ctc_loss", labels, steps, np.array([3, 2], "int32"), np.array([7, 5], "int32"))
c("ctc_loss", labels, r(2, 6, 5), np.array([3, 2], "int32"), np.array([6, 6], "int32"), 4)
repeated = np.repeat(r(2, 4, 5), 2, 1)
c("ctc_decode", repeated, np.array([8, 5], "int32"))
c("ctc_decode", repeated, np.array([8, 7], "int32"), "greedy", 100, 1, False, 4)
c("ctc_decode", r(2, 6, 4), np.array([6, 4], "int32"), "beam_search")
c("ctc_decode", r(2, 6, 4), np.array([6, 5], "int32"), "beam_search", 50, 3, True, 1)


def public():
    """All public names of `keras.ops`, and of its chapter of images."""
    return sorted(n for m in (ops, ops.image) for n in dir(m) if not n.startswith("_") and callable(getattr(m, n)))


def npz(path, content):
    """Writes an archive that is the same bytes each time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in content.items():
            data = io.BytesIO()
            np.save(data, value)
            archive.writestr(zipfile.ZipInfo(name + ".npy", (2020, 1, 1, 0, 0, 0)), data.getvalue(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    (HERE / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    (HERE / "names.txt").write_text("".join(name + "\n" for name in public()))
    npz(HERE / "arrays.npz", arrays)
    have = {case["function"] for case in cases}
    print(len(cases), "cases of", len(have), "functions; none of:", *[n for n in public() if n not in have])
