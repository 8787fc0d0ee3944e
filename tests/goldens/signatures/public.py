"""Records every public name of Keras and what its classes and functions take.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/signatures/public.py

Writes public.jsonl beside it, one JSON object a line, sorted by name:

    name         the whole name, such as keras.layers.Dense
    kind         class, function, module or value
    same         the name that stands for the same object, where there are several: the shortest, then the first
    arguments    of the constructor or function in order: [name], or [name, default] where it has a default
    any          true where it takes **kwargs besides

`keras.Model.compile`, `.fit`, `.evaluate` and `.predict` are recorded as well. Modules are walked from `keras`; what lies
in `keras.src` is not public.
"""

import inspect
import json
import pathlib
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))
sys.path.insert(0, str(HERE))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
from make import arguments  # noqa: E402


def walk(module, path, seen):
    seen.add(id(module))
    for name in sorted(vars(module)):
        value = vars(module)[name]
        if name.startswith("_") or name == "src":
            continue
        whole = f"{path}.{name}"
        if isinstance(value, types.ModuleType):
            if value.__name__.startswith("keras.") and ".src" not in value.__name__ and id(value) not in seen:
                yield whole, value
                yield from walk(value, whole, seen)
        else:
            yield whole, value


def kind(value):
    if isinstance(value, types.ModuleType):
        return "module"
    if isinstance(value, type):
        return "class"
    return "function" if callable(value) else "value"


def row(name, value):
    entry = {"name": name, "kind": kind(value)}
    if entry["kind"] in ("class", "function"):
        function = value.__init__ if isinstance(value, type) else value
        bound = isinstance(value, type) or name.startswith("keras.Model.")
        try:
            entry["arguments"] = arguments(function, bound) if function is not object.__init__ else []
            if any(p.kind == p.VAR_KEYWORD for p in inspect.signature(function).parameters.values()):
                entry["any"] = True
        except ValueError:
            entry["arguments"] = []
    return entry


def main():
    found = list(walk(keras, "keras", set()))
    first = {}
    for name, value in sorted(found, key=lambda item: (item[0].count("."), len(item[0]), item[0])):
        if kind(value) in ("class", "function"):
            first.setdefault(id(value), name)
    rows = []
    for name, value in found:
        entry = row(name, value)
        stands = first.get(id(value), name)
        rows.append(entry if stands == name else {"name": name, "kind": entry["kind"], "same": stands})
    for method in ("compile", "evaluate", "fit", "predict"):
        rows.append(row(f"keras.Model.{method}", getattr(keras.Model, method)))
    rows.sort(key=lambda entry: entry["name"])
    with open(HERE / "public.jsonl", "w", encoding="utf-8") as out:
        out.write(json.dumps({"version": keras.__version__}) + "\n")
        for entry in rows:
            out.write(json.dumps(entry, separators=(",", ":")) + "\n")
    print(keras.__version__, len(rows), len([entry for entry in rows if "same" not in entry]))


if __name__ == "__main__":
    main()
