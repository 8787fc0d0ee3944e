"""Lists the operators that ONNX Runtime's CPU build can run: its kernels, and ONNX's functions of these.

python tests/goldens/onnx/runtime_operators.py > ir/src/main/resources/dev/tenon/ir/op/onnxruntime-operators.txt
"""
from collections import defaultdict

import onnx
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as state

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
