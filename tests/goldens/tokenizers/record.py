"""Records what Hugging Face's library makes of texts.

usage: record.py FILE.tokenizer.json COUNT SEED > RECORDS   (for the Java class RecordedTokenizations)
       record.py                                           (writes the .records.gz of this folder again)

A record: flags (1: a pair, 2: without special tokens), the texts, the number of parts (the encoding, then what overflows), and
for each part the number of tokens, their numbers, their places in code points (start less that before, length), and a CRC-32
of the rest: for each token the word, type, attention, special mask and text it comes from, then the tokens and what is decoded.
Numbers have seven bits a byte; signed ones are doubled, with the sign in the lowest bit.
"""

import array
import gzip
import pathlib
import struct
import sys
import zlib

from tokenizers import Tokenizer

from texts import TextMaker

COUNTS = {"bert-uncased": 2000, "bert-cased": 2000, "roberta": 2000, "xlm-roberta": 2000}


def number(out, value):
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def signed(out, value):
    number(out, value * 2 if value >= 0 else -value * 2 - 1)


def text(out, value):
    content = value.encode()
    number(out, len(content))
    out += content


def part(out, tokenizer, encoding):
    ids = encoding.ids
    number(out, len(ids))
    last = 0
    for each in ids:
        number(out, each)
    for start, end in encoding.offsets:
        signed(out, start - last)
        signed(out, end - start)
        last = start
    none = lambda values: [-1 if v is None else v for v in values]
    # Without a post-processor the library counts padding and all that overflows to the first text.
    known = encoding.sequence_ids if tokenizer.post_processor else encoding.type_ids
    sequences = [v if mask else None for v, mask in zip(known, encoding.attention_mask)]
    rest = array.array("i")
    for column in (none(encoding.word_ids), encoding.type_ids, encoding.attention_mask, encoding.special_tokens_mask, none(sequences)):
        rest.extend(column)
    crc = zlib.crc32(rest.tobytes())  # little endian
    crc = zlib.crc32("\0".join(encoding.tokens).encode(), crc)
    crc = zlib.crc32(tokenizer.decode(ids).encode(), crc)
    out += struct.pack("<I", crc)


def record(tokenizer, flags, first, second):
    out = bytearray([flags])
    text(out, first)
    if flags & 1:
        text(out, second)
    encoding = tokenizer.encode(first, second if flags & 1 else None, add_special_tokens=not flags & 2)
    parts = [encoding, *encoding.overflowing]
    number(out, len(parts))
    for each in parts:
        part(out, tokenizer, each)
    return out


def write(path, count, seed, file):
    tokenizer = Tokenizer.from_file(str(path))
    maker = TextMaker(seed)
    done = 0
    for index, first in enumerate(maker.texts(count)):
        flags = (1 if index % 8 == 1 else 0) | (2 if index % 10 == 3 else 0)
        second = next(maker.texts(1)) if flags & 1 else ""
        file.write(record(tokenizer, flags, first, second))
        done += 1
    assert done == count


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdout.buffer)
    else:
        here = pathlib.Path(__file__).resolve().parent
        for path in sorted(here.glob("*.tokenizer.json")):
            name = path.name.removesuffix(".tokenizer.json")
            with open(here / (name + ".records.gz"), "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
                write(path, COUNTS.get(name, 300), sum(map(ord, name)), file)
