"""Records what Keras 3 draws for a seed on TensorFlow, into cases.json beside this file.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/initializers/make.py
"""

import json
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np

I = keras.initializers
SEED = 20261124
CASES = [
    *((c(seed=SEED), s) for s in [(5, 7), (3, 2, 4, 6), (9,)] for c in (
        I.RandomNormal, I.RandomUniform, I.TruncatedNormal, I.GlorotNormal, I.GlorotUniform,
        I.HeNormal, I.HeUniform, I.LecunNormal, I.LecunUniform)),
    *((I.VarianceScaling(0.7, mode, distribution, seed=3), (6, 4))
      for mode in ("fan_in", "fan_out", "fan_avg")
      for distribution in ("truncated_normal", "untruncated_normal", "uniform")),
    (I.RandomNormal(1.5, 2.0, seed=0), (4, 3)),
    (I.RandomUniform(-2.0, 7.0, seed=2**31 + 5), (4, 3)),
    (I.TruncatedNormal(-1.0, 3.0, seed=1), (11, 13)),
    (I.Orthogonal(seed=5), (6, 4)),
    (I.Orthogonal(1.7, seed=6), (4, 6)),
    (I.Orthogonal(seed=7), (2, 3, 5)),
    (I.Zeros(), (2, 3)),
    (I.Ones(), (2, 3)),
    (I.Constant(0.25), (2, 3)),
    (I.Identity(2.0), (3, 4)),
    (I.VarianceScaling(2.0, "fan_in", "uniform", seed=4, input_axes=[0], output_axes=[1, 2]), (3, 2, 4)),
    (I.GlorotNormal(seed=8, input_axes=[0, -1], output_axes=[1]), (3, 2, 4)),
    *((I.STFT(side, window, scaling, periodic), (6, 1, 5)) for side, window, scaling, periodic in [
        ("real", "hann", "density", False), ("imag", "hamming", "spectrum", True), ("real", "blackman", None, True),
        ("imag", None, "density", False), ("real", "bartlett", "spectrum", False), ("imag", "boxcar", "density", True)]),
]

rows = []
for initializer, shape in CASES:
    values = np.array(initializer(shape), "float32")
    rows.append({
        "class_name": type(initializer).__name__,
        # Keras forgets the gain of Identity.
        "config": {"gain": initializer.gain} if isinstance(initializer, I.Identity) else initializer.get_config(),
        "shape": list(shape),
        "values": [float(np.format_float_positional(v, unique=True, trim="0")) for v in values.ravel()],
    })
out = pathlib.Path(__file__).with_name("cases.json")
out.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
print(len(rows), "cases of keras", keras.__version__, out.stat().st_size, "bytes")
