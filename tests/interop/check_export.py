"""Compares a Keras file with an ONNX file made of it: both are run in Python on the same inputs.

    python tests/interop/check_export.py model.h5 model.onnx
    python tests/interop/check_export.py model.h5 model.onnx --golden model.npz --tolerance 1e-6
    python tests/interop/check_export.py --list pairs.jsonl     # rows: file, onnx, and where wanted golden, tolerance

(python: of the interop venv.) The Keras that wrote the file runs it: tf_keras for versions below 3. With a golden the
recorded arrays take Keras' place, for files that Keras cannot read. Checks the ONNX file with onnx.checker, runs it with
ONNX Runtime, and prints the largest `max|a - b| / max(max|golden|, 1e-6)` of an output, a line a pair. Paths in a list are
relative to the list. Exit code 1 if any pair differs by more than the tolerance (default 1e-5) or fails, else 0; the last
line counts: `N passed, N failed`.
"""

import argparse
import contextlib
import json
import pathlib
import shutil
import sys
import tempfile
import zipfile

import quiet  # noqa: F401
import h5py
import numpy as np
import onnx
import onnxruntime
from oracle import FREE_SIZE, ORACLES, plain_dtype, rel_diff, run

KERAS3, TF_KERAS = ORACLES
BATCH = 2
STATE = "tenon.state:"


def kind_and_version(path):
    """What the bytes say, whatever the name says."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as z:
            return "keras", json.loads(z.read("metadata.json"))["keras_version"]
    with h5py.File(path, "r") as f:
        version = f.attrs.get("keras_version", f.get("model_weights", f).attrs.get("keras_version", b"1"))
        return "h5", version.decode() if isinstance(version, bytes) else version


@contextlib.contextmanager
def under_its_suffix(path, suffix):
    """Keras goes by the suffix, so a file with another one is read under a name of its own."""
    if path.suffix == f".{suffix}":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        yield pathlib.Path(shutil.copy(path, pathlib.Path(folder) / f"model.{suffix}"))


def random_inputs(model):
    rng = np.random.default_rng(1)
    inputs = {}
    for t in model.inputs:
        free = 32 if len(t.shape) == 4 else FREE_SIZE
        shape = [BATCH if t.shape[0] is None else t.shape[0], *(free if s is None else s for s in t.shape[1:])]
        kind = np.dtype(plain_dtype(t.dtype))
        value = rng.integers(0, 2, shape) if kind.kind in "biu" else rng.normal(0, 1, shape)
        inputs[t.name.split(":")[0]] = value.astype(kind)
    return inputs


def of_keras(path):
    """Inputs by name, and the outputs in order, of one call."""
    kind, version = kind_and_version(path)
    oracle = KERAS3 if int(version.split(".")[0]) >= 3 else TF_KERAS
    oracle.fresh("float32")
    with under_its_suffix(path, kind) as readable:
        model = oracle.load(readable)
    inputs = random_inputs(model)
    return inputs, run(oracle, model, list(inputs.values()))


def of_golden(path):
    """Inputs, the outputs in order, and what a second call gives where the file says it."""
    with np.load(path) as held:
        inputs = {k[3:] if k.startswith("in:") else k: held[k] for k in held if k.startswith(("in0", "in1", "in2", "in3", "in4", "in:"))}
        calls = {prefix: {k.removeprefix(prefix): v for k, v in held.items() if k.startswith(prefix + "out")} for prefix in ("", "second:")}
        return inputs, [[call[k] for k in sorted(call, key=_output_order)] for call in calls.values() if call]


def _output_order(key):
    return (0, int(key[3:])) if key[3:].isdigit() else (1, key)


def of_onnx(path, inputs, count, calls):
    """The outputs of each call. What stateful layers remember is an input and an output each, behind the model's own: the
    first call is fed zeros, the next one what the call before gave."""
    onnx.checker.check_model(str(path), full_check=True)
    quiet_options = onnxruntime.SessionOptions()
    quiet_options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), quiet_options, providers=["CPUExecutionProvider"])
    wanted = [i.name for i in session.get_inputs()]
    states = states_of(session)
    wanted = [name for name in wanted if name not in states]
    if len(wanted) != len(inputs):
        raise ValueError(f"the ONNX file has the inputs {wanted}, the model {list(inputs)}")
    by_name = set(wanted) == set(inputs)
    feed = {name: inputs[name] if by_name else value for name, value in zip(wanted, inputs.values())}
    feed |= {i.name: np.zeros(i.shape, "float32") for i in session.get_inputs() if i.name in states}
    own = [o.name for o in session.get_outputs() if o.name not in states.values()]
    if len(own) != count:
        raise ValueError(f"the ONNX file has {len(own)} outputs, the model {count}")
    found = []
    for _ in range(calls):
        outputs = session.run(own + list(states.values()), feed)
        found.append(outputs[:count])
        feed |= dict(zip(states, outputs[count:]))
    return found


def states_of(session):
    """Inputs that an output of the run before is fed to, as the metadata says."""
    pairs = session.get_modelmeta().custom_metadata_map
    return {key.removeprefix(STATE): value for key, value in pairs.items() if key.startswith(STATE)}


def compare(keras_path, onnx_path, golden):
    inputs, expected = of_golden(golden) if golden else of_keras(keras_path)
    worst = 0.0
    for found, wanted in zip(of_onnx(onnx_path, inputs, len(expected[0]), len(expected)), expected):
        for i, (a, b) in enumerate(zip(found, wanted)):
            if a.shape != b.shape:
                raise ValueError(f"output {i} has the shape {list(a.shape)}, the model's {list(b.shape)}")
            worst = max(worst, rel_diff(a, b))
    return worst


def pairs_of(options):
    if options.list:
        for line in options.list.read_text().splitlines():
            row, here = json.loads(line), options.list.parent
            golden = here / row["golden"] if row.get("golden") else None
            yield here / row["file"], here / row["onnx"], golden, row.get("tolerance", options.tolerance)
    else:
        yield options.keras, options.onnx, options.golden, options.tolerance


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("keras", nargs="?", type=pathlib.Path)
    parser.add_argument("onnx", nargs="?", type=pathlib.Path)
    parser.add_argument("--golden", type=pathlib.Path)
    parser.add_argument("--tolerance", type=float, default=1e-5)
    parser.add_argument("--list", type=pathlib.Path)
    options = parser.parse_args()
    if not options.list and not options.onnx:
        parser.error("name a Keras file and an ONNX file, or a --list")

    passed = failed = 0
    for keras_path, onnx_path, golden, tolerance in pairs_of(options):
        try:
            difference = compare(keras_path, onnx_path, golden)
            ok = difference <= tolerance
            print(f"{'ok      ' if ok else 'DIFFERS '} {difference:.1e}  {keras_path} {onnx_path}", flush=True)
        except Exception as e:  # noqa: BLE001: one bad pair must not hide the others
            ok = False
            text = (str(e).strip() or repr(e)).splitlines()[0]
            print(f"ERROR    {type(e).__name__}: {text[:200]}  {keras_path} {onnx_path}", flush=True)
        passed, failed = passed + ok, failed + (not ok)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
