#!/usr/bin/env python3
"""Writes small folders for questions, and the answers that transformers' question-answering pipeline finds.

transformers 5 has no such pipeline any more, so the last version that has one runs beside the PyTorch of the other script:

    pip install --target /tmp/t4 --no-deps transformers==4.57.6 tokenizers==0.22.2 huggingface_hub==0.36.0
    pip install --target /tmp/t4 requests
    PYTHONPATH=/tmp/t4 "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" \
        tests/goldens/pipelines/make_questions.py

All tensors are random. Texts are longer than the network, so that windows overlap. Places count code points.
"""
import json
import os
import shutil
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers as hf

HERE = Path(__file__).parent
SIZES = dict(hidden_size=12, num_attention_heads=2, intermediate_size=20, num_hidden_layers=2, max_position_embeddings=40)
QUESTIONS = ["Where is the library?", "Who works at the bank?", "what is 😀 open"]
CONTEXTS = [
    "The library is open.",
    "Anna works at the new library in Paris, and reads books in the old house on the river, where music is not very bad! "
    "A bank is in Berlin. THE LIBRARY works; the library is boring, and a good film is to open in the city.",
    "😀 Opens: the 北京 café (closed) is opening 😀 not far; boring books, bookish Annas closed the opened river bank",
]
# Those that are saved with a network; the vocabulary is that of the other script.
FOLDERS = {
    "question.bert": (7, "sequence.bert", hf.BertConfig, hf.BertForQuestionAnswering, 24, 0.1),
    "question.roberta": (8, "masked.roberta", hf.RobertaConfig, hf.RobertaForQuestionAnswering, 21, 0.5),
}


def plain(found):
    return [dict(text=a["answer"], score=float(a["score"]), start=a["start"], end=a["end"]) for a in found]


def make(name, seed, source, config_class, model_class, length, pull):
    names = json.loads((HERE / source / "tokenizer_config.json").read_text())
    keys = ["pad_token", "unk_token", "cls_token", "sep_token", "mask_token", "model_input_names"]
    names = {key: names[key] for key in keys if key in names}
    names.setdefault("model_input_names", ["input_ids", "attention_mask"])
    file = str(HERE / source / "tokenizer.json")
    tokenizer = hf.PreTrainedTokenizerFast(tokenizer_file=file, model_max_length=length, **names)
    config = config_class(vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, **SIZES)
    model = model_class._from_config(config, attn_implementation="eager").eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            gain = "norm" in key.lower() and key.endswith("weight")
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.6 + gain)
        # Some texts have no answer: the first token looks like one.
        first = model.base_model(torch.tensor([[tokenizer.cls_token_id]]))[0][0, 0]
        model.qa_outputs.weight.add_(first * pull)
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "special_tokens_map.json").unlink(missing_ok=True)
    pipeline = hf.pipeline("question-answering", model=str(folder), device="cpu")
    cases = []
    for question in QUESTIONS:
        for context in CONTEXTS:
            asked = dict(question=question, context=context)
            cases.append(
                asked
                | dict(
                    best=plain([pipeline(**asked)]),
                    answers=plain(pipeline(**asked, top_k=4)),
                    possible=plain([pipeline(**asked, handle_impossible_answer=True)]),
                )
            )
    (folder / "expected.json").write_text(json.dumps(cases, indent=1, ensure_ascii=False) + "\n")
    size = sum(p.stat().st_size for p in folder.iterdir())
    print(name, size, [(case["best"][0]["text"], case["possible"][0]["text"]) for case in cases])


for name, settings in FOLDERS.items():
    make(name, *settings)
