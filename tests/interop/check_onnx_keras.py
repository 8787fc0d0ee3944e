"""Opens Keras files that Tenon made of an ONNX file with real Keras, and compares with ONNX Runtime.

    tenon convert MODEL.onnx MODEL.h5
    tenon convert MODEL.onnx MODEL.keras
    python tests/interop/check_onnx_keras.py LIST

(python: of the interop venv.) LIST has a line a network: MODEL.onnx, its recording FILE.npz, and what was written of it,
MODEL.h5 MODEL.keras …. An `.h5` is opened by tf_keras and by Keras 3, a `.keras` by Keras 3. ONNX Runtime runs the ONNX file on
the inputs of the recording, and must itself give the recorded outputs. Every output may be off by 1e-5 of the largest number
in it. Prints a line for each file and reader; exit code 1 if one differs.
"""

import argparse
import pathlib
import sys

import quiet  # noqa: F401
import numpy as np
import onnxruntime
from oracle import ORACLES, rel_diff, run

KERAS3, TF_KERAS = ORACLES
TOLERANCE = 1e-5


def tensors(golden, prefix):
    """The recorded tensors by the name or the number behind `in:` or `in0`."""
    return {key[len(prefix):].lstrip(":"): golden[key] for key in golden.files if key.startswith(prefix)}


def expected(path, golden):
    """The recorded inputs, what ONNX Runtime makes of them, and whether that is what was recorded."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    recorded = np.load(golden)
    given = tensors(recorded, "in")
    inputs = {p.name: given.get(p.name, given.get(str(i))) for i, p in enumerate(session.get_inputs())}
    outputs = session.run(None, inputs)
    worst = max(rel_diff(a, b) for a, b in zip(outputs, tensors(recorded, "out").values(), strict=True))
    print(f"{path.name}: ONNX Runtime against the recording {worst:.1e}{'' if worst <= TOLERANCE else ' DIFFERS'}")
    return list(inputs.values()), outputs, worst <= TOLERANCE


def opened(oracle, path, inputs, outputs):
    """Prints how far the outputs of a file are from those of ONNX Runtime; returns whether that is near enough."""
    name = "Keras 3" if oracle.is3 else "tf_keras"
    try:
        oracle.fresh("float32")
        results = run(oracle, oracle.load(path), inputs)[0]
        same = len(results) == len(outputs) and all(a.shape == b.shape for a, b in zip(results, outputs))
        worst = max(rel_diff(a, b) for a, b in zip(results, outputs)) if same else float("inf")
    except Exception as problem:  # whatever Keras throws is its answer
        print(f"{path.name} in {name}: {type(problem).__name__}: {problem}".splitlines()[0][:300])
        return False
    print(f"{path.name} in {name}: {worst:.1e}{'' if worst <= TOLERANCE else ' DIFFERS'}", flush=True)
    return worst <= TOLERANCE


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("list", type=pathlib.Path)
    failed = 0
    for line in parser.parse_args().list.read_text().splitlines():
        onnx, golden, *files = line.split()
        inputs, outputs, recorded = expected(pathlib.Path(onnx), golden)
        failed += not recorded
        for path in map(pathlib.Path, files):
            readers = (KERAS3,) if path.suffix == ".keras" else (TF_KERAS, KERAS3)
            failed += sum(not opened(oracle, path, inputs, outputs) for oracle in readers)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
