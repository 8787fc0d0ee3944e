"""Records what Keras makes of small copies of CIFAR-100, Reuters and its housing prices. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_small_sets.py

Writes beside itself: `cifar100.tar.gz` (pickled as Python 2 did), `reuters.npz` (pickled as NumPy 1 does), `housing.npz`
(650 rows, as both data sets of prices are stored), and `small_sets.json`.
"""

import gzip
import io
import json
import pathlib
import struct
import tarfile
import tempfile
import zipfile

from make_sets import lists, npy_of_objects

import numpy as np
from keras.src.datasets import boston_housing, california_housing, cifar100, reuters

HERE = pathlib.Path(__file__).resolve().parent


def python2_pickle(images, fine, coarse):
    """A part of CIFAR-100 in the bytes that Python 2's cPickle wrote (protocol 2)."""

    def text(value):
        return b"U" + bytes([len(value)]) + value

    def numbers(values):
        return b"](" + b"".join(b"K" + bytes([v]) for v in values) + b"e"

    out = b"\x80\x02}(" + text(b"filenames") + b"](" + b"".join(text(b"a_%d.png" % i) for i in range(len(fine))) + b"e"
    out += text(b"batch_label") + text(b"training batch 1 of 1") + text(b"fine_labels") + numbers(fine)
    out += text(b"coarse_labels") + numbers(coarse) + text(b"data")
    out += b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R(K\x01"
    out += b"M" + struct.pack("<H", len(images)) + b"M" + struct.pack("<H", images.shape[1]) + b"\x86cnumpy\ndtype\nU\x02u1K\x00K\x01\x87R"
    out += b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T" + struct.pack("<i", images.size)
    return out + images.tobytes() + b"tbu."


def write_cifar(path):
    rng = np.random.RandomState(15)
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for name, count in (("file.txt~", 0), ("train", 5), ("test", 3), ("meta", 0)):
            # Few different bytes, so that the archive is small.
            images = np.repeat(rng.randint(0, 256, (count, 192)), 16, axis=1).astype("uint8")
            fine, coarse = rng.randint(0, 100, count).tolist(), rng.randint(0, 20, count).tolist()
            data = python2_pickle(images, fine, coarse) if count else b"other"
            info = tarfile.TarInfo("cifar-100-python/" + name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    path.write_bytes(gzip.compress(raw.getvalue(), mtime=0))


def write_reuters(path):
    rng = np.random.RandomState(33)
    texts = np.empty(41, object)
    for i in range(len(texts)):
        texts[i] = [int(w) for w in (300 ** rng.random_sample(rng.randint(1, 25))).astype(int)]
    labels = io.BytesIO()
    np.save(labels, rng.randint(0, 46, len(texts)).astype("int64"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("x.npy"), npy_of_objects(texts, 3, b"numpy.core.multiarray"))
        archive.writestr(zipfile.ZipInfo("y.npy"), labels.getvalue())


def packed(array):
    return {"dtype": str(array.dtype), "shape": list(array.shape), "sum": float(array.astype("float64").sum()), "first": array.reshape(-1)[:5].tolist(), "last": array.reshape(-1)[-5:].tolist()}


def parts(data):
    (x_train, y_train), (x_test, y_test) = data
    return [packed(np.asarray(a)) for a in (x_train, y_train, x_test, y_test)]


def main():
    write_cifar(HERE / "cifar100.tar.gz")
    write_reuters(HERE / "reuters.npz")
    rng = np.random.RandomState(8)
    np.savez_compressed(HERE / "housing.npz", x=rng.randint(0, 50, (650, 8)) / 4.0, y=rng.randint(10, 50, 650) / 2.0)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(HERE / "cifar100.tar.gz") as tar:
            tar.extractall(folder, filter="data")
        cifar100.get_file = lambda **_: folder
        cifar = {mode: parts(cifar100.load_data(mode)) for mode in ("fine", "coarse")}
    reuters.get_file = lambda **_: str(HERE / "reuters.npz")
    boston_housing.get_file = california_housing.get_file = lambda *_, **__: str(HERE / "housing.npz")
    texts = []
    for arguments in (
        {},
        {"num_words": 50, "test_split": 0.5},
        {"num_words": 100, "skip_top": 5, "oov_char": None},
        {"maxlen": 12, "seed": 7, "num_words": 200},
        {"start_char": None, "index_from": 0, "test_split": 0.0},
        {"start_char": None, "index_from": 4, "oov_char": 9, "num_words": 60},
    ):
        (xt, yt), (xs, ys) = reuters.load_data(**arguments)
        texts.append({"arguments": arguments, "x_train": lists(xt), "y_train": yt.tolist(), "x_test": lists(xs), "y_test": ys.tolist()})
    record = {
        "cifar100": cifar,
        "reuters": texts,
        "reuters_labels": list(reuters.get_label_names()),
        "boston": [{"arguments": a, "parts": parts(boston_housing.load_data(**a))} for a in ({}, {"test_split": 0.35, "seed": 1})],
        "california": [
            {"arguments": a, "parts": parts(california_housing.load_data(**a))}
            for a in ({}, {"version": "small"}, {"version": "small", "test_split": 0.0, "seed": 4})
        ],
    }
    (HERE / "small_sets.json").write_text(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
