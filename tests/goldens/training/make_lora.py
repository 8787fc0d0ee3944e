"""Records Keras' low-rank adapters: ten steps of SGD, and files.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_lora.py

Writes `lora_base.keras`, the model without adapters; `lora.keras`, the model with adapters after ten steps of the first run; and
`lora.npz`: x, y and, for each of two runs, the factors at the start (`RUN/start/PATH`), the losses (`RUN/losses`), all weights
after ten steps (`RUN/after/PATH`) and the outputs then (`RUN/outputs`). In the run `layer` only the adapted weights are frozen,
as `enable_lora` does; in the run `model` everything but the adapters is.
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
from keras import layers  # noqa: E402


def make():
    inputs = keras.Input((6,), name="x", dtype="int32")
    x = layers.Embedding(11, 8, name="table")(inputs)
    x = layers.MultiHeadAttention(2, 3, name="attention")(x, x)
    x = layers.EinsumDense("abc,cde->abde", (None, 2, 5), bias_axes="de", kernel_regularizer="l2", name="split")(x)
    x = layers.Reshape((6, 10), name="joined")(x)
    x = layers.GlobalAveragePooling1D(name="mean")(x)
    x = layers.Dense(7, activation="tanh", name="hidden")(x)
    return keras.Model(inputs, layers.Dense(3, name="head")(x), name="net")


def enable(model):
    model.get_layer("table").enable_lora(2, lora_alpha=4)
    attention = model.get_layer("attention")
    for dense in (attention.query_dense, attention.value_dense, attention.output_dense):
        dense.enable_lora(2)
    model.get_layer("split").enable_lora(3, lora_alpha=1.5)
    model.get_layer("hidden").enable_lora(2, lora_alpha=6)


def save(model, name):
    then = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
    frozen = mock.Mock(wraps=datetime)
    frozen.datetime.now.return_value = datetime.datetime(2026, 1, 1)
    with mock.patch("time.localtime", return_value=then), mock.patch("keras.src.saving.saving_lib.datetime", frozen):
        model.save(HERE / name)


def main():
    keras.utils.set_random_seed(5)
    base = make()
    for weight in base.weights:
        weight.assign(keras.random.normal(weight.shape, stddev=0.4))
    save(base, "lora_base.keras")
    rng = np.random.default_rng(1)
    arrays = {"x": rng.integers(0, 11, (8, 6)).astype("int32"), "y": rng.normal(size=(8, 3)).astype("float32")}
    for run in ("layer", "model"):
        model = keras.saving.load_model(HERE / "lora_base.keras")
        before = model.predict(arrays["x"], verbose=0)
        enable(model)
        assert np.array_equal(before, model.predict(arrays["x"], verbose=0))
        if run == "model":
            for weight in model.weights:
                weight.trainable = "lora" in weight.path
        for weight in model.weights:
            if "lora" in weight.path:
                arrays[f"{run}/start/{weight.path}"] = weight.numpy()
        model.compile(keras.optimizers.SGD(0.1), "mse")
        arrays[f"{run}/losses"] = np.array([model.train_on_batch(arrays["x"], arrays["y"]) for _ in range(10)], "float32")
        for weight in model.weights:
            arrays[f"{run}/after/{weight.path}"] = weight.numpy()
        arrays[f"{run}/outputs"] = model.predict(arrays["x"], verbose=0)
        print(run, arrays[f"{run}/losses"])
        if run == "layer":
            save(model, "lora.keras")
            again = keras.saving.load_model(HERE / "lora.keras")
            print("reopened", np.abs(again.predict(arrays["x"], verbose=0) - arrays["layer/outputs"]).max())
    np.savez_compressed(HERE / "lora.npz", **arrays)


main()
