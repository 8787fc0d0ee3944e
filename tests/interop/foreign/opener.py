"""Opens written files in the frameworks that they are for, one job a line; started by check.py, which survives its end.

A job is a model with its written files. Each file and reader is answered by two lines: one before, so that a crash has a
name, and one with the outcome: `right`, `differs`, `unopened`, `untrained` (a compiled model whose next step of fit fails),
`uncompiled` (one that the reader opens, but not as compiled).
"""

import contextlib
import json
import os
import pathlib
import sys

ANSWERS = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # whatever libraries print is not an answer
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import quiet  # noqa: F401, E402
import numpy as np  # noqa: E402
import onnxruntime  # noqa: E402
import tensorflow as tf  # noqa: E402
from check_export import of_onnx  # noqa: E402
from check_savedmodel import in_order  # noqa: E402
from oracle import ORACLES, rel_diff, run  # noqa: E402
from recordings import recording  # noqa: E402
from tensorflow.core.protobuf import saved_model_pb2  # noqa: E402

KERAS3, TF_KERAS = ORACLES
ORACLE = {"keras3": KERAS3, "tf_keras": TF_KERAS}
BATCH = 2


class Difference(Exception):
    pass


def compare(found, expected, tolerance):
    if len(found) != len(expected):
        raise Difference(f"{len(found)} outputs, recorded are {len(expected)}")
    worst = 0.0
    for i, (a, b) in enumerate(zip(found, expected)):
        if isinstance(b, list):
            worst = max(worst, compare(a, b, tolerance))
            continue
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape:
            raise Difference(f"output {i} has the shape {list(a.shape)}, the recording {list(b.shape)}")
        worst = max(worst, 0.0 if np.array_equal(a, b, equal_nan=b.dtype.kind == "f") else rel_diff(a, b))
    if not worst <= tolerance:
        raise Difference(f"{worst:.1e}")
    return worst


def reference(root, row, files):
    """The recording, or what ONNX Runtime computes with the written ONNX file on random inputs."""
    recorded = recording(root, row)
    if recorded is None and "onnx" in files:
        session = onnxruntime.InferenceSession(files["onnx"], providers=["CPUExecutionProvider"])
        for length in (8, 32):  # where one is open: some layers want a longer one
            inputs = {port.name: random_input(port, length) for port in session.get_inputs()}
            with contextlib.suppress(Exception):
                return inputs, session.run(None, inputs)
        raise RuntimeError(f"ONNX Runtime runs {files['onnx']} on no random input")
    return recorded


def random_input(port, length):
    shape = [n if isinstance(n, int) else (BATCH if i == 0 else length) for i, n in enumerate(port.shape)]
    rng = np.random.default_rng(1)
    kind = {"tensor(float)": "float32", "tensor(double)": "float64"}.get(port.type)
    return rng.uniform(-1, 1, shape).astype(kind) if kind else rng.integers(0, 2, shape).astype(port.type[7:-1])


def fed(names, inputs):
    """The recorded inputs in the order of the names, or as they stand where they have other names."""
    return [inputs[n] for n in names] if set(names) <= set(inputs) else list(inputs.values())


def open_onnx(path, recorded, row, root):
    inputs, expected = recorded
    source = root / row["file"]
    try:
        found = of_onnx(pathlib.Path(path), inputs, len(expected), 1)[0]
    except Exception:
        with contextlib.suppress(Exception):
            of_onnx(source, inputs, len(expected), 1)
            source = None  # only the written file does not open
        if source is None or source.suffix != ".onnx":
            raise
        return "as the source"
    compare(found, expected, row["tolerance"])
    return "right"


def open_savedmodel(path, recorded, row):
    inputs, expected = recorded
    signature = tf.saved_model.load(path).signatures["serving_default"]
    meta = saved_model_pb2.SavedModel.FromString((pathlib.Path(path) / "saved_model.pb").read_bytes()).meta_graphs[0]
    infos = meta.signature_def["serving_default"]
    specs = signature.structured_input_signature[1]
    names = in_order(infos.inputs, meta.graph_def)
    given = dict(zip(names, fed(names, inputs), strict=True))
    results = signature(**{n: tf.cast(value, specs[n].dtype) for n, value in given.items()})
    results = [results[n].numpy() for n in in_order(infos.outputs, meta.graph_def)]
    compare([np.vectorize(bytes.decode, otypes=["O"])(r) if r.dtype == object else r for r in results], expected, row["tolerance"])


def open_keras(oracle, path, recorded, row, root):
    """Opens with the defaults of load_model: compiled, in safe mode, without custom objects."""
    oracle.fresh("float32")
    model = oracle.module.models.load_model(path)
    if recorded is None:
        return "right"
    inputs, expected = recorded
    names = [t.name.split(":")[0] for t in model.inputs]
    values = fed(names, inputs)
    compare(run(oracle, model, values)[0], expected, row["tolerance"])
    loss = row.get("loss")
    if loss is None:
        return "right"
    if getattr(model, "optimizer", None) is None:
        return "uncompiled"
    failure = step(model, values, expected, loss)
    if failure is None:
        return "right"
    return "as the source" if failure == source_failure(root / row["file"], values, expected, loss) else failure


def step(model, values, expected, loss):
    """Trains one batch; returns what goes wrong."""
    targets = [np.zeros(e.shape[:-1], "int64") if "sparse" in loss else np.asarray(e) for e in expected]
    try:
        result = model.train_on_batch(values if len(values) > 1 else values[0], targets if len(targets) > 1 else targets[0])
    except Exception as e:  # noqa: BLE001: whatever Keras throws is its answer
        return f"untrained: {told(e)}"
    return None if np.all(np.isfinite(np.asarray(result))) else f"untrained: the loss is {result}"


def source_failure(source, values, expected, loss):
    """What goes wrong where tf_keras trains the author's own file; None where nothing does, or it does not open compiled."""
    TF_KERAS.fresh("float32")
    try:
        model = TF_KERAS.module.models.load_model(source)
    except Exception:  # noqa: BLE001
        return None
    return step(model, values, expected, loss) if getattr(model, "optimizer", None) else None


def told(e):
    """The beginning of an error, and its end: Keras says what is wrong behind the whole configuration."""
    text = " ".join(str(e).split())
    return f"{type(e).__name__}: {text if len(text) <= 400 else text[:100] + ' … ' + text[-300:]}"


def outcome(root, row, target, reader, path, recorded):
    try:
        if target == "onnx":
            return open_onnx(path, recorded, row, root)
        if target == "savedmodel":
            open_savedmodel(path, recorded, row)
            return "right"
        return open_keras(ORACLE[reader], path, recorded, row, root)
    except Difference as e:
        return f"differs: {e}"
    except Exception as e:  # noqa: BLE001
        return f"unopened: {told(e)}"


def answer(**line):
    ANSWERS.write(json.dumps(line) + "\n")


def main():
    root = pathlib.Path(sys.argv[1])
    answer(ready=True)
    for line in sys.stdin:
        job = json.loads(line)
        recorded = reference(root, job["row"], job["files"])
        for target, reader in job["todo"]:
            answer(start=[target, reader])
            found = outcome(root, job["row"], target, reader, job["files"][target], recorded)
            answer(end=[target, reader], outcome=found)
        answer(done=True)


if __name__ == "__main__":
    main()
