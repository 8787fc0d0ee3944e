#!/usr/bin/env python3
"""Writes networks of the folders beside it as ONNX files with PyTorch's exporter, as Optimum does.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" tests/goldens/pipelines/make_onnx.py

exported/NAME.onnx computes what NAME does, so that NAME/expected.json holds for it, too. exported/means.json has the means
of the states of sentence.bert, which a folder without modules.json gives.
"""
import json
import os
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers as hf
from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

# It looks for functions of ONNX Script by the package onnx, which this environment does not have; there are none.
onnx_proto_utils._add_onnxscript_fn = lambda model, opsets: model

HERE = Path(__file__).parent
CASES = {
    "sentence.bert": (hf.AutoModel, "last_hidden_state"),
    "sequence.bert": (hf.AutoModelForSequenceClassification, "logits"),
    "token.bert": (hf.AutoModelForTokenClassification, "logits"),
    "masked.roberta": (hf.AutoModelForMaskedLM, "logits"),
}


class Positional(torch.nn.Module):
    def __init__(self, model, names, output):
        super().__init__()
        self.model, self.names, self.output = model, names, output

    def forward(self, *values):
        return self.model(**dict(zip(self.names, values)))[self.output]


def export(name, kind, output):
    model = kind.from_pretrained(HERE / name, attn_implementation="eager").eval()
    names = ["input_ids", "attention_mask"] + ["token_type_ids"] * ("bert" in name and "roberta" not in name)
    examples = tuple(torch.ones((2, 7), dtype=torch.long) for _ in names)
    axes = {key: {0: "batch_size", 1: "sequence_length"} for key in names}
    axes[output] = {0: "batch_size"} if name == "sequence.bert" else {0: "batch_size", 1: "sequence_length"}
    path = HERE / "exported" / f"{name}.onnx"
    path.parent.mkdir(exist_ok=True)
    torch.onnx.export(
        Positional(model, names, output).eval(), examples, path, input_names=names, output_names=[output],
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    print(path.name, path.stat().st_size)
    return model


def means(model):
    texts = json.loads((HERE / "sentence.bert" / "expected.json").read_text())["texts"]
    tokenizer = hf.AutoTokenizer.from_pretrained(HERE / "sentence.bert")
    batch = tokenizer(texts, padding=True, truncation=True, max_length=12, return_tensors="pt")
    with torch.no_grad():
        states = model(**batch).last_hidden_state
    mask = batch["attention_mask"].unsqueeze(-1).float()
    (HERE / "exported" / "means.json").write_text(json.dumps(((states * mask).sum(1) / mask.sum(1)).tolist()) + "\n")


hf.logging.set_verbosity_error()
hf.logging.disable_progress_bar()
for case, (kind, output) in CASES.items():
    model = export(case, kind, output)
    if case == "sentence.bert":
        means(model)
