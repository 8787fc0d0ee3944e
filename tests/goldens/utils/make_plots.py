"""Records what keras.utils.model_to_dot writes. Run where Keras and pydot are installed:

    PYTHONPATH=FOLDER-WITH-PYDOT "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/utils/make_plots.py

(`pip install pydot==4.0.1 pyparsing --no-deps --target FOLDER-WITH-PYDOT`.) Writes models `plot-*.keras`, and `plots.json` with the
arguments and the text of each case, beside itself.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
from keras import layers  # noqa: E402


def chain():
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(2, 3, activation="relu", name="conv"),
            layers.BatchNormalization(name="norm", trainable=False),
            layers.Activation("tanh", name="tanh"),
            layers.GlobalAveragePooling2D(name="pool"),
            layers.Dropout(0.5, name="drop"),
            layers.Dense(3, name="dense"),
        ],
        name="chain",
    )


def branches():
    image, words = keras.Input((6, 3), name="image"), keras.Input((6,), dtype="int32", name="words")
    embedded = layers.Embedding(9, 3, name="embedding")(words)
    added = layers.Add(name="add")([image, embedded])
    sequence, last, cell = layers.LSTM(4, return_sequences=True, return_state=True, name="lstm")(added)
    shared = layers.Dense(4, activation="softmax", name="shared")
    joined = layers.Concatenate(name="join")([shared(last), shared(cell)])
    attended = layers.MultiHeadAttention(2, 2, name="attention")(sequence, added)
    return keras.Model([image, words], [joined, keras.ops.relu(attended)], name="branches")


def nested():
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(3, activation="gelu", name="a"), layers.Dense(3, name="b")], name="inner")
    i, j = keras.Input((4,), name="i"), keras.Input((3,), name="j")
    added = layers.Add(name="add")([inner(i), j])
    middle = keras.Model([i, j], [layers.Dense(2, name="z")(added), added], name="middle")
    middle.trainable = False
    k, m = keras.Input((4,), name="k"), keras.Input((3,), name="m")
    u, v = middle([k, m])
    head = keras.Sequential([layers.Dense(2, name="c"), layers.ReLU(name="d")], name="head")
    return keras.Model([k, m], [head(layers.Concatenate(name="cat")([u, v])), v], name="outer")


ALL = {"show_shapes": True, "show_dtype": True, "show_layer_activations": True, "show_trainable": True}
ARGUMENTS = [
    {},
    ALL,
    {"show_layer_names": False, "rankdir": "LR", "dpi": 96, "splines": "curved", "show_shapes": True},
    {"expand_nested": True, "show_trainable": True, "show_shapes": True},
]


def main():
    record = []
    for make in (chain, branches, nested):
        model = make()
        file = f"plot-{model.name}.keras"
        model.save(HERE / file)
        model = keras.models.load_model(HERE / file)
        for arguments in ARGUMENTS:
            record.append({"file": file, "arguments": arguments, "text": keras.utils.model_to_dot(model, **arguments).to_string()})
    (HERE / "plots.json").write_text("[\n" + ",\n".join(json.dumps(r) for r in record) + "\n]\n")


if __name__ == "__main__":
    main()
