"""Writes an ONNX graph of 3,000 nodes with branches of different length, and an input for it.

    python tests/interop/big_graph.py big.onnx in.npz

(python: of the interop venv.) 150 blocks of 20 nodes: three branches of convolutions, a gate, and a sum with what a block ten
blocks before gave, so that there are short and long edges. One node is called block75/conv2.
"""

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

BLOCKS = 150
CHANNELS = 6
SIDE = 24


def build():
    rng = np.random.default_rng(3)
    nodes, weights, ends = [], [], ["x"]

    def add(kind, name, inputs, **attributes):
        nodes.append(helper.make_node(kind, inputs, [name + ":0"], name, **attributes))
        return name + ":0"

    def conv(name, x, side):
        kernel = rng.normal(0, (1 / (CHANNELS * side * side)) ** 0.5, (CHANNELS, CHANNELS, side, side)).astype("float32")
        weights.append(numpy_helper.from_array(kernel, name + "/kernel"))
        return add("Conv", name, [x, name + "/kernel"], pads=[side // 2] * 4)

    for number in range(BLOCKS):
        block, x = f"block{number}", ends[-1]
        a = add("Relu", f"{block}/relu1", [conv(f"{block}/conv1", x, 1)])
        b = add("Relu", f"{block}/relu2", [conv(f"{block}/conv2", x, 3)])
        b = add("Tanh", f"{block}/tanh2", [conv(f"{block}/conv3", b, 3)])
        c = add("MaxPool", f"{block}/pool", [x], kernel_shape=[3, 3], pads=[1, 1, 1, 1])
        c = add("Sigmoid", f"{block}/sigmoid", [conv(f"{block}/conv4", c, 1)])
        gate = add("Mul", f"{block}/gate", [b, c])
        both = add("Concat", f"{block}/both", [a, gate], axis=1)
        left, right = f"{block}/left:0", f"{block}/right:0"
        nodes.append(helper.make_node("Split", [both], [left, right], f"{block}/split", axis=1))
        mean = add("GlobalAveragePool", f"{block}/mean", [left])
        scale = add("HardSigmoid", f"{block}/scale", [mean])
        scaled = add("Mul", f"{block}/scaled", [right, scale])
        joined = add("Add", f"{block}/joined", [scaled, left])
        back = add("Identity", f"{block}/skip", [ends[-min(10, len(ends))]])
        total = add("Add", f"{block}/sum", [joined, back])
        norm = add("Softplus", f"{block}/softplus", [total])
        ends.append(add("Tanh", f"{block}/out", [norm]))
    scores = add("Flatten", "scores", [add("GlobalAveragePool", "mean", [ends[-1]])])
    while len(nodes) < 3000:
        scores = add("Identity", f"tail{len(nodes)}", [scores])
    shape = ["N", CHANNELS, SIDE, SIDE]
    graph = helper.make_graph(
        nodes, "big", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(scores, TensorProto.FLOAT, ["N", CHANNELS])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=9)
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    made = build()
    onnx.save(made, sys.argv[1])
    np.savez(sys.argv[2], x=np.random.default_rng(4).normal(size=(1, CHANNELS, SIDE, SIDE)).astype("float32"))
    print(f"{sys.argv[1]}: {len(made.graph.node)} nodes")
