#!/usr/bin/env python3
"""Writes small folders of transformers with a tokenizer, and what Python's pipelines make of texts.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" tests/goldens/pipelines/make.py

Each folder has expected.json: texts, and embeddings of SentenceTransformer.encode, scores of
CrossEncoder.predict or results of transformers.pipeline.
All tensors are random. The files of a sentence encoder name different lengths, so that a test sees which one counts.
"""
import json
import os
import shutil
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers as hf
from sentence_transformers import CrossEncoder, SentenceTransformer, util
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

HERE = Path(__file__).parent
WORDS = """the a an of in on is was to and not where what who library river bank open ##s ##ed ##ing close good bad film
very old new house paris berlin anna works at city music great bor reads book ! ? . , ' é 北 ##k""".split()
TEXTS = [
    "The library is open.",
    "Where is the old bank on the river?",
    "a good film",
    "",
    "Anna works at the new library in Paris, and reads books in the old house on the river, where music is not very bad!",
    "BORING! Bad, bad film; unknownword 北京 😀 café",
    "the bank",
]
SIZES = dict(hidden_size=12, num_attention_heads=2, intermediate_size=20, num_hidden_layers=2)
DISTIL = dict(dim=12, n_heads=2, hidden_dim=20, n_layers=1)


def tokenizer(special, max_length):
    pad, unk, cls, sep, mask = special
    # RoBERTa's relatives have padding at 1; BERT's at 0.
    order = [pad, unk, cls, sep, mask] if pad == "[PAD]" else [cls, pad, sep, unk, mask]
    vocabulary = {token: number for number, token in enumerate(order + WORDS)}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token=unk))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing((sep, vocabulary[sep]), (cls, vocabulary[cls]))
    made.enable_truncation(6)
    names = dict(pad_token=pad, unk_token=unk, cls_token=cls, sep_token=sep, mask_token=mask)
    if pad == "[PAD]":
        names["model_input_names"] = ["input_ids", "token_type_ids", "attention_mask"]
    return hf.PreTrainedTokenizerFast(tokenizer_object=made, model_max_length=max_length, **names)


BERT = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
ROBERTA = ("<pad>", "<unk>", "<s>", "</s>", "<mask>")


def folder(name, seed, config_class, model_class, special=BERT, max_length=18, **settings):
    made = tokenizer(special, max_length)
    config = config_class(vocab_size=len(made), pad_token_id=made.pad_token_id, **settings)
    model = model_class._from_config(config, attn_implementation="eager").eval()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            gain = "norm" in key.lower() and key.endswith("weight")
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.6 + gain)
    model.tie_weights()
    path = HERE / name
    shutil.rmtree(path, ignore_errors=True)
    model.save_pretrained(path)
    made.save_pretrained(path)
    (path / "generation_config.json").unlink(missing_ok=True)
    return path


def expected(path, **values):
    (path / "expected.json").write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n")
    print(path.name, sum(p.stat().st_size for p in path.rglob("*") if p.is_file()))


def sentence(path, pooling, normalized, length, prompt):
    names = ["Transformer", "Pooling"] + ["Normalize"] * normalized
    folders = ["", "1_Pooling", "2_Normalize"]
    entries = [
        dict(idx=i, name=str(i), path=folders[i], type=f"sentence_transformers.models.{name}")
        for i, name in enumerate(names)
    ]
    (path / "modules.json").write_text(json.dumps(entries, indent=1) + "\n")
    (path / "1_Pooling").mkdir()
    settings = {"word_embedding_dimension": 12, f"pooling_mode_{pooling}_tokens": True, "pooling_mode_cls_token": False}
    settings["pooling_mode_mean_tokens"] = pooling == "mean"
    (path / "1_Pooling" / "config.json").write_text(json.dumps(settings, indent=1) + "\n")
    if length:
        (path / "sentence_bert_config.json").write_text(json.dumps(dict(max_seq_length=length, do_lower_case=False)))
    if prompt:
        prompts = dict(prompts={"query": prompt}, default_prompt_name="query")
        (path / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    model = SentenceTransformer(str(path), device="cpu")
    vectors = model.encode(TEXTS, batch_size=3)
    query = "old river bank"
    found = util.semantic_search(model.encode([query]), vectors, top_k=4)[0]
    results = [dict(index=hit["corpus_id"], score=hit["score"]) for hit in found]
    expected(path, max_length=model.max_seq_length, texts=TEXTS, embeddings=vectors.tolist(), query=query, results=results)


def pipeline(path, task, texts, pairs=(), **options):
    run = hf.pipeline(task, model=str(path), device="cpu")

    def plain(text):
        found = run(text, **options)
        return [{k: v if isinstance(v, (str, int)) else float(v) for k, v in one.items()} for one in found]

    more = dict(texts=texts, results=[plain(text) for text in texts])
    if pairs:
        together = [dict(text=first, text_pair=second) for first, second in pairs]
        more |= dict(pairs=pairs, of_pairs=[plain(pair) for pair in together])
        run.tokenizer.model_input_names = ["input_ids", "attention_mask"]
        more["of_pairs_without_types"] = [plain(pair) for pair in together]
    expected(path, **more)


def cross(path, query):
    """A cross encoder gives one score to a query with each text."""
    scores = CrossEncoder(str(path), device="cpu").predict([(query, text) for text in TEXTS])
    expected(path, query=query, texts=TEXTS, scores=[float(score) for score in scores])


def main():
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    path = folder("sentence.bert", 1, hf.BertConfig, hf.BertModel, max_position_embeddings=30, **SIZES)
    sentence(path, "mean", True, 12, None)
    path = folder("sentence.mpnet", 2, hf.MPNetConfig, hf.MPNetModel, ROBERTA, max_position_embeddings=30, **SIZES)
    sentence(path, "max", False, None, "what is ")
    names = dict(id2label={0: "bad", 1: "good", 2: "neither"})
    path = folder("sequence.bert", 3, hf.BertConfig, hf.BertForSequenceClassification, max_length=64, max_position_embeddings=64, **SIZES, **names)
    pipeline(path, "text-classification", TEXTS, [(TEXTS[1], TEXTS[2]), (TEXTS[6], TEXTS[5])], top_k=None)
    path = folder("sequence.distilbert", 4, hf.DistilBertConfig, hf.DistilBertForSequenceClassification,
                  max_length=64, max_position_embeddings=64, problem_type="multi_label_classification", **DISTIL, **names)  # fmt: skip
    pipeline(path, "text-classification", TEXTS, top_k=None)
    path = folder("cross.bert", 5, hf.BertConfig, hf.BertForSequenceClassification, max_length=24, max_position_embeddings=64, num_labels=1, **SIZES)
    cross(path, "old river bank")
    names = dict(id2label={0: "O", 1: "I-LOC", 2: "I-PER", 3: "B-PER"})
    path = folder("token.bert", 35, hf.BertConfig, hf.BertForTokenClassification, max_position_embeddings=64, **SIZES, **names)
    pipeline(path, "token-classification", TEXTS, aggregation_strategy="simple")
    path = folder("masked.roberta", 6, hf.RobertaConfig, hf.RobertaForMaskedLM, ROBERTA, max_position_embeddings=64, **SIZES)
    pipeline(path, "fill-mask", ["the <mask> is open.", "Anna reads a <mask>"], top_k=5)


main()
