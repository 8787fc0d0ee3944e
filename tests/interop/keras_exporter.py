"""Which models does Keras' own exporter not write as ONNX files that ONNX Runtime opens, and does Tenon?

    python tests/interop/keras_exporter.py FOLDER

(python: of the interop venv; TENON=COMMAND is run in place of ./tenon.) Makes small models in FOLDER, exports each with `model.export(format="onnx")`, opens the file
with ONNX Runtime, and converts the same `.keras` with `./tenon convert --verify`. Prints a line a model.
"""

import os
import pathlib
import subprocess
import sys

import quiet  # noqa: F401
import keras
import numpy as np
import onnxruntime
import tensorflow as tf
from keras import layers, ops

ROOT = pathlib.Path(__file__).resolve().parents[2]


def chain(shape, layer, dtype="float32"):
    return keras.Sequential([layers.Input(shape, dtype=dtype), layer])


def function(shape, apply):
    x = layers.Input(shape)
    return keras.Model(x, apply(x))


CASES = {
    "StringLookup": lambda: chain((1,), layers.StringLookup(vocabulary=["a", "b"]), "string"),
    "IntegerLookup": lambda: chain((1,), layers.IntegerLookup(vocabulary=[1, 2]), "int64"),
    "Hashing": lambda: chain((1,), layers.Hashing(4), "int64"),
    "MelSpectrogram": lambda: chain((4000,), layers.MelSpectrogram()),
    "Resizing by lanczos3": lambda: chain((8, 8, 2), layers.Resizing(12, 12, interpolation="lanczos3")),
    "mixed_bfloat16": lambda: chain((4,), layers.Dense(3, dtype="mixed_bfloat16")),
    "ops.erfinv": lambda: function((8,), ops.erfinv),
    "ops.rfft": lambda: function((8,), lambda x: ops.rfft(x)[0]),
    "ops.logaddexp": lambda: function((8,), lambda x: ops.logaddexp(x, x)),
    "stateful LSTM": lambda: keras.Sequential([layers.Input(batch_shape=(1, 5, 3)), layers.LSTM(4, stateful=True)]),
    "LSTM": lambda: chain((5, 3), layers.LSTM(4)),
}


def by_keras(model, target):
    try:
        x = model.inputs[0]
        shape = [length or 1 for length in x.shape]
        model(tf.fill(shape, "a") if x.dtype == "string" else np.zeros(shape, x.dtype))
        model.export(target, format="onnx", verbose=False)
    except Exception as e:  # whatever it is, there is no file
        return f"not written ({type(e).__name__})"
    try:
        onnxruntime.InferenceSession(target)
    except Exception as e:
        return f"written, not opened ({type(e).__name__})"
    return "opens"


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in CASES.items():
        model = make()
        source = folder / f"{name.replace(' ', '_').replace('.', '_')}.keras"
        model.save(source)
        theirs = by_keras(model, str(source.with_suffix(".onnx")))
        command = [os.environ.get("TENON", ROOT / "tenon"), "convert", source, source.with_suffix(".tenon.onnx"), "--verify"]
        done = subprocess.run(command, capture_output=True, text=True)
        print(f"{name}: Keras {theirs}, Tenon {'verified' if done.returncode == 0 else 'fails'}", flush=True)


if __name__ == "__main__":
    main()
