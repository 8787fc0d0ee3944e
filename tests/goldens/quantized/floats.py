"""Records the models of make.py before they are quantized, for Tenon to quantize, and the functions of keras.quantizers.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/quantized/floats.py

Writes `CASE.keras`, `floats.jsonl` (a model, the mode, and the file that Keras made of it), `calibrated.jsonl` (the same of GPTQ
and AWQ, with the data) and `functions.jsonl`.
"""

import datetime
import json
import time
from unittest import mock

import make
import keras
import ml_dtypes
import numpy as np
from keras import quantizers
from make import HERE

CASES = {
    "dense": (make.dense, list(make.CONFIGS)),
    "dense_bfloat16": (lambda: make.dense("bfloat16"), ["int8", "int4"]),
    "einsum": (make.einsum, list(make.CONFIGS)),
    "einsum_turned": (make.einsum_turned, ["int8"]),
    "embedding": (make.embedding, ["int8", "int8_weights", "int4", "int4_groups", "int4_columns"]),
    "tied": (lambda: make.reversible(True, cap=2.0), ["int8", "int4_groups", "int4_columns"]),
    "untied": (lambda: make.reversible(False), ["int8", "int4_groups", "int4_columns", "int4_inputs"]),
    "nested": (make.nested, ["int8", "int4", "float8"]),
}


