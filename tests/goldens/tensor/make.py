"""Records how NumPy's `str` writes arrays, into texts.jsonl.gz beside this file.

    python tests/goldens/tensor/make.py

(python: of the interop venv, whose NumPy it is: the rules have changed from version to version.)
"""

import base64
import gzip
import json
import pathlib

import numpy as np

FLOATS = ("float16", "float32", "float64")
SHAPES = ((1,), (3,), (40,), (2, 3), (3, 1), (7, 30), (2, 2, 3), (1, 2, 1, 2), (0,), (2, 0, 3))


def arrays():
    rng = np.random.default_rng(3)
    for dtype in FLOATS:
        for value in (0, -0.0, 1, -2.5, 0.1, 1 / 3, 1e3, 9990, 1e6, 999000, 1e7, 1e15, 1e16, 1e17, 1e-4, 9e-5, 1e-7, np.nan, np.inf, -np.inf):
            yield np.array(value, dtype)
            yield np.array([value], dtype)
        for shape in SHAPES:
            for scale in (1, 100, 1e-3, 1e-6, 3e4):
                yield (rng.normal(size=shape) * scale).astype(dtype)
            yield rng.integers(-5, 5, shape).astype(dtype)
            yield np.exp(rng.normal(size=shape) * 5).astype(dtype)
            yield np.where(rng.random(shape) < 0.3, rng.choice([np.nan, np.inf], shape), rng.normal(size=shape)).astype(dtype)
        yield np.array([np.nan, -np.inf, 1.5], dtype)
        yield np.array([np.nan, np.nan], dtype)
        yield np.array([-np.inf, 1e-9, 12], dtype)
        yield np.array([0.5, 0.25, 100.125, -3], dtype)
        yield np.array([1, 1000, 1001], dtype)
        yield np.array([1e-4, 0.05], dtype)
        yield np.array([0, 0], dtype)
        yield np.array([5e-324, 1e300, 6e-8, 1e-45], dtype)
        yield np.linspace(0, 1, 1001).astype(dtype)
        yield np.linspace(-1, 1, 1200).reshape(30, 40).astype(dtype)
        yield np.linspace(-1, 1, 1024).reshape(4, 2, 8, 16).astype(dtype)
        yield np.linspace(-1, 1, 1000).reshape(10, 100).astype(dtype)
        bits = rng.integers(0, 256, 200 * np.dtype(dtype).itemsize, dtype=np.uint8).tobytes()
        for one in np.frombuffer(bits, dtype):
            yield np.array([one])
    for dtype in ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"):
        held = np.iinfo(dtype)
        yield np.array([held.min, held.max, 0], dtype)
        yield np.array(held.max, dtype)
        for shape in SHAPES:
            yield rng.integers(held.min, held.max, shape, dtype)
            yield rng.integers(0, 9, shape).astype(dtype)
    yield np.arange(1001)
    yield np.arange(2000).reshape(2, 10, 100).astype("int16")
    yield np.arange(1001).reshape(1001, 1).astype("int16")
    yield np.array(True)
    yield np.array([True, True])
    for shape in SHAPES:
        yield rng.random(shape) < 0.5
    yield np.array("it's")
    yield np.array(["a", "bcd", ""])
    yield np.array([["it's", 'say "x"'], ["both ' and \"", "back\\slash"]])
    yield np.array(["line\nbreak", "tab\t", "bell\x07", "é日本", "wide\u3000space", "zero\u200bwidth", "\x7f", "\U0001f600"])
    yield np.array(["word"] * 40)


def encoded(array):
    if array.dtype.kind == "U":
        return {"dtype": "string", "shape": array.shape, "strings": array.ravel().tolist()}
    return {"dtype": array.dtype.name, "shape": array.shape, "bytes": base64.b64encode(array.tobytes()).decode()}


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        lines = [json.dumps(encoded(array) | {"text": str(array)}) for array in arrays()]
    path = pathlib.Path(__file__).with_name("texts.jsonl.gz")
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(lines)} arrays, NumPy {np.__version__}, {path.stat().st_size // 1024} KB")
