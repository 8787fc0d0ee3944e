"""Records how many places of the input one place of each layer's output depends on, by TensorFlow's gradients.

    python tests/goldens/inspect/make_fields.py        # python: of tests/interop/make-venv

fields.json.gz: for each network its configuration, the lengths of its input, and for each call of each layer the extent of what is
not zero in the gradients of single places of its output, along each axis: the most that was seen. Weights and inputs are drawn,
several inputs for a network, as a maximum hands its gradient to one place only.
"""

import gzip
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import Input, Model, layers as L, ops

HERE = pathlib.Path(__file__).parent
SAMPLES = 12
REACH = 7  # places on both sides of the middle that are looked at


def chain(shape, *steps):
    x = y = Input(shape)
    for step in steps:
        y = step(y)
    return Model(x, y)


def conv(name, kernel=3, filters=2, **options):
    return L.Conv2D(filters, kernel, name=name, **options)


def strided():
    pool, mean = L.MaxPooling2D(3, 2, padding="same", name="pool"), L.AveragePooling2D(2, name="mean")
    return chain((41, 37, 2), conv("a", strides=2, padding="same"), conv("b", dilation_rate=2), pool, conv("c", (1, 3)), mean)


def transposed():
    up, gaps = L.Conv2DTranspose(3, 3, strides=2, padding="same", name="up"), L.Conv2DTranspose(2, 2, strides=3, name="gaps")
    more = L.Conv2DTranspose(2, 4, strides=2, output_padding=1, name="more")
    return chain((13, 11, 2), up, conv("a"), gaps, more, conv("b", 2, strides=2))


def transposed_dilated():
    plain = L.Conv2DTranspose(3, 3, dilation_rate=2, name="plain")
    same = L.Conv2DTranspose(3, (3, 4), padding="same", dilation_rate=2, name="same")
    return chain((13, 15, 2), plain, same, conv("a", 2, strides=2))


def enlarged():
    ups = [L.UpSampling2D(s, interpolation=i, name=i) for s, i in ((2, "bicubic"), ((3, 2), "bilinear"), (2, "nearest"))]
    return chain((21, 23, 2), ups[0], conv("a"), ups[1], conv("b", strides=2), ups[2])


def causal():
    return chain((64, 3), *(L.Conv1D(4, 2, padding="causal", dilation_rate=2**i, activation="tanh", name=f"c{i}") for i in range(5)))


def row():
    steps = [
        L.SeparableConv1D(4, 3, strides=2, name="separable"),
        L.UpSampling1D(3, name="up"),
        L.Conv1DTranspose(3, 4, strides=3, name="transposed"),
        L.ZeroPadding1D(2, name="pad"),
        L.Cropping1D((3, 1), name="crop"),
        L.Conv1D(2, 3, name="conv"),
    ]
    return chain((60, 3), *steps)


def volume():
    return chain(
        (12, 13, 14, 1),
        L.Conv3D(2, (3, 2, 1), strides=(2, 1, 1), name="conv"),
        L.MaxPooling3D((1, 2, 2), name="pool"),
        L.UpSampling3D(2, name="up"),
        L.Conv3DTranspose(2, 3, strides=2, name="transposed"),
    )


def crossed():
    """A column and a row are together a square."""
    x = Input((25, 25, 2))
    both = L.Add(name="both")([conv("a", (5, 1), padding="same")(x), conv("b", (1, 5), padding="same")(x)])
    return Model(x, conv("after", padding="same")(both))


def shifted():
    """What branches see lies beside one another."""
    x = Input((25, 25, 2))
    down = conv("b", 1)(L.Cropping2D(((2, 0), (0, 2)), name="crop")(x))
    up = L.Cropping2D(((0, 5), (1, 1)), name="cut")(L.ZeroPadding2D(((3, 0), (0, 0)), name="pad")(x))
    return Model(x, L.Add(name="all")([L.Add(name="two")([conv("a")(x), down]), up]))


