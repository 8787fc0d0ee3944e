"""The functions of `keras.ops` that NumPy has, between layers of a functional model of Keras 3.

The commoner ones are in `graph.py`. Arguments that change what is computed are tried, and integers where they take them.
"""

import keras
import numpy as np

from golden import Family

family = Family("numpy")
ops = keras.ops


def case(*dtypes, shape=(3, 4), **options):
    """A case that gets inputs x, y, … of these types and returns the outputs."""

    def declare(outputs_of):
        def build(k):
            names = "xyzw"[: len(dtypes)]
            inputs = [k.Input(shape, name=name, dtype=dtype) for name, dtype in zip(names, dtypes)]
            return k.Model(inputs, outputs_of(*inputs))

        # No `.h5`: Keras 3 reads no legacy file with operations in it, and `.keras` says the same.
        skipped = {"keras3-h5": "Keras 3 cannot read operations back from its .h5"}
        family.add(outputs_of.__name__, build, only="k3", skip_dialects=skipped, **options)
        return outputs_of

    return declare


def signed(rng, model):
    """Integers of both signs; the second input has no zero in it."""
    shapes = [(3, *t.shape[1:]) for t in model.inputs]
    values = [rng.integers(-9, 10, s) for s in shapes]
    values[1:] = [np.where(v == 0, 4, v) for v in values[1:]]
    return [v.astype(t.dtype) for v, t in zip(values, model.inputs)]


@case("float32", "float32")
def cutting_and_joining(x, y):
    return [
        ops.append(x, y),
        ops.append(x, y, axis=-1),
        ops.dstack([x, y]),
        ops.dstack([x[:, :, 0], y[:, :, 1]]),
        *ops.hsplit(x, 3),
        *ops.dsplit(x, [1, 3]),
        *ops.array_split(x, 3, axis=2),
        ops.vsplit(ops.transpose(x, (1, 2, 0)), 3)[1],
        ops.rot90(x, 1, (1, 2)),
        ops.rot90(x, 2, (1, 2)),
        ops.rot90(x, 2, (-1, 1)),
        ops.rot90(x, -1, (2, 1)),
        ops.rot90(x),
        *ops.meshgrid(x[:, 0, 0], y[:, 1, 1]),
        *ops.meshgrid(x[:, 0, 0], ops.reshape(y, (-1,)), x[:, 1, 0], indexing="ij"),
    ]


@case("float32", "float32")
def diagonals(x, y):
    return [
        ops.diag(x[:, 0]),
        ops.diag(x[:, 0], k=1),
        ops.diag(x[:, 0, 0], k=-1),
        ops.diagflat(y, k=2),
        ops.diagonal(x),
        ops.diagonal(x, offset=1, axis1=1, axis2=2),
        ops.diagonal(x, offset=-1, axis1=-1, axis2=1),
        ops.trace(x),
        ops.trace(x, offset=-1, axis1=1, axis2=2),
        *ops.slogdet(x[:, :, :3]),
    ]


@case("float32", "float32")
def running_products(x, y):
    gap = ops.where(y > 0.8, float("nan"), y)
    return [
        ops.cumprod(x, axis=1),
        ops.cumprod(x),
        ops.cumprod(x, axis=-1, dtype="float32"),
        ops.cumprod(x, axis=0),
        ops.nancumsum(gap, axis=2),
        ops.nancumsum(gap),
        ops.nancumprod(gap, axis=1),
    ]


@case("int32", "int8", data=signed)
def running_integers(x, y):
    return [
        ops.cumprod(x, axis=1),
        ops.cumprod(y, axis=1),
        ops.cumsum(y, axis=2, dtype="float32"),
        ops.cumsum(y, axis=1),
        ops.cumsum(y > 0, axis=1),
        ops.cumprod(y > -4, axis=-1),
        ops.nancumsum(x, axis=1),
    ]


@case("float32", "float32")
def nan_reductions(x, y):
    gap = ops.where(x > 0.4, float("nan"), y)
    return [
        ops.nanmax(gap),
        ops.nanmax(gap, axis=(0, 1), keepdims=True),
        ops.nanmin(gap, axis=(0, 2)),
        ops.nanprod(gap, axis=1),
        ops.nanprod(gap, axis=-1, keepdims=True),
        ops.nanvar(gap, axis=(0, 1)),
        ops.nanstd(gap, axis=(0, 2), keepdims=True),
        ops.nanargmax(gap, axis=1),
        ops.nanargmin(gap, axis=-1, keepdims=True),
        ops.nanargmax(gap),
        ops.nanmedian(gap),
        ops.nanmedian(gap, axis=(0, 1)),
        ops.nanquantile(gap, [0.2, 0.7], axis=(0, 2), method="lower"),
        ops.nanquantile(gap, 0.3, axis=(0, 2), method="midpoint", keepdims=True),
        ops.nanpercentile(gap, 60.0, axis=(0, 1), keepdims=True),
        ops.nanpercentile(gap, [15.0, 45.0, 90.0], method="nearest", keepdims=True),
    ]


