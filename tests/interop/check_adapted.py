"""Opens the models of adapted layers that Adapted.java wrote, and compares what they compute.

    java -cp "$(cat .tenon/classpath)" tests/interop/Adapted.java FOLDER
    "$(tests/interop/make-venv | tail -1)/bin/python" tests/interop/check_adapted.py FOLDER
"""

import json
import pathlib
import sys

import quiet  # noqa: F401
import keras
import numpy as np
import tensorflow as tf


def main():
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.keras"))
    if not files:
        raise SystemExit("no models")
    for file in files:
        example = json.loads(file.with_suffix(".json").read_text())
        model = keras.saving.load_model(file)
        x = np.array(example["x"], dtype=object if isinstance(example["x"][0], str) else None).reshape(example["shape"])
        x = tf.constant(x) if x.dtype == object else x.astype(model.inputs[0].dtype)
        y = np.asarray(model(x)).reshape(-1)
        np.testing.assert_allclose(y, example["y"], rtol=1e-5, atol=1e-5, err_msg=file.name)
    print(f"{len(files)} models of adapted layers compute the same in Keras")


main()
