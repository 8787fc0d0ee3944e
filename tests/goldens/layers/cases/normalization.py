"""Batch, layer, group, RMS and unit normalisation, and the spectral wrapper."""

import numpy as np
from golden import LOSES_AXES, Family

family = Family("normalization")

family.options(
    "batch_normalization",
    "BatchNormalization",
    (4, 3, 5),
    {
        "plain": {},
        "epsilon": dict(epsilon=0.1, momentum=0.5),
        "no_scale": dict(scale=False),
        "no_center": dict(center=False),
        "neither": dict(scale=False, center=False),
        "first_axis": dict(axis=1),
        "middle_axis": dict(axis=2),
    },
    only3={"renorm": dict(renorm=True)},
)
family.options("batch_normalization_rank2", "BatchNormalization", (6,), {"plain": {}})
family.options("batch_normalization_rank3", "BatchNormalization", (4, 3), {"plain": {}, "axis_1": dict(axis=1)})
family.options("batch_normalization_rank5", "BatchNormalization", (2, 3, 2, 4), {"plain": {}, "axis_1": dict(axis=1)})
family.options("batch_normalization_two_axes", "BatchNormalization", (4, 3, 5), {"axes": dict(axis=[1, 3])}, only="tf")


@family.case()
def batch_normalization_masked(k):
    """The mask counts in training only: the answer is the same with and without it."""
    x = k.Input((4, 3), name="x")
    return k.Model(x, k.layers.BatchNormalization(name="norm")(k.layers.Masking(name="mask")(x)))


family.options(
    "layer_normalization",
    "LayerNormalization",
    (4, 3, 5),
    {
        "plain": {},
        "epsilon": dict(epsilon=0.1),
        "no_scale": dict(scale=False),
        "no_center": dict(center=False),
        "neither": dict(scale=False, center=False),
        "first_axis": dict(axis=1),
        "last_two": dict(axis=[2, 3]),
        "apart": dict(axis=[1, 3]),
        "all": dict(axis=[1, 2, 3]),
    },
    misread=LOSES_AXES,
)
family.options("layer_normalization_rms_scaling", "LayerNormalization", (3, 4), {"rms": dict(rms_scaling=True)}, only="k3")
# For two and three axes TensorFlow has a kernel of its own, which knows one epsilon only.
EPSILONS = {"tiny": dict(epsilon=1e-6), "large": dict(epsilon=0.1), "large_no_center": dict(epsilon=0.1, center=False)}
family.options("layer_normalization_rank2", "LayerNormalization", (6,), {"plain": {}} | EPSILONS)
family.options("layer_normalization_rank3", "LayerNormalization", (3, 6), EPSILONS)
family.options("layer_normalization_free_length", "LayerNormalization", (None, 6), EPSILONS)
family.options(
    "group_normalization",
    "GroupNormalization",
    (4, 3, 6),
    {
        "two": dict(groups=2),
        "three_epsilon": dict(groups=3, epsilon=0.1),
        "instance": dict(groups=-1),
        "layer": dict(groups=1),
        "first_axis": dict(groups=2, axis=1),
        "no_scale": dict(groups=2, scale=False),
        "no_center": dict(groups=2, center=False),
    },
)
family.options("group_normalization_rank3", "GroupNormalization", (5, 4), {"two": dict(groups=2)})
family.options(
    "rms_normalization",
    "RMSNormalization",
    (4, 3, 5),
    {"plain": {}, "epsilon": dict(epsilon=0.1)},
    only="k3",
)
family.options("rms_normalization_rank2", "RMSNormalization", (6,), {"plain": {}}, only="k3")
# Keras normalises over the axis that is asked for, but then scales along the last one: only equal sizes work at all.
family.options("rms_normalization_axis_1", "RMSNormalization", (4, 3, 4), {"axis_1": dict(axis=1)}, only="k3")
family.options(
    "unit_normalization", "UnitNormalization", (4, 3, 5), {"plain": {}, "first_axis": dict(axis=1), "two_axes": dict(axis=[1, 3])}, misread=LOSES_AXES
)


@family.case()
def spectral_normalization(k):
    """At inference the wrapper answers with the kernel as it is."""
    x = k.Input((5, 4, 3), name="x")
    spectral = k.layers.SpectralNormalization
    return k.Model(
        x,
        [
            spectral(k.layers.Conv2D(4, 3, activation="relu", name="conv"), name="spectral_conv")(x),
            spectral(k.layers.Dense(2, name="dense"), power_iterations=3, name="spectral_dense")(x),
        ],
    )

# Keras 3 cuts whole numbers off at the point; tf_keras answers with real ones, and Keras 3 has no root of whole numbers.
family.options("layer_normalization_int32", "LayerNormalization", (3, 4), {"last": {}, "two": dict(axis=[1, 2])}, dtype="int32", high=50)
family.options(
    "rms_normalization_int32",
    "RMSNormalization",
    (2, 64),
    {"last": {}},
    dtype="int32",
    only="k3",
    data=lambda rng, model: [np.where(rng.random((2, 2, 64)) < 0.04, 50, 0).astype("int32")],
)
family.options("unit_normalization_int32", "UnitNormalization", (3, 4), {"last": {}}, dtype="int32", high=50, only="tf")
