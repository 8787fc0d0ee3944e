"""Convolutions of one, two and three dimensions: plain, transposed, depthwise, separable."""

from golden import Family

family = Family("conv")

# --- plain -------------------------------------------------------------------------------------------------------------

family.options(
    "conv1d",
    "Conv1D",
    (9, 3),
    {
        "valid": dict(filters=4, kernel_size=3),
        "same": dict(filters=4, kernel_size=4, padding="same", activation="relu"),
        "causal": dict(filters=3, kernel_size=3, padding="causal"),
        "causal_dilated": dict(filters=3, kernel_size=3, padding="causal", dilation_rate=2),
        "causal_strided": dict(filters=3, kernel_size=3, padding="causal", strides=2),
        "strided_valid": dict(filters=2, kernel_size=2, strides=3, use_bias=False),
        "strided_same": dict(filters=2, kernel_size=3, strides=2, padding="same"),
        "dilated_valid": dict(filters=2, kernel_size=3, dilation_rate=3),
        "dilated_same": dict(filters=2, kernel_size=3, dilation_rate=2, padding="same"),
    },
)
family.options(
    "conv1d_groups", "Conv1D", (7, 4), {"two": dict(filters=6, kernel_size=3, groups=2), "four": dict(filters=4, kernel_size=2, groups=4, padding="same")}
)
family.options("conv1d_free_length", "Conv1D", (None, 2), {"same": dict(filters=3, kernel_size=3, padding="same")})
family.options(
    "conv1d_rank4", "Conv1D", (2, 6, 3), {"valid": dict(filters=2, kernel_size=3)}, onlytf=None, only="tf"
)
family.options(
    "conv2d",
    "Conv2D",
    (7, 6, 3),
    {
        "valid": dict(filters=4, kernel_size=3),
        "same_even": dict(filters=4, kernel_size=(2, 4), padding="same", activation="relu"),
        "one_by_one": dict(filters=5, kernel_size=1, use_bias=False),
        "strided_valid": dict(filters=2, kernel_size=(3, 2), strides=(2, 3)),
        "strided_same": dict(filters=2, kernel_size=3, strides=2, padding="same"),
        "stride_beyond_kernel": dict(filters=2, kernel_size=1, strides=2, padding="same"),
        "dilated_valid": dict(filters=2, kernel_size=3, dilation_rate=(3, 2)),
        "dilated_same": dict(filters=2, kernel_size=(3, 2), dilation_rate=2, padding="same", activation="tanh"),
    },
)
family.options(
    "conv2d_groups",
    "Conv2D",
    (5, 5, 6),
    {
        "two": dict(filters=4, kernel_size=3, groups=2),
        "three_strided_same": dict(filters=6, kernel_size=3, groups=3, strides=2, padding="same"),
        "each_channel": dict(filters=12, kernel_size=2, groups=6, use_bias=False),
    },
)
family.options(
    "conv2d_free_size",
    "Conv2D",
    (None, None, 2),
    {
        "same": dict(filters=3, kernel_size=3, padding="same"),
        "strided_same": dict(filters=3, kernel_size=3, padding="same", strides=2),
    },
)
family.options(
    "conv3d",
    "Conv3D",
    (5, 4, 6, 2),
    {
        "valid": dict(filters=3, kernel_size=(2, 3, 2)),
        "strided_same": dict(filters=2, kernel_size=3, strides=(2, 1, 2), padding="same", activation="relu"),
        "dilated_same": dict(filters=2, kernel_size=2, dilation_rate=2, padding="same", use_bias=False),
    },
)
family.options("conv3d_groups", "Conv3D", (3, 4, 4, 4), {"two": dict(filters=4, kernel_size=2, groups=2)})

# --- transposed --------------------------------------------------------------------------------------------------------

family.options(
    "conv1d_transpose",
    "Conv1DTranspose",
    (5, 3),
    {
        "valid": dict(filters=4, kernel_size=3),
        "same": dict(filters=2, kernel_size=3, padding="same", activation="relu"),
        "strided_valid": dict(filters=2, kernel_size=4, strides=2, use_bias=False),
        "strided_same": dict(filters=2, kernel_size=3, strides=2, padding="same"),
        "small_kernel": dict(filters=2, kernel_size=2, strides=3, padding="same"),
        "small_kernel_valid": dict(filters=2, kernel_size=2, strides=3),
        "output_padding": dict(filters=2, kernel_size=3, strides=3, padding="same", output_padding=1),
        "output_padding_valid": dict(filters=2, kernel_size=3, strides=3, output_padding=2),
    },
)
family.options(
    "conv2d_transpose",
    "Conv2DTranspose",
    (4, 5, 3),
    {
        "valid": dict(filters=4, kernel_size=3),
        "same": dict(filters=2, kernel_size=(3, 2), padding="same", activation="relu"),
        "strided_valid": dict(filters=2, kernel_size=(4, 3), strides=(2, 3), use_bias=False),
        "strided_same": dict(filters=2, kernel_size=3, strides=2, padding="same"),
        "strided_same_even": dict(filters=2, kernel_size=4, strides=2, padding="same"),
        "small_kernel": dict(filters=2, kernel_size=2, strides=(3, 4), padding="same"),
        "output_padding": dict(filters=2, kernel_size=3, strides=2, padding="same", output_padding=0),
        "output_padding_uneven": dict(filters=2, kernel_size=3, strides=(2, 3), padding="valid", output_padding=(1, 2)),
    },
)
family.options(
    "conv3d_transpose",
    "Conv3DTranspose",
    (3, 2, 3, 2),
    {
        "valid": dict(filters=3, kernel_size=2),
        "strided_same": dict(filters=2, kernel_size=3, strides=2, padding="same", activation="relu"),
        "strided_valid": dict(filters=2, kernel_size=(3, 2, 3), strides=(1, 2, 2), use_bias=False),
        "output_padding": dict(filters=2, kernel_size=3, strides=2, padding="same", output_padding=(1, 0, 1)),
    },
)
# A dilated transposed convolution has its own kernel in TensorFlow (and only without strides).
family.options(
    "conv1d_transpose_dilated",
    "Conv1DTranspose",
    (6, 2),
    {
        "valid": dict(filters=3, kernel_size=3, dilation_rate=2),
        "same": dict(filters=3, kernel_size=3, dilation_rate=2, padding="same"),
    },
)
family.options(
    "conv2d_transpose_dilated",
    "Conv2DTranspose",
    (5, 4, 2),
    {
        "valid": dict(filters=3, kernel_size=3, dilation_rate=2),
        "same": dict(filters=3, kernel_size=(3, 2), dilation_rate=2, padding="same"),
    },
)
family.options(
    "conv2d_transpose_free_size",
    "Conv2DTranspose",
    (None, None, 2),
    {"strided_same": dict(filters=3, kernel_size=3, strides=2, padding="same")},
)