def gates():
    """A gate for each channel sees everything, one for each place what its window sees."""
    x = Input((17, 17, 4))
    a = conv("a", filters=4, padding="same")(x)
    channels = conv("channels", 1, 4, activation="sigmoid")(L.GlobalAveragePooling2D(keepdims=True, name="average")(a))
    most = L.Concatenate(name="most")([ops.mean(a, axis=-1, keepdims=True), ops.max(a, axis=-1, keepdims=True)])
    places = conv("places", 5, 1, padding="same", activation="sigmoid")(most)
    return Model(x, [L.Multiply(name="by_channel")([a, channels]), L.Multiply(name="by_place")([a, places])])


def attention():
    x = Input((20, 4))
    a = L.Conv1D(4, 3, padding="same", name="a")(x)
    dots = L.Attention(name="dots")([a, a])
    return Model(x, [L.MultiHeadAttention(2, 3, name="heads")(a, a), dots, L.Softmax(axis=1, name="along")(a), L.Softmax(name="across")(a)])


def turned():
    return chain((20, 22, 3), conv("a", (5, 1)), L.Permute((2, 1, 3), name="turn"), conv("b", (3, 1)), conv("c", (1, 2), strides=2))


def shuffled():
    """The channels of groups change places, as in ShuffleNet."""
    apart, together = L.Reshape((16, 16, 2, 3), name="apart"), L.Reshape((16, 16, 6), name="together")
    swap = L.Permute((1, 2, 4, 3), name="swap")
    return chain((16, 16, 4), conv("a", filters=6, padding="same", groups=2), apart, swap, together, L.DepthwiseConv2D(3, name="b"))


def normalized():
    x = Input((15, 15, 4))
    a = conv("a", filters=4)(x)
    y = L.UnitNormalization(name="unit")(L.RMSNormalization(name="rms")(L.LayerNormalization(name="layer")(a)))
    whole = [L.GroupNormalization(2, name="group")(a), L.LayerNormalization(axis=[1, 2, 3], name="all")(a)]
    return Model(x, [conv("b")(y), *whole, L.LayerNormalization(axis=[1], name="column")(a)])


def dense():
    einsum = L.EinsumDense("abcd,de->abce", output_shape=(None, None, 5), name="einsum")
    return chain((15, 15, 4), conv("a"), L.Dense(3, activation="gelu", name="dense"), einsum, L.PReLU(shared_axes=[1, 2], name="prelu"), conv("b"))


def unfolded():
    """Channels become places: depth to space."""
    apart, near = L.Reshape((16, 16, 2, 2, 2), name="apart"), L.Permute((1, 3, 2, 4, 5), name="near")
    return chain((16, 16, 2), conv("a", filters=8, padding="same"), apart, near, L.Reshape((32, 32, 2), name="together"), conv("b"))


def sliced():
    x = Input((24, 24, 2))
    y = conv("a", padding="same")(x)
    return Model(x, [conv("every_second")(y[:, ::2, 1::2]), conv("back")(ops.flip(y, axis=1)), L.Add(name="both_ways")([y, ops.flip(y, axis=2)])])


def stacked():
    x = Input((24, 20, 2))
    both = L.Concatenate(axis=1, name="both")([conv("a", padding="same")(x), conv("b", 5, padding="same")(x)])
    return Model(x, conv("across", strides=2)(both))


def resized():
    return chain((20, 22, 2), conv("a"), L.Resizing(9, 10, name="smaller"), conv("b", 2), L.CenterCrop(5, 6, name="middle"), conv("c", 2))


def in_time():
    return chain((5, 12, 12, 2), L.TimeDistributed(conv("inner"), name="each"), L.Conv3D(2, (2, 1, 1), name="two"))


def recurrent():
    return chain((15, 3), L.Conv1D(3, 3, name="a"), L.LSTM(4, return_sequences=True, name="lstm"), L.Conv1D(3, 3, name="b"))


