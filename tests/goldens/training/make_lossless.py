"""Records a `fit` of models with an output that has no loss, and no target.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_lossless.py

Writes beside itself lossless_dict.keras, whose outputs are a dictionary and whose targets have one of its keys, and
lossless_list.keras, whose outputs are a list and whose only target is that of the second; both compiled, before the first
step. The npz beside each has x, y, vx, vy, then h:NAME for the history, e:loss for `evaluate`, and w0 w1 … for the weights
after the fit: SGD, three epochs, batches of 4 in the order of the samples.
"""

import os
import pathlib
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "interop")]

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

tf.config.threading.set_inter_op_parallelism_threads(1)
tf.config.threading.set_intra_op_parallelism_threads(1)


def model(outputs):
    keras.utils.set_random_seed(16)
    x = keras.Input((3,), name="x")
    hidden = keras.layers.Dense(4, activation="tanh", name="hidden")(x)
    a = keras.layers.Dense(2, name="a")(hidden)
    b = keras.layers.Dense(2, name="b")(hidden)
    return keras.Model(x, {"a": a, "b": b} if outputs == "dict" else [a, b])


def record(outputs, loss, targets):
    made = model(outputs)
    made.compile(keras.optimizers.SGD(0.1), loss=loss)
    rng = np.random.default_rng(16)
    x, vx = (rng.normal(size=(n, 3)).astype("float32") for n in (10, 6))
    y, vy = (rng.normal(size=(n, 2)).astype("float32") for n in (10, 6))
    made.save(HERE / f"lossless_{outputs}.keras")
    history = made.fit(
        x, targets(y), batch_size=4, epochs=3, shuffle=False, verbose=0, validation_data=(vx, targets(vy)), validation_batch_size=4
    )
    arrays = {"x": x, "y": y, "vx": vx, "vy": vy}
    arrays.update({f"h:{name}": np.array(values) for name, values in history.history.items()})
    arrays["e:loss"] = np.array(made.evaluate(x, targets(y), batch_size=4, verbose=0, return_dict=True)["loss"])
    arrays.update({f"w{i}": weight for i, weight in enumerate(made.get_weights())})
    np.savez(HERE / f"lossless_{outputs}.npz", **arrays)
    print(outputs, sorted(history.history))


record("dict", {"a": "mse"}, lambda y: {"a": y})
record("list", [None, "mse"], lambda y: y)
