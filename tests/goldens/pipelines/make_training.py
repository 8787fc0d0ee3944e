#!/usr/bin/env python3
"""Trains the folders of make.py and make_questions.py for six steps, and writes the losses to training.json.

    "$(bash tests/interop/make-torch-venv transformers | tail -n 1)/bin/python" tests/goldens/pipelines/make_training.py

Each step is one of SGD on three texts in their order, padded to the longest of them, without dropout.
"""
import json
import os
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers as hf
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import losses

HERE = Path(__file__).parent
TEXTS = [
    "The library is open.", "a very bad film!", "Anna works at the new library in Paris",
    "the bank", "good music, good books", "BORING! who opens the old house on the river?",
]  # fmt: skip
LABELS = ["good", "bad", "neither", "neither", "good", "bad"]
SEVERAL = [[0, 1, 0], [1, 0, 0], [0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 1, 1]]
PAIRS = ["the library in Paris is open", "a boring film", "who works in Paris?", "river banks", "music in books", "an old house is on a river"]
SCORES = [0.9, 0.4, 0.7, 0.2, 0.5, 0.8]
TAGGED = [
    (["Anna", "works", "in", "Paris"], ["B-PER", "O", "O", "I-LOC"]),
    (["the", "unknownword", "library"], ["O", "O", "I-LOC"]),
    (["books", "of", "Berlin", "are", "opened"], ["O", "O", "I-LOC", "O", "O"]),
    (["who"], ["I-PER"]),
    (["Anna", "reads"], ["I-PER", "O"]),
    (["good", "Paris", "music"], ["O", "I-LOC", "O"]),
]
QUESTIONS = [
    ("Where is the bank?", "😀 the bank is in Berlin.", "in Berlin"),
    ("who works?", "Anna works at the library", "Anna"),
    ("what is boring", "films are boring in the old city", "films"),
    ("who reads", "books, and Anna reads", "Anna"),
    ("Where?", "the house on the river", "the river"),
    ("what", "music is not very bad", "music"),
]
RATE, SIZE = 0.05, 3


def steps(module, loss_of):
    optimizer = torch.optim.SGD(module.parameters(), lr=RATE)
    found = []
    for step in range(6):
        start = step * SIZE % len(TEXTS)
        optimizer.zero_grad()
        loss = loss_of(slice(start, start + SIZE))
        loss.backward()
        optimizer.step()
        found.append(loss.item())
    return found


def load(name, kind):
    folder = HERE / name
    return kind.from_pretrained(folder).eval(), hf.AutoTokenizer.from_pretrained(folder)


def numbers_of(config):
    return {label: number for number, label in config.id2label.items()}


def sequence(name):
    model, tokenizer = load(name, hf.AutoModelForSequenceClassification)
    numbers = torch.tensor([numbers_of(model.config)[label] for label in LABELS])

    def loss(part):
        inputs = tokenizer(TEXTS[part], padding=True, truncation=True, return_tensors="pt")
        return torch.nn.functional.cross_entropy(model(**inputs).logits, numbers[part])

    return steps(model, loss)


def several(name):
    model, tokenizer = load(name, hf.AutoModelForSequenceClassification)
    assert model.config.problem_type == "multi_label_classification"
    rows = torch.tensor(SEVERAL, dtype=torch.float32)

    def loss(part):
        inputs = tokenizer(TEXTS[part], padding=True, truncation=True, return_tensors="pt")
        return model(**inputs, labels=rows[part]).loss

    return steps(model, loss)


def token(name):
    model, tokenizer = load(name, hf.AutoModelForTokenClassification)

    def loss(part):
        words = [words for words, _ in TAGGED[part]]
        inputs = tokenizer(words, is_split_into_words=True, padding=True, truncation=True, return_tensors="pt")
        labels = torch.full_like(inputs["input_ids"], -100)
        for row, (_, tags) in enumerate(TAGGED[part]):
            before = None
            # As in transformers' guide: the first token of a word has its tag.
            for place, word in enumerate(inputs.word_ids(row)):
                if word is not None and word != before:
                    labels[row, place] = numbers_of(model.config)[tags[word]]
                before = word
        return model(**inputs, labels=labels).loss

    return steps(model, loss)


def question(name):
    model, tokenizer = load(name, hf.AutoModelForQuestionAnswering)

    def loss(part):
        asked = QUESTIONS[part]
        inputs = tokenizer([q for q, _, _ in asked], [c for _, c, _ in asked], padding=True, truncation="only_second", return_tensors="pt")
        starts, ends = [], []
        for row, (_, context, text) in enumerate(asked):
            start = context.index(text)
            starts.append(inputs.char_to_token(row, start, 1))
            ends.append(inputs.char_to_token(row, start + len(text) - 1, 1))
        return model(**inputs, start_positions=torch.tensor(starts), end_positions=torch.tensor(ends)).loss

    return steps(model, loss)


def masked(name):
    model, tokenizer = load(name, hf.AutoModelForMaskedLM)

    def loss(part):
        inputs = tokenizer(TEXTS[part], padding=True, truncation=True, return_tensors="pt")
        ids = inputs["input_ids"]
        labels = torch.full_like(ids, -100)
        for row, place in torch.cartesian_prod(torch.arange(ids.shape[0]), torch.arange(ids.shape[1])).tolist():
            number = int(ids[row, place])
            # A rule in place of chance: some words are masked, and others stay and are learned, too.
            if number > 4 and (number + place) % 3 < 2:
                labels[row, place] = number
                if (number + place) % 3 == 0:
                    ids[row, place] = tokenizer.mask_token_id
        return model(**inputs, labels=labels).loss

    return steps(model, loss)


def sentence(name, kind):
    model = SentenceTransformer(str(HERE / name), device="cpu").eval()
    loss_of = kind(model)
    scores = torch.tensor(SCORES)

    def loss(part):
        columns = [model.preprocess(TEXTS[part]), model.preprocess(PAIRS[part])]
        return loss_of(columns, scores[part])

    return steps(model, loss)


def main():
    hf.logging.set_verbosity_error()
    hf.logging.disable_progress_bar()
    data = dict(texts=TEXTS, labels=LABELS, several=SEVERAL, pairs=PAIRS, scores=SCORES, tagged=TAGGED, questions=QUESTIONS, rate=RATE)
    data["losses"] = {
        "sequence.bert": sequence("sequence.bert"),
        "sequence.distilbert": several("sequence.distilbert"),
        "token.bert": token("token.bert"),
        "masked.roberta": masked("masked.roberta"),
        "question.bert": question("question.bert"),
        "sentence.mpnet": sentence("sentence.mpnet", losses.MultipleNegativesRankingLoss),
        "sentence.bert.scores": sentence("sentence.bert", losses.CosineSimilarityLoss),
    }
    (HERE / "training.json").write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(data["losses"], indent=1))


main()
