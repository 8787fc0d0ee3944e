"""Lists the operators that ONNX Runtime's CPU build can run: its kernels, and ONNX's functions of these.

Two more lines say what it cannot compute in a type that its declarations of kernels do not tell, of ONNX's own operators; found by
asking it for a session of one node of each operator and type. Half precision is not there: ONNX Runtime puts casts around what
it lacks there by itself.

python tests/goldens/onnx/runtime_operators.py > ir/src/main/resources/dev/tenon/ir/op/onnxruntime-operators.txt
"""
from collections import defaultdict

import onnx
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as state

# ONNX allows them in float64; there is no kernel.
WITHOUT_FLOAT64 = (
    "Acos Acosh Asin Asinh Atan Atanh AveragePool Bernoulli Col2Im Conv ConvTranspose Cosh Det Elu"
    " Erf GRU Gelu GlobalAveragePool GlobalLpPool GlobalMaxPool HardSigmoid HardSwish Hardmax"
    " InstanceNormalization LRN LSTM LeakyRelu LpPool MaxRoiPool MaxUnpool Mean"
    " MeanVarianceNormalization Mish NonZero OneHot PRelu RNN Resize RoiAlign Selu Sinh Softplus"
    " Softsign Tan ThresholdedRelu"
)
# They move or copy, or have a graph inside; no other has a kernel in bfloat16.
WITH_BFLOAT16 = (
    "Cast CastLike Concat Constant Flatten Gather GatherElements GatherND Identity If IsInf IsNaN"
    " Loop Recurrence Reshape Scan ScatterElements ScatterND Shape Sign Slice Split Squeeze Transpose"
    " Unsqueeze"
)

operators = defaultdict(set)
for kernel in state.get_all_opkernel_def():
    if kernel.provider == "CPUExecutionProvider" and "nchwc" not in kernel.domain:
        operators[kernel.domain].add(kernel.op_name)
for schema in onnx.defs.get_all_schemas():
    if schema.domain == "" and (schema.has_function or schema.has_context_dependent_function):
        operators[""].add(schema.name)
operators[""].add("Constant")
print(f"# The operators of ONNX Runtime {onnxruntime.__version__}, a domain a line; see runtime_operators.py.")
for domain in sorted(operators):
    print(domain or "ai.onnx", *sorted(operators[domain]))
print("-float64", WITHOUT_FLOAT64)
print("+bfloat16", WITH_BFLOAT16)
