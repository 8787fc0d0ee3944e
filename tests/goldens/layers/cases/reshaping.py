"""Flatten, Reshape, Permute, RepeatVector, cropping, padding, upsampling."""

from golden import Family

family = Family("reshaping")

family.options("flatten", "Flatten", (2, 3, 4), {"plain": {}, "channels_first": dict(data_format="channels_first")})
family.options("flatten_rank2", "Flatten", (4,), {"plain": {}})


@family.case()
def flatten_scalars(k):
    x = k.Input((), name="x")
    return k.Model(x, k.layers.Flatten(name="plain")(x))


family.options(
    "reshape",
    "Reshape",
    (6, 4),
    {
        "known": dict(target_shape=(3, 8)),
        "free": dict(target_shape=(-1, 2)),
        "rank4": dict(target_shape=(2, 3, 4)),
        "flat": dict(target_shape=(24,)),
        "free_last": dict(target_shape=(2, 2, -1)),
    },
)
family.options("reshape_free_input", "Reshape", (None, 4), {"free": dict(target_shape=(-1, 2))})
family.options("permute", "Permute", (2, 3, 4), {"back": dict(dims=(3, 2, 1)), "turn": dict(dims=(2, 3, 1)), "same": dict(dims=(1, 2, 3))})
family.options("repeat_vector", "RepeatVector", (4,), {"three": dict(n=3), "once": dict(n=1)})
family.options("cropping1d", "Cropping1D", (7, 2), {"both": dict(cropping=2), "uneven": dict(cropping=(0, 3)), "left": dict(cropping=(1, 0))})
family.options(
    "cropping2d",
    "Cropping2D",
    (6, 7, 2),
    {
        "one": dict(cropping=1),
        "pair": dict(cropping=(1, 2)),
        "four": dict(cropping=((0, 2), (3, 1))),
    },
)
family.options("cropping2d_channels_first", "Cropping2D", (2, 6, 7), {"four": dict(cropping=((0, 2), (3, 1)), data_format="channels_first")})
family.options("cropping3d", "Cropping3D", (4, 5, 6, 2), {"one": dict(cropping=1), "triple": dict(cropping=(0, 1, 2)), "six": dict(cropping=((0, 1), (2, 0), (1, 3)))})
family.options("cropping3d_channels_first", "Cropping3D", (2, 4, 5, 6), {"six": dict(cropping=((0, 1), (2, 0), (1, 3)), data_format="channels_first")})
family.options(
    "zero_padding1d",
    "ZeroPadding1D",
    (3, 2),
    {"both": dict(padding=2), "uneven": dict(padding=(1, 3))},
    only3={"channels_first": dict(padding=(1, 0), data_format="channels_first")},
)
family.options(
    "zero_padding2d",
    "ZeroPadding2D",
    (3, 2, 2),
    {"one": dict(padding=1), "pair": dict(padding=(0, 2)), "four": dict(padding=((0, 1), (2, 3))), "channels_first": dict(padding=((0, 1), (2, 3)), data_format="channels_first")},
)
family.options(
    "zero_padding3d",
    "ZeroPadding3D",
    (2, 3, 2, 2),
    {"one": dict(padding=1), "triple": dict(padding=(0, 2, 1)), "six": dict(padding=((0, 1), (2, 0), (1, 3))), "channels_first": dict(padding=((0, 1), (2, 0), (1, 3)), data_format="channels_first")},
)
family.options("up_sampling1d", "UpSampling1D", (3, 2), {"two": dict(size=2), "three": dict(size=3)})
family.options(
    "up_sampling2d",
    "UpSampling2D",
    (3, 4, 2),
    {
        "nearest": {},
        "nearest_uneven": dict(size=(3, 2)),
        "bilinear": dict(interpolation="bilinear"),
        "bilinear_uneven": dict(size=(2, 3), interpolation="bilinear"),
        "bicubic": dict(interpolation="bicubic"),
        "lanczos3": dict(interpolation="lanczos3"),
        "lanczos5": dict(size=3, interpolation="lanczos5"),
    },
    onlytf={
        "area": dict(interpolation="area"),
        "gaussian": dict(interpolation="gaussian"),
        "mitchellcubic": dict(interpolation="mitchellcubic"),
    },
)
family.options(
    "up_sampling2d_channels_first",
    "UpSampling2D",
    (2, 3, 4),
    {
        "nearest": dict(size=(3, 2), data_format="channels_first"),
        "bilinear": dict(interpolation="bilinear", data_format="channels_first"),
    },
)
family.options("up_sampling2d_free_size", "UpSampling2D", (None, None, 2), {"nearest": {}, "bilinear": dict(interpolation="bilinear")})
family.options("up_sampling3d", "UpSampling3D", (2, 3, 2, 2), {"two": {}, "uneven": dict(size=(1, 2, 3))})
family.options("up_sampling3d_channels_first", "UpSampling3D", (2, 2, 3, 2), {"uneven": dict(size=(1, 2, 3), data_format="channels_first")})

# Keras 3 rounds and keeps whole numbers whole; tf_keras answers with real ones.
for dtype in ("uint8", "int32", "int64"):
    family.options(
        f"up_sampling2d_{dtype}",
        "UpSampling2D",
        (3, 2, 2),
        {"nearest": {}, "bilinear": dict(interpolation="bilinear"), "bicubic": dict(interpolation="bicubic")},
        dtype=dtype,
        high=200,
    )
family.options("up_sampling2d_bool", "UpSampling2D", (3, 2, 2), {"nearest": dict(size=(2, 3))}, dtype="bool", only="k3")
