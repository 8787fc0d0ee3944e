#!/usr/bin/env python3
"""Records adapters of PEFT on tests/goldens/huggingface/bert.sequence, and ten steps of SGD on them.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/pip" install --no-deps --target FOLDER \
        peft==0.21.2 accelerate==1.15.0 psutil==7.2.2
    PYTHONPATH=FOLDER "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" tests/goldens/peft/make.py

Writes the folder `adapter`, as PEFT's save_pretrained writes it with random factors and a classifier of its own, and
golden.npz: inputs and logits of the adapted network, labels, the losses of ten steps, and factors after them by PEFT's names.
"""

import json
import os
import shutil
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np
import peft
import torch
import transformers

HERE = Path(__file__).parent
BASE = HERE.parent / "huggingface" / "bert.sequence"


def inputs(arrays):
    return {name: torch.tensor(arrays[name], dtype=torch.long) for name in ("input_ids", "attention_mask", "token_type_ids")}


def main():
    torch.manual_seed(4)
    rng = np.random.default_rng(4)
    arrays = {
        "input_ids": rng.integers(1, 17, (4, 7)).astype("int32"),
        "attention_mask": np.ones((4, 7), "int32"),
        "token_type_ids": rng.integers(0, 3, (4, 7)).astype("int32"),
        "labels": rng.integers(0, 5, 4).astype("int32"),
    }
    arrays["attention_mask"][1, 5:] = 0
    model = transformers.BertForSequenceClassification.from_pretrained(BASE, attn_implementation="eager")
    config = peft.LoraConfig(
        r=3,
        lora_alpha=6,
        target_modules=["query", "value", "attention.output.dense", "intermediate.dense", "word_embeddings"],
        rank_pattern={"intermediate.dense": 2},
        alpha_pattern={"value": 1.5},
        modules_to_save=["classifier"],
        init_lora_weights=False,
        task_type="SEQ_CLS",
    )
    model = peft.get_peft_model(model, config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                parameter.normal_(std=0.3)
    shutil.rmtree(HERE / "adapter", ignore_errors=True)
    model.save_pretrained(HERE / "adapter")
    (HERE / "adapter" / "README.md").unlink(missing_ok=True)
    path = HERE / "adapter" / "adapter_config.json"
    said = json.loads(path.read_text())
    said["base_model_name_or_path"] = "bert.sequence"
    path.write_text(json.dumps(said, indent=2, sort_keys=True) + "\n")
    model.eval()
    with torch.no_grad():
        arrays["logits"] = model(**inputs(arrays)).logits.numpy()
    model.train()
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], 0.05)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = model(**inputs(arrays), labels=torch.tensor(arrays["labels"], dtype=torch.long)).loss
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    arrays["losses"] = np.array(losses, "float32")
    for name, value in peft.get_peft_model_state_dict(model).items():
        arrays[f"after/{name}"] = value.detach().numpy()
    np.savez_compressed(HERE / "golden.npz", **arrays)
    print(peft.__version__, losses)
    print("\n".join(f"{k} {v.shape}" for k, v in arrays.items()))


def check(folder, array):
    """Prints how far logits of an adapter folder that Tenon wrote are from an array of Tenon's, largest number 1."""
    arrays = np.load(HERE / "golden.npz")
    expected = np.load(array)
    expected = expected[expected.files[0]] if hasattr(expected, "files") else expected
    model = transformers.BertForSequenceClassification.from_pretrained(BASE, attn_implementation="eager")
    model = peft.PeftModel.from_pretrained(model, folder).eval()
    with torch.no_grad():
        logits = model(**inputs(arrays)).logits.numpy()
    distance = np.abs(logits - expected).max() / np.abs(expected).max()
    print(f"{folder}: {distance:.2e}")
    sys.exit(int(distance > 1e-5))


check(*sys.argv[1:]) if len(sys.argv) == 3 else main()
