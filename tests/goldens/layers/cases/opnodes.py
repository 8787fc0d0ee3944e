"""Functions of `keras.ops` between layers that are no functions of NumPy's: of nn, core, einops, image, math and linalg."""

import keras
import numpy as np
from golden import Family

family = Family("opnodes")
ops = keras.ops


def case(*shapes, dtypes=None, **options):
    """A case of Keras 3 that gets an input for each shape and returns the outputs. A shape of `...` first is a fixed batch."""

    def declare(outputs_of):
        def build(k):
            inputs = []
            for i, shape in enumerate(shapes):
                kind = dtypes[i] if dtypes else None
                fixed = shape and shape[0] is ...
                sizes = {"batch_shape": (2, *shape[1:])} if fixed else {"shape": shape}
                inputs.append(k.Input(**sizes, name=f"x{i}", dtype=kind))
            return k.Model(inputs if len(inputs) > 1 else inputs[0], outputs_of(k, *inputs))

        family.add(outputs_of.__name__, build, only="k3", **options)
        return outputs_of

    return declare


def ramp(*shape, scale=1.0):
    """Numbers that are neither flat nor regular, the same in each run."""
    return np.sin(np.arange(np.prod(shape), dtype="float64") * 1.7 + 0.3).reshape(shape) * scale


# --- nn ----------------------------------------------------------------------------------------------------------------


@case((3, 4), (4,), (4,))
def layer_norm(k, x, gamma, beta):
    scale, offset = k.array(ramp(4) + 1.5), k.array(ramp(4))
    return [
        ops.layer_normalization(x),
        ops.layer_normalization(x, scale, offset),
        ops.layer_normalization(x, gamma=scale, epsilon=0.01),
        ops.layer_normalization(x, beta=offset, axis=2),
        ops.layer_normalization(x, k.array(ramp(3, 4) + 1.5), k.array(ramp(3, 4)), axis=[1, 2]),
        ops.layer_normalization(x, k.array(ramp(3) + 1.5), k.array(ramp(3)), axis=1),
        ops.layer_normalization(x, scale, rms_scaling=True),
        ops.layer_normalization(ops.cast(x * 20.0, "int32")),
    ]


@case((3, 4))
def rms_norm(k, x):
    scale = k.array(ramp(4) + 1.5)
    return [
        ops.rms_normalization(x),
        ops.rms_normalization(x, scale),
        ops.rms_normalization(x, scale, epsilon=0.1),
        ops.rms_normalization(x, k.array(ramp(3, 1) + 1.5), axis=1),
        ops.rms_normalization(x, k.array(ramp(3, 4) + 1.5), axis=(1, 2)),
    ]


@case((3, 4), (4,))
def batch_norm(k, x, y):
    mean, variance = k.array(ramp(4)), k.array(ramp(4) + 1.5)
    rows = k.array(ramp(3)), k.array(ramp(3) + 1.5)
    return [
        ops.batch_normalization(x, mean, variance, axis=-1),
        ops.batch_normalization(x, mean, variance, axis=2, offset=k.array(ramp(4) - 0.2), scale=k.array(ramp(4) + 2.0)),
        ops.batch_normalization(x, *rows, axis=1, scale=k.array(ramp(3) + 2.0), epsilon=0.1),
        ops.batch_normalization(x, *rows, 1, k.array(ramp(3) + 2.0), k.array(ramp(3) - 1.2)),
        ops.batch_normalization(y, mean, variance, axis=-1),
    ]


@case((5, 4, 3), (6, 4, 3), (6, 4, 3))
def dot_product_attention(k, q, key, v):
    mask = k.array(ramp(5, 6)) > 0.0
    return [
        ops.dot_product_attention(q, key, v),
        ops.dot_product_attention(q, key, v, is_causal=True),
        ops.dot_product_attention(q, key, v, bias=k.array(ramp(1, 4, 5, 6))),
        ops.dot_product_attention(q, key, v, mask=mask[None, None], scale=0.3),
        ops.dot_product_attention(q, key, v, mask=mask[None, None], is_causal=True, flash_attention=False),
        ops.dot_product_attention(q, key[:, :, :2], v[:, :, :2]),
        ops.dot_product_attention(q, q, q, is_causal=True),
    ]


