"""Records files that NumPy writes, into numpy_files.json beside this file. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_numpy_files.py

`arrays` has each array's bytes in row-major order and what `np.save` writes of it; `npz` and `packed` are what `np.savez` and
`np.savez_compressed` write of all; `objects` is an array of Python objects. `idx` has, by name, a data set of three and two
images in MNIST's format, packed by `struct` as http://yann.lecun.com/exdb/mnist describes it.
"""

import base64
import gzip
import io
import json
import pathlib
import struct

import numpy as np

ARRAYS = {
    "float32": np.linspace(-1, 1, 6, dtype="float32").reshape(2, 3),
    "float64": np.array(2.5),
    "float16": np.arange(4, dtype="float16"),
    "int8": np.array([[-1], [2]], "int8"),
    "int64": np.arange(24).reshape(2, 3, 4),
    "uint16": np.array([0, 65535], "uint16"),
    "bool": np.array([True, False]),
    "empty": np.zeros((0, 3), "float32"),
    "text": np.array(["a", "bcd", "é"]),
}


def written(write, *args, **kwargs):
    out = io.BytesIO()
    write(out, *args, **kwargs)
    return out.getvalue()


def text(content):
    return base64.b64encode(content).decode()


def row(array):
    kind = array.dtype.kind
    values = array.tolist() if kind == "U" else text(array.tobytes())
    return {"dtype": "string" if kind == "U" else array.dtype.name, "shape": array.shape, "values": values, "npy": text(written(np.save, array))}


def idx(array):
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def main():
    rng = np.random.RandomState(1)
    images = {part: rng.randint(0, 256, (count, 4, 5), "uint8") for part, count in (("train", 3), ("t10k", 2))}
    labels = {part: rng.randint(0, 10, len(images[part]), "uint8") for part in images}
    files = {f"{part}-images-idx3-ubyte": idx(images[part]) for part in images}
    files |= {f"{part}-labels-idx1-ubyte": idx(labels[part]) for part in images}
    record = {
        "arrays": {name: row(array) for name, array in ARRAYS.items()},
        "fortran": text(written(np.save, np.asfortranarray(ARRAYS["float32"]))),
        "big": text(written(np.save, ARRAYS["float32"].astype(">f4"))),
        "npz": text(written(np.savez, **ARRAYS)),
        "packed": text(written(np.savez_compressed, **ARRAYS)),
        "objects": text(written(np.save, np.array([1, "a", None], object))),
        "idx": {name: text(content) for name, content in files.items()},
        "idx_gz": {name: text(gzip.compress(content, mtime=0)) for name, content in files.items()},
        "mnist": text(written(np.savez, x_train=images["train"], y_train=labels["train"], x_test=images["t10k"], y_test=labels["t10k"])),
    }
    path = pathlib.Path(__file__).with_name("numpy_files.json")
    path.write_text(json.dumps(record, indent=1) + "\n")
    print(f"{path.stat().st_size // 1024} KB, NumPy {np.__version__}")


if __name__ == "__main__":
    main()
