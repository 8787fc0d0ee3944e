#!/usr/bin/env python3
"""Writes tiny_encoder: a sentence encoder that knows the words of the project's pages and of messages.csv.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" samples/models/make_tiny_encoder.py

It is a BERT of one block and is not trained: each word has a random vector, frequent words have none, and the block adds
the mean of all words. Texts with the same words are therefore near each other. A real encoder, such as all-MiniLM-L6-v2,
knows words of the same meaning, too, and is used in the same way.
"""
import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers as hf
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FOLDER = HERE / "tiny_encoder"
WIDTH, WORDS, FREQUENT = 24, 1500, 60


def vocabulary():
    pages = [path.read_text() for path in sorted((ROOT / "docs").rglob("*.md"))]
    messages = (ROOT / "samples/texts/messages.csv").read_text()
    counts = Counter(re.findall(r"[a-z]+", " ".join(pages).lower()))
    frequent = {word for word, _ in counts.most_common(FREQUENT)}
    own = sorted(set(re.findall(r"[a-z]+", messages.lower())) | frequent)
    others = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if word not in own]
    words = own + others[: WORDS - len(own)]
    silent = frequent | set("the a of to it is in on i you we and at for".split())
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + words, silent


def main():
    tokens, silent = vocabulary()
    made = Tokenizer(models.WordPiece({token: i for i, token in enumerate(tokens)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer = hf.PreTrainedTokenizerFast(
        tokenizer_object=made, model_max_length=128, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]", mask_token="[MASK]", model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )  # fmt: skip
    config = hf.BertConfig(
        vocab_size=len(tokens), hidden_size=WIDTH, num_attention_heads=2, intermediate_size=8, num_hidden_layers=1,
        max_position_embeddings=128, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, pad_token_id=0,
    )  # fmt: skip
    model = hf.BertModel(config)
    generator = torch.Generator().manual_seed(1)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.zero_()
            if "LayerNorm.weight" in name:
                # The first two features mark words without a vector; each normalization removes them.
                parameter[2:] = 1
            if any(part in name for part in ("value.weight", "attention.output.dense.weight", "pooler.dense.weight")):
                parameter.copy_(torch.eye(WIDTH))
        words = model.embeddings.word_embeddings.weight
        words[:, 2:] = torch.randn(len(tokens), WIDTH - 2, generator=generator)
        for number, token in enumerate(tokens):
            if number < 5 or token in silent:
                words[number] = 0
                words[number, 0], words[number, 1] = 1, -1
    shutil.rmtree(FOLDER, ignore_errors=True)
    model.half().save_pretrained(FOLDER)
    tokenizer.save_pretrained(FOLDER)
    modules = [("Transformer", ""), ("Pooling", "1_Pooling"), ("Normalize", "2_Normalize")]
    entries = [
        dict(idx=i, name=str(i), path=path, type=f"sentence_transformers.models.{name}")
        for i, (name, path) in enumerate(modules)
    ]
    (FOLDER / "modules.json").write_text(json.dumps(entries, indent=1) + "\n")
    (FOLDER / "1_Pooling").mkdir()
    pooling = dict(word_embedding_dimension=WIDTH, pooling_mode_mean_tokens=True)
    (FOLDER / "1_Pooling" / "config.json").write_text(json.dumps(pooling, indent=1) + "\n")
    print(sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()), "bytes")


main()
