#!/usr/bin/env python3
"""Writes small folders of transformers, and what PyTorch computes of them.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" tests/goldens/huggingface/make.py [CASE…]

A case is FAMILY.HEAD: its folder has config.json and model.safetensors as save_pretrained writes them, and golden.npz
with inputs and outputs by name. All tensors are random, also biases, gains and the rows of padding; no two axes are
equally long. bert.sequence has the losses of ten steps of SGD, too. A case that ends in "sentence" has the files of
sentence-transformers beside those of an encoder.
"""
import json
import os
import shutil
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np
import torch
import transformers as hf

HERE = Path(__file__).parent
BATCH, LENGTH, LABELS = 4, 7, 5
TEXT = dict(vocab_size=17, hidden_size=12, num_attention_heads=2, intermediate_size=20, max_position_embeddings=11)
DISTIL = dict(vocab_size=17, dim=12, n_heads=2, hidden_dim=20, max_position_embeddings=11)
IMAGE = dict(hidden_size=12, num_attention_heads=2, intermediate_size=20, image_size=[12, 8], patch_size=[4, 2])
HEADS = {
    "base": "Model", "sequence": "ForSequenceClassification", "token": "ForTokenClassification",
    "question": "ForQuestionAnswering", "masked": "ForMaskedLM", "image": "ForImageClassification",
}  # fmt: skip
FAMILIES = {
    "bert": ("Bert", dict(TEXT, type_vocab_size=3), HEADS),
    "distilbert": ("DistilBert", DISTIL, HEADS),
    "roberta": ("Roberta", dict(TEXT, max_position_embeddings=13, type_vocab_size=1, layer_norm_eps=1e-5), HEADS),
    "xlm_roberta": ("XLMRoberta", dict(TEXT, max_position_embeddings=13, type_vocab_size=1, layer_norm_eps=1e-5), HEADS),
    "mpnet": ("MPNet", dict(TEXT, max_position_embeddings=50, layer_norm_eps=1e-5), HEADS),
    "vit": ("ViT", IMAGE, ["base", "image"]),
    "deit": ("DeiT", IMAGE, ["base", "image", "teacher"]),
}
# What differs from one case to the next, so that more of the configuration is seen.
MORE = {
    "bert.sequence": dict(hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0),
    "bert.token": dict(hidden_act="gelu_new"),
    "bert.question": dict(hidden_act="relu", type_vocab_size=2),
    "distilbert.token": dict(activation="relu"),
    "roberta.token": dict(type_vocab_size=3),
    "vit.image": dict(qkv_bias=False),
    "roberta.question": dict(hidden_act="gelu_pytorch_tanh"),
    "xlm_roberta.masked": dict(tie_word_embeddings=False),
}


# Sentence encoders: how they pool, whether they normalize, and whether their files are as before sentence-transformers 6.
SENTENCES = {
    "bert.sentence": (["mean"], True, True),
    "distilbert.sentence": (["mean_sqrt_len_tokens", "weightedmean", "lasttoken"], False, False),
    "mpnet.sentence": (["cls", "max"], True, False),
    "roberta.sentence": (["max"], False, True),
    "xlm_roberta.sentence": (["mean"], True, False),
}
OLD_KEYS = {"mean": "pooling_mode_mean_tokens", "cls": "pooling_mode_cls_token", "max": "pooling_mode_max_tokens"}


def random_weights(model, generator):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            values = torch.randn(parameter.shape, generator=generator) * 0.4
            gain = parameter.ndim == 1 and "norm" in name.lower() and name.endswith("weight")
            parameter.copy_(values + 1 if gain else values)


def text_inputs(config, generator, types):
    # MPNet looks at distances: all of its classes of them occur.
    length = 47 if config.model_type == "mpnet" else LENGTH
    ids = torch.randint(3, config.vocab_size, (BATCH, length), generator=generator)
    mask = torch.ones(BATCH, length, dtype=torch.long)
    for row, used in enumerate([length, 4, 1, length - 1]):
        mask[row, used:] = 0
        ids[row, used:] = config.pad_token_id
    inputs = dict(input_ids=ids, attention_mask=mask)
    if types:
        inputs["token_type_ids"] = torch.randint(0, config.type_vocab_size, (BATCH, length), generator=generator)
    return inputs


