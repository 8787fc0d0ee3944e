"""Writes the Unicode tables of the module tokenizers, read off Hugging Face's library code point by code point.

The library uses five Unicode versions at once: Rust's, those of three crates and Oniguruma's. No file of the Unicode
consortium says which character a tokenizer strips or splits at, so the library is asked. The JDK's tables are not used.

usage: unicode_tables.py tokenizers/src/main/resources/dev/tenon/tokenizers/internal/unicode/unicode.bin
"""

import base64
import functools
import gzip
import io
import json
import struct
import sys

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

ALL = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
BREAK = "\n"  # composes with nothing, joins nothing
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cn".split()


def blocks(size=8192):
    for start in range(0, len(ALL), size):
        yield ALL[start : start + size]


def kept_by_normalizer(normalizer):
    """The code points that a filter leaves."""
    kept = set()
    for block in blocks():
        kept.update(normalizer.normalize_str("".join(block)))
    return kept


def not_removed(pre_tokenizer):
    """The code points that a splitter with the behaviour `removed` leaves."""
    kept = set()
    for block in blocks():
        for piece, _ in pre_tokenizer.pre_tokenize_str("".join(block)):
            kept.update(piece)
    return kept


def removed_by(pattern):
    return set(ALL) - not_removed(pre_tokenizers.Split(Regex(pattern), "removed"))


def alone(pre_tokenizer, before="", after=""):
    """The code points that are a piece of their own between two letters."""
    found = set()
    for c in ALL:
        pieces = pre_tokenizer.pre_tokenize_str("a" + c + "a")
        if len(pieces) == 3:
            found.add(c)
    return found


def mapped(normalizer, chars=ALL):
    """What each code point alone becomes, where that is another text."""
    result = {}
    for start in range(0, len(chars), 4096):
        block = [c for c in chars[start : start + 4096] if c != BREAK]
        values = normalizer.normalize_str(BREAK.join(block)).split(BREAK)
        assert len(values) == len(block)
        result.update({c: v for c, v in zip(block, values) if c != v})
    return result


def combining_classes(nfd):
    """Lists of code points, each of one canonical combining class, by rising class."""
    last = "\u0345"  # class 240, the highest
    candidates = [c for c in ALL if c != last and nfd.normalize_str(last + c) == c + last]
    assert len(candidates) > 700

    def compare(a, b):
        if nfd.normalize_str(a + b) == b + a:
            return 1
        return -1 if nfd.normalize_str(b + a) == a + b else 0

    # A mark that decomposes sorts by its parts: these are of the class of their first part.
    decomposed = {c: nfd.normalize_str(c) for c in candidates}
    simple = [c for c in candidates if decomposed[c] == c]
    classes = []
    for c in sorted(simple, key=functools.cmp_to_key(compare)):
        if classes and compare(classes[-1][0], c) == 0:
            classes[-1].append(c)
        else:
            classes.append([c])
    classes.append([last])
    return classes


def compositions(nfd, nfc, canonical):
    """Triples of first, second and composed code point."""
    found = []
    for c, parts in canonical.items():
        if len(parts) < 2 or nfc.normalize_str(c) != c:
            continue
        first = nfc.normalize_str(parts[:-1])
        if len(first) == 1 and nfc.normalize_str(first + parts[-1]) == c:
            found.append((first, parts[-1], c))
    for c in ALL:  # pairs that are composed and never taken apart do not exist
        if nfc.normalize_str(c) != c:
            assert nfc.normalize_str(c) == nfc.normalize_str(nfd.normalize_str(c))
    return found


def probe():
    """A charsmap that makes `Q` of whatever begins with any byte but a line feed: it shows what a grapheme cluster is."""
    units = [0] * 768
    units[0] = 256 << 10
    for byte in range(1, 256):
        if byte == 10:
            continue
        position = 256 ^ byte
        leaf = 512 + (byte ^ 0)
        units[position] = byte | 1 << 8 | (position ^ leaf) << 10
        units[leaf] = 1 << 31
    trie = struct.pack("<%dI" % len(units), *units)
    return normalizers.Precompiled(struct.pack("<I", len(trie)) + trie + b"Q\0")


