"""Compares weights that Tenon's KerasFileEditor wrote with those of Keras' own editor.

    python tests/interop/check_editor.py SOURCE EDITED

SOURCE is tests/goldens/building/edited.keras; EDITED has the edits of make_edited.py, made by dev.tenon.EditedWeights.
The groups, names and values must be those that Keras writes. Renamed back and completed by Keras' editor, Keras loads
EDITED into the model. Exit code 1 at the first difference.
"""

import pathlib
import sys
import tempfile

import quiet  # noqa: F401
import h5py
import keras
import numpy as np


def datasets(path):
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, it: found.update({name: it[()]}) if isinstance(it, h5py.Dataset) else None)
    return found


source, edited = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    wanted = str(pathlib.Path(folder) / "wanted.weights.h5")
    editor = keras.saving.KerasFileEditor(source)
    editor.delete_object("optimizer")
    editor.rename_object("layers/dense_1", "dense_7")
    editor.add_object("layers/extra", {"0": np.arange(6, dtype="float32").reshape(2, 3)})
    editor.add_weights("extra", {"1": np.ones(3, "float32")})
    editor.delete_weight("layer_normalization", "1")
    editor.resave_weights(wanted)
    a, b = datasets(wanted), datasets(edited)
    if a.keys() != b.keys():
        sys.exit(f"Keras writes {sorted(a)}, Tenon {sorted(b)}")
    for name, value in a.items():
        if value.dtype != b[name].dtype or value.tobytes() != b[name].tobytes():
            sys.exit(f"{name} differs")
    model = keras.models.load_model(source)
    before = [np.array(w) for w in model.weights]
    back = keras.saving.KerasFileEditor(edited)
    back.rename_object("dense_7", "dense_1")
    back.delete_object("extra")
    back.add_weights("layer_normalization", {"1": np.array(model.layers[1].beta)})
    again = str(pathlib.Path(folder) / "again.weights.h5")
    back.resave_weights(again)
    for weight in model.weights:
        weight.assign(np.zeros(weight.shape))
    model.load_weights(again)
    if not all(np.array_equal(x, np.array(w)) for x, w in zip(before, model.weights)):
        sys.exit("Keras loads other weights")
print(f"{len(a)} weights are equal, and Keras loads them")
