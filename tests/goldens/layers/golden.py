"""Records small Keras models: the file that Keras writes and the numbers that the same Keras answers.

A family module in `cases/` declares cases on a `Family`. A case is a function of an `Oracle` (Keras 3 or tf_keras) that
returns a model. `record` draws weights and inputs from seeds, saves the model in every dialect of that oracle, reads
each file back, runs it, and compares with a float64 build of the same model to find out how exact the recording is.
"""

import contextlib
import datetime
import json
import math
import pathlib
import sys
import time
import zlib
from dataclasses import dataclass, field
from typing import Callable
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402
from oracle import FREE_SIZE, ORACLES, dict_structure, plain_dtype, rel_diff, run  # noqa: E402

BATCH = 2
FLOOR = 1e-6  # no layer is asked to be more exact than this
LOSES_AXES = {"keras3-h5": "its legacy reader drops an `axis` that is a list of several, and takes the default"}


@dataclass
class Case:
    name: str
    build: Callable
    only: str | None = None  # "k3" or "tf": the generation that has the layer
    policy: str = "float32"
    high: int = 6  # integers of the inputs are below this
    data: Callable | None = None  # (rng, model) -> list of inputs, if plain random ones will not do
    skip_dialects: dict = field(default_factory=dict)  # dialect -> reason
    tolerance: float | None = None  # where float64 is no measure; the case says why
    twice: bool = False  # also record what a second call answers (stateful layers)
    stand_in: Callable | None = None  # builds a model that reads the file's weights and answers for one that cannot run
    archive: bool = False  # saved as a `.keras` of tf_keras, too
    misread: dict = field(default_factory=dict)  # dialect -> what Keras gets wrong on reading its own, correct, file


class Family:
    def __init__(self, name):
        self.name, self.cases = name, []

    def case(self, **options):
        """Declares the decorated function as a case of its own name."""

        def declare(build):
            self.add(build.__name__, build, **options)
            return build

        return declare

    def add(self, name, build, **options):
        if any(c.name == name for c in self.cases):
            raise ValueError(f"{self.name}/{name} is declared twice")
        self.cases.append(Case(name, build, **options))

    def options(self, name, layer, shape, variants, *, only3=None, onlytf=None, dtype=None, **options):
        """One input, one layer and one output for each variant (a name -> the layer's arguments)."""

        def build(k):
            chosen = dict(variants) | ((only3 if k.is3 else onlytf) or {})
            x = k.Input(shape, name="x", dtype=dtype)
            cls = getattr(k.layers, layer)
            return k.Model(x, flat(cls(name=label, **args)(x) for label, args in chosen.items()))

        self.add(name, build, **options)


def flat(outputs):
    """One list of tensors: a layer that returns its states answers with several."""
    return [t for y in outputs for t in (y if isinstance(y, (list, tuple)) else [y])]


def steps_with_gaps(rng, model):
    """Sequences for Masking: padded on the right, on the left, with a hole, and whole. Other inputs stay as drawn."""
    first, *others = model.inputs
    sizes = [FREE_SIZE if s is None else s for s in first.shape[1:]]
    x = rng.normal(0, 1, (4, *sizes))
    x[0, 3:], x[1, :2], x[2, 2] = 0, 0, 0
    rest = [rng.normal(0, 1, (4, *(FREE_SIZE if s is None else s for s in t.shape[1:]))) for t in others]
    return [a.astype("float32") for a in (x, *rest)]


def rng_for(*names):
    return np.random.default_rng(zlib.crc32("/".join(map(str, names)).encode()))


# --- weights and inputs ------------------------------------------------------------------------------------------------


def draw(name, shape, rng):
    """A value for a weight, by its role: nothing flat, nothing that drives an activation into its limits."""
    last = name.split(":")[0].split("/")[-1]
    if "variance" in last or last == "gamma":
        return rng.uniform(0.5, 1.5, shape)
    if last.endswith(("kernel", "depthwise_kernel", "pointwise_kernel")) and len(shape) > 1:
        fan_in = max(1, math.prod(shape[:-1]) if "depthwise" not in last else math.prod(shape[:-2]))
        return rng.normal(0, 1.2 / math.sqrt(fan_in), shape)
    if last == "embeddings":
        return rng.normal(0, 1, shape)
    return rng.normal(0, 0.4, shape)


