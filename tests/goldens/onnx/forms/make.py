"""Records operators in forms that ONNX's own tests do not have, in the layout of those tests.

usage: make.py, in the environment of tests/interop/make-venv; writes folders beside itself.
The outputs are ONNX Runtime's, or NumPy's where that does not run so old an opset.
"""
import os
import shutil

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto as T
from onnx import helper, numpy_helper, parser

HERE = os.path.dirname(os.path.abspath(__file__))
RANDOM = np.random.default_rng(11)
IR = {1: 3, 6: 3, 7: 3, 8: 3, 9: 4, 10: 5, 11: 6, 13: 7, 17: 8, 19: 9}


def real(*shape):
    return RANDOM.standard_normal(shape).astype(np.float32)


def write(name, model, feeds, expected=None, options=None):
    folder = os.path.join(HERE, "test_" + name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "test_data_set_0"))
    if expected is None:
        session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        expected = session.run(None, feeds)
    onnx.save(model, os.path.join(folder, "model.onnx"))
    inputs = [feeds[port.name] for port in model.graph.input if port.name in feeds]
    for kind, values in (("input", inputs), ("output", expected)):
        for i, value in enumerate(values):
            with open(os.path.join(folder, "test_data_set_0", f"{kind}_{i}.pb"), "wb") as out:
                out.write(numpy_helper.from_array(np.asarray(value)).SerializeToString())


def text(name, opset, graph, feeds, initializers=None, expected=None):
    model = parser.parse_model(f'<ir_version: {IR[opset]}, opset_import: ["": {opset}]>\n{graph}')
    for key, value in (initializers or {}).items():
        model.graph.initializer.append(numpy_helper.from_array(np.asarray(value), key))
    write(name, model, feeds, expected)


def old_forms():
    x, statistics = real(2, 3, 4), [np.abs(real(3, 4)) + 0.2 for _ in range(4)]
    scale, bias, mean, variance = statistics
    normal = scale * (x - mean) / np.sqrt(variance + np.float32(1e-3)) + bias
    ports = ", ".join(f"float[3,4] {name}" for name in ("s", "b", "m", "v"))
    feeds = dict(zip("xsbmv", [x] + statistics))
    for opset, more in ((1, ", is_test=1, consumed_inputs=[0,0,0,1,1]"), (6, ", is_test=1"), (7, "")):
        text(f"batchnormalization_positions_{opset}", opset,
             f"g (float[2,3,4] x, {ports}) => (float[2,3,4] y) "
             f"{{ y = BatchNormalization<epsilon=0.001, spatial=0{more}>(x, s, b, m, v) }}", feeds, expected=[normal])
    y = real(2, 6)
    text("split_lengths_as_floats", 1, "g (float[2,6] x, float[2] n) => (float[2,2] a, float[2,4] b) { a, b = Split<axis=1>(x, n) }",
         {"x": y, "n": np.array([2, 4], np.float32)}, expected=[y[:, :2], y[:, 2:]])
    picture = np.arange(48, dtype=np.float32).reshape(1, 2, 4, 6)
    for name, scales in (("smaller", [1, 1, 0.6, 0.5]), ("both", [1, 1, 0.6, 1.5]), ("larger", [1, 1, 2, 1.5])):
        text(f"resize10_nearest_{name}", 10, "g (float[1,2,4,6] x) => (float[1,2,H,W] y) { y = Resize<mode=\"nearest\">(x, s) }",
             {"x": picture}, {"s": np.array(scales, np.float32)})
    text("resize11_tf_half_pixel", 11, "g (float[1,2,4,6] x) => (float[1,2,H,W] y) { y = Resize<mode=\"nearest\", "
         "coordinate_transformation_mode=\"tf_half_pixel_for_nn\", nearest_mode=\"floor\">(x, r, s) }",
         {"x": picture}, {"r": np.zeros(0, np.float32), "s": np.array([1, 1, 1.75, 0.5], np.float32)})


