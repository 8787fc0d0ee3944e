"""Makes the Keras files that ./scale opens, one job a process: python scale_side.py layers|calls|depth NUMBER FILE."""

import os
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
from keras import layers  # noqa: E402

WIDTH = 8


def many_layers(number):
    """Blocks of five layers with a connection past them."""
    x = start = keras.Input((WIDTH,))
    for _ in range(number // 5):
        y = layers.BatchNormalization()(layers.Dense(WIDTH)(x))
        y = layers.Dropout(0.1)(layers.ReLU()(y))
        x = layers.Add()([x, y])
    return keras.Model(start, x)


def many_calls(number):
    """Functional models, each called once, one behind the other; every fifth is called again."""
    x = start = keras.Input((WIDTH,))
    again = None
    for place in range(number):
        if place % 5 == 4:
            x = again(x)
            continue
        inner = keras.Input((WIDTH,))
        again = keras.Model(inner, layers.Dense(WIDTH, activation="relu")(inner))
        x = again(x)
    return keras.Model(start, x)


def deep(number):
    """Models inside each other, each with a layer of its own; Tenon reads 64 unless it is told otherwise."""
    start = keras.Input((WIDTH,))
    model = keras.Model(start, layers.Dense(WIDTH)(start))
    for _ in range(number - 1):
        start = keras.Input((WIDTH,))
        model = keras.Model(start, layers.Dense(WIDTH)(model(start)))
    return model


def main():
    kind, number, target = sys.argv[1:]
    sys.setrecursionlimit(100_000)
    keras.utils.set_random_seed(7)
    {"layers": many_layers, "calls": many_calls, "depth": deep}[kind](int(number)).save(target)


if __name__ == "__main__":
    main()
