"""Writes the goldens of this folder: small networks of PyTorch, exported and recorded.

    "$(bash tests/interop/make-torch-venv | tail -n 1)/bin/python" tests/goldens/torch/make.py

Writes NAME.EXPORTER.onnx for each network and exporter, and a row of networks.jsonl; and NAME.npz with input `in:x`, output
`out:y`, `classes`, and by exporter the `losses` of ten steps of SGD on that batch, and the output `after` them.
"""

import json
import pathlib

from networks import SMALL
from record import record

HERE = pathlib.Path(__file__).resolve().parent


def main():
    rows = []
    for name, network in SMALL.items():
        kept = ("kept",) if name == "resnet" else ()
        rows += record(name, network, HERE, 7, ("torchscript", "dynamo", *kept))
    (HERE / "networks.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
