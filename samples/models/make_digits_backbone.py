"""Makes digits_0_to_4.keras: a small network that knows the digits 0 to 4, for the sample fine-tuning.

It is trained by Keras on the digits 0 to 4 among the 5,000 that ship with Tenon to train on; it has never seen a 5, 6,
7, 8 or 9. Run it from anywhere, with the environment that tests/interop/make-venv makes:

    "$(tests/interop/make-venv | tail -1)/bin/python" samples/models/make_digits_backbone.py
"""

import gzip
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../tests/interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

DATA = os.path.join(HERE, "../../training/src/main/resources/dev/tenon/data/sets")
KNOWN = 5


def read(name):
    with gzip.open(os.path.join(DATA, name)) as file:
        data = file.read()
    rank = data[3]
    shape = struct.unpack(f">{rank}I", data[4 : 4 + 4 * rank])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def digits(part):
    x = read(f"digits-{part}-images-idx3-ubyte.gz")[..., None].astype("float32")
    y = read(f"digits-{part}-labels-idx1-ubyte.gz").astype("int32")
    return x[y < KNOWN], y[y < KNOWN]


def shifted(x, rng):
    """Each picture moved by up to two pixels."""
    out = np.zeros_like(x)
    padded = np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0)))
    for i, (dy, dx) in enumerate(rng.integers(0, 5, (len(x), 2))):
        out[i] = padded[i, dy : dy + 28, dx : dx + 28]
    return out


def network():
    return keras.Sequential(
        [
            layers.Input((28, 28, 1), name="pixels"),
            layers.Rescaling(1 / 255),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(48, 3, padding="same", activation="relu"),
            layers.Conv2D(48, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(96, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(128, 3, padding="same", activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.2),
            layers.Dense(KNOWN, activation="softmax"),
        ],
        name="digits_0_to_4",
    )


def main():
    keras.utils.set_random_seed(5)
    x, y = digits("train")
    x_test, y_test = digits("test")
    rng = np.random.default_rng(5)
    model = network()
    model.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"])
    for _ in range(12):
        model.fit(shifted(x, rng), y, epochs=1, batch_size=64, verbose=0)
    print(len(y), "digits; on", len(y_test), "others:", model.evaluate(x_test, y_test, verbose=0))
    # Without what it was compiled with: the file is for other classes.
    plain = network()
    plain.set_weights(model.get_weights())
    plain.save(os.path.join(HERE, "digits_0_to_4.keras"))


if __name__ == "__main__":
    main()
