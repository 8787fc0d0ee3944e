"""Records which files Keras fetches for its data sets: name, address, hash and folder. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_downloads.py

Writes downloads.json beside itself; nothing is fetched.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
from keras.src.datasets import cifar10, fashion_mnist, imdb, mnist  # noqa: E402


def asked(module, call):
    calls = []

    def get_file(fname=None, origin=None, file_hash=None, cache_subdir="datasets", **_):
        calls.append({"name": fname, "origin": origin, "hash": file_hash, "folder": cache_subdir})
        return "/nowhere/" + fname

    module.get_file = get_file
    try:
        call()
    except OSError:
        pass  # There is no such file: it was not fetched.
    return calls


def main():
    record = {
        "mnist": asked(mnist, mnist.load_data),
        "fashion_mnist": asked(fashion_mnist, fashion_mnist.load_data),
        "cifar10": asked(cifar10, cifar10.load_data),
        "imdb": asked(imdb, imdb.load_data),
        "imdb_word_index": asked(imdb, imdb.get_word_index),
    }
    (HERE / "downloads.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
