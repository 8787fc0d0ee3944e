"""Writes operators.json: what ONNX's own schemas say of every standard operator up to an opset, and of ai.onnx.ml's.

Run with the pinned onnx of tests/interop/requirements.txt:
    python make-operators.py > operators.json
"""

import json

import onnx
from onnx import defs, helper

OLDEST = 13  # the oldest that Tenon writes
NEWEST = 24  # the newest opset that the shipped ONNX Runtime takes


def attribute(a):
    entry = {"type": str(a.type).rsplit(".", 1)[-1], "required": a.required}
    if a.default_value.type:
        value = helper.get_attribute_value(a.default_value)
        if isinstance(value, bytes):
            value = value.decode()
        if isinstance(value, list):
            value = [v.decode() if isinstance(v, bytes) else v for v in value]
        entry["default"] = value
    return entry


def allowed(schema, port):
    named = {c.type_param_str: c.allowed_type_strs for c in schema.type_constraints}
    return {t[7:-1] for t in named.get(port.type_str, [port.type_str]) if t.startswith("tensor(")}


def types(name, first):
    """The opset that let the first operand, or the first result, have a type that it could not have before."""
    found = {}
    for place in ("inputs", "outputs"):
        since = {}
        for opset in range(max(OLDEST, first), NEWEST + 1):
            schema = defs.get_schema(name, opset, "")
            for port in getattr(schema, place)[:1]:
                for type_ in allowed(schema, port):
                    since.setdefault(type_, opset)
        for type_, opset in since.items():
            if opset > min(since.values()):
                found[type_] = max(opset, found.get(type_, 0))
    return dict(sorted(found.items()))


def main():
    versions = {}
    domains = {}
    for schema in defs.get_all_schemas_with_history():
        if schema.domain in ("", "ai.onnx.ml") and schema.since_version <= NEWEST:
            versions.setdefault(schema.name, {})[schema.since_version] = schema
            domains[schema.name] = schema.domain
    operators = {}
    for name in sorted(versions):
        newest = versions[name][max(versions[name])]
        operators[name] = {
            "versions": sorted(versions[name]),
            "deprecated": newest.deprecated,
            "attributes": {k: attribute(a) for k, a in sorted(newest.attributes.items())},
            "inputs": [newest.min_input, newest.max_input],
            "outputs": [newest.min_output, newest.max_output],
            **({"domain": domains[name]} if domains[name] else {}),
            "types": {} if newest.deprecated or domains[name] else types(name, min(versions[name])),
            "history": {
                str(v): sorted(versions[name][v].attributes) for v in sorted(versions[name])
            },
        }
    lines = [f'{json.dumps(k)}: {json.dumps(v)}' for k, v in operators.items()]
    print('{"onnx": "%s", "opset": %d, "operators": {' % (onnx.__version__, NEWEST))
    print(",\n".join(lines))
    print("}}")


main()