def models():
    rows = []
    for case, (build, modes) in CASES.items():
        model = build()
        make.draw(model)
        save(case, model)
        for mode in modes:
            rows.append({"source": f"{case}.keras", "mode": mode, "quantized": f"{case}_{mode}.keras", "golden": f"{case}_{mode}.npz"})
    (HERE / "floats.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def calibrated(name, layers, mode, options):
    """One sample, which begins at the first token: where others begin is drawn anew in each process."""
    ids = keras.Input((6,), dtype="int32", name="x")
    table = keras.layers.Embedding(20, 8, name="table")
    blocks = layers()
    h = table(ids)
    for block in blocks:
        h = block(h)
    model = keras.Model(ids, h)
    make.draw(model)
    save(name.split("_")[0] + "_blocks", model)
    data = np.random.default_rng(8).integers(0, 20, 6)
    how = {"dataset": [data], "tokenizer": lambda text: text, "num_samples": 1, "sequence_length": 6, **options}
    config = quantizers.GPTQConfig(**how) if mode == "gptq" else quantizers.AWQConfig(**how)
    structure = {"pre_block_layers": [table], "sequential_blocks": blocks}
    model.get_quantization_layer_structure = lambda mode=None: structure
    model.quantize(mode, config=config)
    save(name, model, suffix="h5")
    rng = np.random.default_rng(4)
    x = rng.integers(0, 20, (2, 6)).astype("int32")
    np.savez(HERE / f"{name}.npz", in0=x, out0=np.asarray(model(x)))
    row = {"source": name.split("_")[0] + "_blocks.keras", "mode": mode, "quantized": f"{name}.h5", "golden": f"{name}.npz"}
    return {**row, "blocks": [block.name for block in blocks], "data": data.tolist(), "options": options}


def with_data():
    """Keras 3.15 hooks `call` for calibration and then calls `_gptq_call`, so that it never sees the data: here it does."""
    for layer in (keras.layers.Dense, keras.layers.EinsumDense):
        for mode in ("gptq", "awq"):
            original = getattr(layer, f"_{mode}_call")

            def call(self, inputs, training=None, mode=mode, original=original):
                ready = getattr(self, f"is_{mode}_calibrated")
                return original(self, inputs) if ready else self.call(inputs)

            setattr(layer, f"_{mode}_call", call)


def dense_blocks():
    two = [keras.Input((6, 8)), keras.layers.Dense(7, activation="relu", name="a"), keras.layers.Dense(8, name="b")]
    one = [keras.Input((6, 8)), keras.layers.Dense(5, activation="tanh", name="c")]
    return [keras.Sequential(two, name="first"), keras.Sequential(one, name="second")]


def einsum_blocks():
    split = keras.layers.EinsumDense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", name="split")
    join = keras.layers.EinsumDense("abde,dec->abc", output_shape=(None, 8), bias_axes="c", name="join")
    return [keras.Sequential([keras.Input((6, 8)), split, join], name="first")]


def calibrations():
    with_data()
    rows = [
        calibrated("dense_gptq", dense_blocks, "gptq", {"group_size": -1}),
        calibrated("dense_gptq_groups", dense_blocks, "gptq", {"group_size": 4, "weight_bits": 8, "symmetric": True}),
        calibrated("dense_gptq_order", dense_blocks, "gptq", {"group_size": 3, "activation_order": True, "hessian_damping": 0.1}),
        calibrated("dense_gptq_whole", dense_blocks, "gptq", {"group_size": -1, "per_channel": False}),
        calibrated("dense_awq", dense_blocks, "awq", {"group_size": -1}),
        calibrated("dense_awq_groups", dense_blocks, "awq", {"group_size": 3, "num_grid_points": 7}),
        calibrated("einsum_gptq", einsum_blocks, "gptq", {"group_size": 4}),
        calibrated("einsum_awq", einsum_blocks, "awq", {"group_size": 4}),
    ]
    (HERE / "calibrated.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def save(name, model, suffix="keras"):
    frozen = mock.Mock(wraps=datetime)
    frozen.datetime.now.return_value = datetime.datetime(2026, 1, 1)
    then = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
    with mock.patch("time.localtime", return_value=then), mock.patch("keras.src.saving.saving_lib.datetime", frozen):
        model.save(HERE / f"{name}.{suffix}")


def tensor(x):
    x = np.asarray(x)
    data = [value if np.isfinite(value) else "Infinity" for value in x.astype("float64").reshape(-1).tolist()]
    return {"dtype": str(x.dtype), "shape": list(x.shape), "data": data}


def functions():
    rng = np.random.default_rng(5)
    f = lambda *shape: rng.normal(0, 2, shape).astype("float32")  # noqa: E731
    rows = []

    def add(name, inputs, outputs, **arguments):
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        row = {"function": name, "arguments": arguments, "inputs": [tensor(x) for x in inputs]}
        rows.append({**row, "outputs": [tensor(x) for x in outputs if hasattr(x, "shape")]})

    for x in (f(4, 5), f(2, 3, 4), f(3, 3).astype(ml_dtypes.bfloat16)):
        for axis in (0, -1):
            add("abs_max_quantize", [x], quantizers.abs_max_quantize(x, axis), axis=[axis])
        quantizer = quantizers.AbsMaxQuantizer(axis=(0, 1), value_range=(-8, 7), epsilon=1e-3)
        add("AbsMaxQuantizer", [x], quantizer(x), axis=[0, 1], value_range=[-8, 7], epsilon=1e-3)
    same = np.ones((5, 3), "float32")
    for x in (f(7, 3), f(8, 4), same):
        for block, to_numpy in ((4, False), (4, True), (16, False), (16, True)):
            result = quantizers.abs_max_quantize_grouped_with_zero_point(x, block, to_numpy=to_numpy)
            add("abs_max_quantize_grouped_with_zero_point", [x], result, block_size=block, to_numpy=to_numpy)
    for dtype in ("float8_e4m3fn", "float8_e5m2"):
        for scale in (0.01, 1.5):
            x, scale = f(6, 7), np.float32(scale)
            result = quantizers.quantize_and_dequantize(x, scale, dtype, "float32")
            add("quantize_and_dequantize", [x, scale], result, quantized_dtype=dtype)
    for bits, narrow in ((8, False), (8, True), (4, False), (2, True)):
        for low, high in ((-1.3, 2.2), (0.0, 3.0), (-2.0, -0.5)):
            x, low, high = f(5, 6), np.float32(low), np.float32(high)
            result = quantizers.fake_quant_with_min_max_vars(x, low, high, bits, narrow)
            add("fake_quant_with_min_max_vars", [x, low, high], result, num_bits=bits, narrow_range=narrow, axis=None)
    for axis in (0, 1, -1):
        x, low, high = f(3, 3, 3), -np.abs(f(3)), np.abs(f(3))
        result = quantizers.fake_quant_with_min_max_vars(x, low, high, axis=axis)
        add("fake_quant_with_min_max_vars", [x, low, high], result, num_bits=8, narrow_range=False, axis=axis)
    for amax in (np.float32(3), np.float32(0), np.float32(np.inf)):
        for margin in (0, 2):
            result = quantizers.compute_float8_scale(amax, np.float32(0.25), 448.0, margin)
            add("compute_float8_scale", [amax, np.float32(0.25)], result, dtype_max=448.0, margin=margin)
    for length in (1, 4):
        x, history = f(3, 4), np.abs(f(length))
        add("compute_float8_amax_history", [x, history], quantizers.compute_float8_amax_history(x, history))
    for dtype, low in (("int8", -8), ("uint8", 0)):
        for shape, axis in (((5, 3), 0), ((4, 3), -1), ((2, 3, 3), 1)):
            x = rng.integers(low, low + 16, shape).astype(dtype)
            packed, _, length = quantizers.pack_int4(x, axis, dtype)
            add("pack_int4", [x], packed, axis=axis)
            add("unpack_int4", [packed], quantizers.unpack_int4(packed, length, axis, dtype), orig_len=length, axis=axis)
    (HERE / "functions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    models()
    calibrations()
    functions()