@case((None, 2, 3), (None, 2, 3))
def dot_product_attention_free(k, q, v):
    """Lengths that come with the input."""
    return [ops.dot_product_attention(q, v, v), ops.dot_product_attention(q, q, q, is_causal=True)]


@case((9, 8, 3), (3, 8, 8))
def convolutions(k, x, first):
    kernel, deep = k.array(ramp(3, 2, 3, 2)), k.array(ramp(3, 3, 3, 2))
    point = k.array(ramp(1, 1, 6, 2))
    return [
        ops.conv(x, kernel, dilation_rate=2, padding="same"),
        ops.conv(first, kernel, strides=2, padding="same", data_format="channels_first"),
        ops.depthwise_conv(x, deep),
        ops.depthwise_conv(x, deep, strides=2, padding="same"),
        ops.depthwise_conv(x, deep, padding="same", dilation_rate=2),
        ops.depthwise_conv(x, deep, strides=(2, 2), padding="same", dilation_rate=(2, 2)),
        ops.depthwise_conv(first, deep, padding="same", data_format="channels_first"),
        ops.separable_conv(x, deep, point),
        ops.separable_conv(x, deep, point, strides=(2, 2), padding="same"),
        ops.separable_conv(first, deep, point, data_format="channels_first"),
    ]


@case((8, 3))
def convolutions_1d(k, x):
    deep = k.array(ramp(3, 3, 2))
    return [
        ops.conv(x, k.array(ramp(3, 3, 4)), strides=2),
        ops.depthwise_conv(x, deep, padding="same"),
        ops.separable_conv(x, deep, k.array(ramp(1, 6, 2)), strides=2),
    ]


def in_a_layer(k):
    """Keras' own node hands its arguments on in a wrong order and always fails; its function is right."""
    x = k.Input((4, 5, 3), name="x0")
    y = k.Input((6, 3), name="x1")
    return k.Model([x, y], k.layers.Lambda(lambda xs: transposed(k, *xs))([x, y]))


def transposed(k, x, y):
    kernel = k.array(ramp(3, 2, 4, 3))
    return [
        ops.conv_transpose(y, k.array(ramp(3, 2, 3)), strides=2, padding="same"),
        ops.conv_transpose(x, kernel),
        ops.conv_transpose(x, kernel, strides=2),
        ops.conv_transpose(x, kernel, strides=2, padding="same"),
        ops.conv_transpose(x, kernel, strides=(3, 2), padding="valid", output_padding=1),
        ops.conv_transpose(x, kernel, strides=2, padding="same", output_padding=(0, 1)),
        ops.conv_transpose(x, kernel, dilation_rate=2),
    ]


@case((4, 5, 3), (6, 3), stand_in=in_a_layer)
def conv_transpose(k, x, y):
    return transposed(k, x, y)


@case((7, 8, 2), (2, 7, 8))
def adaptive_pools(k, x, first):
    return [
        ops.adaptive_average_pool(x, (3, 3)),
        ops.adaptive_average_pool(x, (7, 4)),
        ops.adaptive_max_pool(x, (3, 5)),
        ops.adaptive_max_pool(first, (2, 3), data_format="channels_first"),
        ops.adaptive_average_pool(first, (4, 4), data_format="channels_first"),
        ops.adaptive_average_pool(x[:, 0], (3,)),
        ops.adaptive_max_pool(x[:, 0], (3,)),
    ]


@case((4, 6, 8), (8, 4, 6))
def space_and_depth(k, x, first):
    return [
        ops.nn.depth_to_space(x, 2),
        ops.nn.space_to_depth(x, 2),
        ops.nn.depth_to_space(first, 2, data_format="channels_first"),
        ops.nn.space_to_depth(first, 2, data_format="channels_first"),
    ]


