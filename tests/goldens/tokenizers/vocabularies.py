"""Trains the vocabularies of this folder, without a network: on the project's docs and made texts.

usage: vocabularies.py FOLDER   (this folder, to write them again; then record.py)

Two runs differ in a few tokens: the library breaks ties between equal counts as its hash tables stand.
"""

import collections
import io
import json
import pathlib
import sys

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from texts import TextMaker

ROOT = pathlib.Path(__file__).resolve().parents[3]
BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
          r"|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")
O200K = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
         r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def corpus():
    lines = [line.strip() for name in ("from-keras", "layers", "training", "errors") for line in (ROOT / "docs" / (name + ".md")).read_text().splitlines()[:600]]
    return [line for line in lines if line] + [t for t in TextMaker(1).texts(3000) if t.strip() and len(t) < 300]


def bert(lowercase):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(corpus(), trainers.WordPieceTrainer(vocab_size=3000, special_tokens=BERT, limit_alphabet=700, show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def byte_level(size=2000):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.train_from_iterator(corpus(), trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def roberta():
    tokenizer = byte_level()
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
    return tokenizer


def sentence_pieces(**options):
    model = io.BytesIO()
    lines = corpus()
    counts = collections.Counter("".join(lines))
    lines = [line.replace("\n", " ").replace("\0", "") for line in lines if all(counts[c] >= 20 for c in line)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=2400, num_threads=1,
        character_coverage=1.0, bos_id=0, pad_id=1, eos_id=2, unk_id=3, minloglevel=2, **options)
    return model.getvalue()


def fields(message):
    """The fields of a protobuf message: numbers and contents."""
    at = 0
    def number():
        nonlocal at
        result = shift = 0
        while True:
            byte = message[at]
            at += 1
            result |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return result
    while at < len(message):
        key = number()
        if key & 7 == 2:
            length = number()
            yield key >> 3, message[at:at + length]
            at += length
        elif key & 7 == 5:
            yield key >> 3, message[at:at + 4]
            at += 4
        else:
            yield key >> 3, number()


def chars_map(model):
    (specification,) = [content for number, content in fields(model) if number == 3]
    return dict(fields(specification))[2]


def roberta_prefix():
    """Blanks in front, and places that are trimmed twice."""
    tokenizer = byte_level(1000)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.post_processor = processors.Sequence([
        processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=True), processors.ByteLevel(trim_offsets=True)])
    return tokenizer


def xlm_roberta():
    model = sentence_pieces(model_type="unigram", normalization_rule_name="nmt_nfkc")
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model)
    vocabulary = [(pieces.id_to_piece(i), pieces.get_score(i)) for i in range(pieces.get_piece_size())]
    tokenizer = Tokenizer(models.Unigram(vocabulary, 3, False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(chars_map(model)), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True, normalized=False)])
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


def llama():
    """Byte fallback, with blanks made visible by normalizers; tokens that are normalized, single words, and padded."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, fuse_unk=True, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    letters = [AddedToken("<0x%02X>" % i, normalized=False) for i in range(256)]
    tokenizer.train_from_iterator([line.replace(" ", "▁ ") for line in corpus()[:1500]], trainers.BpeTrainer(
        vocab_size=1200, special_tokens=["<unk>", "<s>", "</s>", *("<0x%02X>" % i for i in range(256))], limit_alphabet=200, show_progress=False))
    content = json.loads(tokenizer.to_str())
    content["added_tokens"] = [t for t in content["added_tokens"] if not t["content"].startswith("<0x")]
    content["added_tokens"] += [dict(id=0, content="<new>", single_word=False, lstrip=True, rstrip=True, normalized=False, special=False),
                                dict(id=0, content="New Word", single_word=True, lstrip=False, rstrip=False, normalized=True, special=False)]
    content["decoder"] = json.loads(decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]).__getstate__())
    content["truncation"] = dict(direction="Left", max_length=40, strategy="LongestFirst", stride=5)
    content["padding"] = dict(strategy=dict(Fixed=16), direction="Left", pad_to_multiple_of=8, pad_id=2, pad_type_id=1, pad_token="</s>")
    return Tokenizer.from_str(json.dumps(content))


def split(pattern):
    tokenizer = byte_level(1000)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=True), processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 0)])])
    return tokenizer


def letters(normalizer, pre_tokenizer, **options):
    """No merges: shows what the steps before the model do."""
    alphabet = sorted(set("".join(corpus())))
    vocabulary = {"[UNK]": 0, **{c: i + 1 for i, c in enumerate(c for c in alphabet if ord(c) < 0x800)}}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token="[UNK]", **options))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizer
    tokenizer.add_tokens([AddedToken("New Word", single_word=True), AddedToken("É", rstrip=True)])
    return tokenizer


def all_steps():
    n, p = normalizers, pre_tokenizers
    return {
        "nfd": letters(n.Sequence([n.NFD(), n.StripAccents(), n.Lowercase()]), p.Whitespace()),
        "nfkc": letters(n.NFKC(), p.Sequence([p.WhitespaceSplit(), p.Punctuation("merged_with_previous"), p.Digits(True)]), fuse_unk=True),
        "nfkd": letters(n.Sequence([n.NFKD(), n.Strip()]), p.Sequence([p.Punctuation("contiguous"), p.Digits(False)])),
        "nfc": letters(n.Sequence([n.Nmt(), n.NFC(), n.Strip(True, False)]), p.Split(Regex(r"\s+|\p{P}"), "merged_with_next")),
        "bytes": letters(n.ByteLevel(), p.FixedLength(7)),
        "meta": letters(n.Replace(Regex(r"[^\S\n]+"), " "), p.Metaspace(prepend_scheme="first", split=False)),
        "delimiter": letters(None, p.Sequence([p.CharDelimiterSplit("e"), p.Split("a", "removed"), p.Split(Regex(r"\w+"), "isolated", invert=True)])),
        "prefix": letters(n.Lowercase(), p.Sequence([p.WhitespaceSplit(), p.ByteLevel(add_prefix_space=True)])),
    }


def main(folder):
    made = {"bert-uncased": bert(True), "bert-cased": bert(False), "roberta": roberta(), "roberta-prefix": roberta_prefix(), "xlm-roberta": xlm_roberta(),
            "llama": llama(), "llama3": split(LLAMA3), "qwen2": split(QWEN2), "o200k": split(O200K), **all_steps()}
    for name, tokenizer in made.items():
        pathlib.Path(folder, name + ".tokenizer.json").write_text(tokenizer.to_str() + "\n")
        print(name, tokenizer.get_vocab_size())


if __name__ == "__main__":
    main(sys.argv[1])
