"""Dense nets: frozen parts, penalties, constraints, nested models, several outputs."""

import keras
import numpy as np

from .case import Case, SGD, bits, chain, data, floats, ints, one_hot, sgd, weights

L = keras.layers
R = keras.regularizers
C = keras.constraints


def wider():
    """Kernels of 320 and 448 numbers, which TensorFlow's kernel of Adam would share out among threads."""
    layers = [L.Dense(64, activation="tanh"), L.Dense(7, activation="relu"), L.Dense(3, activation="softmax")]
    return keras.Sequential([keras.Input((5,)), *layers])


def dense():
    return keras.Sequential(
        [keras.Input((5,)), L.Dense(8, activation="relu"), L.Dense(4, activation="tanh"), L.Dense(3, activation="softmax")]
    )


def binary():
    return keras.Sequential([keras.Input((5,)), L.Dense(6, activation="selu"), L.Dense(1, activation="sigmoid")])


def autoencoder():
    encoder = keras.Sequential([keras.Input((8,)), L.Dense(6, activation="relu", name="in"), L.Dense(3, name="code")], name="encoder")
    decoder = keras.Sequential([keras.Input((3,)), L.Dense(6, activation="relu", name="in"), L.Dense(8, activation="sigmoid")], name="decoder")
    image = keras.Input((8,), name="image")
    return keras.Model(image, decoder(encoder(image)), name="autoencoder")


def siamese():
    one, two = keras.Input((4,), name="one"), keras.Input((4,), name="two")
    tower = keras.Sequential([L.Dense(6, activation="relu"), L.BatchNormalization(), L.Dense(3)], name="tower")
    distance = keras.ops.abs(L.Subtract()([tower(one), tower(two)]))
    return keras.Model([one, two], L.Dense(1, activation="sigmoid", name="same")(distance))


def two_outputs():
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    h = L.Concatenate()([L.Dense(5, activation="relu")(a), L.Dense(5, activation="tanh")(b)])
    kind = L.Dense(3, activation="softmax", name="kind")(h)
    size = L.Dense(2, name="size")(h)
    return keras.Model([a, b], [kind, size])


def partly_constrained():
    a, b = keras.Input((4,), name="a"), keras.Input((3,), name="b")
    kind = L.Dense(3, activation="softmax", kernel_constraint=C.MaxNorm(0.5), name="kind")(a)
    size = L.Dense(2, kernel_constraint=C.MaxNorm(0.5), name="size")(b)
    return keras.Model([a, b], [kind, size])


def rounded():
    """Rounding hands no gradient on: the layer before it stays as it is."""
    x = keras.Input((5,))
    return keras.Model(x, L.Dense(3, activation="softmax")(keras.ops.round(L.Dense(4, name="before")(x)) + L.Dense(4, name="beside")(x)))


def numpy_functions():
    """A gradient through each of the functions of NumPy's that have one; not through those that count or pick places."""
    o = keras.ops
    x = keras.Input((5,))
    h = L.Dense(6, activation="tanh", name="before")(x)
    gap = o.where(h > 0.5, float("nan"), h)
    square = o.reshape(h, (-1, 2, 3))
    parts = [
        o.cumprod(h + 1.5, axis=1),
        o.nancumsum(gap, axis=1),
        o.nancumprod(gap + 2.0, axis=1),
        o.quantile(h, [0.3, 0.8], axis=1, keepdims=True)[1],
        o.percentile(h, 45.0, axis=1, method="midpoint", keepdims=True),
        o.median(square, axis=2),
        o.nanvar(o.concatenate([gap, x], axis=1), axis=1, keepdims=True),
        o.nanmax(o.concatenate([gap, x], axis=1), axis=1, keepdims=True),
        o.nanprod(gap, axis=1, keepdims=True),
        o.expand_dims(o.trace(square, offset=1, axis1=1, axis2=2), 1),
        o.cross(h[:, :3], h[:, 3:]),
        o.trapezoid(square, dx=0.5),
        o.reshape(o.linspace(h, 1.0, num=3, axis=1), (-1, 18)),
        o.logspace(h, h + 0.1, num=2, base=2.0)[1],
        o.geomspace(o.exp(h), 2.0 * o.exp(h), num=3)[1],
        o.reshape(o.rot90(square, axes=(1, 2)), (-1, 6)),
        o.i0(h * 2.0),
        o.fmod(h * 3.0, 0.7),
        o.ldexp(h, np.array([1, 0, -1, 2, 1, 0], "int32")),
        o.select([h > 0.3, h < -0.3], [h, h * h], 0.5),
        o.expand_dims(o.slogdet(o.reshape(h[:, :4], (-1, 2, 2)) + 2.0 * np.eye(2, dtype="float32"))[1], 1),
    ]
    return keras.Model(x, L.Dense(3, activation="softmax")(0.1 * o.concatenate(parts, axis=1)))


