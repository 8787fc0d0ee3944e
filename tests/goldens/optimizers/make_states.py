"""Records optimizers' states as the Kerases write them into files, and how training goes on from there.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/optimizers/make_states.py

Writes next to itself:

    states.json     for each case its name, the kind of file, the optimizer's class name and configuration as the file has
                    them, and the names of the optimizer's variables in the file's order
    states.npz      `start` and `gradients`, a row a step; for each case CASE/weights, the weights when the file was written;
                    CASE/N, the optimizer's variable N of the file; CASE/after, the weights after the other steps

Weights are those of Dense(4) and Dense(2), one after the other. Three steps before the file, three after it. The files are
legacy HDF5 files of tf_keras (its optimizers and its legacy ones) and of Keras 3, and .keras files of both.
"""

import io
import json
import os
import pathlib
import sys
import tempfile
import zipfile

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "interop"))

import quiet  # noqa: E402, F401
import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parent
BEFORE, AFTER = 3, 3
SHAPES = [(3, 4), (4,), (4, 2), (2,)]


def cases():
    """Name, Keras, kind of file, optimizer."""
    o, legacy, o3 = tf_keras.optimizers, tf_keras.optimizers.legacy, keras.optimizers
    yield "tf_sgd_ema", tf_keras, "h5", o.SGD(0.1, momentum=0.9, use_ema=True)
    yield "tf_rmsprop", tf_keras, "h5", o.RMSprop(0.01, momentum=0.9, centered=True)
    yield "tf_adam", tf_keras, "h5", o.Adam(0.01, amsgrad=True)
    yield "tf_adam_schedule", tf_keras, "h5", o.Adam(o.schedules.CosineDecay(0.1, 10, alpha=0.1))
    yield "tf_adamw", tf_keras, "h5", o.AdamW(0.01)
    yield "tf_adamax", tf_keras, "h5", o.Adamax(0.01)
    yield "tf_nadam", tf_keras, "h5", o.Nadam(0.01)
    yield "tf_adagrad", tf_keras, "h5", o.Adagrad(0.1)
    yield "tf_adadelta", tf_keras, "h5", o.Adadelta(1.0)
    yield "tf_adafactor", tf_keras, "h5", o.Adafactor(0.05)
    yield "tf_ftrl", tf_keras, "h5", o.Ftrl(0.1)
    yield "tf_lion", tf_keras, "h5", o.Lion(0.01)
    yield "tf_adam_keras", tf_keras, "keras", o.Adam(0.01)
    yield "legacy_sgd_decay", tf_keras, "h5", legacy.SGD(0.1, momentum=0.9, decay=0.2)
    yield "legacy_rmsprop", tf_keras, "h5", legacy.RMSprop(0.01, momentum=0.9, centered=True)
    yield "legacy_adam", tf_keras, "h5", legacy.Adam(0.01, amsgrad=True)
    yield "legacy_adamax", tf_keras, "h5", legacy.Adamax(0.01)
    yield "legacy_nadam", tf_keras, "h5", legacy.Nadam(0.01)
    yield "legacy_adagrad", tf_keras, "h5", legacy.Adagrad(0.1)
    yield "legacy_adadelta", tf_keras, "h5", legacy.Adadelta(1.0)
    yield "legacy_ftrl", tf_keras, "h5", legacy.Ftrl(0.1)
    yield "keras3_adam", keras, "h5", o3.Adam(0.01, amsgrad=True)
    yield "keras3_nadam", keras, "h5", o3.Nadam(0.01)
    yield "keras3_adam_keras", keras, "keras", o3.Adam(o3.schedules.CosineDecay(0.1, 10, alpha=0.1))
    yield "keras3_adafactor_keras", keras, "keras", o3.Adafactor(0.05)
    yield "keras3_accumulation_keras", keras, "keras", o3.SGD(
        0.1, momentum=0.9, use_ema=True, gradient_accumulation_steps=2
    )


def saved(model, kind):
    """Returns the optimizer's class name, configuration and variables, as a file has them."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.{kind}"
        model.save(path)
        if kind == "h5":
            with h5py.File(path) as file:
                described = json.loads(file.attrs["training_config"])["optimizer_config"]
                group = file["optimizer_weights"]
                names = [n.decode() if isinstance(n, bytes) else n for n in group.attrs["weight_names"]]
                return described, names, [group[n][()] for n in names]
        archive = zipfile.ZipFile(path)
        described = json.loads(archive.read("config.json"))["compile_config"]["optimizer"]
        with h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as file:
            group = file["optimizer/vars"]
            names = sorted(group, key=int)
            return described, ["optimizer/vars/" + n for n in names], [group[n][()] for n in names]


def split(row):
    parts, at = [], 0
    for shape in SHAPES:
        size = int(np.prod(shape))
        parts.append(row[at : at + size].reshape(shape))
        at += size
    return parts


def flat(values):
    return np.concatenate([np.asarray(v, "float32").ravel() for v in values])


def main():
    random = np.random.default_rng(20261125)
    total = sum(int(np.prod(shape)) for shape in SHAPES)
    start = random.normal(0, 0.5, total).astype("float32")
    gradients = random.normal(0, 0.3, (BEFORE + AFTER, total)).astype("float32")
    arrays, described = {"start": start, "gradients": gradients}, []
    for name, kit, kind, optimizer in cases():
        layers = kit.layers
        first = dict(input_shape=(3,)) if kit is tf_keras else {}
        head = [] if kit is tf_keras else [kit.Input((3,))]
        model = kit.Sequential(head + [layers.Dense(4, name="a", **first), layers.Dense(2, name="b")])
        model.set_weights(split(start))
        model.compile(optimizer, "mse")
        step = lambda row: optimizer.apply_gradients(  # noqa: E731
            zip([tf.constant(g) for g in split(row)], model.trainable_variables)
        )
        for row in gradients[:BEFORE]:
            step(row)
        object_, names, values = saved(model, kind)
        arrays[name + "/weights"] = flat(model.get_weights())
        for i, value in enumerate(values):
            arrays[f"{name}/{i}"] = np.asarray(value)
        for row in gradients[BEFORE:]:
            step(row)
        arrays[name + "/after"] = flat(model.get_weights())
        described.append(
            {
                "name": name,
                "class_name": object_["class_name"],
                "config": object_["config"],
                "variables": names,
            }
        )
    np.savez_compressed(OUT / "states.npz", **arrays)
    about = {"keras": keras.__version__, "tf_keras": tf_keras.__version__}
    lines = ",\n".join(json.dumps(case) for case in described)
    (OUT / "states.json").write_text('{"about": ' + json.dumps(about) + ', "cases": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