@case((..., 3, 6, 7))
def unfold_and_fold(k, x):
    wide = ops.nn.unfold(x, (3, 2), dilation=(1, 2), padding=1, stride=2)
    return [
        ops.nn.unfold(x, 2),
        wide,
        ops.nn.unfold(x, (2, 7), stride=(2, 1)),
        ops.nn.fold(wide, (6, 7), (3, 2), dilation=(1, 2), padding=1, stride=2),
        ops.nn.fold(ops.nn.unfold(x, 3), (6, 7), 3),
    ]


@case((4,), (4,))
def crossentropies(k, x, y):
    p, t = ops.clip(ops.sigmoid(x), 0.01, 0.99), ops.softmax(y)
    return [
        ops.binary_crossentropy(ops.sigmoid(y), p),
        ops.binary_crossentropy(ops.sigmoid(y), x * 3.0, from_logits=True),
        ops.categorical_crossentropy(t, p),
        ops.categorical_crossentropy(t, x * 3.0, from_logits=True),
        ops.categorical_crossentropy(t[:, :, None], p[:, :, None], axis=1),
        # Keras looks behind these for logits.
        ops.binary_crossentropy(t, ops.sigmoid(x * 40.0)),
        ops.categorical_crossentropy(t, ops.softmax(x * 40.0)),
        ops.psnr(x, y, 2.5) + x[:, 0],
    ]


@case((3, 4), (3,), dtypes=("float32", "int32"), high=4)
def sparse_crossentropies(k, x, t):
    return [
        ops.sparse_categorical_crossentropy(t, ops.softmax(x) * 0.5 + 0.1),
        ops.sparse_categorical_crossentropy(t, x * 3.0, from_logits=True),
        ops.sparse_categorical_crossentropy(t[:, :, None], ops.softmax(x * 40.0)),
    ]


@case((3,), (3, 2), dtypes=("int32", "int32"))
def multi_hot(k, x, y):
    return [
        ops.multi_hot(x, 6),
        ops.multi_hot(x - 1, num_classes=5, dtype="int32"),
        ops.multi_hot(y, 7),
        ops.cast(ops.multi_hot(x, 6, dtype="bool"), "int32"),
    ]


# --- core, einops ------------------------------------------------------------------------------------------------------


@case((..., 4))
def scatter(k, x):
    return [
        ops.scatter([[0, 1], [2, 3], [0, 1]], x[0, :3], (3, 4)),
        ops.scatter(np.array([[1], [3]]), ops.stack([x[0], x[1]]), (5, 4)),
        ops.scatter_update(x, [[0, 1], [1, 2]], x[0, :2] * 3.0),
        ops.scatter_update(x, np.array([[0]]), ops.expand_dims(x[1], 0) * 9.0),
        ops.scatter_update(x, [[0, 1], [1, 2], [0, 1]], x[1, :3], reduction="add"),
        ops.scatter_update(x, [[0, 1], [1, 2]], x[1, :2], reduction="max"),
        ops.scatter_update(x, [[0, 1], [1, 2]], x[1, :2], reduction="min"),
        ops.scatter_update(x, [[0, 1], [1, 2], [0, 1]], x[1, 1:], reduction="mul"),
    ]


@case((5, 4), (2, 4), (1,), dtypes=("float32", "float32", "int32"))
def slice_update(k, x, y, at):
    return [
        ops.slice_update(x, [0, 1, 0], y),
        ops.slice_update(x, [0, 4, 0], y),
        ops.slice_update(x, (0, 2, 1), y[:, :, :3]),
        ops.slice_update(x, ops.concatenate([at[0] * 0, at[0] - 1, at[1]]), y[:, :, 1:]),
    ]


@case((4,))
def saturate_cast(k, x):
    return [
        ops.saturate_cast(x * 300.0, "uint8"),
        ops.saturate_cast(x * 300.0, "int8"),
        ops.saturate_cast(x * 300.0, "int32"),
        ops.saturate_cast(ops.cast(x * 300.0, "int32"), "uint8"),
        ops.saturate_cast(ops.cast(x * 300.0, "int32"), "int64"),
        ops.cast(ops.saturate_cast(x * 1e5, "float16"), "float32"),
    ]