# --- depthwise and separable -------------------------------------------------------------------------------------------

family.options(
    "depthwise_conv1d",
    "DepthwiseConv1D",
    (8, 3),
    {
        "valid": dict(kernel_size=3),
        "multiplier": dict(kernel_size=3, depth_multiplier=2, padding="same", activation="relu"),
        "strided": dict(kernel_size=3, strides=2, padding="same", use_bias=False),
        "dilated": dict(kernel_size=3, dilation_rate=2),
    },
)
family.options(
    "depthwise_conv2d",
    "DepthwiseConv2D",
    (6, 7, 3),
    {
        "valid": dict(kernel_size=3),
        "multiplier": dict(kernel_size=(2, 3), depth_multiplier=2, padding="same", activation="relu"),
        "strided_same": dict(kernel_size=3, strides=2, padding="same", use_bias=False),
        "strided_multiplier": dict(kernel_size=3, strides=2, depth_multiplier=3),
        "dilated_same": dict(kernel_size=3, dilation_rate=2, padding="same"),
        "dilated_valid": dict(kernel_size=2, dilation_rate=(2, 3)),
    },
)
family.options(
    "separable_conv1d",
    "SeparableConv1D",
    (8, 3),
    {
        "valid": dict(filters=4, kernel_size=3),
        "multiplier": dict(filters=4, kernel_size=3, depth_multiplier=2, padding="same", activation="relu"),
        "strided": dict(filters=2, kernel_size=3, strides=2, padding="same", use_bias=False),
        "dilated": dict(filters=2, kernel_size=3, dilation_rate=2),
    },
    onlytf={"causal": dict(filters=2, kernel_size=3, padding="causal")},
)
family.options(
    "separable_conv2d",
    "SeparableConv2D",
    (6, 7, 3),
    {
        "valid": dict(filters=4, kernel_size=3),
        "multiplier": dict(filters=4, kernel_size=(2, 3), depth_multiplier=2, padding="same", activation="relu"),
        "strided_same": dict(filters=2, kernel_size=3, strides=2, padding="same", use_bias=False),
        "dilated_same": dict(filters=2, kernel_size=3, dilation_rate=2, padding="same"),
    },
)

# --- channels first: one case a layer, so that one refusal hides no other ----------------------------------------------

# Keras 3 on a CPU adds the bias along the last axis where that is as long as there are filters: keep them apart.
CHANNELS_FIRST = {
    "Conv1D": ((3, 7), dict(filters=5, kernel_size=3, strides=2, padding="same")),
    "Conv2D": ((3, 6, 5), dict(filters=4, kernel_size=(3, 2), strides=2, padding="same", activation="relu")),
    "Conv3D": ((2, 4, 5, 3), dict(filters=6, kernel_size=2, padding="same")),
    "Conv1DTranspose": ((3, 5), dict(filters=2, kernel_size=3, strides=2, padding="same")),
    "Conv2DTranspose": ((3, 4, 5), dict(filters=2, kernel_size=3, strides=2, padding="valid")),
    "Conv3DTranspose": ((2, 3, 2, 3), dict(filters=3, kernel_size=2, strides=2, padding="same")),
    "DepthwiseConv1D": ((3, 7), dict(kernel_size=3, depth_multiplier=2)),
    "DepthwiseConv2D": ((3, 6, 5), dict(kernel_size=3, depth_multiplier=2, padding="same")),
    "SeparableConv1D": ((3, 7), dict(filters=4, kernel_size=3, padding="same")),
    "SeparableConv2D": ((3, 6, 5), dict(filters=4, kernel_size=3, depth_multiplier=2)),
}
for layer, (shape, arguments) in CHANNELS_FIRST.items():
    family.options(f"channels_first_{layer.lower()}", layer, shape, {"layer": dict(data_format="channels_first", **arguments)})
family.options(
    "channels_first_conv2d_more",
    "Conv2D",
    (4, 6, 5),
    {
        "dilated": dict(filters=3, kernel_size=3, dilation_rate=2, data_format="channels_first"),
        "groups": dict(filters=4, kernel_size=3, groups=2, data_format="channels_first"),
    },
)
