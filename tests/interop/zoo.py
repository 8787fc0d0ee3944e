"""Gives networks of the zoo weights that Keras made, and records what Keras answers: the Java side is ZooWeights.java.

    python tests/interop/zoo.py MobileNetV2 [FOLDER]
    python tests/interop/zoo.py names

(python: of the interop venv; `tests/interop/zoo` runs both sides for some networks or all.) Weights are drawn as in
applications.py, so that activations keep their spread. For each network: NAME.weights.h5 of Keras 3, NAME.tf.h5 of tf_keras
(weights only, found by the order of layers, under the names of its time), NAME.notop.weights.h5, and recordings: with the
top, and without it in each of Keras' three poolings. A row in zoo.jsonl for each comparison, with the number of parameters.
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

SIDE = 96  # of pictures for a network without its top
POOLINGS = (None, "avg", "max")


def recorded(model, x, folder, name):
    inner = app.inner_layers(model)
    *values, out = ORACLES[0].Model(model.input, [la.output for la in inner] + [model.output])(x, training=False)
    found = {"in0": x, "out0": out.numpy()} | {f"inner:{la.name}": v.numpy() for la, v in zip(inner, values)}
    np.savez(folder / f"{name}.zoo.npz", **found)
    return found


def without_top(oracle, name, pooling):
    oracle.fresh("float32", floatx="float32")
    return getattr(oracle.module.applications, name)(weights=None, include_top=False, pooling=pooling, input_shape=(SIDE, SIDE, 3))


def record(name, folder):
    arrays = app.shared_weights(name, folder)
    rows = []

    old = app.build(ORACLES[1], name)
    app.set_weights(old, arrays)
    old.save_weights(folder / f"{name}.tf.h5")
    x = app.pictures(name, app.size_of(old), 2, seed=2)
    older = app.in_graph(old, x, False)
    del old

    model = app.build(ORACLES[0], name)
    app.set_weights(model, arrays)
    model.save_weights(folder / f"{name}.weights.h5")
    found = recorded(model, x, folder, name)
    # A single run may be near the exact answer by chance: of both generations of Keras, the one that is further off counts.
    exact = app.exact_answer(name, folder)
    distance = max(rel_diff(found["out0"], exact), rel_diff(older, exact))
    tolerance = max(app.TOLERANCE, float(f"{4 * distance:.2g}"))
    row = {"model": name, "top": True, "golden": f"{name}.zoo.npz", "tolerance": tolerance, "parameters": model.count_params()}
    rows += [row | {"weights": f"{name}.weights.h5"}, row | {"weights": f"{name}.tf.h5"}]

    held = {layer.name: layer.get_weights() for layer in model.layers if layer.weights}
    del model
    x = app.pictures(name, SIDE, 2, seed=3)
    weights = f"{name}.notop.weights.h5"
    for pooling in POOLINGS:
        bare = without_top(ORACLES[0], name, pooling)
        for layer in bare.layers:
            if layer.weights:
                # ConvNeXt without its top normalises under a name that Keras counts up.
                layer.set_weights(held.get(layer.name) or held[f"{bare.name}_head_layernorm"])
        if pooling is None:
            bare.save_weights(folder / weights)
        golden = f"{name}.notop.{pooling}"
        recorded(bare, x, folder, golden)
        row |= {"top": False, "pooling": pooling, "golden": f"{golden}.zoo.npz", "parameters": bare.count_params()}
        rows.append(row | {"weights": weights})
    print(f"{name}: {app.spread(found)}; from float64 {distance:.1e}", flush=True)
    return rows


def main():
    work = os.environ.get("TENON_WORK") or pathlib.Path.home() / ".cache" / "tenon"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=[*NAMES, "names"], help="a network, or `names` to print all of them")
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=pathlib.Path(work) / "zoo")
    options = parser.parse_args()
    if options.model == "names":
        print(*NAMES)
        return
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = record(options.model, options.folder)
    (options.folder / "zoo.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
