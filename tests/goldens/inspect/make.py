"""Records what Keras says of the inside of two small models, and what TensorFlow's GradientTape says of one.

    python tests/goldens/inspect/make.py        # python: of tests/interop/make-venv

nested.keras: an encoder that is called twice, and a layer that is called twice. nested.npz: `in:NAME`, and `inner:PATH` for
every call of every layer, by Keras' `Model(inputs, layer.output)`. pictures.h5: a classifier of pictures of 12 by 12.
pictures.npz: `in0`; `cam` and `cam:softmax` (Grad-CAM of class 1 at relu2 before the softmax, and after it), `saliency`,
`gradient:NAME` of the sum of the second convolution's output, weighted by `seed`. figures.json: what pictures.h5 has of
parameters, by layer.

    python tests/goldens/inspect/make.py photo  # this one only

    python tests/goldens/inspect/make.py maps   # this one only

maps.keras: a classifier around a nested backbone. maps.npz: `in0`, and for class 2 `cam` at the backbone's last layer,
`saliency`, and `occlusion` of the first picture: how much its probability falls where a square of 5 by 5, every 3 pixels, is
filled with 0.25.

photo.keras: a classifier of pictures of 96 by 128, with strides, a depthwise convolution and a branch. photo.npz: `in0`, a
photograph of the samples as bytes, and `cam:LAYER` for class 3 at two layers of different size.
"""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from keras import layers

HERE = pathlib.Path(__file__).parent
CLASS = 1


def spread(model, seed):
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        scale = 0.7 if len(weight.shape) == 1 else 1.5 / np.sqrt(np.prod(weight.shape[:-1]))
        values = rng.normal(0, scale, weight.shape)
        positive = "variance" in weight.path or "gamma" in weight.path
        weight.assign(np.abs(values) + 0.5 if positive else values)


def nested():
    x = keras.Input((6,), name="x")
    hidden = layers.Dense(5, activation="tanh", name="dense_1")(x)
    encoder = keras.Model(x, layers.LayerNormalization(name="norm")(hidden), name="encoder")
    shared = layers.Dense(3, activation="relu", name="shared")
    a, b = keras.Input((6,), name="a"), keras.Input((6,), name="b")
    one, two = encoder(a), encoder(b)
    both = layers.Concatenate(name="both")([shared(one), shared(two)])
    head = keras.Sequential([keras.Input((6,)), layers.Dense(4, activation="elu", name="first"), layers.Dense(2, name="second")], name="head")
    model = keras.Model([a, b], layers.Softmax(name="answer")(head(both)), name="nested")
    spread(model, 1)
    return model


def record_nested():
    model = nested()
    model.save(HERE / "nested.keras")
    rng = np.random.default_rng(2)
    fed = {name: rng.normal(size=(3, 6)).astype("float32") for name in "ab"}
    found = {"in:" + name: value for name, value in fed.items()}

    def inner(sub, prefix, value):
        for layer in sub.layers:
            if not isinstance(layer, layers.InputLayer):
                found[f"inner:{prefix}/{layer.name}"] = keras.Model(sub.inputs, layer.output)(value).numpy()

    encoder, shared, head = (model.get_layer(name) for name in ("encoder", "shared", "head"))
    inner(encoder, "encoder", fed["a"])
    inner(encoder, "encoder@2", fed["b"])
    for number, name in ((0, "shared"), (1, "shared@2")):
        found["inner:" + name] = keras.Model(model.inputs, shared._inbound_nodes[number].output_tensors[0])([fed["a"], fed["b"]]).numpy()
    for name in ("both", "answer"):
        found["inner:" + name] = keras.Model(model.inputs, model.get_layer(name).output)([fed["a"], fed["b"]]).numpy()
    inner(head, "head", found["inner:both"])
    np.savez(HERE / "nested.npz", **found)