def spectral_images(L):
    return [
        L.SpectralNormalization(L.Conv2D(3, 2, activation="relu", kernel_regularizer="l2")),
        L.SpectralNormalization(L.Dense(4, trainable=False), power_iterations=3),
        L.Flatten(),
        L.Dense(2, activation="softmax"),
    ]


TWO = data([floats(4), floats(3)], [ints(3), floats(2)])
TWO_WEIGHTED = data([floats(4), floats(3)], [ints(3), floats(2)], [weights(), weights()])


def frozen():
    model = dense()
    model.layers[0].trainable = False
    return model


def frozen_norm():
    return keras.Sequential(
        [
            keras.Input((5,)),
            L.Dense(6),
            L.BatchNormalization(trainable=False),
            L.ReLU(),
            L.Dense(4),
            L.BatchNormalization(momentum=0.7, epsilon=1e-2),
            L.Dense(3, activation="softmax"),
        ]
    )


def frozen_nested():
    body = keras.Sequential([keras.Input((5,)), L.Dense(6, activation="relu"), L.BatchNormalization()], name="body")
    body.trainable = False
    return keras.Sequential([keras.Input((5,)), body, L.Dense(3, activation="softmax", name="head")])


def regularized():
    return keras.Sequential(
        [
            keras.Input((5,)),
            L.Dense(6, activation="relu", kernel_regularizer=R.L1(0.01), bias_regularizer=R.L2(0.02)),
            L.Dense(4, kernel_regularizer=R.L1L2(0.01, 0.03), activity_regularizer=R.L2(0.05)),
            L.ActivityRegularization(l1=0.01, l2=0.02),
            L.Dense(4, kernel_regularizer=R.OrthogonalRegularizer(0.01, mode="columns")),
            L.PReLU(alpha_regularizer="l2", shared_axes=[1]),
            L.Dense(3, activation="softmax", kernel_regularizer="l2", activity_regularizer=R.L1(0.01)),
        ]
    )


def frozen_regularized():
    model = regularized()
    model.layers[0].trainable = False
    model.layers[1].trainable = False
    return model


def constrained():
    return keras.Sequential(
        [
            keras.Input((5,)),
            L.Dense(6, activation="relu", kernel_constraint=C.MaxNorm(0.7), bias_constraint=C.NonNeg()),
            L.Dense(4, kernel_constraint=C.UnitNorm(axis=1), activation="tanh"),
            L.BatchNormalization(gamma_constraint=C.MinMaxNorm(0.2, 0.9, rate=0.5)),
            L.Dense(3, activation="softmax", kernel_constraint=C.NonNeg()),
        ]
    )


def activations(L):
    return [
        L.Dense(5),
        L.PReLU(),
        L.Dense(5, activation="gelu"),
        L.Dense(5),
        L.LeakyReLU(negative_slope=0.2),
        L.Dense(5, activation="silu"),
        L.Dense(5, activation="hard_sigmoid"),
        L.Dense(5),
        L.ELU(alpha=0.7),
        L.Dense(5, activation="mish"),
        L.Dense(5, activation="softplus"),
        L.Dense(5),
        L.Softmax(),
        L.Dense(4, activation="log_softmax"),
    ]


def norms(L):
    return [
        L.Dense(8),
        L.LayerNormalization(epsilon=1e-6),
        L.Dense(8, activation="relu"),
        L.GroupNormalization(groups=2),  # Two values in a group would be 1 and -1: Keras' own numbers then move by 5e-5.
        L.Dense(8),
        L.RMSNormalization(),
        L.Dense(6),
        L.UnitNormalization(),
        L.Dense(4),
    ]


SPARSE = "sparse_categorical_crossentropy"
XY = data(floats(5), ints(3))
Losses = keras.losses