@case("int32", "uint8", data=signed)
def integer_reductions(x, y):
    return [
        ops.nansum(x, axis=1),
        ops.nanprod(x, axis=2),
        ops.nanmax(x, axis=1),
        ops.nanargmin(x, axis=2),
        ops.nanvar(x, axis=1),
        ops.sum(y, axis=1),
        ops.prod(y, axis=1),
        ops.max(x, axis=1, initial=3),
        ops.max(x > 5, axis=2),
        ops.min(y, axis=1, keepdims=True),
        ops.argmax(x, keepdims=True) + x,
        ops.trace(y, axis1=1, axis2=2),
        ops.median(x, axis=1),
    ]


@case("float32", "float32")
def quantiles(x, y):
    return [
        ops.median(x),
        ops.median(x, axis=1),
        ops.median(x, axis=(2, 1), keepdims=True),
        ops.quantile(x, 0.3, axis=-1),
        ops.quantile(x, [0.1, 0.85], axis=1),
        ops.quantile(x, [0.1, 0.85], axis=1, keepdims=True),
        ops.quantile(x, np.array([[0.1, 0.5], [0.9, 1.0]]), axis=(0, 2)),
        ops.quantile(x, [0.4, 0.6], keepdims=True),
        ops.quantile(x, 0.3, axis=1, method="higher"),
        *[ops.percentile(x, 35.0, axis=(1, 2), method=m) for m in ("linear", "lower", "higher", "midpoint", "nearest")],
        ops.percentile(y, [20.0, 50.0, 100.0], axis=0, method="midpoint", keepdims=True),
    ]


@case("float32", "float32")
def spacings(x, y):
    positive = ops.abs(y) + 0.1
    return [
        ops.linspace(x, y, num=5),
        ops.linspace(x, 2.0, num=4, axis=1),
        ops.linspace(x[:, :1], y, num=3, endpoint=False, axis=-1),
        ops.linspace(x * 9.0, y * 7.0, num=4, dtype="int32"),
        ops.linspace(x * 9.0, y * 7.0, num=4, endpoint=False, dtype="int32"),
        ops.linspace(x, y, num=1),
        ops.logspace(x, y, num=4, base=2.5, axis=2),
        ops.geomspace(-positive, -2.0 * positive, num=4),
        ops.geomspace(positive, ops.abs(x) + 1.0, num=3, endpoint=False),
        ops.full((2, 3, 4), ops.mean(x, axis=(0, 1))),
        ops.full_like(x, ops.mean(y, axis=(0, 1))),
        ops.full_like(ops.cast(x, "int32"), 2.6, dtype="float32") + x,
        ops.empty_like(x, dtype="int32") + ops.cast(x, "int32"),
    ]


@case("float32", "float32")
def vector_products(x, y):
    return [
        ops.outer(x[:, 0], y),
        ops.vdot(x, y),
        ops.inner(x, y),
        ops.inner(x, np.array([0.5, -1.0, 2.0, 1.5], "float32")),
        ops.kron(x, np.array([[1.0, -2.0], [0.5, 3.0], [1.0, 0.0]], "float32")),
        ops.kron(np.array([2.0, -1.0], "float32"), y),
        ops.cross(x[..., :3], y[..., 1:]),
        ops.cross(x, y, axis=1),
        ops.cross(x[..., :2], y[..., 2:]),
        ops.cross(x[..., :2], y[..., 1:]),
        ops.cross(x[:, :, 0], y[:, :, 1], axisc=0),
        ops.corrcoef(ops.reshape(x, (-1, 12))),
        ops.trapezoid(x),
        ops.trapezoid(x, dx=0.3, axis=1),
        ops.trapezoid(x, x=[0.0, 0.5, 2.0, 2.5]),
        ops.vander(x[:, 0, 0]),
        ops.vander(ops.reshape(x, (-1,)), N=3, increasing=True),
    ]


@case("int32", "int32", data=signed)
def integer_products(x, y):
    return [
        ops.outer(x[:, 0, 0], y),
        ops.vdot(x, y),
        ops.inner(x, y),
        ops.kron(x, np.array([[1, -2]], "int32")),
        ops.cross(x, y, axis=1),
        ops.vander(x[:, 0, 0], N=4),
        ops.trapezoid(x),
        ops.corrcoef(ops.reshape(x, (-1, 12))),
    ]


