"""Writes the goldens of this folder: small networks of PyTorch, exported and recorded.

    "$(bash tests/interop/make-torch-venv | tail -n 1)/bin/python" tests/goldens/torch/make.py [NETWORK…]

Writes NAME.EXPORTER.onnx for each network and exporter, and a row of networks.jsonl; and NAME.npz with input `in:x`, output
`out:y`, `classes`, and by exporter the `losses` of ten steps of SGD on that batch, and the output `after` them.
"""

import json
import pathlib
import sys

from networks import SMALL
from record import record

HERE = pathlib.Path(__file__).resolve().parent


def main():
    rows, file = [], HERE / "networks.jsonl"
    written = [json.loads(line) for line in file.read_text().splitlines()]
    for name, network in SMALL.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            rows += [row for row in written if row["name"] == name]
            continue
        kept = ("kept",) if name == "resnet" else ()
        rows += record(name, network, HERE, 7, ("torchscript", "dynamo", *kept))
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