def image_inputs(config, generator):
    height, width = config.image_size
    return dict(pixel_values=torch.randn(BATCH, 3, height, width, generator=generator))


def make(family, head, seed):
    case = f"{family}.{head}"
    prefix, settings, _ = FAMILIES[family]
    settings = dict(settings, **MORE.get(case, {}))
    layers = 2 if head in ("base", "sequence") else 1
    settings["n_layers" if family == "distilbert" else "num_hidden_layers"] = layers
    config = getattr(hf, prefix + "Config")(**settings, num_labels=LABELS)
    head = "base" if case in SENTENCES else head
    suffix = "ForImageClassificationWithTeacher" if head == "teacher" else HEADS[head]
    if head == "question":
        config.num_labels = 2
    model = getattr(hf, prefix + suffix)._from_config(config, attn_implementation="eager").eval()
    generator = torch.Generator().manual_seed(seed)
    random_weights(model, generator)
    model.tie_weights()
    if "pixel" in model.main_input_name:
        inputs = image_inputs(config, generator)
    else:
        inputs = text_inputs(config, generator, getattr(config, "type_vocab_size", 1) > 1)
    with torch.no_grad():
        outputs = model(**inputs)
    arrays = {"in." + name: value.numpy() for name, value in inputs.items()}
    arrays |= {k: v.astype(np.int32) for k, v in arrays.items() if v.dtype == np.int64}
    arrays |= {"out." + name: value.numpy() for name, value in outputs.items()}
    folder = HERE / case
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    if case == "bert.sequence":
        arrays |= training(model, inputs, generator)
    if case in SENTENCES:
        arrays["out.sentence_embedding"] = sentences(folder, outputs[0], inputs["attention_mask"], *SENTENCES[case])
    np.savez_compressed(folder / "golden.npz", **arrays)
    print(case, sorted(p.name for p in folder.iterdir()), sum(p.stat().st_size for p in folder.iterdir()))


def sentences(folder, states, mask, modes, normalized, old):
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    pooling = Pooling(states.shape[-1], pooling_mode=modes)
    modules = [(Transformer, ""), (Pooling, "1_Pooling")] + [(Normalize, "2_Normalize")] * normalized
    entries = []
    for number, (module, path) in enumerate(modules):
        place = "sentence_transformers.models" if old else module.__module__
        entries.append(dict(idx=number, name=str(number), path=path, type=f"{place}.{module.__name__}"))
    (folder / "modules.json").write_text(json.dumps(entries, indent=2) + "\n")
    (folder / "1_Pooling").mkdir()
    if old:
        settings = {key: mode in modes for mode, key in OLD_KEYS.items()} | {"word_embedding_dimension": states.shape[-1]}
        (folder / "1_Pooling" / "config.json").write_text(json.dumps(settings, indent=2) + "\n")
    else:
        pooling.save(str(folder / "1_Pooling"))
    features = pooling({"token_embeddings": states, "attention_mask": mask})
    if normalized:
        features = Normalize()(features)
    return features["sentence_embedding"].numpy()


def training(model, inputs, generator):
    """Ten steps without dropout; model.eval() leaves it out."""
    labels = torch.randint(0, LABELS, (BATCH,), generator=generator)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(**inputs).logits, labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    words = model.get_input_embeddings().weight.detach().numpy()
    return {"labels": labels.numpy().astype(np.int32), "losses": np.array(losses), "words": words}


def main():
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    seed = 0
    for family, (_, _, heads) in FAMILIES.items():
        for head in heads:
            seed += 1
            if head == "image" and heads is HEADS:
                continue
            if not sys.argv[1:] or f"{family}.{head}" in sys.argv[1:]:
                make(family, head, seed)
    for case in SENTENCES:
        seed += 1
        if not sys.argv[1:] or case in sys.argv[1:]:
            make(*case.split("."), seed)


main()
