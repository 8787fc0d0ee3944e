"""Pooling: maximum and average, of windows, adaptive, global."""

from golden import Family

family = Family("pooling")

# TensorFlow pools three dimensions in float32 only, so float64 is no measure there; a window has at most 45 numbers.
NO_FLOAT64 = {3: dict(tolerance=1e-6)}
SHAPES = {1: (9, 2), 2: (7, 6, 2), 3: (5, 6, 4, 2)}


def channels_first(shape):
    return (shape[-1], *shape[:-1])


def short(kind):
    return kind.lower() + "_pooling"


for kind in ("Max", "Average"):
    for rank, shape in SHAPES.items():
        uneven = (2, 3, 2)[:rank] if rank > 1 else 3
        family.options(
            f"{short(kind)}{rank}d",
            f"{kind}Pooling{rank}D",
            shape,
            {
                "default": dict(pool_size=2),
                "same": dict(pool_size=uneven, padding="same"),
                "overlapping": dict(pool_size=3, strides=2, padding="valid"),
                "overlapping_same": dict(pool_size=3, strides=2, padding="same"),
                "stride_one_same": dict(pool_size=2, strides=1, padding="same"),
            },
            **NO_FLOAT64.get(rank, {}),
        )
        family.options(
            f"{short(kind)}{rank}d_channels_first",
            f"{kind}Pooling{rank}D",
            channels_first(shape),
            {
                "valid": dict(pool_size=2, data_format="channels_first"),
                "same": dict(pool_size=3, strides=2, padding="same", data_format="channels_first"),
            },
            **NO_FLOAT64.get(rank, {}),
        )
        family.options(
            f"global_{short(kind)}{rank}d",
            f"Global{kind}Pooling{rank}D",
            shape,
            {
                "plain": {},
                "keepdims": dict(keepdims=True),
                "channels_first": dict(data_format="channels_first"),
                "channels_first_keepdims": dict(data_format="channels_first", keepdims=True),
            },
        )
        # Sizes that divide the input, that do not, and that exceed it.
        family.options(
            f"adaptive_{short(kind)}{rank}d",
            f"Adaptive{kind}Pooling{rank}D",
            shape,
            {
                "one_size": dict(output_size=2),
                "uneven": dict(output_size=(4, 5, 3)[:rank] if rank > 1 else 4),
                "one": dict(output_size=1),
                "larger": dict(output_size=(8, 7, 6)[:rank] if rank > 1 else 11),
            },
            only="k3",
            **NO_FLOAT64.get(rank, {}),
        )
        family.options(
            f"adaptive_{short(kind)}{rank}d_channels_first",
            f"Adaptive{kind}Pooling{rank}D",
            channels_first(shape),
            {"uneven": dict(output_size=(4, 5, 3)[:rank] if rank > 1 else 4, data_format="channels_first")},
            only="k3",
            **NO_FLOAT64.get(rank, {}),
        )
family.options("max_pooling2d_free_size", "MaxPooling2D", (None, None, 2), {"same": dict(pool_size=2, padding="same")})
family.options("average_pooling2d_free_size", "AveragePooling2D", (None, None, 2), {"same": dict(pool_size=3, padding="same")})


family.options(
    "max_pooling_int32",
    "MaxPooling2D",
    (4, 4, 2),
    {"valid": dict(pool_size=2), "same": dict(pool_size=3, strides=2, padding="same")},
    dtype="int32",
    high=50_000_000,
)

# tf_keras cuts the mean of whole numbers off at the point, Keras 3 does not.
for dtype in ("uint8", "int32", "bool"):
    family.options(f"global_average_pooling1d_{dtype}", "GlobalAveragePooling1D", (5, 3), {"plain": {}}, dtype=dtype, high=200)
family.options("global_average_pooling2d_int32", "GlobalAveragePooling2D", (3, 5, 3), {"plain": {}, "kept": dict(keepdims=True)}, dtype="int32", high=200)
