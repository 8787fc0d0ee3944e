"""Counts nodes and Transposes of the ONNX files that Tenon and tf2onnx write of the same Keras files.

    python tests/interop/count_nodes.py [--most 2 [--nodes 125]] ~/.cache/tenon/applications/*.k3.h5

(python: of the interop venv.) tf2onnx is Keras' own `model.export(format="onnx")`. One line a file, for a Markdown table.
With --most, ends with 1 where Tenon wrote more Transposes than that, or more nodes than tf2onnx.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

from oracle import ORACLES  # first: it silences TensorFlow
import numpy as np
import onnx

ROOT = pathlib.Path(__file__).resolve().parents[2]


def counts(path):
    types = [node.op_type for node in onnx.load(path, load_external_data=False).graph.node]
    return len(types), types.count("Transpose")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, help="Transposes that may be in a file")
    parser.add_argument("--nodes", type=int, default=10**9, help="nodes that may be in a file, where tf2onnx makes more")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    missed = []
    print("| file | Tenon: nodes, Transposes | tf2onnx: nodes, Transposes |\n| --- | --- | --- |")
    for file in options.files:
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = f"{folder}/tenon.onnx", f"{folder}/tf2onnx.onnx"
            limit = None
            subprocess.run([ROOT / "tenon", "convert", file, ours], check=True, stdout=subprocess.DEVNULL)
            try:
                model = ORACLES[0].load(file)
                # Keras exports what was called once, and loading an .h5 is no call.
                model.predict(np.zeros((1, *model.input_shape[1:]), "float32"), verbose=0)
                model.export(theirs, format="onnx", verbose=False)
                limit, others = counts(theirs)
                other = f"{limit}, {others}"
            except Exception as e:  # what it cannot write is part of the answer
                other = f"{type(e).__name__}: {str(e).splitlines()[0][:60]}"
            nodes, transposes = counts(ours)
            print(f"| {pathlib.Path(file).name} | {nodes}, {transposes} | {other} |", flush=True)
            if options.most is not None and (limit is None or nodes > min(limit, options.nodes) or transposes > options.most):
                missed.append(file)
    if missed:
        sys.exit(f"more Transposes than {options.most}, or more nodes than tf2onnx makes: {', '.join(missed)}")


if __name__ == "__main__":
    main()
