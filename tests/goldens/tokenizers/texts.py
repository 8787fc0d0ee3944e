"""Makes texts that are hard on tokenizers: all of Unicode, marks, emoji, directions, blanks, special tokens, long and empty."""

import random

WORDS = (
    "the of and to in is was for that on as with by Tenon Tensor tokenizer don't we'll I'm they've you're HELLO World "
    "straße Ångström naïve café résumé coöperate İstanbul ΑΘΗΝΑ ὈΔΥΣΣΕΎΣ Москва ёлка Київ žluťoučký kůň Việt Nam "
    "中文 漢字 東京都 日本語 ひらがな カタカナ ｶﾞｷﾞ 한국어 서울 ภาษาไทย हिन्दी क्षत्रिय বাংলা தமிழ் اَلْعَرَبِيَّةُ فارسی עִבְרִית ქართული "
    "Հայերեն አማርኛ ខ្មែរ ᏣᎳᎩ ﬁne ﬂow ﬀ Ⅷ ½ ² ™ © ® № ㎏ ｆｕｌｌ ＡＢＣ １２３ 3.14 1,000,000 2026-11-30 x1y2 0x7f e-mail "
    "user@example.com https://example.org/?q=1&r=2 snake_case camelCase C++ #tag @you $5 50% a/b/c ... -- --- ’s ‘t “q” «g»"
).split()
SPECIALS = ["[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "<s>", "</s>", "<mask>", "<unk>", "<pad>", "<new>", "New Word", "▁", "##a", "Ġ", "<0x41>"]
BLANKS = " \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u1680\u2000\u2003\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b"
CONTROLS = "\0\1\x08\x0e\x1b\x7f\x80\x8f\x9f\xad\u061c\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufff9\ufffd\U000e0001\ufffe\uffff\U0010ffff"
EMOJI = ["😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪", "🇺🇸🇬", "❤️", "☕", "©️", "1️⃣", "🫱🏼‍🫲🏿", "👩🏾‍🚀", "⌚‍⏰"]
SPECIAL_CLUSTERS = "\u0600\u0605\u06dd\u070f\u0890\u08e2\u0d4e\U000110bd\U000111c2\u1100\u1161\u11a8\uac00\uac01\ua960\ud7b0\u093f\u0e33\u200d\u00a9\u00ae\u2764\ufb01\uff76\uff9e\u0345\u0301\u0327\u1dc4"


class TextMaker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kinds = [
            (30, self.words), (12, self.anything), (14, self.neighbours), (8, self.marks), (6, self.emoji), (6, self.blanks),
            (8, self.specials), (8, self.clusters), (5, self.latin), (3, self.mixture), (1, lambda: ""), (0.4, self.long),
        ]

    def texts(self, count):
        weights = [weight for weight, _ in self.kinds]
        for _ in range(count):
            yield self.random.choices(self.kinds, weights)[0][1]()

    def some(self, make, most=12):
        return "".join(make() for _ in range(self.random.randint(1, most)))

    def code_point(self):
        while True:
            roll = self.random.random()
            c = self.random.randrange(0x3000 if roll < 0.5 else 0x20000 if roll < 0.9 else 0x110000)
            if not 0xD800 <= c < 0xE000:
                return chr(c)

    def words(self):
        glue = self.random.choice([" ", " ", " ", " ", "", "  ", ", ", ". ", "\n", "-"])
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(1, 14))]
        return glue.join(w.upper() if self.random.random() < 0.1 else w for w in words) + self.random.choice(["", "", ".", "!", "?", " "])

    def anything(self):
        return self.some(self.code_point, 20)

    def neighbours(self):
        start = ord(self.code_point())
        def near():
            c = min(start + self.random.randrange(64), 0x10FFFF)
            return chr(c) if not 0xD800 <= c < 0xE000 else " "
        return self.some(near, 20)

    def marks(self):
        def marked():
            base = self.random.choice("aeiouAEIOUnNsSkK가각ᄀ\u0915\u0628\u05d0 x1" + self.code_point())
            return base + "".join(self.random.choice(
                [chr(self.random.randrange(0x300, 0x370)), chr(self.random.randrange(0x483, 0x488)), chr(self.random.randrange(0x591, 0x5C8)),
                 chr(self.random.randrange(0x64B, 0x660)), chr(self.random.randrange(0x1AB0, 0x1AFF)), chr(self.random.randrange(0x20D0, 0x20F1)),
                 "\u094d", "\u3099", "\u309a", "\u1161", "\u11a8"]) for _ in range(self.random.randint(0, 4)))
        return self.some(marked)

    def emoji(self):
        return self.some(lambda: self.random.choice(EMOJI + [" ", "a", "!"]), 10)

    def blanks(self):
        return self.some(lambda: self.random.choice([self.random.choice(BLANKS), self.random.choice(CONTROLS), self.random.choice(WORDS), " "]), 14)

    def specials(self):
        return self.some(lambda: self.random.choice(SPECIALS + ["  ", " ", "a", ".", "\u00a0", self.random.choice(WORDS), "_", "é"]), 10)

    def clusters(self):
        return self.some(lambda: self.random.choice(SPECIAL_CLUSTERS + "ax \n\r" + self.code_point()), 12)

    def latin(self):
        return self.some(lambda: chr(self.random.randrange(0x20, 0x180)), 40)

    def mixture(self):
        return self.some(lambda: self.random.choice([self.words, self.anything, self.marks, self.emoji, self.blanks, self.specials, self.clusters])(), 5)

    def long(self):
        kind = self.random.random()
        if kind < 0.4:
            return self.random.choice(WORDS + ["a", " ", "é", "\u0301", "😀", "ab", "1"]) * self.random.randint(50, 600)
        return " ".join(self.words() for _ in range(self.random.randint(10, 40)))
