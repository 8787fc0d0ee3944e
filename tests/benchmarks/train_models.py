"""The networks of ./train and their data, made by Keras; train_side.py writes them into files that all sides read.

Each function returns a model, its features and its targets. What is drawn has a fixed seed.
"""

import pathlib
import sys

import numpy as np

MODELS = {}
OWN = pathlib.Path(__file__).resolve().parents[1] / "goldens" / "building"


def model(make):
    MODELS[make.__name__] = make
    return make


def uniform(*shape):
    return np.random.default_rng(7).uniform(0, 1, shape).astype("float32")


def whole(high, *shape):
    return np.random.default_rng(8).integers(0, high, shape).astype("int32")


def padded(high, count, steps):
    """Tokens from 1 on, in sequences of a quarter of the steps to all, with zeros behind."""
    draw = np.random.default_rng(9)
    tokens = draw.integers(1, high, (count, steps))
    return (tokens * (np.arange(steps) < draw.integers(steps // 4, steps + 1, (count, 1)))).astype("int32")


@model
def dense(keras):
    layers = [keras.Input((784,))]
    layers += [keras.layers.Dense(n, activation=a) for n, a in ((128, "relu"), (64, "relu"), (10, "softmax"))]
    return keras.Sequential(layers), uniform(60032, 784), whole(10, 60032)


@model
def cnn(keras):
    layers = [keras.Input((32, 32, 3))]
    for filters in (32, 64):
        for _ in range(2):
            layers += [keras.layers.Conv2D(filters, 3, padding="same", activation="relu"), keras.layers.BatchNormalization()]
        layers += [keras.layers.MaxPooling2D()]
    layers += [keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    return keras.Sequential(layers), uniform(1280, 32, 32, 3), whole(10, 1280)


@model
def lstm(keras):
    layers = [keras.Input((80, 128)), keras.layers.LSTM(128), keras.layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(layers), uniform(1600, 80, 128), whole(2, 1600, 1).astype("float32")


@model
def gru(keras):
    layers = [keras.Input((80,), dtype="int32"), keras.layers.Embedding(5000, 128, mask_zero=True)]
    layers += [keras.layers.GRU(128), keras.layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(layers), padded(5000, 1600, 80), whole(2, 1600, 1).astype("float32")


@model
def bidirectional(keras):
    layers = [keras.Input((80,), dtype="int32"), keras.layers.Embedding(5000, 128)]
    layers += [keras.layers.Bidirectional(keras.layers.LSTM(64, return_sequences=more)) for more in (True, False)]
    layers += [keras.layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(layers), whole(5000, 800, 80), whole(2, 800, 1).astype("float32")


@model
def transformer(keras):
    tokens = keras.Input((100,), dtype="int32")
    x = keras.layers.Embedding(5000, 64)(tokens)
    x = x + keras.layers.Embedding(100, 64)(np.arange(100, dtype="int32")[None])
    attended = keras.layers.MultiHeadAttention(4, 16)(x, x)
    x = keras.layers.LayerNormalization(epsilon=1e-6)(x + keras.layers.Dropout(0.1)(attended))
    inner = keras.layers.Dense(64)(keras.layers.Dense(128, activation="relu")(x))
    x = keras.layers.LayerNormalization(epsilon=1e-6)(x + keras.layers.Dropout(0.1)(inner))
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(2, activation="softmax")(keras.layers.Dropout(0.1)(x))
    return keras.Model(tokens, outputs), whole(5000, 1600, 100), whole(2, 1600)


def own_layers(keras):
    """The classes of Keras' text classification example, which Tenon's samples have in Java; registers them."""
    sys.path.append(str(OWN))
    from custom_layers import TransformerBlock

    @keras.saving.register_keras_serializable(package="mine")
    class TokenAndPosition(keras.layers.Layer):
        def __init__(self, steps, vocabulary, embed_dim, **kwargs):
            super().__init__(**kwargs)
            self.steps, self.vocabulary, self.embed_dim = steps, vocabulary, embed_dim
            self.token_emb = keras.layers.Embedding(vocabulary, embed_dim)
            self.pos_emb = keras.layers.Embedding(steps, embed_dim)

        def build(self, shape):
            self.token_emb.build(shape)
            self.pos_emb.build((self.steps,))
            super().build(shape)

        def call(self, tokens):
            return self.token_emb(tokens) + self.pos_emb(keras.ops.arange(0, self.steps))

        def get_config(self):
            config = {"steps": self.steps, "vocabulary": self.vocabulary, "embed_dim": self.embed_dim}
            return {**super().get_config(), **config}

    return TokenAndPosition, TransformerBlock


@model
def tutorial_transformer(keras):
    token_and_position, transformer_block = own_layers(keras)
    tokens = keras.Input((200,), dtype="int32")
    x = transformer_block(32, 2, 32)(token_and_position(200, 20_000, 32)(tokens))
    x = keras.layers.Dropout(0.1)(keras.layers.GlobalAveragePooling1D()(x))
    x = keras.layers.Dropout(0.1)(keras.layers.Dense(20, activation="relu")(x))
    return keras.Model(tokens, keras.layers.Dense(2, activation="softmax")(x)), whole(20_000, 1600, 200), whole(2, 1600)


@model
def embedding(keras):
    layers = [keras.Input((20,), dtype="int32"), keras.layers.Embedding(1_000_000, 64)]
    layers += [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(layers), whole(1_000_000, 640, 20), whole(2, 640, 1).astype("float32")


@model
def unet(keras):
    def twice(x, filters):
        for _ in range(2):
            x = keras.layers.BatchNormalization()(keras.layers.Conv2D(filters, 3, padding="same")(x))
            x = keras.layers.ReLU()(x)
        return x

    pixels = keras.Input((64, 64, 3))
    x, before = pixels, []
    for filters in (32, 64):
        x = twice(x, filters)
        before.append(x)
        x = keras.layers.MaxPooling2D()(x)
    x = twice(x, 128)
    for filters in (64, 32):
        x = keras.layers.Conv2DTranspose(filters, 2, strides=2)(x)
        x = twice(keras.layers.Concatenate()([before.pop(), x]), filters)
    classes = keras.layers.Conv2D(3, 1, activation="softmax")(x)
    return keras.Model(pixels, classes), uniform(64, 64, 64, 3), whole(3, 64, 64, 64)


@model
def resnet50(keras):
    return keras.applications.ResNet50(weights=None), uniform(64, 224, 224, 3), whole(1000, 64)


def frozen(keras, base):
    """A head on a frozen base, whose normalizations have the statistics of the samples, as after a training."""
    features, targets = uniform(32, 224, 224, 3), whole(10, 32)
    norms = [layer for layer in base.layers if isinstance(layer, keras.layers.BatchNormalization)]
    momenta = [layer.momentum for layer in norms]
    for layer in norms:
        layer.momentum = 0.0
    base(features[:16], training=True)
    for layer, momentum in zip(norms, momenta):
        layer.momentum = momentum
    base.trainable = False
    pixels = keras.Input((224, 224, 3))
    pooled = keras.layers.GlobalAveragePooling2D()(base(pixels))
    return keras.Model(pixels, keras.layers.Dense(10, activation="softmax")(pooled)), features, targets


@model
def frozen_resnet50(keras):
    return frozen(keras, keras.applications.ResNet50(include_top=False, weights=None, input_shape=(224, 224, 3)))


@model
def frozen_mobilenetv2(keras):
    return frozen(keras, keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(224, 224, 3)))
