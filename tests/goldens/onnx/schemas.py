"""Writes schemas.txt: what the schemas say of the inputs, outputs, types and attributes of every version of every operator of
ONNX's own domains, and ONNX Runtime's of its domain com.microsoft.

Run with the pinned onnx and onnxruntime of tests/interop/requirements.txt:
    python schemas.py > ../../../tensor/src/main/resources/dev/tenon/schema/schemas.txt

A line that starts with = names a set of element types, one with + an operator's attribute, a value of it, and the opset that
brought the value, which the documents of the operators tell but no schema. One with < has an operator and a letter for each of
its inputs, what an initializer is for that stands there: w is learned, b is learned too and is a state to begin with, s is
changed by the operator itself while the network learns, - is none of them. The line with ~ has the names of element types in the
order of ONNX's numbers. Every other line is: domain (- for ONNX's own), operator, the opset that
brought the version, inputs, outputs, types, attributes. Of inputs and outputs the least and the largest number (* for no end)
and a letter each: s must be there, o may be left out, v takes the rest; then the type of each: a name that those of the same
type share, or an element type; - for a rest of any types. The types are two sets: what the first input and the first output
may be; - where neither is a tensor. Of an attribute its name, its kind and an exclamation mark where it must be there, or an
equals sign and its default; defaults of lists, tensors and graphs are left out. A version that takes the operator away has x.
"""

import numpy
import onnx
import onnxruntime
from onnx import defs, helper
from onnxruntime.capi import onnxruntime_pybind11_state

WITHOUT_END = 2**31 - 1
VALUES = [  # since OLDEST of dev.tenon.schema.OperatorSchemas
    "Pad mode wrap 19",
    "Resize coordinate_transformation_mode half_pixel_symmetric 19",
    "ScatterElements reduction max 18",
    "ScatterElements reduction min 18",
    "ScatterND reduction max 18",
    "ScatterND reduction min 18",
]
# What an initializer is for, by the name of the input that reads it.
ROLES = {"W": "w", "R": "w", "P": "w", "scale": "w", "Scale": "w", "slope": "w"}
ROLES |= {"initial_h": "b", "initial_c": "b", "mean": "s", "var": "s", "input_mean": "s", "input_var": "s"}
# These are learned beside one of those: B is any second operand elsewhere.
BIASES = ("B", "bias")
# Operators whose inputs have names that tell nothing: an initializer is a weight where another value could stand.
READERS = {
    "Add": "ww",
    "Concat": "wwww",
    "Einsum": "wwwwwwww",
    "Expand": "w",
    "Flatten": "w",
    "Gather": "w",
    "Gemm": "www",
    "Identity": "w",
    "MatMul": "ww",
    "Mul": "ww",
    "Reshape": "w",
    "Slice": "w",
    "Split": "w",
    "Squeeze": "w",
    "Sub": "ww",
    "Transpose": "w",
    "Unsqueeze": "w",
}
NEWEST_TYPE = onnx.TensorProto.INT2
LETTERS = {"Single": "s", "Optional": "o", "Variadic": "v"}


def constraints(schema):
    """The types that each name of types stands for."""
    # ONNX Runtime spells the same fields in camel case.
    return {
        getattr(c, "type_param_str", getattr(c, "typeParamStr", "")): list(
            getattr(c, "allowed_type_strs", getattr(c, "allowedTypeStrs", []))
        )
        for c in schema.type_constraints
    }


def only(schema):
    """The names of types that stand for one element type only."""
    return {n: a[0] for n, a in constraints(schema).items() if len(a) == 1 and a[0].startswith("tensor(")}


def type_name(port):
    return getattr(port, "type_str", getattr(port, "typeStr", ""))


def kind(port, fixed):
    if not getattr(port, "is_homogeneous", getattr(port, "isHomogeneous", True)):
        return "-"
    text = fixed.get(type_name(port), type_name(port))
    return text[7:-1] if text.startswith("tensor(") else text if text.isalnum() else "-"


def ports(least, most, formal, fixed):
    letters = "".join(LETTERS[str(p.option).rsplit(".", 1)[-1]] for p in formal)
    kinds = ",".join(kind(p, fixed) for p in formal)
    return f"{least},{'*' if most == WITHOUT_END else most},{letters},{kinds}"


def elements(schema, formal):
    """The element types of the first of some inputs or outputs."""
    types = constraints(schema)
    allowed = [t for p in formal[:1] for t in types.get(type_name(p), [type_name(p)])]
    return tuple(sorted(t[7:-1] for t in allowed if t.startswith("tensor(")))


def default(attribute):
    value = getattr(attribute, "default_value", None)
    if value is None:
        value = onnx.AttributeProto.FromString(attribute._default_value)
    if value.type == onnx.AttributeProto.FLOAT:
        return "=" + str(numpy.float32(value.f))
    if value.type in (onnx.AttributeProto.INT, onnx.AttributeProto.STRING):
        given = helper.get_attribute_value(value)
        text = given.decode() if isinstance(given, bytes) else str(given)
        assert " " not in text, text
        return "=" + text
    return ""


def line(schema, names):
    head = f"{schema.domain or '-'} {schema.name} {schema.since_version}"
    if schema.deprecated:
        return head + " x"
    sets = [elements(schema, schema.inputs), elements(schema, schema.outputs)]
    types = ",".join(names.setdefault(s, f"{len(names)}") if s else "" for s in sets)
    attributes = " ".join(
        f"{name}:{str(a.type).rsplit('.', 1)[-1]}{'!' if a.required else default(a)}"
        for name, a in sorted(schema.attributes.items())
    )
    return " ".join(
        [
            head,
            ports(schema.min_input, schema.max_input, schema.inputs, only(schema)),
            ports(schema.min_output, schema.max_output, schema.outputs, only(schema)),
            types if any(sets) else "-",
            attributes,
        ]
    ).rstrip()


def roles(schema):
    """What the initializers are for that an operator reads, a letter an input."""
    names = [port.name for port in schema.inputs]
    letters = "".join(ROLES.get(name, "-") for name in names)
    if "w" in letters:
        letters = "".join("w" if name in BIASES else letter for name, letter in zip(names, letters, strict=True))
    return READERS.get(schema.name, letters).rstrip("-")


def main():
    schemas = [s for s in defs.get_all_schemas_with_history() if s.domain in ("", "ai.onnx.ml")]
    schemas += [s for s in onnxruntime_pybind11_state.get_all_operator_schema() if s.domain == "com.microsoft"]
    names = {}
    lines = [line(s, names) for s in sorted(schemas, key=lambda s: (s.domain, s.name, s.since_version))]
    print(
        f"# The schemas of onnx {onnx.__version__} and onnxruntime {onnxruntime.__version__};"
        " see tests/goldens/onnx/schemas.py."
    )
    numbers = {v: k.lower() for k, v in onnx.TensorProto.DataType.items() if v <= NEWEST_TYPE}
    print("~", *(numbers[i] for i in range(NEWEST_TYPE + 1)))
    for types, name in names.items():
        print("=", name, *types)
    for value in VALUES:
        print("+", value)
    for name, letters in sorted({(s.name, roles(s)) for s in schemas if not s.domain and roles(s)}):
        print("<", name, letters)
    print(*lines, sep="\n")


main()
