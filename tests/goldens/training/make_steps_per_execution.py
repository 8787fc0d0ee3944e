"""Records which batches callbacks see where several are run at once, and what the logs say then.

    python make_steps_per_execution.py     # writes steps_per_execution.json beside it
"""

import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

FEATURES = 3


def waves(*shape):
    return np.sin(np.arange(np.prod(shape), dtype="float64") * 0.7 + 0.3).reshape(shape).astype("float32")


class Recorder(keras.callbacks.Callback):
    """Notes each call, with the loss where there is one."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def note(self, name, number, logs=None):
        self.calls.append([name, number, (logs or {}).get("loss"), (logs or {}).get("mae")])

    def on_train_batch_begin(self, batch, logs=None):
        self.note("train begin", batch)

    def on_train_batch_end(self, batch, logs=None):
        self.note("train end", batch, logs)

    def on_test_batch_begin(self, batch, logs=None):
        self.note("test begin", batch)

    def on_test_batch_end(self, batch, logs=None):
        self.note("test end", batch, logs)


def run(block, stop):
    model = keras.Sequential([keras.Input((FEATURES,)), keras.layers.Dense(1)])
    model.set_weights([waves(FEATURES, 1), waves(1)])
    model.compile(keras.optimizers.Adam(0.1), "mse", metrics=["mae"], steps_per_execution=block)
    recorder = Recorder()
    callbacks = [recorder]
    if stop:
        callbacks.append(keras.callbacks.LambdaCallback(on_train_batch_end=lambda b, logs: setattr(model, "stop_training", True)))
    history = model.fit(
        waves(39, FEATURES), waves(39, 1), batch_size=4, epochs=2, shuffle=False, verbose=0, callbacks=callbacks,
        validation_data=(waves(9, FEATURES), waves(9, 1)))
    weights = [float(v) for w in model.get_weights() for v in w.ravel()]
    return {"calls": recorder.calls, "history": history.history, "weights": weights}


if __name__ == "__main__":
    runs = {f"{block}{' stopped' if stop else ''}": run(block, stop) for block, stop in ((1, 0), (4, 0), (4, 1), (16, 0))}
    path = pathlib.Path(__file__).with_name("steps_per_execution.json")
    path.write_text(json.dumps(runs, separators=(",", ":")).replace('"calls"', '\n"calls"') + "\n")