CASES = [
    Case("dense", dense, XY, sgd(SPARSE, "accuracy"), validation=5),
    Case(
        "dense_adam_matrices",
        wider,
        XY,
        lambda: {"optimizer": keras.optimizers.Adam(0.01), "loss": SPARSE, "metrics": ["accuracy"]},
    ),
    Case(
        "dense_adam",
        dense,
        XY,
        lambda: {"optimizer": "adam", "loss": SPARSE, "metrics": ["accuracy"]},
        validation=5,
        tolerance=1e-4,
        weight_tolerance=1e-4,
    ),
    Case("binary", binary, data(floats(5), bits(1)), sgd("binary_crossentropy", "accuracy", "AUC", "Precision", "Recall")),
    Case(
        "binary_logits",
        chain((5,), lambda L: [L.Dense(6, activation="elu"), L.Dense(2)]),
        data(floats(5), bits(2)),
        lambda: {
            "optimizer": SGD(0.2, momentum=0.9, nesterov=True),
            "loss": Losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.1),
            "metrics": [keras.metrics.BinaryAccuracy(threshold=0.0), "mse"],
        },
    ),
    Case("mae", chain((5,), lambda L: [L.Dense(6, activation="relu"), L.Dense(2)]), data(floats(5), floats(2)), sgd("mae", "mse", "RootMeanSquaredError")),
    Case("huber_sum", chain((5,), lambda L: [L.Dense(6, activation="relu"), L.Dense(2)]), data(floats(5), floats(2)), sgd(Losses.Huber(reduction="sum"), rate=0.02)),
    Case("kl", chain((5,), lambda L: [L.Dense(6, activation="relu"), L.Dense(3, activation="softmax")]), data(floats(5), one_hot(3)), sgd("kl_divergence", "categorical_crossentropy", "accuracy")),
    Case("autoencoder", autoencoder, lambda rng, n: (lambda a: (a, a))(rng.uniform(0, 1, (n, 8)).astype("float32")), sgd("binary_crossentropy", "mse", rate=0.5)),
    Case("siamese", siamese, data([floats(4), floats(4)], bits(1)), sgd("binary_crossentropy", "accuracy")),
    Case("frozen", frozen, XY, sgd(SPARSE)),
    Case("frozen_norm", frozen_norm, XY, sgd(SPARSE, "accuracy"), validation=4),
    Case("frozen_nested", frozen_nested, XY, sgd(SPARSE, "accuracy"), validation=4),
    Case("regularized", regularized, XY, sgd(SPARSE, "accuracy"), samples=10, validation=5),
    Case("frozen_regularized", frozen_regularized, XY, sgd(SPARSE)),
    Case("constrained", constrained, XY, sgd(SPARSE)),
    Case("activations", chain((5,), activations), data(floats(5), floats(4)), sgd("mse")),
    Case("spectral_norm", chain((5,), lambda L: [L.SpectralNormalization(L.Dense(4), power_iterations=2)]), data(floats(5), floats(4)), sgd("mse")),
    Case(
        "spectral_norm_adam",
        chain((4, 4, 2), spectral_images),
        data(floats(4, 4, 2), ints(2)),
        lambda: {"optimizer": keras.optimizers.AdamW(0.01, weight_decay=0.1), "loss": SPARSE},
    ),
    Case(
        "spectral_norm_accumulation",
        chain((5,), lambda L: [L.SpectralNormalization(L.Dense(4))]),
        data(floats(5), floats(4)),
        lambda: {"optimizer": SGD(0.1, momentum=0.5, gradient_accumulation_steps=2), "loss": "mse"},
    ),
    Case("norms", chain((5,), norms), data(floats(5), floats(4)), sgd("mse")),
    Case(
        "outputs_dict",
        two_outputs,
        TWO,
        lambda: {
            "optimizer": SGD(0.1),
            "loss": {"kind": SPARSE, "size": "mse"},
            "loss_weights": {"kind": 1.5, "size": 0.3},
            "metrics": {"kind": ["accuracy"], "size": ["mae", "mse"]},
        },
        validation=5,
    ),
    Case(
        "outputs_list",
        two_outputs,
        TWO_WEIGHTED,
        lambda: {
            "optimizer": SGD(0.1),
            "loss": [SPARSE, Losses.Huber()],
            "loss_weights": [0.5, 2.0],
            "metrics": [["accuracy"], ["mae"]],
            "weighted_metrics": [["accuracy"], ["mae"]],
        },
        validation=5,
    ),
    Case("outputs_one_loss", two_outputs, data([floats(4), floats(3)], [one_hot(3), floats(2)]), sgd("mse")),
    # The layer of the other output has no gradient: Keras leaves it out of the step, but not out of the averages.
    Case(
        "outputs_partial_decay",
        partly_constrained,
        TWO,
        lambda: {
            "optimizer": keras.optimizers.AdamW(0.01, weight_decay=0.1, global_clipnorm=0.5, use_ema=True, ema_momentum=0.8),
            "loss": {"kind": None, "size": "mse"},
        },
    ),
    Case("rounded", rounded, XY, lambda: {"optimizer": SGD(0.1, weight_decay=0.1), "loss": SPARSE}),
    Case("numpy_functions", numpy_functions, XY, sgd(SPARSE)),
    Case("outputs_partial", two_outputs, TWO, sgd({"kind": None, "size": "mse"}, metrics={"size": "mae"})),
]