@case((..., 4, 6, 3))
def rearrange(k, x):
    return [
        ops.rearrange(x, "b h w c -> b c h w"),
        ops.rearrange(x, "b h w c -> b (c h w)"),
        ops.rearrange(x, "b h w c -> h (b w) c"),
        ops.rearrange(x, "b (h1 h) (w1 w) c -> (b h1 w1) h w c", h1=2, w1=3),
        ops.rearrange(x, "b (h h1) (w w1) c -> b h w (c h1 w1)", h1=2, w1=2),
    ]


# --- image -------------------------------------------------------------------------------------------------------------


@case((5, 4, 3), (3, 5, 4), (5, 4, 3), dtypes=("float32", "float32", "uint8"), high=200)
def colours(k, x, first, bytes_):
    unit = ops.sigmoid(x)
    other = ops.sigmoid(first)
    return [
        ops.image.rgb_to_grayscale(x),
        ops.image.rgb_to_grayscale(first, data_format="channels_first"),
        ops.image.rgb_to_grayscale(bytes_),
        ops.image.rgb_to_hsv(unit),
        ops.image.rgb_to_hsv(other, data_format="channels_first"),
        ops.image.hsv_to_rgb(unit),
        ops.image.hsv_to_rgb(other, data_format="channels_first"),
    ]


@case((7, 6, 2), (2, 7, 6))
def picture_filters(k, x, first):
    return [
        ops.image.gaussian_blur(x),
        ops.image.gaussian_blur(x, (5, 3), (0.7, 1.4)),
        ops.image.gaussian_blur(first, (3, 3), (1.2, 0.4), data_format="channels_first"),
        ops.image.sobel_edges(x),
        ops.image.sobel_edges(first, data_format="channels_first"),
    ]


@case((12, 13, 2), (12, 13, 2), (2, 12, 13))
def likeness(k, x, y, first):
    a, b = ops.sigmoid(x), ops.sigmoid(x + y * 0.3)
    c = ops.sigmoid(first)
    return [
        ops.image.ssim(a, b),
        ops.image.ssim(a, b, max_val=2.0, filter_size=5, filter_sigma=0.9, k1=0.02, k2=0.05),
        ops.image.ssim(c, c * 0.8, filter_size=7, data_format="channels_first"),
    ]


@case((5, 6, 2), (2, 5, 6))
def picture_margins(k, x, first):
    return [
        ops.image.pad_images(x, 1, 2, 3, 0),
        ops.image.pad_images(x, top_padding=1, left_padding=2, target_height=9, target_width=8),
        ops.image.pad_images(first, bottom_padding=1, right_padding=2, target_height=9, target_width=9, data_format="channels_first"),
        ops.image.crop_images(x, 1, 2, 1, 1),
        ops.image.crop_images(x, top_cropping=1, left_cropping=2, target_height=3, target_width=3),
        ops.image.crop_images(first, bottom_cropping=1, right_cropping=2, target_height=3, target_width=3, data_format="channels_first"),
    ]


@case((7, 8, 2), (2, 7, 8), (6, 6, 6, 2))
def patches(k, x, first, volume):
    return [
        ops.image.extract_patches(x, 3),
        ops.image.extract_patches(x, (2, 3), strides=(2, 1), padding="same"),
        ops.image.extract_patches(x, (3, 2), strides=1, dilation_rate=2),
        ops.image.extract_patches(first, (2, 3), strides=2, data_format="channels_first"),
        ops.image.extract_patches(volume, (2, 3, 2)),
        ops.image.extract_patches(volume, (2, 2, 2), strides=(1, 2, 3), padding="same"),
    ]


