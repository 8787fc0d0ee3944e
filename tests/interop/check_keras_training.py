"""Trains in Python, lets Tenon write the model again, and goes on training in Python: the losses must be the same.

    python tests/interop/check_keras_training.py FOLDER [--only TEXT]

(python: of the interop venv.) For each optimizer and each generation of Keras a small model is trained for three steps
and saved; `./tenon convert` writes it as each kind of Keras file that can carry the optimizer's state; the reader goes on
for three steps. What it gives is compared with the original going on by itself (largest relative difference of a loss and
of a weight, at most 1e-5 where the generation stays the same and 1e-4 where it changes, since the two compute in another
order).
"""

import argparse
import json
import pathlib
import subprocess
import sys

import quiet  # noqa: F401
import keras
import numpy as np
import tf_keras
from oracle import rel_diff

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPTIMIZERS = {
    "sgd": ("SGD", {}),
    "sgd_momentum": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "rmsprop": ("RMSprop", {"momentum": 0.9, "centered": True}),
    "adam": ("Adam", {}),
    "adam_amsgrad": ("Adam", {"amsgrad": True, "clipnorm": 1.0}),
    "adamw": ("AdamW", {"weight_decay": 0.01}),
    "adamax": ("Adamax", {}),
    "adagrad": ("Adagrad", {}),
    "adadelta": ("Adadelta", {"learning_rate": 0.1}),
    "ftrl": ("Ftrl", {}),
    "lion": ("Lion", {}),
    "nadam": ("Nadam", {}),
    "adafactor": ("Adafactor", {}),
    "sgd_decay": ("SGD", {"weight_decay": 0.01}),
    "adam_ema": ("Adam", {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 4}),
    "rmsprop_decay": ("RMSprop", {"weight_decay": 0.01, "momentum": 0.5}),
    "ftrl_options": ("Ftrl", {"l1_regularization_strength": 0.01, "beta": 0.1}),
    "accumulating": ("SGD", {"momentum": 0.9, "gradient_accumulation_steps": 2}),
}
GENERATIONS = {"k3": (keras, "keras"), "tf": (tf_keras, "h5")}
# from -> (kind, suffix, reader)
WAYS = {
    "k3": [("keras", ".keras", keras), ("both-h5", ".h5", tf_keras)],
    "tf": [("both-h5", ".h5", tf_keras), ("tf-keras-h5", ".h5", tf_keras), ("keras", ".keras", keras)],
}
# tf_keras keeps a product of Nadam's momenta beside its variables, so that no file has it, its own neither: what Tenon
# wrote must go on as its own file does.
FORGOTTEN = {("nadam", "tf")}
# … and what goes from one generation to the other has other numbers, with and without that product.
OTHERWISE = {("nadam", "k3", "both-h5"), ("nadam", "tf", "keras")}
# There is no such optimizer, or no such option, in tf_keras: it opens the model not compiled.
ONLY_KERAS_3 = {"accumulating"}


def data():
    rng = np.random.default_rng(3)
    x = rng.normal(0, 1, (24, 6)).astype("float32")
    return x, np.tanh(x[:, :2] @ np.array([[1.0, 0.5], [-1.0, 2.0]], "float32"))


def built(module, name, options):
    module.utils.set_random_seed(5)
    inputs = module.Input((6,), name="x")
    h = module.layers.Dense(8, activation="relu", name="hidden")(inputs)
    h = module.layers.BatchNormalization(name="norm")(h)
    model = module.Model(inputs, module.layers.Dense(2, name="out")(h))
    model.compile(getattr(module.optimizers, name)(**options), "mean_squared_error", metrics=["mae"])
    model.optimizer.build(model.trainable_variables)  # or Keras 3 traces the step twice
    return model


def go_on(model):
    x, y = data()
    history = model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    return history.history["loss"], [np.asarray(w) for w in model.get_weights()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--tenon", default=str(ROOT / "tenon"), help="the command")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    expected, rows = {}, {"k3": [], "tf": []}
    for tag, (module, suffix) in GENERATIONS.items():
        for name, (cls, args) in OPTIMIZERS.items():
            if options.only in name and not (tag == "tf" and name in ONLY_KERAS_3):
                model = built(module, cls, args)
                go_on(model)
                file = f"{name}.{tag}.{suffix}"
                model.save(options.folder / file)
                if (name, tag) in FORGOTTEN:
                    model = module.models.load_model(options.folder / file)
                expected[name, tag] = go_on(model)
                rows[tag].append({"file": file})
    written = {}
    for tag, list_of in rows.items():
        manifest = options.folder / f"{tag}.jsonl"
        manifest.write_text("".join(json.dumps(r) + "\n" for r in list_of))
        kinds = ",".join(sorted({kind for kind, _, _ in WAYS[tag]}))
        command = [*options.tenon.split(), "convert", "--manifest", str(manifest), str(options.folder / "written"), "--to", kinds]
        for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
            row = json.loads(line)
            written[row["source"], row["kind"]] = row
    passed = failed = 0
    for (name, tag), (loss, weights) in expected.items():
        for kind, _, reader in WAYS[tag]:
            row = written[f"{name}.{tag}.{GENERATIONS[tag][1]}", kind]
            label = f"{name:14} {tag} -> {kind:12} in {reader.__name__}"
            same = reader is GENERATIONS[tag][0]
            if name in ONLY_KERAS_3 and reader is tf_keras:
                # Of a model from Keras 3, check_training_live.py goes on with what is in the words of Keras 3.
                model = reader.models.load_model(options.folder / "written" / row["file"], compile=False)
                ok = any("words of Keras 3" in n for n in row["notes"]) and model.optimizer is None
                text = "opened without its optimizer, and said so"
            elif (name, tag, kind) in OTHERWISE:
                model = reader.models.load_model(options.folder / "written" / row["file"])
                ok, text = int(model.optimizer.iterations) == 9 and go_on(model)[0][-1] < loss[0], "goes on, with other numbers"
            else:
                try:
                    model = reader.models.load_model(options.folder / "written" / row["file"])
                    loss2, weights2 = go_on(model)
                    worst = max(rel_diff(a, b) for a, b in zip([loss2, *weights2], [loss, *weights], strict=True))
                    ok, text = worst <= (1e-5 if same else 1e-4), f"{worst:.1e}"
                    if kind == "both-h5":
                        other = keras.models.load_model(options.folder / "written" / row["file"])
                        ok, text = ok and type(other.optimizer).__name__ == OPTIMIZERS[name][0], text + ", opens in both"
                except Exception as e:  # noqa: BLE001: one bad file must not hide the others
                    ok, text = False, f"{type(e).__name__}: {' '.join(str(e).split())[:300]}"
            passed, failed = passed + ok, failed + (not ok)
            print(f"{'ok  ' if ok else 'FAIL'} {label} {text}", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
