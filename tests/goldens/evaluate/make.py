"""Records what Keras measures of the shipped model on the first 300 shipped test digits.

    python tests/goldens/evaluate/make.py       # python: of tests/interop/make-venv

digits.json: `compiled` by what the file was compiled with, `one_hot` by a loss of one-hot targets, and `int8`: how far
`model.quantize("int8")` moves the scores of the eight digits of mnist_cnn_golden.npz.
"""

import gzip
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
DIGITS = ROOT / "training/src/main/resources/dev/tenon/data/sets"
MODEL = ROOT / "samples/models/mnist_cnn.h5"


def read(name, offset):
    return np.frombuffer(gzip.open(DIGITS / f"digits-test-{name}-ubyte.gz").read(), np.uint8, offset=offset)


x = read("images-idx3", 16).reshape(-1, 28, 28, 1)[:300].astype("float32")
y = read("labels-idx1", 8)[:300].astype("int32")
model = keras.models.load_model(MODEL)
recorded = {"keras": keras.__version__, "compiled": model.evaluate(x, y, verbose=0, return_dict=True)}
model.compile(loss="categorical_crossentropy", metrics=["top_k_categorical_accuracy"])
one_hot = keras.utils.to_categorical(y, 10)
recorded["one_hot"] = model.evaluate(x, one_hot, verbose=0, return_dict=True)

golden = np.load(ROOT / "samples/models/mnist_cnn_golden.npz")["in0"]
before = model.predict(golden, verbose=0)
model.quantize("int8")
after = model.predict(golden, verbose=0)
recorded["int8"] = {
    "max_abs": float(np.abs(before - after).max()),
    "mean_abs": float(np.abs(before - after).mean()),
    "agreeing": int((before.argmax(-1) == after.argmax(-1)).sum()),
}
(pathlib.Path(__file__).parent / "digits.json").write_text(json.dumps(recorded, indent=2) + "\n")