def first():
    first = {"data_format": "channels_first"}
    steps = [conv("a", (3, 5), strides=2, **first), L.MaxPooling2D(2, 1, name="pool", **first), L.BatchNormalization(axis=1, name="norm")]
    return chain((2, 20, 22), *steps, L.UpSampling2D(2, name="up", **first), L.ZeroPadding2D(1, name="pad", **first))


def two_inputs():
    one, two = Input((16, 16, 2)), Input((16, 16, 2))
    return Model([one, two], L.Concatenate(name="both")([conv("a", padding="same")(one), conv("b", 7, padding="same")(two)]))


def calls(model):
    """Every call of every layer, by Tenon's name."""
    for layer in model.layers:
        if not isinstance(layer, L.InputLayer):
            for number, node in enumerate(layer._inbound_nodes):
                yield layer.name + (f"@{number + 1}" if number else ""), node.output_tensors[0]


def lengths(shape, channels_first):
    return list(shape[2:] if channels_first else shape[1:-1])


def places(spatial):
    """Single places in and around the middle, and the last of all."""
    middle = [length // 2 for length in spatial]
    for axis, length in enumerate(spatial):
        for at in range(max(0, middle[axis] - REACH), min(length, middle[axis] + REACH)):
            for beside in (0, 1):
                near = [min(m + beside, n - 1) for m, n in zip(middle, spatial)]
                yield tuple(near[:axis] + [at] + near[axis + 1 :])
    yield tuple(length - 1 for length in spatial)


def extents(model, channels_first):
    rng = np.random.default_rng(0)
    for weight in model.weights:
        if weight.dtype == "float32":
            drawn = rng.normal(size=weight.shape)
            weight.assign(np.abs(drawn) * 0.3 + 0.05 if "variance" in weight.path else drawn * 0.5)
    fed = [tf.constant(rng.normal(size=(SAMPLES, *x.shape[1:])), tf.float32) for x in model.inputs]
    names, tensors = zip(*calls(model))
    axes = len(fed[0].shape) - 2
    with tf.GradientTape(persistent=True) as tape:
        for x in fed:
            tape.watch(x)
        values = Model(model.inputs, list(tensors))(fed)
    found = {}
    for name, value in zip(names, values):
        if len(value.shape) != axes + 2:
            continue
        most = [0] * axes
        for place in set(places(lengths(value.shape, channels_first))):
            seed = np.zeros(value.shape, "float32")
            at = (slice(None), slice(None), *place) if channels_first else (slice(None), *place)
            seed[at] = rng.uniform(0.5, 1.5, seed[at].shape)
            for slopes in tape.gradient(value, fed, output_gradients=tf.constant(seed), unconnected_gradients="zero"):
                for axis in range(axes):
                    own = axis + (2 if channels_first else 1)
                    seen = np.flatnonzero(np.abs(slopes.numpy()).sum(tuple(i for i in range(axes + 2) if i != own)))
                    most[axis] = max(most[axis], int(seen[-1] - seen[0] + 1) if len(seen) else 0)
        found[name] = most
    return found


NETWORKS = [
    strided, transposed, transposed_dilated, enlarged, causal, row, volume, crossed, shifted, gates, attention, turned, shuffled,
    normalized, dense, unfolded, sliced, stacked, resized, in_time, recurrent, first, two_inputs,
]  # fmt: skip
rows = []
for network in NETWORKS:
    keras.utils.clear_session()
    model = network()
    found = extents(model, network is first)
    print(network.__name__, found, flush=True)
    row = {"name": network.__name__, "input": lengths(model.inputs[0].shape, network is first), "fields": found}
    rows.append(json.dumps(row | {"config": json.loads(model.to_json())}, separators=(",", ":")))
(HERE / "fields.json.gz").write_bytes(gzip.compress(("[\n" + ",\n".join(rows) + "\n]\n").encode(), mtime=0))
