"""Records in which module Keras 3 has the classes of its operations: operation_modules.json beside this file.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/layers/operation_modules.py

A .keras file names an operation by module and class; Keras opens it only where it finds the class there. Keras 3.15.1.
"""

import importlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402, F401
from keras import Operation  # noqa: E402

MODULES = ("core", "einops", "image", "linalg", "math", "nn", "numpy")


def main():
    found = {}
    for name in MODULES:
        module = importlib.import_module(f"keras.src.ops.{name}")
        found[name] = sorted(
            key for key, value in vars(module).items()
            if isinstance(value, type) and issubclass(value, Operation) and value.__module__ == module.__name__
        )
    (HERE / "operation_modules.json").write_text(json.dumps(found, indent=0).replace(",\n", ", ").replace("[\n", "[") + "\n")


if __name__ == "__main__":
    main()
