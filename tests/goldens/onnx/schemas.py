"""Writes schemas.txt: what the schemas say of the inputs, outputs and attributes of every version of every operator of ONNX's
own domains, and ONNX Runtime's of its domain com.microsoft.

Run with the pinned onnx and onnxruntime of tests/interop/requirements.txt:
    python schemas.py > ../../../formats/src/main/resources/dev/tenon/formats/onnx/check/schemas.txt

A line is: domain (- for ONNX's own), operator, the opset that brought the version, inputs, outputs, attributes. Of inputs and
outputs the least and the largest number (* for no end) and a letter each: s must be there, o may be left out, v takes the rest;
then the type of each: a name that those of the same type share, or an element type; - for a rest of any types. Of an attribute its name, its kind and an exclamation mark where it must be there. A version that takes the operator away has x.
"""

import onnx
import onnxruntime
from onnx import defs
from onnxruntime.capi import onnxruntime_pybind11_state

WITHOUT_END = 2**31 - 1
LETTERS = {"Single": "s", "Optional": "o", "Variadic": "v"}


def only(schema):
    """The names of types that stand for one element type only."""
    found = {}
    for constraint in schema.type_constraints:
        name = getattr(constraint, "type_param_str", getattr(constraint, "typeParamStr", ""))
        allowed = list(getattr(constraint, "allowed_type_strs", getattr(constraint, "allowedTypeStrs", [])))
        if len(allowed) == 1 and allowed[0].startswith("tensor("):
            found[name] = allowed[0]
    return found


def kind(port, fixed):
    # ONNX Runtime spells the same fields in camel case.
    if not getattr(port, "is_homogeneous", getattr(port, "isHomogeneous", True)):
        return "-"
    text = getattr(port, "type_str", getattr(port, "typeStr", ""))
    text = fixed.get(text, text)
    return text[7:-1] if text.startswith("tensor(") else text if text.isalnum() else "-"


def ports(least, most, formal, fixed):
    letters = "".join(LETTERS[str(p.option).rsplit(".", 1)[-1]] for p in formal)
    kinds = ",".join(kind(p, fixed) for p in formal)
    return f"{least},{'*' if most == WITHOUT_END else most},{letters},{kinds}"


def line(schema):
    head = f"{schema.domain or '-'} {schema.name} {schema.since_version}"
    if schema.deprecated:
        return head + " x"
    attributes = " ".join(
        f"{name}:{str(a.type).rsplit('.', 1)[-1]}{'!' if a.required else ''}" for name, a in sorted(schema.attributes.items())
    )
    return " ".join(
        [
            head,
            ports(schema.min_input, schema.max_input, schema.inputs, only(schema)),
            ports(schema.min_output, schema.max_output, schema.outputs, only(schema)),
            attributes,
        ]
    ).rstrip()


def main():
    print(
        f"# The schemas of onnx {onnx.__version__} and onnxruntime {onnxruntime.__version__};"
        " see tests/goldens/onnx/schemas.py."
    )
    schemas = [s for s in defs.get_all_schemas_with_history() if s.domain in ("", "ai.onnx.ml")]
    schemas += [s for s in onnxruntime_pybind11_state.get_all_operator_schema() if s.domain == "com.microsoft"]
    for schema in sorted(schemas, key=lambda s: (s.domain, s.name, s.since_version)):
        print(line(schema))


main()
