"""Records ten steps of Keras' MultiOptimizer, the model saved after them, and three steps more of the loaded model.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_multi.py

Writes `multi.keras`, as it is after ten steps, and `multi.npz`: x, y, losses, the weights before (`wN`) and after ten steps
(`afterN`), and the losses of the steps after loading (`more`).
"""

import datetime
import pathlib
import sys
import time
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers, optimizers  # noqa: E402


def main():
    keras.utils.set_random_seed(5)
    inputs = keras.Input((5,), name="x")
    x = layers.Dense(6, activation="tanh", name="first", kernel_constraint=keras.constraints.MaxNorm(1.0))(inputs)
    x = layers.Dense(4, activation="tanh", name="second")(x)
    model = keras.Model(inputs, layers.Dense(2, name="last")(x), name="net")
    choice = optimizers.OptimizerMap(optimizers.SGD(0.1, momentum=0.9))
    choice["first/.*"] = optimizers.Adam(optimizers.schedules.ExponentialDecay(0.02, 3, 0.5), clipnorm=0.1, weight_decay=0.01)
    choice["second/kernel"] = optimizers.Nadam(0.01)
    choice["nothing"] = optimizers.RMSprop(0.01)
    model.compile(optimizers.MultiOptimizer(choice), "mse")
    rng = np.random.default_rng(1)
    arrays = {"x": rng.normal(size=(8, 5)).astype("float32"), "y": rng.normal(size=(8, 2)).astype("float32")}
    for i, weight in enumerate(model.get_weights()):
        arrays[f"w{i}"] = weight
    arrays["losses"] = np.array([model.train_on_batch(arrays["x"], arrays["y"]) for _ in range(10)], "float32")
    for i, weight in enumerate(model.get_weights()):
        arrays[f"after{i}"] = weight
    then = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
    frozen = mock.Mock(wraps=datetime)
    frozen.datetime.now.return_value = datetime.datetime(2026, 1, 1)
    with mock.patch("time.localtime", return_value=then), mock.patch("keras.src.saving.saving_lib.datetime", frozen):
        model.save(HERE / "multi.keras")
    loaded = keras.saving.load_model(HERE / "multi.keras")
    arrays["more"] = np.array([loaded.train_on_batch(arrays["x"], arrays["y"]) for _ in range(3)], "float32")
    here = np.array([model.train_on_batch(arrays["x"], arrays["y"]) for _ in range(3)], "float32")
    print("goes on as before" if np.array_equal(arrays["more"], here) else f"differs: {arrays['more']} {here}")
    np.savez_compressed(HERE / "multi.npz", **arrays)


main()
