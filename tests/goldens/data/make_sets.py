"""Records what Keras makes of small copies of its data sets, and of texts. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_sets.py

Writes beside itself: `imdb-old.npz` and `imdb-new.npz` (pickled as NumPy 1 and 2 do), `cifar.tar.gz` (pickled as
Python 2 did), `evil.npz` (its pickle wants to call os.system), `mnist.npz`, and `sets.json`.
"""

import io
import json
import os
import pathlib
import pickle
import struct
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tf_keras  # noqa: E402
from keras.src.datasets import cifar10, imdb, mnist  # noqa: E402


def npy_of_objects(array, protocol, module):
    """The .npy of an object array; NumPy 1 wrote protocol 3 and another module name."""
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        head, {"descr": "|O", "fortran_order": False, "shape": array.shape}
    )
    body = pickle.dumps(array, protocol=protocol)
    if protocol == 3:
        body = body.replace(b"numpy._core.multiarray", module)
    return head.getvalue() + body


def write_imdb(path, protocol, module=b"numpy.core.multiarray"):
    rng = np.random.RandomState(3)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, count in (("train", 23), ("test", 17)):
            reviews = np.empty(count, object)
            for i in range(count):
                reviews[i] = [int(w) for w in (300 ** rng.random_sample(rng.randint(1, 30))).astype(int)]
            archive.writestr(f"x_{part}.npy", npy_of_objects(reviews, protocol, module))
            labels = io.BytesIO()
            np.save(labels, rng.randint(0, 2, count).astype("int64"))
            archive.writestr(f"y_{part}.npy", labels.getvalue())


def python2_batch(images, labels, name):
    """A CIFAR-10 batch in the bytes that Python 2's cPickle wrote (protocol 2)."""
    out = b"\x80\x02}q\x01(U\x0bbatch_labelq\x02U" + bytes([len(name)]) + name + b"q\x03U\x06labelsq\x04]q\x05("
    out += b"".join(b"K" + bytes([v]) for v in labels)
    out += b"eU\x04dataq\x06cnumpy.core.multiarray\n_reconstruct\nq\x07cnumpy\nndarray\nq\x08K\x00\x85U\x01b\x87Rq\t(K\x01"
    out += b"M" + struct.pack("<H", len(images)) + b"M" + struct.pack("<H", images.shape[1]) + b"\x86cnumpy\ndtype\nq\nU\x02u1K\x00K\x01\x87Rq\x0b"
    out += b"(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T" + struct.pack("<i", images.size)
    out += images.tobytes() + b"tbU\tfilenamesq\x0c]q\r(" + b"U\x05a.pngq\x0eU\x05b.pngq\x0fe"
    return out + b"u."


