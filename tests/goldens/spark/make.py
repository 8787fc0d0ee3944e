"""Writes models and what Keras computes with them, for the tests of the module spark. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/spark/make.py

Beside itself: `two.keras` (two inputs, two outputs, an embedding), `picture.keras` (images of 12 by 10 pixels), `words.keras`
(strings), and `recorded.npz` with their inputs and outputs, and what their inner layers give.
"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES = os.path.join(HERE, "..", "images", "files")
PHOTOS = ["p444.jpg", "progressive420.jpg", "best.jpg", "rgb8.png"]
ROWS = 70

keras.utils.set_random_seed(11)
rng = np.random.default_rng(5)
recorded = {}


def two():
    features = keras.Input((4,), name="features")
    kind = keras.Input((), dtype="int32", name="kind")
    hidden = layers.Dense(6, activation="tanh", name="hidden")(features)
    row = layers.Concatenate(name="row")([hidden, layers.Embedding(5, 3, name="kinds")(kind)])
    logits = layers.Dense(3, name="logits")(row)
    value = layers.Dense(1, name="value")(row)
    model = keras.Model([features, kind], [logits, layers.Flatten(name="amount")(value)])
    x = rng.normal(size=(ROWS, 4)).astype("float32")
    k = rng.integers(0, 5, ROWS).astype("int32")
    scores, amounts = model.predict([x, k], verbose=0)
    inner = keras.Model(model.inputs, model.get_layer("hidden").output)
    recorded.update(
        {
            "two/features": x,
            "two/kind": k,
            "two/logits": scores,
            "two/amount": amounts,
            "two/hidden": inner.predict([x, k], verbose=0),
            "two/argmax": np.argmax(scores, -1).astype("int64"),
            "two/softmax": np.asarray(keras.ops.softmax(scores)),
        }
    )
    model.save(os.path.join(HERE, "two.keras"))


def picture():
    model = keras.Sequential(
        [
            keras.Input((12, 10, 3), name="photo"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(4, 3, activation="relu", name="conv"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(2, activation="softmax", name="classes"),
        ]
    )
    photos = [
        keras.utils.img_to_array(keras.utils.load_img(os.path.join(IMAGES, name), target_size=(12, 10))) for name in PHOTOS
    ]
    recorded["picture/pixels"] = np.stack(photos)
    recorded["picture/classes"] = model.predict(np.stack(photos), verbose=0)
    conv = keras.Model(model.inputs, model.get_layer("conv").output)
    recorded["picture/conv"] = conv.predict(np.stack(photos), verbose=0)
    model.save(os.path.join(HERE, "picture.keras"))


def words():
    word = keras.Input((), dtype="string", name="word")
    place = layers.StringLookup(vocabulary=["ant", "bee", "cat"], name="place")(word)
    model = keras.Model(word, layers.Embedding(4, 2, name="meaning")(place))
    import tensorflow as tf

    given = ["bee", "cat", "dog", "ant", "bee"]
    recorded["words/meaning"] = model.predict(tf.constant(given), verbose=0)
    model.save(os.path.join(HERE, "words.keras"))


two()
picture()
words()
np.savez_compressed(os.path.join(HERE, "recorded.npz"), **recorded)
print({name: value.shape for name, value in recorded.items()})
