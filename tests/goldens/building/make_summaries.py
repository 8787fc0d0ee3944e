"""Records the text of Keras' model.summary() in a wide terminal.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/building/make_summaries.py

Writes summaries/NAME.keras, NAME.txt, and NAME.expanded.txt with expand_nested and show_trainable. Keras 3.15.1.
"""

import os
import pathlib
import sys

os.environ["COLUMNS"] = "200"
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

L = keras.layers
OUT = HERE / "summaries"


def chain():
    """A functional model without branches has no column of connections."""
    x = keras.Input((4,), name="numbers")
    return keras.Model(x, L.Dense(3, name="scores")(L.Dropout(0.1, name="drop")(L.Dense(5, name="hidden")(x))), name="chain")


def branches():
    """Inputs that are used late, several outputs of a layer, an operation, names that fill more than a line."""
    tokens, sizes = keras.Input((None,), name="tokens"), keras.Input((4,), name="sizes")
    h = L.Embedding(7, 4, name="words")(tokens)
    h, one, two = L.LSTM(4, return_state=True, name="reader")(h)
    h = L.Concatenate(name="a_name_of_several_parts")([h, one, two, sizes])
    h = L.BatchNormalization(name="normalization_after_it")(h)
    return keras.Model([tokens, sizes], [L.Dense(2, name="left")(h), L.Dense(1, name="right")(h) + 1.0], name="branches")


def nested():
    """A model in a model in a model, called twice, in part frozen."""
    inner = keras.Sequential([keras.Input((3,)), L.Dense(2, name="code")], name="inner")
    tower_in = keras.Input((4,), name="tower_in")
    tower = keras.Model(tower_in, inner(L.BatchNormalization(name="norm")(L.Dense(3, name="first")(tower_in))), name="tower")
    tower.get_layer("norm").trainable = False
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    return keras.Model([a, b], L.Dense(1, name="same")(L.Subtract(name="difference")([tower(a), tower(b)])), name="nested")


def trained():
    """A compiled model that was trained: the optimizer's variables count."""
    model = keras.Sequential([keras.Input((6, 6, 2)), L.Conv2D(4, 3, name="conv"), L.GlobalAveragePooling2D(name="mean"), L.Dense(2, name="out")], name="trained")
    model.compile("adam", "mse")
    model.fit(np.zeros((2, 6, 6, 2)), np.zeros((2, 2)), verbose=0)
    return model


def text(model, **options):
    lines = []
    model.summary(print_fn=lambda line, **_: lines.append(line), **options)
    return "\n".join(lines)


OUT.mkdir(exist_ok=True)
for make in (chain, branches, nested, trained):
    keras.utils.set_random_seed(1)
    keras.backend.clear_session()
    file = OUT / f"{make.__name__}.keras"
    make().save(file)
    loaded = keras.models.load_model(file)
    (OUT / f"{make.__name__}.txt").write_text(text(loaded))
    (OUT / f"{make.__name__}.expanded.txt").write_text(text(loaded, expand_nested=True, show_trainable=True))
    print(make.__name__)
