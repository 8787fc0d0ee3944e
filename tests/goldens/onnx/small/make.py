"""Records networks with weights of 8, 4 and 2 bits, and the tables of these types.

usage: make.py, in the environment of tests/interop/make-venv; writes beside itself.
The outputs are ONNX Runtime's; what it has no kernel for is ONNX's reference implementation's.
"""
import os

import ml_dtypes
import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto as T
from onnx import helper as h
from onnx.reference import ReferenceEvaluator
from onnx.reference.ops.op_cast import cast_to

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {
    "float8e4m3fn": (T.FLOAT8E4M3FN, ml_dtypes.float8_e4m3fn),
    "float8e4m3fnuz": (T.FLOAT8E4M3FNUZ, ml_dtypes.float8_e4m3fnuz),
    "float8e5m2": (T.FLOAT8E5M2, ml_dtypes.float8_e5m2),
    "float8e5m2fnuz": (T.FLOAT8E5M2FNUZ, ml_dtypes.float8_e5m2fnuz),
    "float4e2m1": (T.FLOAT4E2M1, ml_dtypes.float4_e2m1fn),
    "float8e8m0": (T.FLOAT8E8M0, ml_dtypes.float8_e8m0fnu),
}


def initializer(name, array):
    return onnx.numpy_helper.from_array(array, name)


def network(name, opset, weights, scale, zero, dequantize, random):
    """Dense(12 -> 10) with a stored kernel, odd in its number of elements, then Relu and Dense."""
    second = random.standard_normal((10, 3)).astype(np.float32)
    tensors = [initializer("kernel", weights), initializer("scale", scale),
               initializer("second", second)]
    operands = ["kernel", "scale"]
    if zero is not None:
        tensors.append(initializer("zero", zero))
        operands.append("zero")
    nodes = [
        h.make_node("DequantizeLinear", operands, ["dense.weight"], "dequantize", **dequantize),
        h.make_node("MatMul", ["x", "dense.weight"], ["product"], "product"),
        h.make_node("Relu", ["product"], ["active"], "active"),
        h.make_node("MatMul", ["active", "second"], ["y"], "last"),
    ]
    graph = h.make_graph(nodes, name, [h.make_tensor_value_info("x", T.FLOAT, ["batch", weights.shape[0]])],
                         [h.make_tensor_value_info("y", T.FLOAT, ["batch", 3])], tensors)
    ir = {21: 10, 23: 11, 24: 12, 25: 13}[opset]
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", opset)], ir_version=ir, producer_name="make.py")
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(HERE, name + ".onnx"))
    x = random.standard_normal((2, weights.shape[0])).astype(np.float32)
    try:
        session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        y, who = session.run(None, {"x": x})[0], "onnxruntime"
    except Exception as e:
        y, who = ReferenceEvaluator(model).run(None, {"x": x})[0], f"reference ({str(e)[:90]})"
    np.savez(os.path.join(HERE, name + ".npz"), **{"in:x": x, "out:y": y})
    print(name, who)


def networks():
    random = np.random.default_rng(5)
    whole = lambda low, high: random.integers(low, high, (12, 10)).astype(np.int8)
    real = random.standard_normal((12, 10)).astype(np.float32)
    scale = lambda *shape: (random.random(shape) * 0.2 + 0.05).astype(np.float32)
    network("int4_blocks", 21, whole(-8, 8).astype(ml_dtypes.int4), scale(3, 10),
            random.integers(-3, 4, (3, 10)).astype(np.int8).astype(ml_dtypes.int4), dict(axis=0, block_size=4), random)
    network("uint4_columns", 21, whole(0, 16).astype(ml_dtypes.uint4), scale(10),
            random.integers(0, 16, 10).astype(np.uint8).astype(ml_dtypes.uint4), dict(axis=1), random)
    network("float8e4m3fn", 21, real.astype(ml_dtypes.float8_e4m3fn), scale(), np.zeros((), ml_dtypes.float8_e4m3fn), {}, random)
    network("float8e5m2", 21, real.astype(ml_dtypes.float8_e5m2), scale(10), None, dict(axis=1), random)
    network("float4_blocks", 23, (real * 3).astype(ml_dtypes.float4_e2m1fn), scale(2, 10), None, dict(axis=0, block_size=6), random)


def tables():
    """All codes of each float type, and the codes of numbers at the borders between them."""
    with open(os.path.join(HERE, "tables.tsv"), "w", encoding="utf-8") as out:
        out.write("# type\tsaturate\tbits of a float32\tcode; or type\tvalue\tcode\tbits of its number\n")
        for name, (number, dtype) in TYPES.items():
            codes = 16 if name == "float4e2m1" else 256
            values = np.arange(codes, dtype=np.uint8).view(dtype).astype(np.float32)
            for code, bits in enumerate(values.view(np.uint32)):
                if not np.isnan(values[code]):
                    out.write(f"{name}\tvalue\t{code}\t{bits}\n")
            finite = np.unique(np.abs(values[np.isfinite(values)]))
            middles = (finite[1:].astype(np.float64) + finite[:-1]) / 2
            tries = np.concatenate([finite, middles, [finite[-1] * 1.01, finite[-1] * 1.2, finite[-1] * 1.9]])
            tries = tries[tries < 1e38].astype(np.float32)
            tries = np.concatenate([tries, np.nextafter(tries, np.float32(np.inf)), np.nextafter(tries, np.float32(0))])
            tries = np.unique(np.concatenate([tries, -tries]))[::11]
            if name == "float8e8m0":
                tries = tries[tries >= 2.0 ** -126]
            for saturate in (1, 0):
                if name == "float4e2m1" and not saturate:
                    continue
                cast = cast_to(tries, number, bool(saturate), "up")
                for bits, code in zip(tries.view(np.uint32), cast.view(np.uint8)):
                    if not np.isnan(np.uint8(code).view(dtype).astype(np.float32)):
                        out.write(f"{name}\t{saturate}\t{bits}\t{code}\n")


networks()
tables()
