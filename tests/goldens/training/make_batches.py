"""Records train_on_batch, test_on_batch and predict_on_batch, with weights of samples and of classes.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_batches.py

Writes batches_one.keras and batches_two.keras, the compiled models before the first step (one output; two outputs), batches.npz
with the data (`one:x`, `one:y` …, a row a step), and batches.jsonl with a line a call: the model, the call, the step whose data it
takes, the weights, and the logs that it returned with return_dict=True, their order kept.
"""

import json

import make
import keras
import numpy as np

STEPS, BATCH = 4, 6
CLASS_WEIGHT = {0: 2.0, 2: 0.5}


def one():
    inputs = keras.Input((3,), name="x")
    hidden = keras.layers.Dense(4, activation="tanh", kernel_regularizer="l2")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(3, activation="softmax", name="scores")(hidden), name="one")
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.9),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["sparse_categorical_crossentropy"],
        jit_compile=False,
    )
    return model


def two():
    inputs = keras.Input((3,), name="x")
    hidden = keras.layers.Dense(4, activation="relu")(inputs)
    outputs = [keras.layers.Dense(2, name="b")(hidden), keras.layers.Dense(1, activation="sigmoid", name="a")(hidden)]
    model = keras.Model(inputs, outputs, name="two")
    model.compile(
        keras.optimizers.SGD(0.05),
        {"b": "mse", "a": "binary_crossentropy"},
        metrics={"b": ["mae"], "a": ["accuracy"]},
        loss_weights={"b": 0.5, "a": 2.0},
        jit_compile=False,
    )
    return model


def calls(name):
    plain = {"sample_weight": False, "class_weight": False}
    yield "train", 0, plain
    yield "train", 1, plain | {"sample_weight": True}
    yield "test", 0, plain
    yield "test", 1, plain | {"sample_weight": True}
    if name == "one":
        yield "train", 2, plain | {"class_weight": True}
    yield "train", 3, plain
    yield "test", 3, plain


def main():
    rng = np.random.default_rng(8)
    arrays, lines = {}, []
    for build in (one, two):
        keras.utils.set_random_seed(7)
        model = build()
        make.draw_weights(model, rng)
        make.packed(model, make.HERE / f"batches_{model.name}.keras")
        x = rng.normal(0, 1, (STEPS, BATCH, 3)).astype("float32")
        if model.name == "one":
            y = [rng.integers(0, 3, (STEPS, BATCH)).astype("int32")]
        else:
            y = [rng.normal(0, 1, (STEPS, BATCH, 2)).astype("float32"), rng.integers(0, 2, (STEPS, BATCH, 1)).astype("float32")]
        weight = rng.uniform(0, 2, (STEPS, BATCH)).astype("float32")
        arrays |= {f"{model.name}:x": x, f"{model.name}:w": weight}
        arrays |= {f"{model.name}:y{i}": part for i, part in enumerate(y)}
        for call, step, given in calls(model.name):
            targets = make.single([part[step] for part in y])
            keywords = {}
            if given["sample_weight"]:
                keywords["sample_weight"] = make.single([weight[step]] * len(y))
            if given["class_weight"]:
                keywords["class_weight"] = CLASS_WEIGHT
            method = model.train_on_batch if call == "train" else model.test_on_batch
            logs = method(x[step], targets, return_dict=True, **keywords)
            logs = [[key, float(value)] for key, value in logs.items()]
            lines.append({"model": model.name, "call": call, "step": step, **given, "logs": logs})
        for i, part in enumerate(make.listed(model.predict_on_batch(x[0]))):
            arrays[f"{model.name}:p{i}"] = part
        arrays |= {f"{model.name}:weight{i}": np.asarray(w) for i, w in enumerate(model.weights)}
    np.savez_compressed(make.HERE / "batches.npz", **arrays)
    (make.HERE / "batches.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


if __name__ == "__main__":
    main()
