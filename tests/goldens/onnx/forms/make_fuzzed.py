"""Records forms that a fuzzer found to go wrong, in the layout of ONNX's tests.

usage: make_fuzzed.py, in the environment of tests/interop/make-venv; writes folders beside itself.
The outputs are ONNX Runtime's, without its optimisations.
"""
import numpy as np
import onnxruntime as ort
from make import write
from onnx import numpy_helper, parser

RANDOM = np.random.default_rng(9)


def real(*shape):
    return RANDOM.standard_normal(shape).astype(np.float32)


def text(name, opset, graph, feeds, initializers=None, expected=None):
    model = parser.parse_model(f'<ir_version: 10, opset_import: ["": {opset}]>\n{graph}')
    for node in model.graph.node:
        if node.op_type == "Loop" and len(node.input) == 1:
            node.input.append("")  # the parser leaves it out, and ONNX wants it
    for key, value in (initializers or {}).items():
        model.graph.initializer.append(numpy_helper.from_array(np.asarray(value), key))
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    write(name, model, {key: np.asarray(value) for key, value in feeds.items()}, expected, options)


def attention():
    """What ONNX 1.23 says: the cap comes before the mask, causal by lengths, rows that see nothing are zero."""
    q, k, v = real(2, 2, 3, 4), real(2, 2, 5, 4), real(2, 2, 5, 3)
    ports = "float[B,H,S,D] q, float[B,K,T,D] k, float[B,K,T,E] v"
    seen = np.array([[1, 0, 1, 1, 0], [0, 0, 0, 0, 0], [0, 1, 1, 1, 1]], bool)
    text("attention_capped_before_mask", 23, f"g ({ports}, bool[S,T] m) => (float[B,H,S,E] y) "
         "{ y = Attention<softcap=0.5>(q, k, v, m) }", {"q": q, "k": k, "v": v, "m": seen})
    text("attention_causal_by_lengths", 24, f"g ({ports}, int64[B] n) => (float[B,H,S,E] y) "
         "{ y = Attention<is_causal=1>(q, k, v, , , , n) }", {"q": q, "k": k, "v": v, "n": np.array([4, 2])})
    text("attention_open_size", 23, "g (float[B,S,Q] q, float[B,T,K] k, float[B,T,V] v) => (float[B,S,W] y) "
         "{ y = Attention<q_num_heads=4, kv_num_heads=2>(q, k, v) }", {"q": real(2, 3, 8), "k": real(2, 5, 4), "v": real(2, 5, 6)})
    text("attention_open_heads", 23, f"g ({ports}) => (float[B,H,S,E] y) {{ y = Attention(q, k, v) }}",
         {"q": real(2, 4, 3, 4), "k": k, "v": v})
    for number, more in enumerate(("", "interleaved=1, ", "rotary_embedding_dim=2, ")):
        half = 1 if "dim" in more else 2
        text(f"rotary_open_size_{number}", 23, "g (float[B,S,W] x, float[B,S,H] c, float[B,S,H] s) => (float[B,S,W] y) "
             f"{{ y = RotaryEmbedding<{more}num_heads=3>(x, c, s) }}", {"x": real(2, 3, 12), "c": real(2, 3, half), "s": real(2, 3, half)})


def pictures():
    text("resize11_tf_half_pixel_of_all", 11, "g (float[1,2,4,6] x) => (float[1,2,H,W] y) { y = Resize<mode=\"nearest\", "
         "coordinate_transformation_mode=\"tf_half_pixel_for_nn\">(x, r, s) }", {"x": real(1, 2, 4, 6)},
         {"r": np.zeros(0, np.float32), "s": np.array([1, 1, 1.75, 0.5], np.float32)})
    text("lppool_open_channels", 18, "g (float[N,C,H,W] x) => (float[N,C,A,B] y) { y = LpPool<kernel_shape=[2,3], pads=[1,0,0,1], strides=[2,1]>(x) }",
         {"x": real(2, 3, 5, 6)})
    for name in ("DepthToSpace", "SpaceToDepth"):
        text(f"{name.lower()}_by_one", 13, f"g (float[N,C,H,W] x) => (float[N,C,H,W] y) {{ y = {name}<blocksize=1>(x) }}", {"x": real(1, 2, 3, 2)})


