"""Records what keras.utils.FeatureSpace encodes. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/utils/make_features.py

Writes `features.json` beside itself: for each case the features, options, data and results.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

F = keras.utils.FeatureSpace
rng = np.random.default_rng(11)


def tensor(value):
    array = np.asarray(value)
    values = [v.decode() if isinstance(v, bytes) else v for v in array.reshape(-1).tolist()]
    return {"dtype": "string" if array.dtype.kind in "OSU" else str(array.dtype), "shape": list(array.shape), "values": values}


def data(count):
    return {
        "age": rng.normal(40, 12, count).astype("float32"),
        "fare": rng.uniform(0, 90, count).astype("float32"),
        "plain": rng.uniform(-1, 1, count).astype("float32"),
        "town": rng.choice(["Rome", "Oslo", "Lima", "Bern"], count, p=[0.4, 0.3, 0.2, 0.1]),
        "rooms": rng.integers(1, 6, count).astype("int32"),
        "code": rng.integers(-500, 500, count).astype("int32"),
        "street": rng.choice(["A street", "B", "C lane"], count),
    }


TYPES = {"age": "float_normalized", "fare": "float_discretized", "plain": "float", "town": "string_categorical", "rooms": "integer_categorical", "code": "integer_hashed", "street": "string_hashed"}
MADE = {
    "age": lambda: F.float_rescaled(scale=0.5, offset=-1.0),
    "fare": lambda: F.float_discretized(num_bins=4),
    "town": lambda: F.string_categorical(max_tokens=3, num_oov_indices=1),
    "rooms": lambda: F.integer_categorical(num_oov_indices=2),
    "code": lambda: F.integer_hashed(num_bins=7),
    "street": lambda: F.string_hashed(num_bins=5),
}
INTEGERS = {
    "fare": lambda: F.float_discretized(num_bins=5, output_mode="int"),
    "town": lambda: F.string_categorical(output_mode="int"),
    "rooms": lambda: F.integer_categorical(output_mode="int"),
    "code": lambda: F.integer_hashed(num_bins=9, output_mode="int"),
}


def case(kind, crosses=None, **options):
    features = {k: v if isinstance(v, str) else v() for k, v in {"types": TYPES, "made": MADE, "integers": INTEGERS}[kind].items()}
    given = None if crosses is None else [F.cross(c["names"], c["dim"], c["mode"]) if "dim" in c else c["names"] for c in crosses]
    space = F(features=features, crosses=given, **options)
    seen, asked = ({k: v for k, v in data(n).items() if k in features} for n in (100, 6))
    asked = {k: (v.astype(object) if v.dtype.kind == "U" else v) for k, v in asked.items()}
    if "town" in asked:
        asked["town"][0] = "Nowhere"
    space.adapt(seen)
    found = space(asked)
    return {
        "features": kind,
        "crosses": crosses or [],
        "options": options,
        "seen": {k: tensor(v) for k, v in seen.items()},
        "asked": {k: tensor(v) for k, v in asked.items()},
        "result": {k: tensor(v) for k, v in found.items()} if isinstance(found, dict) else tensor(found),
    }


def main():
    cases = [
        case("types"),
        case("types", crosses=[{"names": ["town", "rooms"]}, {"names": ["fare", "code"]}], crossing_dim=11, hashing_dim=6, num_discretization_bins=5),
        case("made", crosses=[{"names": ["rooms", "town"], "dim": 8, "mode": "one_hot"}], output_mode="dict"),
        case("integers", crosses=[{"names": ["town", "rooms"], "dim": 50, "mode": "int"}], output_mode="dict"),
    ]
    (HERE / "features.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
