"""Records a training of several hundred short steps, of a network whose first kernel is large.

    python make_short_steps.py     # writes short_steps.json beside it
"""

import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

FEATURES, UNITS, CLASSES, SAMPLES, BATCH, EPOCHS = 256, 258, 5, 1766, 4, 2


def waves(step, scale, *shape):
    return (scale * np.sin(np.arange(np.prod(shape), dtype="float64") * step)).reshape(shape).astype("float32")


def main():
    layers = [keras.Input((FEATURES,)), keras.layers.Dense(UNITS, activation="relu"), keras.layers.Dense(CLASSES)]
    model = keras.Sequential(layers)
    model.set_weights(
        [waves(0.7, 0.1, FEATURES, UNITS), waves(0.3, 0.1, UNITS), waves(0.9, 0.1, UNITS, CLASSES), waves(0.2, 0.1, CLASSES)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(3e-4, epsilon=1e-2), loss, metrics=["accuracy"])
    x = waves(1.3, 1.0, SAMPLES, FEATURES)
    y = (np.arange(SAMPLES) * 7 % CLASSES).astype("int32")
    history = model.fit(x, y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0)
    found = {
        "history": history.history,
        "norms": [float(np.linalg.norm(weight.astype("float64"))) for weight in model.get_weights()],
        "first": [float(value) for value in model.get_weights()[0][0]],
    }
    pathlib.Path(__file__).with_name("short_steps.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(history.history, found["norms"])


if __name__ == "__main__":
    main()