def record_pictures():
    model = keras.Sequential(
        [
            keras.Input((12, 12, 2), name="picture"),
            layers.Conv2D(4, 3, padding="same", name="conv1"),
            layers.BatchNormalization(name="norm1"),
            layers.ReLU(name="relu1"),
            layers.MaxPooling2D(name="pool1"),
            layers.Conv2D(6, 3, name="conv2"),
            layers.ReLU(name="relu2"),
            layers.GlobalAveragePooling2D(name="mean"),
            layers.Dense(4, activation="softmax", name="scores"),
        ],
        name="pictures",
    )
    spread(model, 3)
    model.save(HERE / "pictures.h5")
    rng = np.random.default_rng(4)
    x = rng.normal(size=(2, 12, 12, 2)).astype("float32")
    seed = rng.normal(size=(2, 4, 4, 6)).astype("float32")
    names = ("conv1", "relu1", "conv2", "relu2")
    dense = model.get_layer("scores")
    # The last layer's activation is taken off, as keras.io's example of Grad-CAM does.
    dense.activation = keras.activations.linear
    linear = keras.Model(model.inputs, [model.get_layer(name).output for name in names] + [dense(model.get_layer("mean").output)])
    found = {"in0": x, "seed": seed}
    given = tf.constant(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(given)
        *inner, logits = linear(given)
        score = tf.reduce_sum(logits[:, CLASS])
        probability = tf.reduce_sum(tf.nn.softmax(logits)[:, CLASS])
        reduced = tf.reduce_sum(inner[2] * seed)
    values = dict(zip(names, inner))

    def cam(gradient):
        weights = tf.reduce_mean(gradient, axis=(1, 2), keepdims=True)
        heat = tf.maximum(tf.reduce_sum(weights * values["relu2"], axis=-1), 0)
        assert tf.reduce_min(tf.reduce_max(heat, axis=(1, 2))) > 0.01, "a map without a maximum proves nothing"
        return (heat / tf.reduce_max(heat, axis=(1, 2), keepdims=True)).numpy()

    found["cam"] = cam(tape.gradient(score, values["relu2"]))
    found["cam:softmax"] = cam(tape.gradient(probability, values["relu2"]))
    found["saliency"] = tf.reduce_max(tf.abs(tape.gradient(score, given)), axis=-1).numpy()
    found["gradient:picture"] = tape.gradient(reduced, given).numpy()
    found["gradient:relu1"] = tape.gradient(reduced, values["relu1"]).numpy()
    np.savez(HERE / "pictures.npz", **found)
    figures = {layer.name: layer.count_params() for layer in model.layers}
    (HERE / "figures.json").write_text(json.dumps(figures) + "\n")


def photo():
    x = keras.Input((96, 128, 3), name="photo")
    y = layers.Rescaling(1 / 127.5, -1.0, name="scale")(x)
    y = layers.Conv2D(8, 5, strides=2, padding="same", activation="relu", name="stem")(y)
    y = layers.BatchNormalization(name="norm")(y)
    y = layers.DepthwiseConv2D(3, padding="same", activation="relu", name="depth")(y)
    y = layers.Conv2D(12, 1, activation="relu", name="wide")(y)
    y = layers.MaxPooling2D(name="half")(y)
    z = layers.Conv2D(12, 3, padding="same", activation="relu", name="turn")(y)
    y = layers.Add(name="both")([y, z])
    y = layers.Conv2D(16, 3, strides=2, activation="relu", name="last")(y)
    y = layers.GlobalAveragePooling2D(name="mean")(y)
    model = keras.Model(x, layers.Dense(10, activation="softmax", name="scores")(y), name="photo")
    spread(model, 5)
    return model


def record_photo():
    model = photo()
    model.save(HERE / "photo.keras")
    image = keras.utils.load_img(HERE.parents[2] / "samples/photos/koala.jpg", target_size=(96, 128))
    pixels = np.asarray(image, "uint8")[None]
    found = {"in0": pixels}
    dense = model.get_layer("scores")
    dense.activation = keras.activations.linear
    for name in ("depth", "last"):
        inner = keras.Model(model.inputs, [model.get_layer(name).output, dense(model.get_layer("mean").output)])
        with tf.GradientTape() as tape:
            features, logits = inner(tf.constant(pixels, tf.float32))
            score = logits[:, 3]
        weights = tf.reduce_mean(tape.gradient(score, features), axis=(1, 2), keepdims=True)
        heat = tf.maximum(tf.reduce_sum(weights * features, axis=-1), 0)
        assert tf.reduce_max(heat) > 1e-3 and tf.reduce_mean(tf.cast(heat > 0, tf.float32)) > 0.1, name
        found["cam:" + name] = (heat / tf.reduce_max(heat)).numpy()
    np.savez_compressed(HERE / "photo.npz", **found)


def record_maps():
    backbone = keras.Sequential(
        [
            keras.Input((24, 20, 3)),
            layers.SeparableConv2D(6, 3, strides=2, padding="same", activation="swish", name="first"),
            layers.BatchNormalization(name="norm"),
            layers.Conv2D(8, 3, name="second"),
            layers.ReLU(max_value=6.0, name="cut"),
        ],
        name="backbone",
    )
    x = keras.Input((24, 20, 3), name="x")
    mean, dense = layers.GlobalAveragePooling2D(name="mean"), layers.Dense(5, activation="softmax", name="scores")
    model = keras.Model(x, dense(mean(backbone(x))), name="maps")
    spread(model, 8)
    model.save(HERE / "maps.keras")
    pictures = np.random.default_rng(3).normal(size=(2, 24, 20, 3)).astype("float32")
    given = tf.constant(pictures)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(given)
        features = backbone(given)
        logits = tf.matmul(mean(features), dense.kernel) + dense.bias
        score = tf.reduce_sum(logits[:, 2])
    weights = tf.reduce_mean(tape.gradient(score, features), axis=(1, 2), keepdims=True)
    heat = tf.maximum(tf.reduce_sum(weights * features, axis=-1), 0)
    assert tf.reduce_min(tf.reduce_max(heat, axis=(1, 2))) > 0.001, "a map without a maximum proves nothing"
    found = {"in0": pictures, "cam": (heat / tf.reduce_max(heat, axis=(1, 2), keepdims=True)).numpy()}
    found["saliency"] = tf.reduce_max(tf.abs(tape.gradient(score, given)), axis=-1).numpy()
    covered = []
    for top in range(0, 24 - 5 + 1, 3):
        for left in range(0, 20 - 5 + 1, 3):
            covered.append(pictures[0].copy())
            covered[-1][top : top + 5, left : left + 5] = 0.25
    found["occlusion"] = (model(pictures[:1]) - model(np.stack(covered))).numpy()[:, 2].reshape(7, 6)
    np.savez_compressed(HERE / "maps.npz", **found)


only = sys.argv[1:]
if not only:
    record_nested()
    record_pictures()
if only != ["maps"]:
    record_photo()
if only != ["photo"]:
    record_maps()
