"""Shapes of graphs: nested models, shared layers, many inputs and outputs, dicts, and plain operations between layers."""

import keras
import numpy as np
import tensorflow as tf
from golden import Family

family = Family("graph")


# --- nested models -----------------------------------------------------------------------------------------------------


def small_functional(k, name="sub", width=4):
    x = k.Input((width,), name=f"{name}_in")
    return k.Model(x, k.layers.Dense(width, activation="tanh", name=f"{name}_dense")(x), name=name)


def small_sequential(k, name="stack", width=4):
    return k.Sequential(
        [k.Input((width,)), k.layers.Dense(3, activation="relu", name=f"{name}_a"), k.layers.Dense(width, name=f"{name}_b")],
        name=name,
    )


@family.case()
def nested_functional(k):
    x = k.Input((4,), name="x")
    return k.Model(x, k.layers.Dense(2, name="head")(small_functional(k)(x)))


@family.case()
def nested_functional_three_calls(k):
    x = k.Input((4,), name="x")
    sub = small_functional(k)
    return k.Model(x, sub(sub(sub(x))))


@family.case()
def nested_functional_each_call_an_output(k):
    x, y = k.Input((4,), name="x"), k.Input((4,), name="y")
    sub = small_functional(k)
    first, second = sub(x), sub(y)
    return k.Model([x, y], [second, first, sub(first)])


@family.case()
def nested_sequential(k):
    x = k.Input((4,), name="x")
    return k.Model(x, k.layers.Dense(2, name="head")(small_sequential(k)(x)))


@family.case()
def nested_sequential_three_calls(k):
    x = k.Input((4,), name="x")
    stack = small_sequential(k)
    once = stack(x)
    return k.Model(x, [stack(stack(once)), once])


@family.case()
def nested_twice_deep(k):
    x = k.Input((4,), name="x")
    inner = small_functional(k, "inner")
    y = k.Input((4,), name="middle_in")
    middle = k.Model(y, k.layers.Add(name="sum")([inner(y), inner(inner(y))]), name="middle")
    return k.Model(x, middle(small_sequential(k)(middle(x))))


@family.case()
def nested_many_inputs_and_outputs(k):
    a, b = k.Input((4,), name="a"), k.Input((3,), name="b")
    join = k.layers.Concatenate(name="join")([a, b])
    sub = k.Model([a, b], [k.layers.Dense(3, name="left")(join), k.layers.Dense(4, name="right")(join)], name="pair")
    x, y = k.Input((4,), name="x"), k.Input((3,), name="y")
    left, right = sub([x, y])
    return k.Model([x, y], sub([right, left]) + [left])


@family.case()
def sequential_of_models(k):
    return k.Sequential(
        [k.Input((4,)), small_functional(k), k.layers.Dropout(0.2), small_sequential(k), k.layers.Dense(2, name="head")], name="outer"
    )


@family.case()
def sequential_starts_with_model(k):
    return k.Sequential([small_functional(k), k.layers.Dense(2, name="head")], name="outer")


# --- sharing, several ends ---------------------------------------------------------------------------------------------


@family.case()
def shared_layers(k):
    a, b = k.Input((5, 3), name="a"), k.Input((5, 3), name="b")
    dense, lstm = k.layers.Dense(3, activation="relu", name="dense"), k.layers.LSTM(2, name="lstm")
    return k.Model([a, b], [k.layers.Concatenate(name="join")([lstm(dense(a)), lstm(dense(dense(b)))]), dense(a)])


@family.case()
def one_output_of_many_nodes(k):
    """The model ends at the first call of a shared layer, not at its last."""
    x = k.Input((3,), name="x")
    dense = k.layers.Dense(3, name="dense")
    first = dense(x)
    second = dense(first)
    return k.Model(x, [first, k.layers.Subtract(name="minus")([second, first]), first])