TURN = [0.9, 0.35, -1.3, -0.3, 1.1, 0.7, 0.01, -0.02]
SHIFT = [[1.0, 0.0, 2.0, 0.0, 1.0, -1.0, 0.0, 0.0], [0.5, 0.1, 1.2, 0.2, 1.6, -3.3, 0.0, 0.0]]


@case((7, 6, 2), (2, 7, 6), (8,))
def affine_transform(k, x, first, own):
    turn, shift = k.array(TURN), k.array(SHIFT)
    small = ops.concatenate([own[:, :6] * 0.2 + k.array([1.0, 0.0, 0.3, 0.0, 1.0, -0.4]), own[:, 6:] * 0.01], axis=1)
    image = ops.image.affine_transform
    return [
        image(x, turn),
        image(x, turn, interpolation="nearest", fill_value=0.7),
        image(x, shift, fill_mode="reflect"),
        image(x, shift, fill_mode="wrap"),
        image(x, shift, fill_mode="nearest"),
        image(x, shift, interpolation="nearest", fill_mode="reflect"),
        image(first, turn, fill_mode="wrap", data_format="channels_first"),
        image(x, small, fill_value=-0.5),
    ]


# Keras solves for the projection in float32 whatever the type is; another order of the same steps is that far away.
@case((7, 6, 2), (2, 7, 6), tolerance=4e-6)
def perspective_transform(k, x, first):
    start = k.array([[0, 0], [5, 0], [0, 6], [5, 6]])
    end = k.array([[1, 0.5], [5.5, 0.2], [0.3, 5], [4, 6.3]])
    return [
        ops.image.perspective_transform(x, start, end),
        ops.image.perspective_transform(x, start, end, interpolation="nearest", fill_value=0.4),
        ops.image.perspective_transform(first, end, start, data_format="channels_first"),
    ]


@case((..., 5, 6))
def map_coordinates(k, x):
    at = k.array(np.stack([ramp(4, 3, scale=1.5), ramp(3, 4, scale=4.0).T + 2.0, ramp(4, 3, scale=6.0) + 2.0]))
    f = ops.image.map_coordinates
    return [
        f(x, at, 1),
        f(x, at, 0, fill_value=0.5),
        f(x, at, 1, fill_mode="nearest"),
        f(x, at, 1, fill_mode="wrap"),
        f(x, at, 1, fill_mode="reflect"),
        f(x, at, 0, fill_mode="reflect"),
        f(ops.cast(x * 20.0, "int32"), at, 1, fill_mode="nearest"),
    ]


@case((5, 6, 2))
def scale_and_translate(k, x):
    f = ops.image.scale_and_translate
    scale, shift = k.array([1.7, 0.6]), k.array([0.3, -0.4])
    shape = (2, 8, 4, 2)
    return [
        f(x, shape, scale, shift, (1, 2), "linear"),
        f(x, shape, scale, shift, (1, 2), "cubic"),
        f(x, shape, scale, shift, (1, 2), "lanczos3"),
        f(x, shape, scale, shift, (1, 2), "lanczos5", antialias=False),
        f(x, (2, 5, 9, 2), k.array([1.3]), k.array([0.5]), (2,), "bilinear"),
        f(ops.transpose(x, (0, 3, 1, 2)), (2, 2, 7, 7), scale, shift, (-2, -1), "bicubic", False),
    ]


# --- math --------------------------------------------------------------------------------------------------------------


@case((..., 3))
def segments(k, x):
    x = ops.reshape(ops.concatenate([x, x * 0.5, x - 1.0], axis=0), (6, 3))
    mixed, ordered = np.array([2, 0, 2, 4, 0, 4]), np.array([0, 0, 2, 2, 2, 3])
    return [
        ops.segment_sum(x, mixed, num_segments=5),
        ops.maximum(ops.segment_max(x, mixed, num_segments=5), -9.0),
        ops.segment_sum(x, ordered, sorted=True),
        ops.segment_max(x, ordered, sorted=True),
        ops.segment_min(x, ordered, sorted=True),
        ops.segment_prod(x, ordered, sorted=True),
        ops.segment_prod(x, mixed, num_segments=6),
        ops.segment_sum(x[:, 0], np.array([1, -1, 0, 1, 2, 0]), num_segments=4),
        ops.segment_max(x, np.array([1, 1, 0, 1, 2, 0])),
    ]


