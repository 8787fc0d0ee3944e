"""Records small models that Keras 3 has quantised, in every mode of its own: the files and the numbers that it answers.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/quantized/make.py

Writes `CASE_MODE.{keras,h5}` and `CASE_MODE.npz` beside this file, and `manifest.jsonl`. Recorded before saving: Keras cannot
read its own `.h5` of float8, GPTQ and AWQ, and leaves the zero points of GPTQ and AWQ out of a `.keras` file, so that those
have none here. A Dense inside TimeDistributed answers as if nothing told what its whole numbers stand for: so does Keras.
"""

import datetime
import json
import pathlib
import sys
import time
from unittest import mock

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers, quantizers  # noqa: E402

CONFIGS = {
    "int8": "int8",
    "int8_weights": quantizers.Int8QuantizationConfig(activation_quantizer=None),
    "int4": "int4",
    "int4_groups": quantizers.Int4QuantizationConfig(block_size=2),
    "int4_columns": quantizers.Int4QuantizationConfig(block_size=None),
    "int4_inputs": quantizers.Int4QuantizationConfig(block_size=None, activation_quantizer=quantizers.AbsMaxQuantizer()),
    "float8": "float8",
}
ROWS = []


def dense(policy="float32"):
    x = keras.Input((6,), name="x")
    h = layers.Dense(5, activation="relu", name="a", dtype=policy)(x)
    return keras.Model(x, layers.Dense(3, use_bias=False, name="b", dtype=policy)(h))


def einsum():
    x = keras.Input((4, 6), name="x")
    h = layers.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", name="split")(x)
    h = layers.EinsumDense("abde,dec->abc", output_shape=(None, 6), bias_axes="c", name="join")(h)
    return keras.Model(x, layers.EinsumDense("abc,cd->abd", output_shape=(None, 5), name="last")(h))


def einsum_turned():
    x = keras.Input((3, 4), name="x")
    return keras.Model(x, layers.EinsumDense("abc,bd->acd", output_shape=(4, 5), bias_axes="d", name="turned")(x))


def embedding():
    x = keras.Input((4,), dtype="int32", name="x")
    return keras.Model(x, layers.Embedding(9, 5, name="table")(x))


def reversible(tied, cap=None):
    x = keras.Input((4,), dtype="int32", name="x")
    table = layers.ReversibleEmbedding(9, 6, tie_weights=tied, logit_soft_cap=cap, name="table")
    return keras.Model(x, table(table(x), reverse=True))


def nested():
    x = keras.Input((6,), name="x")
    inner = keras.Sequential([keras.Input((6,)), layers.Dense(5, name="d1"), layers.Dense(6, name="d2")], name="inner")
    return keras.Model(x, inner(inner(x)))


def steps():
    x = keras.Input((4, 6), name="x")
    return keras.Model(x, layers.TimeDistributed(layers.Dense(3, name="each"), name="steps")(x))


def draw(model, seed=3):
    rng = np.random.default_rng(seed)
    for weight in model.weights:
        weight.assign(rng.normal(0, 0.7, weight.shape))


def save(name, model, formats=("keras", "h5")):
    rng = np.random.default_rng(4)
    first = model.inputs[0]
    shape = (2, *first.shape[1:])
    x = rng.integers(0, 9, shape) if first.dtype == "int32" else rng.normal(size=shape)
    x = x.astype(first.dtype)
    y = np.asarray(keras.ops.cast(model(x), "float32"))
    np.savez(HERE / f"{name}.npz", in0=x, out0=y)
    then = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
    frozen = mock.Mock(wraps=datetime)
    frozen.datetime.now.return_value = datetime.datetime(2026, 1, 1)
    for suffix in formats:
        with mock.patch("time.localtime", return_value=then), mock.patch("keras.src.saving.saving_lib.datetime", frozen):
            model.save(HERE / f"{name}.{suffix}")
        ROWS.append({"file": f"{name}.{suffix}", "golden": f"{name}.npz"})


def quantised(case, build, modes, **kinds):
    for mode in modes:
        model = build()
        draw(model)
        how = CONFIGS[mode]
        model.quantize(how) if isinstance(how, str) else model.quantize(config=how)
        save(f"{case}_{mode}", model, **kinds)


def calibrated(case, block, mode, bits, group):
    """GPTQ and AWQ look at data; what they make of it does not matter here."""
    ids = keras.Input((4,), dtype="int32", name="x")
    table = layers.Embedding(20, 8, name="table")
    model = keras.Model(ids, block(table(ids)))
    draw(model)
    data = [np.random.default_rng(i).integers(0, 20, (64,)) for i in range(8)]
    how = {"dataset": data, "tokenizer": lambda text: text, "num_samples": 8, "sequence_length": 4, "group_size": group}
    config = quantizers.GPTQConfig(weight_bits=bits, **how) if mode == "gptq" else quantizers.AWQConfig(**how)
    model.get_quantization_layer_structure = lambda mode=None: {"pre_block_layers": [table], "sequential_blocks": [block]}
    model.quantize(mode, config=config)
    save(f"{case}_{mode}{bits}_{'groups' if group > 0 else 'columns'}", model, formats=("h5",))


def main():
    every = list(CONFIGS)
    quantised("dense", dense, every)
    for policy in ("mixed_bfloat16", "bfloat16"):
        quantised(f"dense_{policy}", lambda: dense(policy), ["int8", "int4"], formats=("keras",))
    quantised("einsum", einsum, every)
    quantised("einsum_turned", einsum_turned, ["int8"], formats=("keras",))
    whole = [mode for mode in every if mode != "float8"]
    quantised("embedding", embedding, [mode for mode in whole if mode != "int4_inputs"])
    quantised("tied", lambda: reversible(True, cap=2.0), whole)
    quantised("untied", lambda: reversible(False), whole)
    quantised("nested", nested, ["int8", "int4", "float8"])
    quantised("steps", steps, ["int8", "int4_groups", "float8"])
    for mode, bits, group in (("gptq", 4, -1), ("gptq", 8, 4), ("awq", 4, 4)):
        block = [keras.Input((4, 8)), layers.Dense(7, activation="relu", name="a"), layers.Dense(8, name="b")]
        calibrated("dense", keras.Sequential(block, name="block"), mode, bits, group)
        split = layers.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", name="a")
        join = layers.EinsumDense("abde,dec->abc", output_shape=(None, 8), bias_axes="c", name="b")
        calibrated("einsum", keras.Sequential([keras.Input((4, 8)), split, join], name="block"), mode, bits, group)
    (HERE / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))


if __name__ == "__main__":
    main()