@family.case()
def inputs_out_of_order(k):
    """The order of the inputs is the model's, not that of their making or of their names."""
    a, b, c = k.Input((2,), name="a"), k.Input((3,), name="b"), k.Input((4,), name="c")
    join = k.layers.Concatenate(name="join")([b, c, a])
    return k.Model([c, a, b], [k.layers.Dense(2, name="z")(join), k.layers.Dense(2, name="y")(join)])


@family.case()
def output_is_an_input(k):
    x = k.Input((3,), name="x")
    return k.Model(x, [x, k.layers.Dense(2, name="dense")(x)])


@family.case()
def single_input_and_output_as_lists(k):
    x = k.Input((3,), name="x")
    return k.Model([x], [k.layers.Dense(2, name="dense")(x)])


@family.case()
def dict_inputs(k):
    ins = {"right": k.Input((3,), name="right"), "left": k.Input((2,), name="left")}
    join = k.layers.Concatenate(name="join")([ins["left"], ins["right"]])
    return k.Model(ins, k.layers.Dense(2, name="dense")(join))


@family.case()
def dict_outputs(k):
    x = k.Input((3,), name="x")
    return k.Model(x, {"wide": k.layers.Dense(4, name="d1")(x), "narrow": k.layers.Dense(2, name="d2")(x)})


@family.case()
def names_with_odd_signs(k):
    """Blanks, dots and dashes. (A name with a blank is refused by tf_keras.)"""
    x = k.Input((3,), name="x-1")
    hidden = k.layers.Dense(3, name="dense 1" if k.is3 else "dense.1")(x)
    return k.Model(x, k.layers.Dense(2, name="Dense-2.b")(hidden))


@family.case(only="tf")
def names_with_slashes(k):
    x = k.Input((4, 4, 2), name="x")
    y = k.layers.Conv2D(3, 2, name="block1/conv")(x)
    return k.Model(x, k.layers.BatchNormalization(name="block1/norm")(y))


@family.case()
def class_of_the_user(k):
    """A functional model of a class with a training step of its own, and one inside it."""

    class Trained(k.Model):
        def train_step(self, data):
            raise NotImplementedError

    y = k.Input((3,), name="y")
    inner = Trained(y, k.layers.Dense(4, activation="tanh", name="hidden")(y), name="inner")
    x = k.Input((3,), name="x")
    return Trained(x, k.layers.Dense(2, name="head")(inner(x)), name="outer")


@family.case()
def residual_network(k):
    layers = k.layers
    x = k.Input((8, 8, 3), name="x")
    y = layers.Conv2D(4, 3, padding="same", use_bias=False, name="conv1")(x)
    y = layers.ReLU(name="relu1")(layers.BatchNormalization(name="norm1")(y))
    z = layers.Conv2D(4, 3, padding="same", name="conv2")(y)
    z = layers.BatchNormalization(name="norm2")(z)
    y = layers.Activation("relu", name="relu2")(layers.Add(name="add")([y, z]))
    y = layers.GlobalAveragePooling2D(name="pool")(layers.MaxPooling2D(name="max")(y))
    return k.Model(x, layers.Dense(3, activation="softmax", name="head")(y))


# --- plain operations between layers: TFOpLambda and SlicingOpLambda in tf_keras, op nodes in Keras 3 --------------------


def ops_case(**options):
    """A case that gets x [3, 4] and y [3, 4] (and the oracle) and returns the outputs."""

    def declare(outputs_of):
        def build(k):
            x, y = k.Input((3, 4), name="x"), k.Input((3, 4), name="y")
            return k.Model([x, y], outputs_of(k, x, y))

        family.add(outputs_of.__name__, build, **options)
        return outputs_of

    return declare


@ops_case()
def ops_arithmetic(k, x, y):
    return [
        x + y,
        x - y,
        x * y,
        x / (y * y + 1.0),
        x + 2.0,
        3.0 - x,
        x * 0.5,
        2.0 / (x * x + 1.0),
        x**2,
        -x,
        abs(x) if k.is3 else tf.abs(x),
    ]


