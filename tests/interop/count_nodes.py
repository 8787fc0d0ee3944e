"""Counts nodes and Transposes of the ONNX files that Tenon and tf2onnx write of the same Keras files.

    python tests/interop/count_nodes.py ~/.cache/tenon/applications/*.k3.h5

(python: of the interop venv.) tf2onnx is Keras' own `model.export(format="onnx")`. One line a file, for a Markdown table.
"""

import pathlib
import subprocess
import sys
import tempfile

from oracle import ORACLES  # first: it silences TensorFlow
import onnx

ROOT = pathlib.Path(__file__).resolve().parents[2]


def counts(path):
    types = [node.op_type for node in onnx.load(path, load_external_data=False).graph.node]
    return len(types), types.count("Transpose")


def main():
    print("| file | Tenon: nodes, Transposes | tf2onnx: nodes, Transposes |\n| --- | --- | --- |")
    for file in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = f"{folder}/tenon.onnx", f"{folder}/tf2onnx.onnx"
            subprocess.run([ROOT / "tenon", "convert", file, ours], check=True, stdout=subprocess.DEVNULL)
            try:
                ORACLES[0].load(file).export(theirs, format="onnx", verbose=False)
                other = "{}, {}".format(*counts(theirs))
            except Exception as e:  # what it cannot write is part of the answer
                other = f"{type(e).__name__}: {str(e).splitlines()[0][:60]}"
            nodes, transposes = counts(ours)
            print(f"| {pathlib.Path(file).name} | {nodes}, {transposes} | {other} |", flush=True)


if __name__ == "__main__":
    main()
