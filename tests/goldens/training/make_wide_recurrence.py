"""Records steps of SGD through wide recurrent layers, whose weights and data are written by formulas.

    python make_wide_recurrence.py   # writes wide_recurrence.json beside it

Layers of this size are trained in two halves of the batch. The batch has an odd number of rows, and masked steps.
"""

import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

ROWS, STEPS, FEATURES, UNITS = 17, 5, 3, 128


def waves(scale, *shape):
    return (scale * np.sin(np.arange(np.prod(shape), dtype="float64") * 0.7 + 0.3)).reshape(shape).astype("float32")


def layers(kind):
    wide = {
        "lstm": lambda: keras.layers.LSTM(UNITS, return_sequences=True),
        "gru": lambda: keras.layers.GRU(UNITS, return_sequences=True),
        "gru_before": lambda: keras.layers.GRU(UNITS, reset_after=False, go_backwards=True, return_sequences=True),
        "bidirectional": lambda: keras.layers.Bidirectional(keras.layers.LSTM(UNITS, return_sequences=True)),
    }
    return [keras.layers.Masking(), wide[kind](), keras.layers.LSTM(UNITS), keras.layers.Dense(1)]


def run(kind):
    model = keras.Sequential([keras.Input((STEPS, FEATURES)), *layers(kind)])
    model.set_weights([waves(0.1, *w.shape) for w in model.get_weights()])
    model.compile(keras.optimizers.SGD(0.2), "mse")
    x = waves(1, ROWS, STEPS, FEATURES)
    for row in range(ROWS):
        x[row, 2 + row % 4 :] = 0
    y = waves(1, ROWS, 1)
    losses = [float(model.train_on_batch(x, y)) for _ in range(4)]
    lengths = [float(np.sqrt(np.sum(np.square(w, dtype="float64")))) for w in model.get_weights()]
    return {"losses": losses, "weights": lengths, "first": [float(v) for v in model.predict(x, verbose=0)[:, 0]]}


if __name__ == "__main__":
    runs = {kind: run(kind) for kind in ("lstm", "gru", "gru_before", "bidirectional")}
    path = pathlib.Path(__file__).with_name("wide_recurrence.json")
    path.write_text(json.dumps(runs, indent=1) + "\n")
