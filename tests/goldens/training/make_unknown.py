"""Records what Keras prints while it fits and evaluates data of which it does not know the length.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_unknown.py

Takes a run that make.py recorded, gives it the same batches from a generator, with a clock that goes on by a second whenever it is
asked, and writes unknown.json: the run, and what was printed. `UnknownLengthTest` compares.
"""

import contextlib
import io
import json
import types

import make
import keras
import numpy as np
import tensorflow as tf
from keras.src.utils import progbar

RUN = "fit_validation_freq"
EPOCHS, BATCH = 2, 4


def dataset(arrays, prefix):
    x, y = arrays[f"{prefix}x0"], arrays[f"{prefix}y0"]

    def batches():
        for at in range(0, len(x), BATCH):
            yield x[at : at + BATCH], y[at : at + BATCH]

    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in (x, y))
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


def printed(call):
    seconds = [1000.0]

    def now():
        seconds[0] += 1
        return seconds[0]

    out, real = io.StringIO(), progbar.time
    out.isatty = lambda: True
    progbar.time = types.SimpleNamespace(time=now)
    try:
        with contextlib.redirect_stdout(out):
            call()
    finally:
        progbar.time = real
    return out.getvalue()


def main():
    model = keras.models.load_model(make.OUT / f"{RUN}.keras")
    model.compile(model.optimizer, model.loss, metrics=["accuracy"], jit_compile=False)
    with np.load(make.OUT / f"{RUN}.npz") as file:
        arrays = {key: file[key] for key in file.files}
    text = printed(lambda: model.fit(dataset(arrays, ""), epochs=EPOCHS, validation_data=dataset(arrays, "v"), verbose=1))
    measured = printed(lambda: model.evaluate(dataset(arrays, ""), verbose=1))
    record = {"run": RUN, "epochs": EPOCHS, "batch_size": BATCH, "fit": text, "evaluate": measured}
    (make.HERE / "unknown.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