def values():
    sparse = helper.make_sparse_tensor(helper.make_tensor("v", T.FLOAT, [2], [1, 2]),
                                       helper.make_tensor("i", T.INT64, [2], [1, 4]), [2, 3])
    x = real(2, 3)
    node = helper.make_node("Constant", [], ["c"], sparse_value=sparse)
    graph = helper.make_graph([node, helper.make_node("Add", ["x", "c"], ["y"])], "g",
                              [helper.make_tensor_value_info("x", T.FLOAT, [2, 3])],
                              [helper.make_tensor_value_info("y", T.FLOAT, [2, 3])])
    write("constant_sparse", helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=7), {"x": x},
          [x + np.array([[0, 1, 0], [0, 2, 0]], np.float32)])
    text("cast_to_string", 13, "g (float[8] x) => (string[8] y) { y = Cast<to=8>(x) }",
         {"x": np.array([1.5, -2.25, 100, 1e-5, 1e20, np.inf, -np.inf, np.nan], np.float32)})
    text("pad_computed_both_signs", 13, "g (float[2,3,4] x, int64[6] p, float v) => (float[A,B,C] y) { y = Pad(x, p, v) }",
         {"x": real(2, 3, 4), "p": np.array([0, 1, -1, 0, 2, 1]), "v": np.array(1.5, np.float32)})
    for rank, dims in ((2, "N,8"), (3, "N,T,8"), (4, "N,3,T,8")):
        shape = (2, 3, 3, 8)[4 - rank:]
        text(f"layernormalization_little_variance_{rank}", 17, f"g (float[{dims}] x, float[8] s, float[8] b) => (float[{dims}] y) "
             "{ y = LayerNormalization(x, s, b) }", {"x": real(*shape) * np.float32(0.05), "s": real(8), "b": real(8)})


def regions():
    text("maxroipool_thirds", 7, "g (float[1,2,8,8] x, float[2,5] r) => (float[2,2,2,3] y) "
         "{ y = MaxRoiPool<pooled_shape=[2,3], spatial_scale=0.9>(x, r) }",
         {"x": real(1, 2, 8, 8), "r": np.array([[0, 1, 1, 6, 5], [0, 0, 0, 7, 7]], np.float32)})


def sequences():
    body = ("<body = b (int64 i, bool go, seq(float[3]) before) => (bool more, seq(float[3]) after) "
            "{ row = Gather<axis=0>(x, i) one = Relu(row) after = SequenceInsert(before, one) more = Identity(go) }>")
    x = real(4, 3)
    text("sequence_of_a_loop", 17, "g (float[N,3] x) => (float[N,3] y, int64 n, float[3] last) { sizes = Shape(x) zero = Constant<value = int64 {0}>() "
         "m = Gather<axis=0>(sizes, zero) c = Constant<value = bool {1}>() e = SequenceEmpty() "
         f"s = Loop (m, c, e) {body} y = ConcatFromSequence<axis=0, new_axis=1>(s) n = SequenceLength(s) "
         "end = Constant<value = int64 {-1}>() last = SequenceAt(s, end) }", {"x": x})
    for keeps, join in ((1, "axis=1"), (0, "axis=-1, new_axis=1")):
        text(f"sequence_of_entries_{keeps}", 17, f"g (float[2,N,3] x) => (float[A,B,C] y) {{ s = SplitToSequence<axis=1, keepdims={keeps}>(x) "
             f"y = ConcatFromSequence<{join}>(s) }}", {"x": real(2, 4, 3)})
    text("sequence_map_of_entries", 17, "g (float[N,3] x, float k) => (float[N,3] y) { s = SplitToSequence<axis=0, keepdims=0>(x) "
         "t = SequenceMap (s, k) <body = b (float[3] v, float f) => (float[3] w) { w = Mul(v, f) }> "
         "y = ConcatFromSequence<axis=0, new_axis=1>(t) }", {"x": x, "k": np.array(2.5, np.float32)})


def functions():
    model = parser.parse_model("""<ir_version: 8, opset_import: ["": 17, "local": 1]>
        g (float[2,3] x) => (float[2,3] y, float[2,3] z) { y = local.limit(x, , high) z = local.limit(x, low) }
        <domain: "local", opset_import: ["": 17]> limit (v, l, h) => (r) { r = Clip(v, l, h) }""")
    for key, value in (("high", 0.2), ("low", -0.1)):
        model.graph.initializer.append(numpy_helper.from_array(np.array(value, np.float32), key))
    write("function_without_some_inputs", model, {"x": real(2, 3)})


if __name__ == "__main__":
    functions()
    old_forms()
    values()
    regions()
    sequences()
