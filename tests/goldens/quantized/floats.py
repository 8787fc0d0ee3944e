"""Records the models of make.py before they are quantized, for Tenon to quantize, and the functions of keras.quantizers.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/quantized/floats.py

Writes `CASE.keras`, `floats.jsonl` (a model, the mode, and the file that Keras made of it) and `functions.jsonl`.
"""

import datetime
import json
import time
from unittest import mock

import make
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
        frozen = mock.Mock(wraps=datetime)
        frozen.datetime.now.return_value = datetime.datetime(2026, 1, 1)
        then = time.struct_time((2026, 1, 1, 0, 0, 0, 3, 1, 0))
        with mock.patch("time.localtime", return_value=then), mock.patch("keras.src.saving.saving_lib.datetime", frozen):
            model.save(HERE / f"{case}.keras")
        for mode in modes:
            rows.append({"source": f"{case}.keras", "mode": mode, "quantized": f"{case}_{mode}.keras", "golden": f"{case}_{mode}.npz"})
    (HERE / "floats.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


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
    functions()
