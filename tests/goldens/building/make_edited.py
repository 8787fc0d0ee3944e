"""Records what Keras' KerasFileEditor prints and writes, as files edited.* beside this script.

Run with the interpreter of tests/interop/make-venv. edited.keras is the file that is edited, edited.json has the
summaries and comparisons.
"""

import contextlib
import io
import json
import os
import pathlib
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

here = pathlib.Path(__file__).parent
source = str(here / "edited.keras")


def model(units):
    keras.utils.clear_session()
    return keras.Sequential([
        keras.Input((3,)), keras.layers.Dense(units, name="first"), keras.layers.LayerNormalization(),
        keras.layers.PReLU() if units == 9 else keras.layers.Dense(2, name="second")])


def printed(editor):
    out = io.StringIO()
    editor.console.file = out
    editor.console.width = 200
    editor.summary()
    return out.getvalue().rstrip("\n")


keras.utils.set_random_seed(4)
made = model(4)
made.compile("adam", "mse")
made.fit(np.ones((2, 3)), np.ones((2, 2)), verbose=0)
made.save(source)
recorded = {}
with contextlib.redirect_stdout(io.StringIO()):
    editor = keras.saving.KerasFileEditor(source)
    recorded["summary"] = printed(editor)
    for name, other in [("same", made), ("wider", model(5)), ("other", model(9))]:
        answer = editor.compare(other)
        recorded[name] = answer
    editor.delete_object("optimizer")
    editor.rename_object("layers/dense_1", "dense_7")
    editor.add_object("layers/extra", {"0": np.arange(6, dtype="float32").reshape(2, 3)})
    editor.add_weights("extra", {"1": np.ones(3, "float32")})
    editor.delete_weight("layer_normalization", "1")
    recorded["edited"] = printed(editor)
    with tempfile.TemporaryDirectory() as folder:
        editor.resave_weights(folder + "/edited.weights.h5")
        again = keras.saving.KerasFileEditor(folder + "/edited.weights.h5")
        recorded["again"] = printed(again)
(here / "edited.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")
print(json.dumps(recorded, indent=1, ensure_ascii=False))
