"""Records what Keras' functions of data sets give. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_datasets.py

Writes the folder `texts`, and `datasets.json`, beside itself.
"""

import json
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402


def texts(root):
    """Two classes, a folder within a folder, names whose order depends on case, other files."""
    names = ["bad/b.txt", "bad/B.TXT", "bad/a10.txt", "bad/a9.txt", "bad/sub/z.txt", "good/1.txt", "good/2.txt", "good/k.txt", "good/empty.txt"]
    for i, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(("" if "empty" in name else f"Text {i}: naïve 東京 😀\nsecond line " + "x" * i).encode())
    (root / "bad" / "notes.md").write_text("no text\n")


def tensor(array):
    array = np.asarray(array)
    values = [v.decode() for v in array.reshape(-1)] if array.dtype == object else array.reshape(-1).tolist()
    return {"dtype": "string" if array.dtype == object else str(array.dtype), "shape": list(array.shape), "values": values}


def batches(data):
    return [[tensor(t) for t in (b if isinstance(b, tuple) else (b,))] for b in data.as_numpy_iterator()]


def folder(root, **arguments):
    data = keras.utils.text_dataset_from_directory(root, verbose=False, **arguments)
    record = {"arguments": arguments, "class_names": data.class_names}
    found = batches(data)
    if arguments.get("shuffle", True):
        # TensorFlow shuffles what NumPy shuffled: which texts there are is compared, in alphabetical order.
        found = sorted((v, l) for b in found for v, l in zip(b[0]["values"], b[1]["values"]))
        record["pairs"] = [list(p) for p in found]
    else:
        record["batches"] = found
    return record


def windows(data, targets, **arguments):
    found = keras.utils.timeseries_dataset_from_array(data, targets, **arguments)
    return {"data": tensor(data), "targets": None if targets is None else tensor(targets), "arguments": arguments, "batches": batches(found)}


def split(x, y, **arguments):
    left, right = keras.utils.split_dataset((x, y), **arguments)
    return {"count": len(x), "arguments": arguments, "left": [[int(a[0]), int(b)] for a, b in left.as_numpy_iterator()], "right": [[int(a[0]), int(b)] for a, b in right.as_numpy_iterator()]}


def shuffles():
    for seed, count in ((0, 10), (7, 40), (2**40 + 3, 5), (-7, 6), (123456, 700)):
        values = list(range(count))
        random.seed(seed)
        random.shuffle(values)
        yield {"seed": seed, "values": values}


def main():
    root = HERE / "texts"
    texts(root)
    ordered = {"shuffle": False}
    steps = np.arange(30, dtype="float32")
    pairs = np.stack([np.arange(20), np.arange(20) * 2], 1).astype("int64")
    x = np.arange(11, dtype="int64")[:, None]
    y = np.arange(11, dtype="int64") * 10
    record = {
        "texts": [
            folder(root, **ordered, batch_size=4),
            folder(root, **ordered, label_mode="categorical", max_length=9),
            folder(root, **ordered, label_mode="binary", class_names=["good", "bad"]),
            folder(root, **ordered, label_mode=None),
            folder(root, **ordered, labels=None),
            folder(root, **ordered, labels=[3, 1, 1, 0, 3, 5, 0, 1, 3]),
            folder(root, **ordered, validation_split=0.35, subset="training"),
            folder(root, **ordered, validation_split=0.35, subset="validation"),
            folder(root, seed=3, validation_split=0.35, subset="training"),
            folder(root, seed=3, validation_split=0.35, subset="validation"),
            folder(root, seed=3),
        ],
        "windows": [
            windows(steps, None, sequence_length=10, sampling_rate=2, sequence_stride=3),
            windows(steps[:-10], steps[10:], sequence_length=10, batch_size=4),
            windows(pairs, pairs[:, 1], sequence_length=3, sampling_rate=2, sequence_stride=2, start_index=3, end_index=15),
            windows(pairs, pairs[:7], sequence_length=3),
            windows(steps, steps, sequence_length=40),
            windows(steps, None, sequence_length=5, sequence_stride=5, start_index=4, batch_size=2),
        ],
        "splits": [
            split(x, y, left_size=0.8),
            split(x, y, right_size=3),
            split(x, y, left_size=2, right_size=0.5),
            split(x, y, left_size=0.5, shuffle=True, seed=5),
            split(x, y, right_size=4, shuffle=True, seed=1337),
        ],
        "shuffles": list(shuffles()),
    }
    (HERE / "datasets.json").write_text(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
