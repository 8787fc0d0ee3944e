"""Writes types.safetensors and headers.json: files of the safetensors library, and what it says of damaged ones.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" make_safetensors.py
"""
import json
import struct
from pathlib import Path

import torch
from safetensors import SafetensorError, deserialize
from safetensors.torch import save

FOLDER = Path(__file__).parent
NUMBERS = (torch.arange(12, dtype=torch.float64) % 8).reshape(3, 4)
TYPES = {
    "f64": torch.float64, "f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "i64": torch.int64,
    "i32": torch.int32, "i16": torch.int16, "i8": torch.int8, "u8": torch.uint8, "u16": torch.uint16,
    "u32": torch.uint32, "u64": torch.uint64, "bool": torch.bool, "e4m3": torch.float8_e4m3fn, "e5m2": torch.float8_e5m2,
}  # fmt: skip


def tensor(start, end, shape=(1,), dtype="F32"):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [start, end]}


def header(**tensors):
    return json.dumps(tensors)


CASES = {
    "good": (header(a=tensor(0, 4), b=tensor(4, 8)), 8),
    "spaces": (header(a=tensor(0, 4)) + "     ", 4),
    "no tensors": ("{}", 0),
    "metadata": ('{"__metadata__":{"k":"v"}}', 0),
    "metadata of numbers": ('{"__metadata__":{"k":1}}', 0),
    "empty tensors": (header(a=tensor(0, 0, (0, 3)), b=tensor(0, 4), c=tensor(4, 4, (2, 0))), 4),
    "scalar": (header(a=tensor(0, 4, ())), 4),
    "any order": (header(a=tensor(4, 8), b=tensor(0, 4)), 8),
    "hole": (header(a=tensor(0, 4), b=tensor(8, 12)), 12),
    "hole at the start": (header(a=tensor(4, 8)), 8),
    "overlap": (header(a=tensor(0, 8, (2,)), b=tensor(4, 12, (2,))), 12),
    "equal places": (header(a=tensor(0, 4), b=tensor(0, 4)), 4),
    "rest": (header(a=tensor(0, 4)), 8),
    "truncated": (header(a=tensor(0, 4)), 3),
    "too long for its shape": (header(a=tensor(0, 8)), 8),
    "backwards": (header(a=tensor(4, 0)), 4),
    "negative": ('{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 4),
    "overflow": (header(a=tensor(0, 0, (2**32, 2**31))), 0),
    "huge": (header(a=tensor(0, 4, (2**63,))), 4),
    "fraction": ('{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}', 4),
    "unknown type": (header(a=tensor(0, 4, dtype="X32")), 4),
    "no type": ('{"a":{"shape":[1],"data_offsets":[0,4]}}', 4),
    "three offsets": ('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}', 4),
    "double key": ('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},'
                   '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    "a list": ("[]", 0),
    "space before": (" " + header(a=tensor(0, 4)), 4),
    "more behind": (header(a=tensor(0, 4)) + "{}", 4),
    "no JSON": ('{"a":', 0),
}  # fmt: skip


def accepted(content: bytes) -> bool:
    try:
        deserialize(content)
        return True
    except SafetensorError:
        return False


def main():
    tensors = {name: NUMBERS.to(dtype) for name, dtype in TYPES.items()}
    tensors |= {"scalar": torch.tensor(2.5), "empty": torch.zeros(0, 3), "ünï": torch.tensor([1.5]), "z.weight": torch.ones(5, 1)}
    (FOLDER / "types.safetensors").write_bytes(save(tensors, {"format": "pt"}))
    cases = []
    for name, (text, size) in CASES.items():
        content = struct.pack("<Q", len(text)) + text.encode() + bytes(size)
        cases.append({"name": name, "header": text, "bytes": size, "accepted": accepted(content)})
    (FOLDER / "headers.json").write_text(json.dumps(cases, indent=1) + "\n")


main()