def all_weights(model):
    """Every weight that holds a number of the model; not the states of random generators."""
    return [w for w in model.weights if "seed_generator" not in getattr(w, "path", w.name)]


def draw_weights(case, model):
    """Random weights, except for what a layer learned by `adapt` and the states of stateful layers."""
    adapting = ("Normalization", "Discretization", "IntegerLookup", "StringLookup", "TextVectorization")
    adapted = {id(w) for layer in layers_of(model) if type(layer).__name__ in adapting for w in layer.weights}
    for i, w in enumerate(all_weights(model)):
        if id(w) in adapted or "state" in w.name or np.dtype(plain_dtype(w.dtype)).kind != "f":
            continue
        w.assign(draw(w.name, tuple(w.shape), rng_for(case.name, i)).astype("float32"))


def layers_of(model):
    found = []
    for layer in getattr(model, "layers", []):
        found += [layer] + layers_of(layer)
    return found


def draw_inputs(case, model):
    rng = rng_for(case.name, "inputs")
    if case.data:
        return case.data(rng, model)
    inputs = []
    for tensor in model.inputs:
        sizes = [FREE_SIZE if s is None else s for s in tensor.shape[1:]]
        batch = BATCH if tensor.shape[0] is None else tensor.shape[0]
        kind = np.dtype(plain_dtype(tensor.dtype))
        if kind.kind == "b":
            value = rng.random([batch, *sizes]) < 0.6
        elif kind.kind in "iu":
            value = rng.integers(0, case.high, [batch, *sizes])
        else:
            value = rng.normal(0, 1, [batch, *sizes])
        inputs.append(value.astype(kind))
    return inputs


# --- comparing --------------------------------------------------------------------------------------------------------


def distance_from_float64(case, oracle, model, inputs, calls):
    """How far the recording is from the same model in float64: the worst output of the worst call."""
    oracle.fresh("float64", floatx="float64")
    exact = (case.stand_in or case.build)(oracle)
    for w, v in zip(all_weights(exact), all_weights(model), strict=True):
        w.assign(tf.cast(tf.convert_to_tensor(v), w.dtype))
    wide = [x.astype("float64") if x.dtype.kind == "f" else x for x in inputs]
    exact_calls = run(oracle, exact, wide, calls=len(calls))
    return max(
        rel_diff(o, e)
        for outputs, exact_outputs in zip(calls, exact_calls, strict=True)
        for o, e in zip(outputs, exact_outputs, strict=True)
    )


def tolerance_of(distance):
    """Four times the distance, rounded up to two digits, and never below the floor."""
    if 4 * distance <= FLOOR:
        return FLOOR
    step = 10.0 ** (math.floor(math.log10(4 * distance)) - 1)
    return float(f"{math.ceil(4 * distance / step) * step:.2g}")


# --- writing -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def stopped_clock():
    """Keras writes the time of day into a `.keras` file; here it is always the same, and so is the file."""
    then = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
    frozen = mock.Mock(wraps=datetime)
    frozen.datetime.now.return_value = datetime.datetime(2026, 1, 1)
    with mock.patch("time.localtime", return_value=then), mock.patch("keras.src.saving.saving_lib.datetime", frozen):
        yield


