"""Records the state that Keras' layers learn from data by adapt(), and what they compute then. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/adapt/make.py

Writes beside itself: `adapt.json`.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

L = keras.layers
rng = np.random.RandomState(11)


def numbers(*shape):
    return np.round(rng.normal(2, 3, shape), 2).astype("float32")


def packed(array):
    array = np.asarray(array)
    if array.dtype.kind in "OSU":
        values = [v.decode() if isinstance(v, bytes) else str(v) for v in array.reshape(-1)]
        return {"dtype": "string", "shape": list(array.shape), "values": values}
    return {"dtype": array.dtype.name, "shape": list(array.shape), "values": [float(str(v)) for v in array.reshape(-1)]}


def state(layer):
    if isinstance(layer, L.Normalization):
        return {"mean": packed(layer.adapt_mean.numpy()), "variance": packed(layer.adapt_variance.numpy())}
    if isinstance(layer, L.Discretization):
        return {"bin_boundaries": layer.bin_boundaries}
    found = {"vocabulary": [v if isinstance(v, str) else int(v) for v in layer.get_vocabulary()]}
    lookup = getattr(layer, "_lookup_layer", layer)
    if lookup.output_mode == "tf_idf":
        found["idf_weights"] = [float(str(v)) for v in lookup.idf_weights_const.numpy()]
    return found


def case(class_name, arguments, batches, x, whole=True):
    layer = getattr(L, class_name)(**arguments)
    data = batches[0] if whole else tf.data.Dataset.from_generator(
        lambda: iter(batches),
        output_signature=tf.TensorSpec([None, *batches[0].shape[1:]], "string" if batches[0].dtype.kind in "OU" else batches[0].dtype),
    )
    layer.adapt(data)
    y = layer(tf.constant(x) if x.dtype.kind in "OU" else x)
    return {
        "layer": class_name, "arguments": arguments, "whole": whole, "data": [packed(b) for b in batches],
        "state": state(layer), "x": packed(x), "y": packed(keras.ops.convert_to_numpy(y) if not isinstance(y, tf.Tensor) else y.numpy()),
    }


def normalizations():
    rows = numbers(7, 3)
    cube = numbers(4, 2, 3)
    yield case("Normalization", {}, [rows], numbers(2, 3))
    yield case("Normalization", {"axis": None}, [rows], numbers(2, 3))
    yield case("Normalization", {"axis": None}, [numbers(9)], numbers(4))
    yield case("Normalization", {"axis": [1, 2]}, [cube], numbers(2, 2, 3))
    yield case("Normalization", {"axis": 1}, [cube], numbers(2, 2, 3))
    yield case("Normalization", {"axis": [-1, 1]}, [numbers(3, 2, 4, 3)], numbers(2, 2, 5, 3))
    yield case("Normalization", {"invert": True}, [rows], numbers(2, 3))
    yield case("Normalization", {}, [numbers(5, 3), numbers(5, 3), numbers(2, 3)], numbers(2, 3), whole=False)
    yield case("Normalization", {"axis": None}, [numbers(5, 3), numbers(1, 3)], numbers(2, 3), whole=False)
    yield case("Normalization", {}, [np.array([[1, 2], [1, 4]], "int32")], np.array([[1, 3]], "int32"))
    yield case("Normalization", {}, [np.full((4, 2), 3, "float32")], numbers(2, 2))


def discretizations():
    many = numbers(1000, 1)
    yield case("Discretization", {"num_bins": 4}, [many], numbers(6, 1))
    yield case("Discretization", {"num_bins": 4, "epsilon": 0.1}, [many], numbers(6, 1))
    yield case("Discretization", {"num_bins": 7, "epsilon": 0.03, "output_mode": "one_hot"}, [numbers(317, 2)], numbers(3, 2))
    yield case("Discretization", {"num_bins": 5, "output_mode": "multi_hot"}, [numbers(40, 2)], numbers(3, 2))
    yield case("Discretization", {"num_bins": 5, "output_mode": "count"}, [numbers(40, 2)], numbers(3, 2))
    yield case("Discretization", {"num_bins": 8}, [numbers(3, 1)], numbers(6, 1))
    yield case("Discretization", {"num_bins": 49}, [numbers(500, 1)], numbers(6, 1))
    yield case("Discretization", {"num_bins": 1}, [numbers(50, 1)], numbers(6, 1))
    distinct = rng.permutation(np.arange(3000, dtype="float32") / 7)
    yield case("Discretization", {"num_bins": 6}, list(distinct.reshape(5, 600, 1)), numbers(6, 1), whole=False)
    yield case("Discretization", {"num_bins": 3, "epsilon": 0.2}, list(distinct.reshape(10, 300, 1)), numbers(6, 1), whole=False)
    yield case("Discretization", {"num_bins": 3}, [np.arange(10).reshape(5, 2).astype("int64")], np.array([[0, 4], [7, 9]], "int64"))


WORDS = np.array(["b", "a", "c", "a", "é", "zz", "b", "\uffee", "\U0001f600", "", "[UNK]", "a"], dtype=object)
MORE = np.array([["a", "x", "x"], ["", "y", "x"], ["b", "b", "a"]], dtype=object)


def strings():
    x = np.array([["a", "q", "b"], ["", "x", "[UNK]"]], dtype=object)
    for arguments in (
        {},
        {"mask_token": ""},
        {"max_tokens": 4},
        {"max_tokens": 4, "mask_token": "", "num_oov_indices": 2},
        {"output_mode": "multi_hot", "max_tokens": 12, "pad_to_max_tokens": True},
        {"output_mode": "count"},
        {"output_mode": "tf_idf"},
        {"output_mode": "tf_idf", "max_tokens": 9, "pad_to_max_tokens": True, "num_oov_indices": 2},
    ):
        yield case("StringLookup", arguments, [MORE], x)
    yield case("StringLookup", {}, [WORDS], x)
    yield case("StringLookup", {"output_mode": "tf_idf"}, [WORDS], x)
    yield case("StringLookup", {"output_mode": "tf_idf", "mask_token": "b"}, [MORE, MORE[:1]], x, whole=False)
    yield case("StringLookup", {"output_mode": "tf_idf"}, [WORDS[:5], WORDS[5:]], x, whole=False)
    yield case("StringLookup", {"num_oov_indices": 0, "mask_token": ""}, [MORE], np.array([["a", "x", ""]], dtype=object))
    yield case("StringLookup", {"invert": True}, [MORE], np.array([[0, 1, 4], [9, 2, 3]], "int64"))
    yield case("StringLookup", {"output_mode": "one_hot", "oov_token": "a"}, [MORE], np.array([["a"], ["x"]], dtype=object))


def integers():
    rows = np.array([[12, 1138, 42], [42, 1000, 36], [-1, 0, 42], [12, 0, -7]], "int64")
    x = np.array([[12, 5, 42], [0, -1, 1138]], "int64")
    for arguments in (
        {},
        {"mask_token": 0},
        {"max_tokens": 4, "mask_token": 0, "num_oov_indices": 2},
        {"output_mode": "multi_hot"},
        {"output_mode": "count", "max_tokens": 10, "pad_to_max_tokens": True},
        {"output_mode": "tf_idf", "mask_token": 0},
        {"oov_token": 42, "num_oov_indices": 3},
    ):
        yield case("IntegerLookup", arguments, [rows], x)
    yield case("IntegerLookup", {"output_mode": "tf_idf"}, [rows[:3], rows[3:]], x, whole=False)
    yield case("IntegerLookup", {}, [rows.reshape(-1)], x)


TEXTS = np.array(
    ["The cat sat on the mat.", "The dog: \"ate\" my homework,\tthe DOG!", "Käse & BROT sind gut — don't you think?\nYes, yes.", "", "cat  cat dog 東京 😀 cat_dog É"],
    dtype=object,
)


def texts():
    x = np.array([["the cat saw a dog"], ["gut, 東京!"], [""]], dtype=object)
    for arguments in (
        {},
        {"max_tokens": 8, "output_sequence_length": 6},
        {"standardize": None},
        {"standardize": "lower"},
        {"standardize": "strip_punctuation"},
        {"split": "character", "max_tokens": 12},
        {"split": None},
        {"ngrams": 2, "max_tokens": 20},
        {"ngrams": (2, 3), "output_mode": "count", "max_tokens": 12},
        {"output_mode": "multi_hot", "max_tokens": 30, "pad_to_max_tokens": True},
        {"output_mode": "count", "max_tokens": 10},
        {"output_mode": "tf_idf"},
        {"output_mode": "tf_idf", "max_tokens": 40, "pad_to_max_tokens": True},
        {"output_mode": "tf_idf", "ngrams": 2},
    ):
        yield case("TextVectorization", arguments, [TEXTS], x)
    yield case("TextVectorization", {"output_mode": "tf_idf"}, [TEXTS[:3], TEXTS[3:]], x, whole=False)
    yield case("TextVectorization", {}, [TEXTS.reshape(5, 1)], x)
    yield case("TextVectorization", {"split": None, "ngrams": 2}, [MORE], np.array([["a", "x", "b"]], dtype=object))


def main():
    keras.utils.set_random_seed(1)
    rows = [*normalizations(), *discretizations(), *strings(), *integers(), *texts()]
    (HERE / "adapt.json").write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n")
    print(len(rows), "cases")


main()