def write_cifar(path):
    rng = np.random.RandomState(5)
    with tarfile.open(path, "w:gz") as tar:
        folder = tarfile.TarInfo("cifar-10-batches-py")
        folder.type = tarfile.DIRTYPE
        tar.addfile(folder)
        for name in ["batches.meta", *[f"data_batch_{i}" for i in range(1, 6)], "test_batch"]:
            images = rng.randint(0, 256, (2, 3072)).astype("uint8")
            data = b"other" if name == "batches.meta" else python2_batch(images, rng.randint(0, 10, 2).tolist(), b"training batch")
            info = tarfile.TarInfo("cifar-10-batches-py/" + name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def write_evil(path):
    class Evil:
        def __reduce__(self):
            return os.system, ("echo tampered",)

    array = np.empty(1, object)
    array[0] = Evil()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x_train.npy", npy_of_objects(array, 4, b""))


def lists(array):
    return [[int(w) for w in row] for row in array]


def imdb_cases():
    cases = []
    for arguments in (
        {},
        {"num_words": 50},
        {"num_words": 100, "skip_top": 5, "oov_char": None},
        {"maxlen": 12, "seed": 7, "num_words": 200},
        {"start_char": None, "index_from": 0},
        {"start_char": None, "index_from": 4, "oov_char": 9, "num_words": 60},
    ):
        (xt, yt), (xs, ys) = imdb.load_data(path="imdb-old.npz", **arguments)
        cases.append(
            {"arguments": arguments, "x_train": lists(xt), "y_train": yt.tolist() if hasattr(yt, "tolist") else list(map(int, yt)),
             "x_test": lists(xs), "y_test": np.asarray(ys).tolist()}
        )
    return cases


TEXTS = [
    "The cat sat on the mat.",
    "The dog: \"ate\" my homework, the dog!",
    "Käse & Brot\tsind gut — don't you think?\nYes, yes.",
    "",
    "cat cat dog 東京 😀 cat_dog",
]


def tokenizer_cases():
    text = tf_keras.preprocessing.text
    cases = []
    for arguments in (
        {},
        {"num_words": 5},
        {"num_words": 6, "oov_token": "<OOV>"},
        {"oov_token": "unknown \"é\"", "lower": False, "filters": ".,", "split": "a"},
        {"char_level": True, "num_words": 10},
    ):
        tokenizer = text.Tokenizer(**arguments)
        tokenizer.fit_on_texts(TEXTS[:3])
        tokenizer.fit_on_texts(TEXTS[3:4])
        sequences = tokenizer.texts_to_sequences(TEXTS)
        cases.append(
            {
                "arguments": arguments,
                "json": tokenizer.to_json(),
                "sequences": sequences,
                "texts": tokenizer.sequences_to_texts(sequences),
                "matrix": {m: tokenizer.texts_to_matrix(TEXTS, m).tolist() for m in ("binary", "count", "freq", "tfidf")},
            }
        )
    return cases


def padding_cases():
    sequences = [[1, 2, 3], [4], [], [5, 6, 7, 8, 9]]
    cases = []
    for arguments in (
        {},
        {"maxlen": 4},
        {"maxlen": 2, "padding": "post", "truncating": "post"},
        {"maxlen": 7, "padding": "post", "value": -1.5, "dtype": "float32"},
        {"maxlen": 4, "truncating": "post", "value": 9, "dtype": "int64"},
    ):
        padded = keras.utils.pad_sequences(sequences, **arguments)
        cases.append({"arguments": arguments, "dtype": str(padded.dtype), "values": padded.tolist()})
    return {"sequences": sequences, "cases": cases}


def categorical_cases():
    cases = []
    for classes, count in (([0, 2, 1], None), ([0, 2, 1], 5), ([[1], [0]], None), ([[1, 0], [2, 2]], 3)):
        result = keras.utils.to_categorical(classes, count)
        cases.append({"classes": classes, "count": count, "dtype": str(result.dtype), "values": result.tolist()})
    return cases


def main():
    write_imdb(HERE / "imdb-old.npz", 3)
    write_imdb(HERE / "imdb-new.npz", 4)
    write_cifar(HERE / "cifar.tar.gz")
    write_evil(HERE / "evil.npz")
    rng = np.random.RandomState(9)
    np.savez_compressed(
        HERE / "mnist.npz",
        **{name: rng.randint(0, 256, shape).astype("uint8")
           for name, shape in (("x_train", (3, 28, 28)), ("y_train", (3,)), ("x_test", (2, 28, 28)), ("y_test", (2,)))},
    )
    imdb.get_file = lambda fname, **_: str(HERE / fname)
    mnist.get_file = lambda fname, **_: str(HERE / fname)
    unpacked = HERE / "unpacked"
    with tarfile.open(HERE / "cifar.tar.gz") as tar:
        tar.extractall(unpacked, filter="data")
    # Keras wants 10,000 pictures in each batch: its own reader of one batch is asked instead.
    batches = [cifar10.load_batch(unpacked / "cifar-10-batches-py" / n) for n in [*[f"data_batch_{i}" for i in range(1, 6)], "test_batch"]]
    x = np.concatenate([b[0] for b in batches]).transpose(0, 2, 3, 1)
    (mx, my), (tx, ty) = mnist.load_data()
    record = {
        "imdb": imdb_cases(),
        "cifar": {
            "labels": sum((list(b[1]) for b in batches), []),
            "shape": list(x.shape),
            "sums": x.astype("int64").sum((1, 2)).tolist(),
            "corner": x[:, 1, 2].tolist(),
        },
        "mnist": {"sums": [int(a.astype("int64").sum()) for a in (mx, my, tx, ty)]},
        "texts": TEXTS,
        "tokenizer": tokenizer_cases(),
        "padding": padding_cases(),
        "categorical": categorical_cases(),
    }
    (HERE / "sets.json").write_text(json.dumps(record) + "\n")
    for path in sorted(unpacked.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    unpacked.rmdir()


if __name__ == "__main__":
    main()
