"""Gives networks of the zoo weights that Keras made, and records what Keras answers: the Java side is ZooWeights.java.

    python tests/interop/zoo.py MobileNetV2 [FOLDER]
    python tests/interop/zoo.py all

(python: of the interop venv.) Weights are drawn as in applications.py, so that activations keep their spread. For each
network: NAME.weights.h5 of Keras 3, NAME.tf.h5 of tf_keras (weights only, found by the order of layers, under the names of
its time), NAME.notop.weights.h5, recordings, and a row in zoo.jsonl for each file, with the number of parameters.
"""

import argparse
import json
import os
import pathlib
import sys

import applications as app
import numpy as np
from oracle import ORACLES, rel_diff

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "goldens/zoo"))
from make import NAMES  # noqa: E402


def recorded(model, x, folder, name):
    inner = app.inner_layers(model)
    *values, out = ORACLES[0].Model(model.input, [la.output for la in inner] + [model.output])(x, training=False)
    found = {"in0": x, "out0": out.numpy()} | {f"inner:{la.name}": v.numpy() for la, v in zip(inner, values)}
    np.savez(folder / f"{name}.zoo.npz", **found)
    return found


def without_top(oracle, name):
    oracle.fresh("float32", floatx="float32")
    return getattr(oracle.module.applications, name)(weights=None, include_top=False, pooling="avg", input_shape=(96, 96, 3))


def record(name, folder):
    arrays = app.shared_weights(name, folder)
    rows = []

    old = app.build(ORACLES[1], name)
    app.set_weights(old, arrays)
    old.save_weights(folder / f"{name}.tf.h5")

    model = app.build(ORACLES[0], name)
    app.set_weights(model, arrays)
    model.save_weights(folder / f"{name}.weights.h5")
    x = app.pictures(name, app.size_of(model), 2, seed=2)
    found = recorded(model, x, folder, name)
    distance = rel_diff(found["out0"], app.exact_answer(name, folder))
    tolerance = max(app.TOLERANCE, float(f"{4 * distance:.2g}"))
    row = {"model": name, "top": True, "golden": f"{name}.zoo.npz", "tolerance": tolerance, "parameters": model.count_params()}
    rows += [row | {"weights": f"{name}.weights.h5"}, row | {"weights": f"{name}.tf.h5"}]

    bare = without_top(ORACLES[0], name)
    for layer in bare.layers:
        if layer.weights and layer.name in {la.name for la in model.layers}:
            layer.set_weights(model.get_layer(layer.name).get_weights())
    bare.save_weights(folder / f"{name}.notop.weights.h5")
    x = app.pictures(name, 96, 2, seed=3)
    recorded(bare, x, folder, f"{name}.notop")
    row |= {"top": False, "golden": f"{name}.notop.zoo.npz", "parameters": bare.count_params()}
    rows.append(row | {"weights": f"{name}.notop.weights.h5"})
    print(f"{name}: {app.spread(found)}; from float64 {distance:.1e}", flush=True)
    return rows


def main():
    work = os.environ.get("TENON_WORK") or pathlib.Path.home() / ".cache" / "tenon"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=[*NAMES, "all"])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=pathlib.Path(work) / "zoo")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    names = NAMES if options.model == "all" else [options.model]
    manifest = options.folder / "zoo.jsonl"
    kept = [json.loads(line) for line in manifest.read_text().splitlines()] if manifest.exists() else []
    for name in names:
        kept = [row for row in kept if row["model"] != name] + record(name, options.folder)
        manifest.write_text("".join(json.dumps(row) + "\n" for row in kept))


if __name__ == "__main__":
    main()
