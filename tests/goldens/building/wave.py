"""Records a model with a Lambda layer, which Tenon's test computes in Java.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/building/wave.py

Writes wave.keras, wave.h5 and wave.npz beside itself.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402


def main():
    keras.utils.set_random_seed(2)
    x = keras.layers.Input((4,), name="x")
    y = keras.layers.Dense(3, name="before")(x)
    y = keras.layers.Lambda(lambda t, factor: keras.ops.sin(t) * factor + 1, arguments={"factor": 2.5}, name="wave")(y)
    made = keras.Model(x, keras.layers.Dense(2, name="after")(y))
    data = np.random.default_rng(3).normal(size=(5, 4)).astype("float32")
    made.save(HERE / "wave.keras")
    made.save(HERE / "wave.h5")
    np.savez(HERE / "wave.npz", in0=data, out0=np.asarray(made(data)))


if __name__ == "__main__":
    main()
