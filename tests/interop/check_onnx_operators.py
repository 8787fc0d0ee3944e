"""Opens ONNX's operator tests that became .keras files with real Keras 3, and compares with the recorded outputs.

    python tests/interop/check_onnx_operators.py list FOREIGN > LIST.jsonl
    tenon convert --manifest LIST.jsonl FOLDER --to keras > FOLDER/written.jsonl
    python tests/interop/check_onnx_operators.py count FOLDER/written.jsonl
    python tests/interop/check_onnx_operators.py check FOLDER/written.jsonl [--every N]

(python: of the interop venv; FOREIGN: the folder of models made by others.) `list` names every operator test, every small
model and network of ONNX, and this checkout's own; `count` prints of each group how many became Keras files. `check` takes
the operator tests and compares each with its recording; where ONNX Runtime gives other numbers than the recording, with
ONNX Runtime. Exit code 1 if a file does not open, or gives other numbers, shapes or types.
"""

import argparse
import collections
import json
import pathlib
import sys

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
TOLERANCE = {"float16": 2e-3, "bfloat16": 2e-2}


def models(foreign):
    onnx = foreign / "onnx"
    yield from sorted((onnx / "node").glob("*/model.onnx"))
    yield from sorted((onnx / "simple").glob("*/model.onnx"))
    yield from sorted((onnx / "models").glob("*.onnx"))
    yield from sorted((CHECKOUT / "tests/goldens/onnx/networks").glob("*.onnx"))
    yield from sorted((CHECKOUT / "tests/goldens/torch").glob("*.onnx"))


def group(source):
    folder = source.parent.parent if source.name == "model.onnx" else source.parent
    return folder.name


def rows(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line.startswith("{")]


def count(path):
    written, all_of = collections.Counter(), collections.Counter()
    for row in rows(path):
        name = group(pathlib.Path(row["source"]))
        all_of[name] += 1
        written[name] += row["status"] == "ok"
    for name, total in all_of.items():
        print(f"{name}: {written[name]:,} of {total:,} become .keras files")
    return 0


def tensors(folder, kind):
    import onnx
    from onnx import numpy_helper

    found = []
    for i in range(len(list(folder.glob(f"{kind}_*.pb")))):
        tensor = onnx.TensorProto()
        tensor.ParseFromString((folder / f"{kind}_{i}.pb").read_bytes())
        found.append(numpy_helper.to_array(tensor))
    return found


def difference(actual, expected, least=2e-5):
    """Returns what is wrong, or None; float32 may be `least` of the largest number off."""
    import numpy as np

    if len(actual) != len(expected):
        return f"{len(actual)} outputs, not {len(expected)}"
    for a, b in zip(actual, expected):
        if a.shape != b.shape or str(a.dtype) != str(b.dtype):
            return f"{a.dtype}{a.shape}, not {b.dtype}{b.shape}"
        if "float" not in str(b.dtype):
            if not np.array_equal(a, b):
                return "other entries"
            continue
        x, y = a.astype(np.float64), b.astype(np.float64)
        finite = np.isfinite(y)
        if not np.array_equal(x[~finite], y[~finite], equal_nan=True) or not np.isfinite(x[finite]).all():
            return "other entries are infinite or no numbers"
        scale = max(np.max(np.abs(y[finite]), initial=0), 1e-30)
        off = np.max(np.abs(x[finite] - y[finite]), initial=0) / scale
        if off > TOLERANCE.get(str(b.dtype), least):
            return f"{off:.1e} apart"
    return None


def onnxruntime_gives(source, inputs):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(source), providers=["CPUExecutionProvider"])
    names = [port.name for port in session.get_inputs()]
    return session.run(None, dict(zip(names, inputs)))


def problem(source, file):
    import keras
    import numpy as np

    data = source.parent / "test_data_set_0"
    inputs, expected = tensors(data, "input"), tensors(data, "output")
    model = keras.models.load_model(file)
    given = model(inputs if len(model.inputs) > 1 else inputs[0])
    given = [np.asarray(one) for one in (given if isinstance(given, (list, tuple)) else [given])]
    wrong = difference(given, expected)
    if not wrong:
        return None
    try:
        return difference(given, onnxruntime_gives(source, inputs))
    except Exception:  # ONNX Runtime lacks the operator: the recording counts, to as many digits as it has
        four = all(np.array_equal(one, np.round(one, 4)) for one in map(np.asarray, expected) if one.dtype.kind == "f")
        return difference(given, expected, 2e-4) if four else wrong


def holds_tensors(source):
    import onnx

    outputs = onnx.load(source).graph.output
    return all(output.type.HasField("tensor_type") for output in outputs)


def check(path, every):
    import quiet  # noqa: F401

    tests = []
    for row in rows(path):
        source = pathlib.Path(row["source"])
        if row["status"] == "ok" and group(source) == "node":
            tests.append((source, path.parent / row["file"]))
    failed = checked = 0
    for source, file in tests[::every]:
        if not holds_tensors(source):
            continue
        checked += 1
        try:
            wrong = problem(source, file)
        except Exception as e:  # whatever Keras throws is its answer
            wrong = f"{type(e).__name__}: {e}".splitlines()[0][:300]
        if wrong:
            failed += 1
            print(f"{source.parent.name}: {wrong}", flush=True)
    print(f"{checked:,} of {len(tests):,} operator tests opened by Keras 3, {failed} of them wrong")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=["list", "count", "check"])
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.verb == "list":
        for model in models(arguments.path.resolve()):
            print(json.dumps({"file": str(model)}))
        return 0
    return count(arguments.path) if arguments.verb == "count" else check(arguments.path, arguments.every)


if __name__ == "__main__":
    sys.exit(main())
