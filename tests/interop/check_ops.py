"""Opens models that Tenon wrote of the functions of `keras.ops` with real Keras, and compares them with the recordings.

    java -cp … dev.tenon.ops.OpsModels FOLDER
    python tests/interop/check_ops.py FOLDER

Prints a line for every failure that `KNOWN` does not explain, and the counts; exit code 1 if there is one.
"""

import json
import pathlib
import sys

import quiet  # noqa: F401
import keras
import numpy as np

GOLDENS = pathlib.Path(__file__).resolve().parents[1] / "goldens" / "ops"
# What Keras 3.15 itself cannot read back or computes otherwise in a model: not the writer's doing.
KNOWN = {
    "hypot/2": "takes no numbers in a model",
    "heaviside/2": "takes no numbers in a model",
    "hstack/2": "fails on vectors when it builds a model",
    "histogram/1": "calls a function that the backend does not have",
    "histogram/2": "reads a list back where it takes a tuple",
}
KNOWN |= {f"conv_transpose/{n}": "reads a file back without the padding" for n in (1, 2)}
KNOWN |= {f"adaptive_{kind}_pool/{n}": "reads a list back where it takes a tuple" for kind in ("max", "average") for n in (1, 2)}


def tensors(argument):
    """The names of the tensors in an argument, in order."""
    if isinstance(argument, dict):
        return [argument["tensor"]]
    return [name for item in argument for name in tensors(item)] if isinstance(argument, list) else []


def difference(expected, received):
    if expected.shape != received.shape or expected.dtype != received.dtype:
        return f"expected {expected.dtype}{expected.shape}, received {received.dtype}{received.shape}"
    a, b = expected.astype("float64"), received.astype("float64")
    scale = max(1.0, np.max(np.abs(a[np.isfinite(a)]), initial=0))
    return None if np.allclose(a, b, rtol=0, atol=2e-5 * scale, equal_nan=True) else "other numbers"


def check(case, count, path, arrays):
    names = [name for name in tensors(case["arguments"]) if arrays[name].ndim > 0]
    model = keras.models.load_model(path)
    given = [keras.ops.convert_to_tensor(arrays[name]) for name in names[:count]]
    answers = model(given if len(given) > 1 else given[0])
    answers = answers if isinstance(answers, (list, tuple)) else [answers]
    for name, answer in zip(case["results"], answers, strict=True):
        found = difference(arrays[name], np.asarray(answer))
        if found:
            return f"{name}: {found}"
    return None


def main(folder):
    cases = [json.loads(line) for line in (GOLDENS / "cases.jsonl").read_text().splitlines()]
    arrays = np.load(GOLDENS / "arrays.npz")
    counts = {"ok": 0, "known": 0, "wrong": 0}
    for line in (folder / "models.jsonl").read_text().splitlines():
        row = json.loads(line)
        case = cases[row["case"]]
        try:
            wrong = check(case, row["inputs"], folder / f"{row['case']}.keras", arrays)
        except Exception as error:  # noqa: BLE001
            wrong = f"{type(error).__name__}: {str(error).strip().splitlines()[0][:200]}"
        known = case["results"][0].rsplit("/", 1)[0] in KNOWN
        counts["ok" if not wrong else "known" if known else "wrong"] += 1
        if wrong and not known:
            print(f"{case['function']}{json.dumps(case['arguments'])}: {wrong}")
    print(counts)
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
