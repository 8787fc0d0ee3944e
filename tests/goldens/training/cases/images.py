"""Convolutions, normalisation, U-net, Inception and residual blocks."""

import keras

from .case import Case, SGD, bits, chain, data, floats, ints, one_hot, sgd

L = keras.layers


def cnn(L):
    return [
        L.Conv2D(4, 3, padding="same", use_bias=False),
        L.BatchNormalization(),
        L.ReLU(),
        L.MaxPooling2D(),
        L.Conv2D(6, 3, activation="relu"),
        L.BatchNormalization(momentum=0.9, scale=False),
        L.Flatten(),
        L.Dense(3, activation="softmax"),
    ]


def separable(L):
    return [
        L.ZeroPadding2D(1),
        L.SeparableConv2D(4, 3, strides=2, activation="relu"),
        L.DepthwiseConv2D(3, depth_multiplier=2, padding="same"),
        L.AveragePooling2D(2, strides=1, padding="same"),
        L.Conv2DTranspose(3, 3, strides=2, padding="same", activation="relu"),
        L.Cropping2D(((0, 1), (1, 0))),
        L.Conv2D(4, 2, dilation_rate=2),
        L.GlobalAveragePooling2D(),
        L.Dense(2),
    ]


def lines(L):
    return [
        L.Conv1D(4, 3, padding="causal", activation="relu"),
        L.MaxPooling1D(2),
        L.SeparableConv1D(5, 2, padding="same"),
        L.DepthwiseConv1D(2),
        L.Conv1DTranspose(3, 2, strides=2),
        L.AveragePooling1D(2),
        L.GlobalMaxPooling1D(),
        L.Dense(2),
    ]


def volumes(L):
    return [
        L.Conv3D(3, 2, padding="same", activation="relu"),
        L.BatchNormalization(),
        L.MaxPooling3D(2),
        L.Conv3DTranspose(2, 2, strides=2),
        L.AveragePooling3D(2),
        L.Flatten(),
        L.Dense(2),
    ]


def groups(L):
    return [
        L.Conv2D(6, 3, groups=2, padding="same", activation="relu"),
        L.GroupNormalization(groups=3),
        L.Conv2D(4, 2, strides=2, padding="valid"),
        L.LayerNormalization(axis=[1, 2, 3]),
        L.Reshape((4, -1)),
        L.Permute((2, 1)),
        L.Flatten(),
        L.Dense(2),
    ]


def unet():
    image = keras.Input((8, 8, 1), name="image")
    down = L.Conv2D(3, 3, padding="same", activation="relu")(image)
    down = L.BatchNormalization()(down)
    pooled = L.MaxPooling2D()(down)
    middle = L.Conv2D(5, 3, padding="same", activation="relu")(pooled)
    up = L.Conv2DTranspose(3, 2, strides=2)(middle)
    wide = L.UpSampling2D(2, interpolation="bilinear")(middle)
    joined = L.Concatenate()([down, up, wide])
    out = L.Conv2D(3, 3, padding="same", activation="relu")(joined)
    return keras.Model(image, L.Conv2D(1, 1, activation="sigmoid")(out), name="unet")


def inception():
    image = keras.Input((6, 6, 2), name="image")

    def block(x, units):
        one = L.Conv2D(units, 1, activation="relu", padding="same")(x)
        three = L.Conv2D(units, 3, activation="relu", padding="same")(L.Conv2D(2, 1, activation="relu")(x))
        five = L.Conv2D(units, 5, activation="relu", padding="same")(L.Conv2D(2, 1, activation="relu")(x))
        pool = L.Conv2D(units, 1, activation="relu")(L.MaxPooling2D(3, strides=1, padding="same")(x))
        return L.Concatenate()([one, three, five, pool])

    h = L.GlobalAveragePooling2D()(block(block(image, 2), 3))
    return keras.Model(image, L.Dense(3, activation="softmax")(h), name="inception")


def residual():
    image = keras.Input((6, 6, 2), name="image")

    def block(x, units, strides):
        h = L.Conv2D(units, 3, strides=strides, padding="same", use_bias=False)(x)
        h = L.ReLU()(L.BatchNormalization()(h))
        h = L.BatchNormalization()(L.Conv2D(units, 3, padding="same", use_bias=False)(h))
        if strides > 1:
            x = L.BatchNormalization()(L.Conv2D(units, 1, strides=strides, use_bias=False)(x))
        return L.ReLU()(L.Add()([h, x]))

    h = L.GlobalAveragePooling2D()(block(block(image, 2, 1), 4, 2))
    return keras.Model(image, L.Dense(3, activation="softmax")(h), name="residual")


def merged():
    a, b = keras.Input((4, 3), name="a"), keras.Input((4, 3), name="b")
    h, k = L.Dense(3, activation="tanh")(a), L.Dense(3)(b)
    parts = [L.Multiply()([h, k]), L.Maximum()([h, k]), L.Minimum()([h, k]), L.Average()([h, k]), L.Dot(axes=2, normalize=True)([h, k])]
    h = L.Concatenate()(parts)
    return keras.Model([a, b], L.Dense(2)(L.Flatten()(h)))


IMAGES = data(floats(6, 6, 2), ints(3))
SPARSE = "sparse_categorical_crossentropy"

CASES = [
    Case(
        "cnn",
        chain((6, 6, 2), cnn),
        data(floats(6, 6, 2), one_hot(3)),
        sgd(keras.losses.CategoricalCrossentropy(label_smoothing=0.1), "accuracy", "top_k_categorical_accuracy", rate=0.05),
        validation=5,
    ),
    # BatchNormalization's near-zero gradients get full-size steps from Adam: the weights of two Kerases differ too.
    Case(
        "cnn_adam",
        chain((6, 6, 2), cnn),
        IMAGES,
        lambda: {"optimizer": keras.optimizers.Adam(0.001), "loss": SPARSE, "metrics": ["accuracy"]},
        validation=5,
        tolerance=1e-4,
        weight_tolerance=1e-3,
    ),
    Case("separable", chain((7, 7, 2), separable), data(floats(7, 7, 2), floats(2)), sgd("mse", "mae")),
    Case("lines", chain((8, 3), lines), data(floats(8, 3), floats(2)), sgd("mse")),
    Case("volumes", chain((4, 4, 4, 1), volumes), data(floats(4, 4, 4, 1), floats(2)), sgd("mse", rate=0.05)),
    Case("groups", chain((6, 6, 4), groups), data(floats(6, 6, 4), floats(2)), sgd("mse", rate=0.05)),
    Case("unet", unet, data(floats(8, 8, 1), bits(8, 8, 1)), sgd("binary_crossentropy", "accuracy"), validation=5),
    Case("inception", inception, IMAGES, sgd(SPARSE, "accuracy"), validation=5),
    Case("residual", residual, IMAGES, sgd(SPARSE, "accuracy", rate=0.05), validation=5),
    Case("merged", merged, data([floats(4, 3), floats(4, 3)], floats(2)), sgd("mse")),
]
