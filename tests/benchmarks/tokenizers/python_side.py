"""The side of Hugging Face's library in the comparison of speed.

usage: python_side.py texts FILE | python_side.py time TOKENIZER.json FILE
"""

import pathlib
import random
import sys
import time

from tokenizers import Tokenizer

ROOT = pathlib.Path(__file__).resolve().parents[3]


def write(path):
    """Paragraphs of the project's docs in random order, 20,000 of them, and no one twice in the same form."""
    paragraphs = [p.replace("\n", " ").strip() for file in sorted((ROOT / "docs").glob("*.md")) for p in file.read_text().split("\n\n")]
    chosen = random.Random(3)
    paragraphs = [p for p in paragraphs if 20 < len(p) < 2000]
    with open(path, "w") as file:
        for i in range(20000):
            words = chosen.choice(paragraphs).split(" ")
            cut = chosen.randrange(len(words))
            file.write(" ".join(words[cut:] + words[:cut]) + " " + str(i) + "\n")


def measure(name, path):
    texts = pathlib.Path(path).read_text().splitlines()
    size = sum(len(t.encode()) for t in texts) / 1e6
    tokenizer = Tokenizer.from_file(name)
    best = float("inf")
    tokens = 0
    for _ in range(3):
        start = time.perf_counter()
        tokens = sum(len(tokenizer.encode(t).ids) for t in texts)
        best = min(best, time.perf_counter() - start)
    start = time.perf_counter()
    tokenizer.encode_batch(texts)
    best = min(best, time.perf_counter() - start)
    print("%s\ttokenizers\t%d\t%.1f\t%.2f\t%.2f\t%d tokens" % (pathlib.Path(name).name, len(texts), size, best, size / best, tokens))


if __name__ == "__main__":
    write(sys.argv[2]) if sys.argv[1] == "texts" else measure(sys.argv[2], sys.argv[3])