def numbers():
    text("range_of_nothing", 13, "g (float a, float b, float d, int64 i, int64 j) => (float[N] x, int64[M] y) "
         "{ s = Constant<value = int64 {-2}>() x = Range(a, b, d) y = Range(i, j, s) }",
         {"a": np.float32(2), "b": np.float32(-1), "d": np.float32(0.5), "i": np.int64(3), "j": np.int64(4)})
    text("reduce_by_no_axes_of_the_run", 18, "g (float[2,3] x, int64[N] a) => (float[A,B] y) { y = ReduceSum<keepdims=1>(x, a) }",
         {"x": real(2, 3), "a": np.zeros(0, np.int64)})
    text("reduce_one_negative_integer", 13, "g (int32[3] x) => (int32[3,3] y, int32[3,3] z) "
         "{ a = ReduceL1<axes=[1]>(c) y = Add(a, x) b = ReduceSumSquare<axes=[1]>(c) z = Add(b, x) }",
         {"x": np.zeros(3, np.int32)}, {"c": np.array([[-2], [3], [-4]], np.int32)},
         [np.array([[2, 2, 2], [3, 3, 3], [4, 4, 4]], np.int32), np.array([[4, 4, 4], [9, 9, 9], [16, 16, 16]], np.int32)])
    text("dft_perhaps_complex", 17, "g (float[B,N,C] x) => (float[B,M,D] y) { y = DFT<axis=1, onesided=1>(x) }", {"x": real(2, 5, 1)})
    text("dequantize_no_rank", 19, "g (uint8[] q, float s) => (float[] y) { y = DequantizeLinear(q, s) }",
         {"q": np.array([3, 200], np.uint8), "s": np.float32(0.5)})


def sequences():
    body = "{ s = SequenceConstruct(x, y) p = Constant<value = int64 {-1}>() t = SequenceInsert(s, z, p) u = ConcatFromSequence<axis=0>(t) }"
    text("sequence_insert_from_the_end", 13, f"g (float[2] x, float[2] y, float[2] z) => (float[6] u) {body}", {"x": real(2), "y": real(2), "z": real(2)})


def loops():
    text("loop_carries_nothing", 13, "g (int64 m, float[2] x) => (float[N,2] y) "
         "{ y = Loop (m) <body = b (int64 i, bool go) => (bool more, float[2] z) { f = Cast<to=1>(i) z = Mul(x, f) more = Identity(go) }> }", {"m": np.int64(3), "x": real(2)})
    norm = "n = BatchNormalization(x, s, b, m, v) "
    text("batchnormalization_relu_in_branches", 17, "g (bool c, float[N,2,3,3] x) => (float[N,2,3,3] y) { y = If (c) "
         f"<then_branch = t () => (float[N,2,3,3] r) {{ {norm} r = Relu(n) }}, else_branch = e () => (float[N,2,3,3] q) {{ q = Neg(x) }}> }}",
         {"c": np.array(True), "x": real(2, 2, 3, 3)}, {key: real(2) for key in "sbm"} | {"v": np.abs(real(2)) + np.float32(0.1)})
    text("batchnormalization_relu_in_a_loop", 17, "g (int64 k, float[1,2,3,3] x) => (float[K,1,2,3,3] y) { y = Loop (k) "
         f"<body = b (int64 i, bool go) => (bool more, float[1,2,3,3] r) {{ {norm} r = Relu(n) more = Identity(go) }}> }}",
         {"k": np.int64(2), "x": real(1, 2, 3, 3)}, {key: real(2) for key in "sbm"} | {"v": np.abs(real(2)) + np.float32(0.1)})
    for op, gates in (("LSTM", 4), ("GRU", 3), ("RNN", 1)):
        text(f"{op.lower()}_units_by_attribute", 14, f"g (float[T,B,I] x, float[D,G,I] w, float[D,G,H] r) => (float[T,D,B,H] y) {{ y = {op}<hidden_size=2>(x, w, r) }}",
             {"x": real(3, 2, 3), "w": real(1, 2 * gates, 3), "r": real(1, 2 * gates, 2)})


def empty():
    text("logsoftmax_of_nothing", 11, "g (float[3,5,0,1] x) => (float[3,5,0,1] y) { y = LogSoftmax(x) }", {"x": np.zeros((3, 5, 0, 1), np.float32)})
    text("quantize_open_blocks", 21, "g (float[N,M] x, float[N,K] s) => (uint8[N,M] y) { y = QuantizeLinear<axis=1, block_size=2>(x, s) }",
         {"x": np.abs(real(2, 5)), "s": np.array([[.1, .2, .1], [.05, .2, .1]], np.float32)})


attention()
pictures()
numbers()
sequences()
loops()
empty()
