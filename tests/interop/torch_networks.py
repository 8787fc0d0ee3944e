"""Exports PyTorch's networks, lets Tenon predict, learn and write them, and compares with PyTorch and ONNX Runtime.

    python tests/interop/torch_networks.py FOLDER [--only TEXT] [--seed N] [--classpath FILE]

(python: of tests/interop/make-torch-venv.) torchvision's resnet18 and mobilenet_v3_small, a vision transformer, a tagger of
LSTMs, two U-Nets and a recurrent convolution, with new weights each time, by both of PyTorch's exporters. Of each,
TorchNetworks.java

- predicts on both engines: PyTorch's numbers to 1e-5;
- writes a new ONNX file: PyTorch's numbers in ONNX Runtime to 1e-5, and at most two Transposes more than in the source;
  as many at most does the layout add that TensorFlow needs;
- takes ten steps of SGD on one batch: PyTorch's own losses to 1e-4. Both keep the statistics of batch normalisation, as
  the files hold a network in evaluation mode. By default both exporters put batch normalisation into the convolutions; then
  PyTorch learns with the same weights, of its own torch.fx fuse. With resnet18 the one that keeps it is tried too;
- writes the file with what was learned: PyTorch's numbers after the steps in ONNX Runtime to 1e-4, Tenon's to 1e-5, and
  nothing but weights differs from the source.

Prints a line for each network and exporter; exit code 1 if one fails.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "goldens" / "torch"))

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402

from networks import FULL  # noqa: E402
from record import STEPS, record  # noqa: E402


def relative(expected, found):
    if expected.shape != found.shape:
        return np.inf
    return float(np.abs(expected.astype(np.float64) - found).max() / max(np.abs(expected).max(), 1e-6))


def in_runtime(path, x):
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]


def transposes(path):
    return sum(node.op_type == "Transpose" for node in onnx.load(path).graph.node)


def learned(before, after):
    """The names of the initializers that differ; None where something else does."""
    one, two = onnx.load(before), onnx.load(after)
    values = [{i.name: onnx.numpy_helper.to_array(i) for i in m.graph.initializer} for m in (one, two)]
    names = [[i.name for i in m.graph.initializer] for m in (one, two)]
    for model in (one, two):
        del model.graph.initializer[:]
    if one != two or names[0] != names[1]:
        return None
    return [name for name, value in values[0].items() if not np.array_equal(value, values[1][name])]


def check(folder, row):
    name = f"{row['name']}.{row['exporter']}"
    recorded, found = np.load(folder / f"{row['name']}.npz"), np.load(folder / f"{name}.tenon.npz")
    x, y, after = recorded["in:x"], recorded["out:y"], recorded[f"after.{row['exporter']}"]
    source, written, tuned = (folder / f"{name}{kind}.onnx" for kind in ("", ".written", ".tuned"))
    there = learned(source, tuned)
    in_onnx = in_runtime(tuned, x)
    losses = recorded[f"losses.{row['exporter']}"]
    results = [
        ("inputs tell", row["spread"], row["spread"] >= 0.05),
        ("TensorFlow", relative(y, found["tensorflow"]), 1e-5),
        ("ONNX Runtime", relative(y, found["onnxruntime"]), 1e-5),
        ("written", relative(y, in_runtime(written, x)), 1e-5),
        ("transposes", int(found["layout"][0]), 2),
        ("in file", transposes(written) - transposes(source), 2),
        ("losses", float(np.abs(losses - found["losses"]).max()), 1e-4),
        ("learned", losses[0] - losses[-1], losses[0] - losses[-1] > 1e-3),
        ("tuned", relative(after, in_onnx), 1e-4),
        ("tuned, Tenon's", relative(found["tuned"], in_onnx), 1e-5),
        ("weights", -1 if there is None else len(there), there is not None and len(there) > 1),
    ]
    ok = all(limit if isinstance(limit, (bool, np.bool_)) else value <= limit for _, value, limit in results)
    shown = ", ".join(f"{what} {value}" if isinstance(value, int) else f"{what} {value:.1e}" for what, value, _ in results)
    print(f"{'ok  ' if ok else 'FAIL'} {name}: {shown}", flush=True)
    return ok


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", default="", help="networks whose name contains this")
    parser.add_argument("--seed", type=int, default=None, help="a new one each time, which is printed")
    parser.add_argument("--classpath", default=str(HERE.parents[1] / ".tenon" / "classpath"), help="a file")
    options = parser.parse_args()
    folder, seed = options.folder, options.seed or int(np.random.default_rng().integers(1, 10**6))
    folder.mkdir(parents=True, exist_ok=True)
    start, rows = time.time(), []
    for name, network in FULL.items():
        if options.only in name:
            exporters = ("torchscript", "dynamo") + (("kept",) if name == "resnet18" else ())
            rows += record(name, network, folder, seed, exporters)
    (folder / "networks.jsonl").write_text("".join(json.dumps(row | {"steps": STEPS}) + "\n" for row in rows))
    print(f"seed {seed}; {len(rows)} networks exported in {time.time() - start:.0f} s", flush=True)
    classpath = pathlib.Path(options.classpath).read_text().strip()
    command = ["java", "-Xss256m", "-cp", classpath, str(HERE / "TorchNetworks.java"), str(folder)]
    subprocess.run(command, check=True)
    passed = 0
    for row in rows:
        try:
            passed += check(folder, row)
        except Exception as e:  # noqa: BLE001: one bad network must not hide the others
            print(f"FAIL {row['name']}.{row['exporter']}: {type(e).__name__}: {' '.join(str(e).split())[:300]}")
    print(f"{passed} of {len(rows)} networks of PyTorch passed, in {time.time() - start:.0f} s")
    sys.exit(passed < len(rows) or not rows)


if __name__ == "__main__":
    main()
