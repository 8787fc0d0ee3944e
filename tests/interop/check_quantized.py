"""Opens the models that Quantized.java quantized, and compares what they compute with what Keras' own quantization gave.

    java -cp "$(cat .tenon/classpath)" tests/interop/Quantized.java FOLDER
    "$(tests/interop/make-venv | tail -1)/bin/python" tests/interop/check_quantized.py FOLDER
"""

import pathlib
import sys

import quiet  # noqa: F401
import keras
import numpy as np

GOLDENS = pathlib.Path(__file__).resolve().parents[1] / "goldens" / "quantized"


def main():
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.keras"))
    if not files:
        raise SystemExit("no models")
    for file in files:
        golden = np.load(GOLDENS / f"{file.stem}.npz")
        model = keras.saving.load_model(file)
        y = np.asarray(keras.ops.cast(model(golden["in0"]), "float32"))
        np.testing.assert_array_equal(y, golden["out0"], err_msg=file.name)
    print(f"{len(files)} models that Tenon quantized compute the same in Keras")


main()