@ops_case()
def ops_integer_arithmetic(k, x, y):
    cast = keras.ops.cast if k.is3 else tf.cast
    i, j = cast(x * 5.0, "int32"), cast(y * y * 9.0, "int32") + 1
    return [i // j, i % j, i + j, cast(i, "float32"), i * 3]


@ops_case()
def ops_slicing(k, x, y):
    return [
        x[:, 0],
        x[:, 1:],
        x[:, :, -1],
        x[:, ::2, 1:3],
        x[..., 2],
        x[:, None, :, 0],
        x[:, -2:, ::-1],
        y[:, 1] * x[:, 2, :],
    ] + ([] if k.is3 else [x[1:], x[0]])  # Keras 3 does not cut the batch


@ops_case()
def ops_elementwise(k, x, y):
    f, positive = k.op, y * y + 0.5
    names = ["exp", "tanh", "sigmoid", "sin", "cos", "floor", "round", "sign", "square"]
    names += ["ceil"] if k.is3 else []
    log = keras.ops.log if k.is3 else tf.math.log
    rsqrt = keras.ops.rsqrt if k.is3 else tf.math.rsqrt
    return [f(name)(x) for name in names] + [f("sqrt")(positive), log(positive), rsqrt(positive), f("maximum")(x, y), f("minimum")(x, 0.1)]


@ops_case()
def ops_activations(k, x, y):
    nn = keras.ops if k.is3 else tf.nn
    names = ["relu", "relu6", "elu", "selu", "gelu", "silu", "softmax", "softplus", "softsign", "leaky_relu", "log_softmax"]
    return [getattr(nn, name)(x * 3.0) for name in names]


@ops_case()
def ops_reductions(k, x, y):
    if k.is3:
        o = keras.ops
        return [
            o.mean(x, axis=1),
            o.mean(x, axis=[1, 2], keepdims=True),
            o.sum(x, axis=-1),
            o.max(x, axis=2, keepdims=True),
            o.min(x, axis=1),
            o.prod(x, axis=1),
            o.std(x, axis=1),
            o.var(x, axis=-1),
            o.argmax(x, axis=-1),
            o.argmin(x, axis=1),
            o.any(x > 1.0, axis=1),
            o.all(x > -1.0, axis=2),
            o.logsumexp(x, axis=1),
            o.norm(x, axis=-1),
            o.cumsum(x, axis=1),
        ]
    return [
        tf.reduce_mean(x, axis=1),
        tf.reduce_mean(x, axis=[1, 2], keepdims=True),
        tf.reduce_sum(x, -1),
        tf.reduce_max(x, axis=2, keepdims=True),
        tf.reduce_min(x, axis=1),
        tf.reduce_prod(x, axis=1),
        tf.math.reduce_std(x, axis=1),
        tf.math.reduce_variance(x, axis=-1),
        tf.argmax(x, axis=-1),
        tf.argmin(x, axis=1),
        tf.reduce_any(x > 1.0, axis=1),
        tf.reduce_all(x > -1.0, axis=2),
        tf.reduce_logsumexp(x, axis=1),
        tf.norm(x, axis=-1),
        tf.cumsum(x, axis=1),
    ]


@ops_case()
def ops_shapes(k, x, y):
    if k.is3:
        o = keras.ops
        return [
            o.reshape(x, (-1, 12)),
            o.reshape(x, (-1, 2, 6)),
            o.transpose(x, (0, 2, 1)),
            o.expand_dims(x, 1),
            o.squeeze(o.expand_dims(x, -1), -1),
            o.repeat(x, 2, axis=1),
            o.tile(x, (1, 2, 1)),
            o.flip(x, axis=1),
            o.pad(x, ((0, 0), (1, 2), (0, 1))),
            o.roll(x, 1, axis=2),
            o.swapaxes(x, 1, 2),
            o.moveaxis(x, 1, 2),
        ]
    return [
        tf.reshape(x, (-1, 12)),
        tf.reshape(x, [-1, 2, 6]),
        tf.transpose(x, perm=[0, 2, 1]),
        tf.expand_dims(x, 1),
        tf.squeeze(tf.expand_dims(x, -1), axis=-1),
        tf.repeat(x, 2, axis=1),
        tf.tile(x, [1, 2, 1]),
        tf.reverse(x, axis=[1]),
        tf.pad(x, [[0, 0], [1, 2], [0, 1]]),
        tf.roll(x, 1, axis=2),
    ]


@ops_case(only="tf")
def ops_dynamic_shape(k, x, y):
    """The batch is asked for at run time. (In Keras 3 the shape of a symbol is a tuple with None: nothing to record.)"""
    size = tf.shape(x)[0]
    return [
        tf.reshape(x, [size, 4, 3]),
        tf.reshape(x, tf.stack([size, 2, 6])),
        tf.broadcast_to(tf.reduce_mean(y, axis=0, keepdims=True), tf.shape(x)),
    ]


@ops_case()
def ops_joining(k, x, y):
    if k.is3:
        o = keras.ops
        first, second = o.split(x, 2, axis=-1)
        parts = o.split(x, [1, 3], axis=-1)
        rows = o.unstack(x, axis=1)
        return [o.concatenate([x, y], axis=1), o.stack([x, y], axis=1), second - first, *parts, rows[1] + rows[2]]
    first, second = tf.split(x, 2, axis=-1)
    parts = tf.split(x, [1, 2, 1], axis=-1)
    rows = tf.unstack(x, axis=1)
    return [tf.concat([x, y], axis=1), tf.stack([x, y], axis=1), second - first, *parts, rows[1] + rows[2]]


@ops_case()
def ops_products(k, x, y):
    if k.is3:
        o = keras.ops
        return [
            o.matmul(x, o.transpose(y, (0, 2, 1))),
            o.einsum("bij,bkj->bik", x, y),
            o.dot(x, k.array([[0.3, -1.0], [0.5, 2.0], [1.0, 0.1], [-0.7, 0.2]])),
            o.tensordot(x, k.array(np.arange(8).reshape(4, 2)), axes=[[2], [0]]),
        ]
    return [
        tf.matmul(x, y, transpose_b=True),
        tf.linalg.matmul(tf.transpose(x, [0, 2, 1]), y),
        tf.tensordot(x, k.array(np.arange(8).reshape(4, 2)), axes=[[2], [0]]),
    ]


@ops_case(only="tf")
def ops_einsum(k, x, y):
    """Its first argument is a string, and so the file holds a constant in a tensor's place."""
    return [tf.einsum("bij,bkj->bik", x, y)]


@ops_case()
def ops_comparisons(k, x, y):
    o = keras.ops if k.is3 else tf
    cast = o.cast
    chosen = o.where(x > y, x, y * 0.1)
    logical = (o.logical_and, o.logical_or, o.logical_not)
    both = logical[0](x > 0.0, y > 0.0)
    return [x > y, x <= 0.3, o.equal(o.round(x), o.round(y)), o.not_equal(o.round(x), 1.0), chosen, both, logical[2](both), cast(logical[1](x > 1.0, y > 1.0), "float32")]


@ops_case()
def ops_clip_and_gather(k, x, y):
    if k.is3:
        o = keras.ops
        ids = o.argmax(x, axis=-1)
        top, places = o.top_k(x, k=2)
        return [o.clip(x, -0.5, 0.7), o.take(x, [2, 0], axis=1), o.one_hot(ids, 4), top, places, o.take_along_axis(x, o.expand_dims(ids, -1), axis=-1)]
    ids = tf.argmax(x, axis=-1)
    top, places = tf.math.top_k(x, k=2)
    return [tf.clip_by_value(x, -0.5, 0.7), tf.gather(x, [2, 0], axis=1), tf.one_hot(ids, 4), top, places, tf.nn.l2_normalize(x, axis=-1), tf.gather(x, tf.expand_dims(ids, -1), axis=2, batch_dims=2)]


@ops_case()
def ops_array_constants(k, x, y):
    row, table = k.array([1.0, -2.0, 0.5, 3.0]), k.array(np.arange(12).reshape(3, 4) / 5)
    return [x + row, k.op("subtract")(row, y), x * table, (keras.ops.maximum if k.is3 else tf.maximum)(x, table)]


@family.case()
def ops_images(k):
    x = k.Input((6, 5, 3), name="x")
    if k.is3:
        o = keras.ops
        kernel = k.array(np.linspace(-1, 1, 3 * 3 * 3 * 2).reshape(3, 3, 3, 2))
        return k.Model(
            x,
            [
                o.image.resize(x, (9, 4)),
                o.image.resize(x, (3, 10), interpolation="nearest"),
                o.max_pool(x, 2, 2, padding="same"),
                o.average_pool(x, 3, 1, padding="valid"),
                o.conv(x, kernel, strides=2, padding="same"),
            ],
        )
    return k.Model(
        x,
        [
            tf.image.resize(x, (9, 4)),
            tf.image.resize(x, (3, 10), method="nearest"),
            tf.nn.max_pool2d(x, 2, 2, padding="SAME"),
            tf.nn.avg_pool2d(x, 3, 1, padding="VALID"),
            tf.nn.space_to_depth(x[:, :, :4], 2),
        ],
    )


@family.case()
def ops_between_layers(k):
    """As people write them: scaled input, an attention by hand, a gate."""
    layers, softmax = k.layers, (keras.ops.softmax if k.is3 else tf.nn.softmax)
    x = k.Input((5, 4), name="x")
    hidden = layers.Dense(4, name="dense")(x / 2.0 - 0.5)
    scores = softmax(layers.Dense(1, name="scores")(hidden), axis=1)
    pooled = keras.ops.sum(scores * hidden, axis=1) if k.is3 else tf.reduce_sum(scores * hidden, axis=1)
    gate = layers.Dense(4, activation="sigmoid", name="gate")(hidden[:, -1, :])
    return k.Model(x, layers.Dense(2, name="head")(gate * pooled + (1.0 - gate) * x[:, 0]))


@family.case()
def ops_in_nested_model(k):
    y = k.Input((4,), name="y")
    sub = k.Model(y, k.layers.Dense(4, name="dense")(y * 2.0) + y, name="sub")
    x = k.Input((4,), name="x")
    return k.Model(x, sub(sub(x)) - x)


@family.case(only="k3")
def op_names_as_layers(k):
    """The operations Add, Multiply, Concatenate and Reshape beside the layers of the same class names."""
    layers, o = k.layers, keras.ops
    x, y = k.Input((3, 4), name="x"), k.Input((3, 4), name="y")
    return k.Model(
        [x, y],
        [
            layers.Add(name="add_layer")([x, y]) + y,
            layers.Multiply(name="multiply_layer")([x, y]) * x,
            o.concatenate([layers.Concatenate(name="concatenate_layer")([x, y]), x], axis=-1),
            o.reshape(layers.Reshape((2, 6), name="reshape_layer")(x), (-1, 3, 4)),
            o.maximum(layers.Maximum(name="maximum_layer")([x, y]), 0.2),
            o.flip(layers.Flatten(name="flatten_layer")(x), axis=1),
        ],
    )


@family.case(only="tf")
def backend_functions(k):
    """`tf_keras.backend` functions become TFOpLambda layers too."""
    b = k.module.backend
    x = k.Input((3, 4), name="x")
    return k.Model(x, [b.mean(x, axis=1), b.square(x), b.concatenate([x, x], axis=1), b.expand_dims(x, 1), b.clip(x, -0.2, 0.4)])


@ops_case(only="k3")
def ops_rarer(k, x, y):
    ops = keras.ops
    gap = ops.where(x > 1.0, float("nan"), x)
    far = ops.where(y > 1.0, float("inf"), ops.where(y < -1.0, float("-inf"), y))
    return [
        ops.fabs(x),
        ops.rad2deg(x),
        ops.cbrt(x),
        ops.sinc(x),
        ops.cast(ops.isposinf(far), "int32"),
        ops.cast(ops.isneginf(far), "int32"),
        ops.nan_to_num(gap, nan=2.5),
        ops.nan_to_num(far, posinf=7.0, neginf=-8.0),
        ops.heaviside(ops.where(x > 0.5, 0.0, x), y),
        ops.cast(ops.isclose(x, x + 0.01 * y, rtol=0.01, atol=0.001), "int32"),
        ops.fmax(gap, y),
        ops.fmin(gap, y),
        ops.logaddexp2(x, y),
        ops.ptp(x, axis=-1),
        ops.ptp(x, axis=1, keepdims=True),
        ops.nansum(gap, axis=-1),
        ops.nanmean(gap, axis=-1, keepdims=True),
    ]


@family.case()
def late_input(k):
    """A layer called twice stands in the file before the second of the inputs that it reads."""
    layers = k.layers
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    shared = layers.Dense(4, name="shared")
    near = shared(b)
    far = shared(a)
    for i in range(3):
        far = layers.Dense(4, activation="tanh", name=f"far_{i}")(far)
    return k.Model([a, b], [far, near])


@family.case(archive=True)
def inner_inputs_conform(k):
    """A model inside gets numbers of its input's type, and a last axis of one comes or goes."""
    layers = k.layers
    steps, flat, pair = k.Input((4, 1), name="steps"), k.Input((4,), name="flat"), k.Input((2, 4), name="pair")
    with_axis = k.Model(steps, layers.Conv1D(3, 2, name="conv")(steps), name="with_axis")
    without_axis = k.Model(flat, layers.Dense(3, name="dense")(flat), name="without_axis")
    of_reals = k.Model(pair, layers.AveragePooling1D(2, name="mean")(pair), name="of_reals")
    x, y, n = k.Input((4,), name="x"), k.Input((4, 1), name="y"), k.Input((4,), dtype="int32", name="n")
    rows = layers.RepeatVector(2, name="rows")(n)
    axes = [] if k.is3 else [with_axis(x), without_axis(y)]  # Keras 3 wants the axes right between symbolic tensors
    return k.Model([x, y, n], [*axes, of_reals(rows)])


@family.case(only="tf", archive=True)
def tf_functions_more(k):
    x, y = k.Input((4, 3), name="x"), k.Input((5, 5, 2), name="y")
    kernel = k.array(np.sin(np.arange(24.0)).reshape(2, 2, 2, 3))
    return k.Model(
        [x, y],
        [
            tf.math.cumprod(x, axis=1),
            tf.math.cumprod(x, axis=-1, exclusive=True),
            tf.math.cumprod(x, axis=1, reverse=True),
            tf.math.cumprod(x, axis=1, exclusive=True, reverse=True),
            tf.cast(tf.fill(tf.shape(x), 0.5), x.dtype) * x,
            tf.linalg.band_part(x, 0, -1),
            tf.linalg.band_part(x, 1, 1),
            tf.linalg.band_part(x, -1, 0),
            tf.pad(x, [[0, 0], [1, 2], [0, 3]], mode="SYMMETRIC"),
            tf.nn.conv2d(y, kernel, 1, "SAME"),
        ],
    )


@family.case()
def frozen_inside(k):
    """Parts of a nested model frozen when they are made, or later: their weights stand elsewhere in a .h5."""
    layers = k.layers
    x = k.Input((3, 4), name="x")
    look = layers.MultiHeadAttention(2, 2, name="look")
    y = layers.TimeDistributed(layers.Dense(4, name="each_dense"), trainable=False, name="each")(x)
    y = look(y, y)
    y = layers.MultiHeadAttention(2, 2, name="look_again")(y, y)
    y = layers.RNN(layers.LSTMCell(4), return_sequences=True, trainable=False, name="frozen_steps")(y)
    y = layers.BatchNormalization(trainable=False, name="frozen_norm")(layers.BatchNormalization(name="norm")(y))
    y = layers.RNN(layers.LSTMCell(4), name="steps")(y)
    inner = k.Model(x, y, name="inner")
    look.trainable = False
    z = k.Input((3, 4), name="z")
    return k.Model(z, layers.Dense(2, name="head")(inner(z)))
