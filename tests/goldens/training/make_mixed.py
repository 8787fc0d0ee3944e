"""Records a short fit of a model in mixed_float16, whose optimizer Keras puts into one that scales the loss.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_mixed.py

Writes mixed_float16.keras and mixed_float16.npz beside itself, in the form of make.py.
"""

import keras

import make
from cases.case import Case, data, floats, ints, sgd

L = keras.layers


def model():
    keras.config.set_dtype_policy("mixed_float16")
    try:
        x = image = keras.Input((8, 8, 2))
        x = L.BatchNormalization()(L.Conv2D(6, 3, activation="relu")(x))
        x = L.Dense(8, activation="tanh")(L.Flatten()(L.MaxPooling2D()(x)))
        return keras.Model(image, L.Dense(3, activation="softmax", dtype="float32")(L.LayerNormalization()(x)))
    finally:
        keras.config.set_dtype_policy("float32")


LOSS = "sparse_categorical_crossentropy"
make.record(Case("mixed_float16", model, data(floats(8, 8, 2), ints(3)), sgd(LOSS, "accuracy", rate=0.05)), make.HERE)
