"""Records what layers that change pictures in training make of them: the table ALONE in cases/augmentation.py.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_augmentation.py [--only TEXT]

Writes augmentation/NAME.keras (a Sequential of the one layer, its seed as before the first step) and augmentation/NAME.npz with
x, the pictures, y0 and y1, what the layer gives in two calls in training, and p, what it gives at inference; and
augmentation/manifest.jsonl, a line a case. Values are in the type that Keras gives.

AugMix draws its chains from Python's generator, which no seed of a layer says: here from java.util.Random with the layer's seed,
as Tenon draws them.
"""

import json
import zipfile

import make
import keras
import numpy as np
from keras.src.layers.preprocessing.image_preprocessing import aug_mix

from cases.augmentation import ALONE, Alone, rng_of

OUT = make.HERE / "augmentation"
# Keras 3.15 gives the input itself here, so that no model can hold the layer ("part of a cycle").
keras.layers.Equalization.compute_output_spec = lambda self, inputs, **_: keras.KerasTensor(inputs.shape, inputs.dtype)


class JavaRandom:
    """What java.util.Random gives."""

    def __init__(self, seed):
        self.state = (seed ^ 0x5DEECE66D) & ((1 << 48) - 1)

    def choice(self, items):
        while True:
            self.state = (self.state * 0x5DEECE66D + 0xB) & ((1 << 48) - 1)
            bits = self.state >> 17
            if len(items) & (len(items) - 1) == 0:
                return items[len(items) * bits >> 31]
            if bits - bits % len(items) + len(items) - 1 < 1 << 31:
                return items[bits % len(items)]


def written(file, options):
    """Puts the layer's arguments into the file as they were given."""
    with zipfile.ZipFile(file) as source:
        parts = {info: source.read(info) for info in source.infolist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for info, content in parts.items():
            if info.filename == "config.json":
                config = json.loads(content)
                config["config"]["layers"][-1]["config"].update(options)
                content = json.dumps(config)
            out.writestr(info, content)


def record(case: Alone):
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    x = case.pictures(rng_of(case.name))
    model = keras.Sequential([keras.Input(case.shape, dtype=x.dtype.name), case.layer()])
    make.packed(model, OUT / f"{case.name}.keras")
    written(OUT / f"{case.name}.keras", case.options or {})
    # A function, as in fit: some layers are of another mind where lengths are not known.
    step = make.tf.function(lambda pictures: model(pictures, training=True))
    if isinstance(model.layers[0], keras.layers.AugMix):
        aug_mix.py_random = JavaRandom(model.layers[0].seed)
    first, second = np.asarray(step(x)), np.asarray(step(x))
    given = np.asarray(model.predict(x, verbose=0, batch_size=len(x)))
    np.savez_compressed(OUT / f"{case.name}.npz", x=x, y0=first, y1=second, p=given)
    changed = float(np.mean(first.astype("float32") != np.asarray(given, "float32"))) if first.shape == given.shape else 1.0
    print(f"{case.name}: {first.dtype} {first.shape}, {changed:.0%} changed, twice the same: {np.array_equal(first, second)}", flush=True)
    return {"name": case.name, "layer": type(model.layers[0]).__name__, "tolerance": case.tolerance, "seed": getattr(model.layers[0], "seed", None)}


if __name__ == "__main__":
    make.record_all(ALONE, record, OUT, __doc__)