def clusters():
    normalizer = probe()

    def counts(before, after):
        lines = []
        chars = [c for c in ALL if c not in "\0\r\n"]  # no key has a zero byte
        for start in range(0, len(chars), 4096):
            block = chars[start : start + 4096]
            lines += normalizer.normalize_str(BREAK.join(before + c + after for c in block)).split(BREAK)
        return {c: line.count("Q") for c, line in zip(chars, lines)}

    whole = counts("x", "")
    extend = {c for c, n in whole.items() if n == 1}
    prepend = {c for c, n in counts("", "x").items() if n == 1}
    control = {c for c, n in counts("", "\u0301").items() if n == 2 and len(c.encode()) < 4} | {"\0", "\r", BREAK}
    after_copyright = counts("\u00a9\u200d", "")
    pictographic = {c for c, n in after_copyright.items() if n == 3 and c not in extend}
    mark = "\u0600"  # Prepend of two bytes: with a Hangul letter five, with two eight
    after_l = {c for c, n in counts(mark + "\u1100", "").items() if n == 3 and c not in extend}
    after_v = {c for c, n in counts(mark + "\u1160", "").items() if n == 3 and c not in extend}
    assert "\u200d" in extend and mark in prepend and "\u00ae" in pictographic
    syllables = {chr(c) for c in range(0xAC00, 0xD7A4)}
    assert syllables <= after_l
    return [extend, prepend, control, pictographic, after_l - after_v - syllables, after_l & after_v, after_v - after_l]


class Writer:
    def __init__(self):
        self.out = io.BytesIO()

    def number(self, n):
        while n >= 128:
            self.out.write(bytes([n & 127 | 128]))
            n >>= 7
        self.out.write(bytes([n]))

    def set(self, chars):
        codes = sorted(map(ord, chars))
        ranges = []
        for code in codes:
            if ranges and ranges[-1][1] == code:
                ranges[-1][1] = code + 1
            else:
                ranges.append([code, code + 1])
        self.number(len(ranges))
        last = 0
        for first, end in ranges:
            self.number(first - last)
            self.number(end - first)
            last = end

    def map(self, entries):
        self.number(len(entries))
        last = 0
        for c in sorted(entries):
            self.number(ord(c) - last)
            last = ord(c)
            self.number(len(entries[c]))
            for each in entries[c]:
                self.number(ord(each))


def main(path):
    assert_case_folding()
    clean = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    marks = normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
    nfd, nfc, nfkd = normalizers.NFD(), normalizers.NFC(), normalizers.NFKD()
    # Hangul syllables are composed and taken apart by arithmetic.
    hangul = {chr(c) for c in range(0xAC00, 0xD7A4)}
    canonical = {c: v for c, v in mapped(nfd).items() if c not in hangul}
    compatible = {c: v for c, v in mapped(nfkd).items() if c not in hangul and canonical.get(c) != v}
    white = set(ALL) - not_removed(pre_tokenizers.WhitespaceSplit())
    assert all(normalizers.Strip().normalize_str(c) == "" for c in white)
    spaces = set(ALL) - not_removed(pre_tokenizers.Whitespace())
    words = pre_tokenizers.Whitespace()
    word = {c for c in ALL if c not in spaces and len(words.pre_tokenize_str("a" + c)) == 1}
    punctuation = set(ALL) - not_removed(pre_tokenizers.Punctuation("removed"))
    numeric = alone(pre_tokenizers.Digits(individual_digits=True))
    kept = kept_by_normalizer(clean)
    other = {c for c in ALL if c not in kept and c not in "\0\ufffd" and c not in white}
    other |= {c for c in white if clean.normalize_str(c) == "" and c not in "\t\n\r"}
    nonspacing = {c for c in ALL if c not in canonical and c not in hangul and c not in kept_marks(marks)}
    combining = set(ALL) - kept_by_normalizer(normalizers.StripAccents())

    out = Writer()
    for each in (white, numeric, punctuation, other, nonspacing, combining, word, spaces):
        out.set(each)
    for pattern in (r"\s", r"\w", r"\d"):
        out.set(removed_by(pattern))
    for each in clusters():
        out.set(each)
    seen = set()
    for category in CATEGORIES:
        members = removed_by(r"\p{%s}" % category)
        assert not members & seen, category
        seen |= members
        out.set(members)
    assert seen == set(ALL)
    classes = combining_classes(nfd)
    out.number(len(classes))
    for each in classes:
        out.set(each)
    out.map(mapped(normalizers.Lowercase()))
    out.map(canonical)
    out.map(compatible)
    triples = compositions(nfd, nfc, canonical)
    out.map({c: first + second for first, second, c in triples})
    with open(path, "wb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9, mtime=0, filename="") as zipped:
            zipped.write(out.out.getvalue())
    print(len(out.out.getvalue()), "bytes,", len(classes), "combining classes,", len(triples), "compositions,",
          len(canonical), "canonical,", len(compatible), "compatible")


@functools.lru_cache(None)
def kept_marks(marks):
    return frozenset(kept_by_normalizer(marks))


def assert_case_folding():
    """`(?i:…)` of an ASCII letter takes both cases, and two letters one character more."""
    more = {"s": "\u017f", "k": "\u212a"}
    for letter in "abcdefghijklmnopqrstuvwxyz":
        found = removed_by("(?i:%s)" % letter)
        assert found == {letter, letter.upper(), *more.get(letter, "")}, (letter, found)


if __name__ == "__main__":
    main(sys.argv[1])