@case((3,), (..., 5), dtypes=("float32", "float32"))
def distances(k, x, y):
    return [
        ops.cast(ops.stack([ops.in_top_k(np.array([1, 3]), y, k) for k in (1, 2, 3, 4)]), "int32"),
        ops.cdist(x[:, :, None], y[:, :, None]),
    ]


@case((4,))
def error_functions(k, x):
    return [ops.erfinv(ops.tanh(x * 3.0)), ops.erfc(x)]


@case((9,))
def sequences(k, x):
    return [ops.extract_sequences(x, 4, 2), ops.extract_sequences(x, 3, 4)]


# ONNX Runtime's transform of a length that is no power of two is off by a little more than the floor.
@case((6, 5), (6, 5), tolerance=2e-6)
def fourier(k, x, y):
    return [
        *ops.fft((x, y)),
        *ops.fft2((x, y)),
        *ops.ifft2((x, y)),
        *ops.rfft(x),
        *ops.rfft(x, fft_length=8),
        *ops.rfft(x, fft_length=3),
        ops.irfft((x, y)),
        ops.irfft((x, y), fft_length=7),
        ops.irfft((x, y), fft_length=10),
        ops.irfft((x, y), fft_length=4),
    ]


# As above.
@case((40,), (2, 30), tolerance=5e-6)
def short_time_fourier(k, x, y):
    pieces = ops.stft(x, 8, 4, 8)
    wide = ops.stft(y, 6, 3, 10, window="hamming", center=False)
    plain = ops.stft(x, 8, 8, 8, window=None)
    return [
        *pieces,
        *wide,
        *plain,
        ops.istft(pieces, 8, 4, 8),
        ops.istft(pieces, 8, 4, 8, length=30),
        ops.istft(wide, 6, 3, 10, window="hamming", center=False),
        ops.istft(plain, 8, 8, 8, window=None),
    ]


# --- linalg ------------------------------------------------------------------------------------------------------------


@case((4, 4), (4, 2), (4,))
def matrices(k, x, b, v):
    a = x + k.array(np.diag([3.0, -2.5, 4.0, 3.5]))
    turned = a[:, ::-1]
    return [
        ops.linalg.det(a),
        ops.linalg.inv(a),
        ops.linalg.solve(a, b),
        ops.linalg.solve(turned, v),
        ops.linalg.solve_triangular(a, b),
        ops.linalg.solve_triangular(a, b, lower=True),
        ops.linalg.solve_triangular(a, v, lower=True),
    ]


@case((4, 4))
def definite_matrices(k, x):
    a = ops.matmul(x, ops.transpose(x, (0, 2, 1))) + k.array(np.eye(4) * 2.0)
    root = ops.linalg.cholesky(a)
    return [
        root,
        ops.linalg.cholesky(a, upper=True),
        ops.linalg.cholesky_inverse(root),
        ops.linalg.cholesky_inverse(ops.transpose(root, (0, 2, 1)), upper=True),
        ops.logdet(a),
    ]


@case((4, 3), (None, 3))
def pad_symmetric(k, x, free):
    return [
        ops.pad(x, [[0, 0], [1, 2], [0, 3]], mode="symmetric"),
        ops.pad(x, [[0, 0], [4, 4], [0, 0]], mode="symmetric"),
        ops.pad(free, [[0, 0], [2, 1], [1, 1]], mode="symmetric"),
    ]


@case((None, 3))
def open_length(k, x):
    """Along an axis whose length is known in a run only."""
    order = ops.argsort(x, axis=1)
    return [
        ops.sort(x, axis=1),
        order,
        ops.take_along_axis(x, order, axis=1),
        ops.median(x, axis=1),
        ops.roll(x, 2, axis=1),
        ops.cumsum(x, axis=1),
    ]