def class_names(model):
    """The class names of layers and operations that the file holds, nested ones too."""
    found = set()

    def walk(node):
        if isinstance(node, dict):
            name = node.get("class_name")
            module = str(node.get("module") or "")
            is_other = any(m in module for m in ("initializers", "regularizers", "constraints", "dtype", "mixed"))
            known = hasattr(keras.layers, str(name)) or hasattr(tf_keras.layers, str(name))
            if name and "config" in node and not is_other and known:
                found.add(name)
            for entry in node.get("layers", []) if isinstance(node.get("layers"), list) else []:
                found.add(entry["class_name"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(json.loads(model.to_json()))
    return sorted(found - {"InputLayer", "Functional", "Sequential", "Model"}) or sorted(found)


def keys_of(oracle, model, inputs, outputs):
    """npz keys: by position, or by name where the model's own structure is a dict."""
    by_name = dict_structure(model, "input") is not None
    arrays = {}
    for i, (tensor, x) in enumerate(zip(model.inputs, inputs)):
        arrays[f"in:{tensor.name.split(':')[0]}" if by_name else f"in{i}"] = x
    named = dict_structure(model, "output")
    names = sorted(named) if named else None
    for i, y in enumerate(outputs):
        arrays[f"out:{names[i]}" if names else f"out{i}"] = y
    return arrays


def check_outputs(label, outputs):
    for i, y in enumerate(outputs):
        if y.dtype.kind == "f" and not np.isfinite(y).all():
            raise ValueError(f"{label}: output {i} is not finite")
        if y.size > 1 and (y == y.flat[0]).all():
            raise ValueError(f"{label}: output {i} is flat and proves nothing")


def record(family, case, oracle, skipped):
    """Writes one case for one oracle; returns its manifest rows. What the oracle refuses is noted in `skipped`."""
    folder = HERE / family.name
    folder.mkdir(exist_ok=True)
    label = f"{family.name}/{case.name}"
    oracle.fresh(case.policy)
    model = case.build(oracle)
    draw_weights(case, model)
    inputs = draw_inputs(case, model)

    paths = {}
    archive = {"tfkeras-keras": "keras"} if case.archive and not oracle.is3 else {}
    for dialect, suffix in (oracle.dialects | archive).items():
        if dialect in case.skip_dialects:
            skipped.append((label, dialect, case.skip_dialects[dialect]))
            continue
        path = folder / f"{case.name}.{oracle.tag}.{suffix}"
        path.unlink(missing_ok=True)
        try:
            with stopped_clock():
                model.save(path)
            paths[dialect] = path
        except Exception as e:  # noqa: BLE001: whatever Keras raises is the finding
            path.unlink(missing_ok=True)
            skipped.append((label, dialect, f"not written: {_first_line(e)}"))

    layers = class_names(model)
    if case.stand_in:
        model = case.stand_in(oracle)
        model.load_weights(next(iter(paths.values())))
    calls = run(oracle, model, inputs, calls=2 if case.twice else 1)
    outputs = calls[0]
    check_outputs(label, outputs)
    arrays = keys_of(oracle, model, inputs, outputs)
    arrays |= {f"second:out{i}": y for i, y in enumerate(calls[1])} if case.twice else {}

    rows = []
    for dialect, path in paths.items():
        reloads = True
        try:
            oracle.fresh("float32")
            again = run(oracle, oracle.load(path), inputs)[0]
        except Exception as e:  # noqa: BLE001
            reloads = False
            skipped.append((label, dialect, f"written, but the oracle cannot read it back: {_first_line(e)}"))
        else:
            worst = max(rel_diff(a, b) for a, b in zip(again, outputs, strict=True))
            if worst > FLOOR and dialect not in case.misread:
                path.unlink()
                raise ValueError(f"{path.name} answers differently from the model it was made of ({worst:.2g})")
            if worst > FLOOR:
                reloads = False
                skipped.append((label, dialect, f"written, but the oracle reads it wrongly: {case.misread[dialect]}"))
        row = {"file": f"{family.name}/{path.name}", "dialect": dialect, "layers": layers, "family": family.name}
        rows.append(row if reloads else row | {"reloads": False})
    if not rows:
        return []

    tolerance = case.tolerance
    if tolerance is None:
        tolerance = tolerance_of(distance_from_float64(case, oracle, model, inputs, calls))
    golden = _golden_for(folder, case, oracle, arrays)
    return [
        {"file": r["file"], "golden": f"{family.name}/{golden}", **{k: v for k, v in r.items() if k != "file"}}
        | {"tolerance": tolerance}
        for r in rows
    ]


def _golden_for(folder, case, oracle, arrays):
    """Writes the npz, or finds that the other generation's holds the same numbers."""
    path = folder / f"{case.name}.{oracle.tag}.npz"
    path.unlink(missing_ok=True)
    other = folder / f"{case.name}.{ORACLES[0].tag}.npz"
    if other != path and other.exists():
        with np.load(other) as held:
            if set(held) == set(arrays) and all(_same(held[k], v) for k, v in arrays.items()):
                return other.name
    np.savez_compressed(path, **arrays)
    return path.name


def _same(a, b):
    return a.shape == b.shape and a.dtype == b.dtype and rel_diff(a, b) <= 1e-7


def _first_line(e):
    text = str(e).strip() or repr(e)
    return f"{type(e).__name__}: {text.splitlines()[0][:160]}"
