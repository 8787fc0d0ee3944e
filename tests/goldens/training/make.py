"""Records what Keras 3 makes of a short `fit`: every case of the tables in cases/.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make.py [--only TEXT]

Writes beside itself, for each case, runs/NAME.keras (the compiled model before the first step; deflated, since h5 files are
mostly zeros) and runs/NAME.npz, and runs/manifest.jsonl with a line a case: its name, the arguments of `fit`, the names of the
weights in Keras' order, and how near the numbers have to be.

Keys of an npz:

    x0 y0 s0 …        samples, targets and sample weights by the position of their input or output; vx0 vy0 vs0 … those of
                      validation_data
    b:NAME            what the logs say after each batch: means over the epoch so far
    h:NAME            the history, a number an epoch
    e:NAME            what `evaluate` gives after the fit
    p0 p1 …           what `predict` gives after the fit and the evaluation, which move the states of a stateful layer
    wN                every weight after the fit, without the states of random generators

One thread, no XLA, batches in the order of the samples.
"""

import argparse
import json
import os
import pathlib
import sys
import tempfile
import zipfile

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "interop")]

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from cases import Case, all_cases  # noqa: E402

OUT = HERE / "runs"


class Batches(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.rows = []

    def on_train_batch_end(self, batch, logs=None):
        self.rows.append({k: float(v) for k, v in logs.items()})


def numbers_of(model):
    return [w for w in model.weights if "seed_generator" not in w.path]


def draw_weights(model, rng):
    """Moves every weight a little, so that no bias is zero and no scale one."""
    for w in numbers_of(model):
        if w.dtype.startswith("float"):
            positive = w.path.split("/")[-1] in ("gamma", "scale", "moving_variance")
            w.assign(np.asarray(w) + rng.uniform(0 if positive else -0.1, 0.1, w.shape))


def packed(model, target):
    """Writes a .keras whose parts are deflated and whose times are fixed."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "model.keras"
        model.save(file)
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for name in source.namelist():
                info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(info, source.read(name))


def listed(values):
    return [] if values is None else values if isinstance(values, list) else [values]


def single(values):
    return values[0] if len(values) == 1 else values


def prepared(case: Case, seed):
    """The compiled model before its first step, the arrays that `fit` gets, and its arguments."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed + 10)
    model = case.model()
    draw_weights(model, rng)
    x, y, *weights = [listed(part) for part in case.data(rng, case.samples)]
    weights = weights[0] if weights else []
    model.compile(**case.compile(), jit_compile=False)
    if case.built_optimizer:
        model.optimizer.build(model.trainable_variables)

    arrays = {f"x{i}": a for i, a in enumerate(x)} | {f"y{i}": a for i, a in enumerate(y)}
    arrays |= {f"s{i}": a for i, a in enumerate(weights)}
    given = {"x": single(x), "y": single(y), "shuffle": False, "verbose": 0} | settings(case)
    if weights:
        given["sample_weight"] = single(weights)
    if "class_weight" in given:
        given["class_weight"] = {int(k): v for k, v in given["class_weight"].items()}
    if case.validation:
        vx, vy, *vw = [listed(part) for part in case.data(rng, case.validation)]
        vw = vw[0] if vw else []
        arrays |= {f"vx{i}": a for i, a in enumerate(vx)} | {f"vy{i}": a for i, a in enumerate(vy)}
        arrays |= {f"vs{i}": a for i, a in enumerate(vw)}
        given["validation_data"] = (single(vx), single(vy), *([single(vw)] if vw else []))
    return model, arrays, given


def settings(case: Case):
    return {"epochs": 5, "batch_size": 4} | case.fit


def record(case: Case, out=OUT, seed=7):
    model, arrays, given = prepared(case, seed)
    packed(model, out / f"{case.name}.keras")
    batches = Batches()
    history = model.fit(callbacks=[batches], **given).history
    # The whole state first: evaluating or predicting moves a stateful layer.
    arrays |= {f"w{i}": np.asarray(w) for i, w in enumerate(numbers_of(model))}
    for name in batches.rows[0]:
        arrays[f"b:{name}"] = np.array([row[name] for row in batches.rows], "float32")
    arrays |= {f"h:{name}": np.array(values, "float32") for name, values in history.items()}
    part = {key: given[key] for key in ("x", "batch_size", "verbose")}
    weighted = {key: given[key] for key in ("y", "sample_weight") if key in given}
    found = model.evaluate(**part, **weighted, return_dict=True)
    arrays |= {f"e:{name}": np.array(value, "float32") for name, value in found.items()}
    predicted = listed(model.predict(**part))
    arrays |= {f"p{i}": a for i, a in enumerate(predicted)}
    for key, value in arrays.items():
        assert value.dtype.kind in "iub" or np.isfinite(value).all(), f"{case.name}: {key} is not finite"
    np.savez_compressed(out / f"{case.name}.npz", **arrays)
    losses = arrays["h:loss"]
    print(f"{case.name}: loss {losses[0]:.5f} -> {losses[-1]:.5f}, {len(arrays)} arrays", flush=True)
    return {
        "name": case.name,
        "fit": settings(case),
        "history": sorted(history),
        "weights": [w.path for w in numbers_of(model)],
        "tolerance": case.tolerance,
        "weight_tolerance": case.weight_tolerance,
    }


def record_all(cases, record, out, description):
    """Records the cases that --only asks for, and writes the manifest of all; ends the program."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--only", default="", help="cases whose name contains this; the others stay as they are")
    only = parser.parse_args().only
    out.mkdir(exist_ok=True)
    manifest = out / "manifest.jsonl"
    lines = {}
    if only and manifest.exists():
        lines = {json.loads(line)["name"]: line for line in manifest.read_text().splitlines()}
    cases = list(cases)
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "two cases of one name"
    failed = []
    for case in cases:
        if only in case.name:
            try:
                lines[case.name] = json.dumps(record(case))
            except Exception as e:  # noqa: BLE001: one bad case must not hide the others
                failed.append(f"{case.name}: {type(e).__name__}: {' '.join(str(e).split())[:300]}")
                print("FAILED", failed[-1], flush=True)
    manifest.write_text("".join(lines[name] + "\n" for name in names if name in lines))
    sys.exit(len(failed) > 0)


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    record_all(all_cases(), record, OUT, __doc__)


if __name__ == "__main__":
    main()
