"""Records ONNX's own operator tests, whose results its authors compute with NumPy, as one graph: nodes.onnx.

A node is a case, under the case's name. Its operands are initializers, and so is each result, under the name of the
node's output with " is" behind it. Small cases only, a few of each operator, of types that every reader has. Run with onnx
(tests/interop/requirements.txt):
    python make_nodes.py
"""

import collections
import os
import warnings

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases

HERE = os.path.dirname(os.path.abspath(__file__))
MOST_BYTES = 900  # of one case
LARGER = {"DFT": 2500, "RoiAlign": 2500, "STFT": 4000}  # no case is as small
MOST_CASES = 4  # of one operator
TYPES = "float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool".split()
# Of no record's attributes: the importer says the order of axes, and onnx 1.23 lets blocks lie in two orders.
UNSAID = ("test_transpose_default", "test_spacetodepth_dcr_mode_example", "test_spacetodepth_crd_mode_example")
# Tenon's importer writes these in other operators, and no record stands for them.
OTHERS = (
    "Attention Bernoulli BitCast BlackmanWindow CastLike CausalConvWithState CenterCropPad Compress Constant ConvInteger"
    " CumProd DequantizeLinear Dropout DynamicQuantizeLinear GridSample HammingWindow HannWindow ImageDecoder"
    " LinearAttention LpPool MatMulInteger MeanVarianceNormalization NegativeLogLikelihoodLoss OptionalGetElement"
    " OptionalHasElement QLinearConv QLinearMatMul QuantizeLinear Scatter SequenceInsert SequenceMap"
    " SoftmaxCrossEntropyLoss SplitToSequence SwiGLU Upsample If Loop Scan"
).split()


def tensor(name, value):
    value = numpy_helper.to_array(value) if isinstance(value, onnx.TensorProto) else np.asarray(value)
    if value.dtype.kind in "OUS":
        text = [v if isinstance(v, bytes) else str(v).encode() for v in value.ravel()]
        return helper.make_tensor(name, onnx.TensorProto.STRING, value.shape, text)
    return numpy_helper.from_array(value, name) if value.dtype.name in TYPES else None


def recorded(case):
    """Returns a case's node and its tensors, or None where it is left out."""
    graph = case.model.graph
    node = onnx.NodeProto()
    node.CopyFrom(graph.node[0])
    if (
        len(graph.node) != 1
        or case.model.functions
        or graph.initializer
        or len(case.data_sets) != 1
        or node.domain not in ("", "ai.onnx.ml")
        or node.op_type in OTHERS
        or case.name in UNSAID
        or "_opset" in case.name  # As an older version says it.
        # One operand twice, or operands in another order.
        or [v.name for v in graph.input] != [i for i in node.input if i]
    ):
        return None
    inputs, outputs = case.data_sets[0]
    if any(isinstance(v, (list, dict)) or v is None for v in [*inputs, *outputs]):
        return None
    node.name = case.name.removeprefix("test_")
    for names in (node.input, node.output):
        for i, name in enumerate(names):
            names[i] = f"{node.name}/{name}" if name else ""
    tensors = [tensor(name, value) for name, value in zip([i for i in node.input if i], inputs)]
    tensors += [tensor(name + " is", value) for name, value in zip([o for o in node.output if o], outputs)]
    if None in tensors or node.ByteSize() + sum(t.ByteSize() for t in tensors) > LARGER.get(node.op_type, MOST_BYTES):
        return None
    return node, tensors


def main():
    warnings.simplefilter("ignore")
    taken = collections.Counter()
    graph = onnx.GraphProto(name="nodes")
    for case in collect_testcases(None):
        found = recorded(case)
        if found and taken[found[0].op_type] < MOST_CASES:
            taken[found[0].op_type] += 1
            graph.node.append(found[0])
            graph.initializer.extend(found[1])
    opsets = [helper.make_opsetid("", onnx.defs.onnx_opset_version()), helper.make_opsetid("ai.onnx.ml", 5)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets), os.path.join(HERE, "nodes.onnx"))
    print(len(graph.node), "cases of", len(taken), "operators")


main()