@family.case(only="k3", skip_dialects={"keras3-h5": "Keras 3 cannot read operations back from its .h5"})
def correlations(k):
    """Both lengths must be known: there is no batch."""
    x, y = k.Input(batch_shape=(7,), name="x"), k.Input(batch_shape=(4,), name="y")
    return k.Model([x, y], [ops.correlate(a, b, mode=m) for m in ("valid", "same", "full") for a, b in ((x, y), (y, y))])


@case("int32", "int32", data=signed)
def bits(x, y):
    small = ops.abs(y) % 5
    return [
        ops.bitwise_and(x, y),
        ops.bitwise_or(x, y),
        ops.bitwise_xor(x, y),
        ops.bitwise_and(x, np.array([3, 5, 6, 12], "int32")),
        ops.bitwise_not(x),
        ops.bitwise_invert(y),
        ops.left_shift(x, 3),
        ops.right_shift(x, 2),
        ops.bitwise_left_shift(x, small),
        ops.bitwise_right_shift(x, small),
        ops.gcd(x, y),
        ops.lcm(x, y),
        ops.gcd(x, np.array(12, "int32")),
    ]


@case("int8", "int64", "uint8", data=signed)
def bits_of_other_integers(x, y, z):
    return [
        ops.bitwise_and(x, y),
        ops.bitwise_or(x, z),
        ops.bitwise_xor(y, z),
        ops.bitwise_not(x),
        ops.bitwise_not(z),
        ops.left_shift(x, 4),
        ops.right_shift(x, 1),
        ops.left_shift(z, 3),
        ops.right_shift(z, 1),
        ops.right_shift(y, 1),
        ops.left_shift(y, 40),
        ops.gcd(x, z),
    ]


@case("int32", "float32", data=lambda rng, model: [rng.integers(0, 6, (3, 3, 4)).astype("int32"), rng.normal(0, 1, (3, 3, 4)).astype("float32")])
def counts_and_places(x, y):
    vector, numbers = x[:, 0, 0], ops.reshape(x, (-1,))
    return [
        ops.bincount(x[:, 0], minlength=4),
        ops.bincount(numbers, minlength=9),
        ops.bincount(x[:1, 0, 0], weights=[2.5]),
        ops.digitize(y, np.array([-1.0, 0.0, 0.3])),
        ops.digitize(x, np.array([1.0, 2.5, 4.0])),
        ops.searchsorted(np.array([-1.0, 0.0, 0.4, 1.0], "float32"), y[:, 0, 0]),
        ops.searchsorted(np.array([1, 2, 4], "int32"), numbers, side="right"),
        ops.isin(x, np.array([1, 4], "int32")),
        ops.isin(x, vector, invert=True),
        *ops.nonzero(x),
        *ops.nonzero(y > 0.2),
        *ops.unravel_index(numbers, (2, 3)),
        *ops.unravel_index(x, (2, 4)),
        ops.argpartition(numbers, 4),
        ops.argpartition(x, 3, axis=None),
        ops.size(x) + x,
        ops.unique(x),
        *ops.unique(x, sorted=False, return_index=True, return_inverse=True, return_counts=True),
        *ops.unique(x[:, 0], axis=1, return_index=True, return_inverse=True),
        *ops.unique(x, size=4, return_counts=True),
        *ops.unique(numbers, size=9, fill_value=-3, return_index=True, return_counts=True),
        ops.unique(ops.round(y)),
    ]


@case("float32", "int32", "float32", data=lambda rng, model: [rng.normal(0, 2, (3, 3, 4)).astype("float32"), rng.integers(-4, 5, (3, 3, 4)).astype("int32"), np.tile(np.array([0.0, -0.0, -1.5, 2.0], "float32"), (3, 3, 1))])
def elements(x, n, z):
    return [
        ops.cast(ops.allclose(x, x + 0.001, rtol=0.1, atol=0.1), "float32") * x,
        ops.cast(ops.allclose(x, x + 0.1), "float32") + x,
        ops.angle(x),
        ops.conjugate(x),
        ops.real(x) + ops.imag(x),
        ops.cast(ops.isreal(x), "float32") + x,
        ops.ldexp(x, n),
        ops.ldexp(n, n),
        ops.fmod(x, z - 0.3),
        ops.fmod(n, np.array([2, 3, -3, 5], "int32")),
        ops.nextafter(x, z),
        ops.signbit(x),
        ops.signbit(z),
        ops.signbit(n),
        ops.select([x > 1.0, x < 0.0], [x, z], 7.0),
        ops.select([x > 1.0, n > 0], [n, n + 1]),
        ops.array(x, "int32"),
        ops.i0(x),
        ops.view(x, "float32"),
    ]
