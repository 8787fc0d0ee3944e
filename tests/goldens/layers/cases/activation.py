"""Every activation function by name, and the activation layers with their options."""

import numpy as np
from golden import LOSES_AXES, Family

family = Family("activation")

BOTH = "elu exponential gelu hard_sigmoid linear mish relu selu sigmoid softmax softplus softsign swish tanh".split()
ONLY_KERAS3 = (
    "celu glu hard_shrink hard_silu hard_swish hard_tanh leaky_relu log_sigmoid log_softmax relu6 silu soft_shrink "
    "sparse_plus sparse_sigmoid sparsemax squareplus tanh_shrink"
).split()  # and `threshold`, which has two more arguments and so cannot be used by name


def spread(rng, model):
    """Values on both sides of every kink, from -4 to 4."""
    shape = (3, *(5 if s is None else s for s in model.inputs[0].shape[1:]))
    return [rng.uniform(-4, 4, shape).astype("float32")]


def names_as_layers(names):
    return {f"layer_{name}": dict(activation=name) for name in names}


family.options("names", "Activation", (3, 4), names_as_layers(BOTH), data=spread)
family.options("names_keras3", "Activation", (3, 4), names_as_layers(ONLY_KERAS3), data=spread, only="k3")
family.options("names_tf_only", "Activation", (3, 4), names_as_layers(["relu6", "silu", "leaky_relu", "log_softmax"]), data=spread, only="tf")


@family.case(data=spread)
def names_in_dense(k):
    """The same names as the activation of a Dense."""
    names = ["relu", "softmax", "gelu", "hard_sigmoid", "selu"] + (["sparsemax", "glu"] if k.is3 else [])
    x = k.Input((5,), name="x")
    return k.Model(x, [k.layers.Dense(4, activation=name, name=f"dense_{name}")(x) for name in names])


@family.case(data=spread)
def softmax_of_images(k):
    """The softmax of a convolution runs over the channels."""
    x = k.Input((3, 4, 2), name="x")
    return k.Model(x, k.layers.Conv2D(3, 2, activation="softmax", name="conv")(x))


family.options(
    "relu_layer",
    "ReLU",
    (3, 6),
    {
        "plain": {},
        "capped": dict(max_value=1.5),
        "leaky": dict(negative_slope=0.2),
        "threshold": dict(threshold=0.7),
        "all": dict(max_value=2.0, negative_slope=0.1, threshold=0.5),
        "six": dict(max_value=6.0),
        "leaky_threshold": dict(negative_slope=0.3, threshold=1.0),
    },
    data=spread,
)


@family.case(data=spread)
def leaky_relu_layer(k):
    x = k.Input((3, 6), name="x")
    slope = "negative_slope" if k.is3 else "alpha"
    return k.Model(x, [k.layers.LeakyReLU(name="plain")(x), k.layers.LeakyReLU(**{slope: 0.05}, name="small")(x)])


family.options("elu_layer", "ELU", (3, 6), {"plain": {}, "half": dict(alpha=0.5)}, data=spread)
family.options("softmax_layer", "Softmax", (3, 4, 2), {"plain": {}, "axis_1": dict(axis=1), "two_axes": dict(axis=[1, 2])}, data=spread, misread=LOSES_AXES)
family.options(
    "prelu_layer",
    "PReLU",
    (3, 4, 2),
    {"plain": {}, "shared_1": dict(shared_axes=[1]), "shared_12": dict(shared_axes=[1, 2])},
    data=spread,
)
family.options("prelu_layer_rank2", "PReLU", (5,), {"plain": {}}, data=spread)


def softmax_with_mask(k):
    x, mask = k.Input((3, 4), name="x"), k.Input((3, 4), dtype="bool", name="mask")
    return k.Model([x, mask], k.layers.Softmax(name="masked")(x, mask=mask))


def masks(rows):
    def data(rng, model):
        mask = rng.random((2, 3, 4)) < 0.6
        mask[:, :, 1] = True
        mask[0, rows] = False
        return [rng.normal(0, 1, (2, 3, 4)).astype("float32"), mask]

    return data


# A mask given in the call: masked places get nothing.
family.add("softmax_layer_masked", softmax_with_mask, data=masks([]))
# A row that is masked whole becomes uniform, because x - 1e9 is one number in float32. In float64 it is not: no measure.
family.add("softmax_layer_masked_row", softmax_with_mask, data=masks([1]), tolerance=1e-6)


@family.case(only="tf", data=spread)
def thresholded_relu(k):
    x = k.Input((3, 6), name="x")
    return k.Model(x, [k.layers.ThresholdedReLU(name="one")(x), k.layers.ThresholdedReLU(theta=0.3, name="low")(x)])


@family.case(data=spread)
def layers_inside(k):
    """A layer with weights as the activation of another one."""

    def prelu(**options):
        return k.layers.PReLU(alpha_initializer="uniform", **options)

    x = k.Input((4, 4, 2), name="x")
    y = k.layers.Conv2D(3, 2, activation=prelu(shared_axes=[1, 2], name="shared"), name="conv")(x)
    z = k.layers.Activation(prelu(name="each"), name="alone")(k.layers.Flatten(name="flat")(y))
    model = k.Model(x, k.layers.Dense(3, activation=prelu(name="last"), name="dense")(z))
    # Keras 3 makes the weights of such an activation when it first computes.
    model(np.zeros((1, 4, 4, 2), "float32"))
    return model


for dtype in ("int32", "uint8", "bool"):
    family.options(f"exponential_{dtype}", "Activation", (5,), names_as_layers(["exponential"]), dtype=dtype, only="k3")
    family.options(f"tanh_{dtype}", "Activation", (5,), names_as_layers(["tanh"]), dtype=dtype, only="k3")
family.options("relu_uint8", "Activation", (5,), names_as_layers(["relu"]), dtype="uint8")
