"""Writes baseline JPEGs of any sampling factors, which Pillow cannot: by fixed code lengths, 4 bits for DC and 8 for AC."""

import numpy as np

ZIGZAG = sorted(range(64), key=lambda i: (i // 8 + i % 8, i // 8 if (i // 8 + i % 8) % 2 else i % 8))
DCT = np.array([[np.sqrt((1 if u == 0 else 2) / 8) * np.cos((2 * x + 1) * u * np.pi / 16) for x in range(8)] for u in range(8)])
AC = [0x00, 0xF0] + [run << 4 | size for run in range(16) for size in range(1, 11)]


def segment(marker, content):
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + bytes(content)


class Bits:
    def __init__(self):
        self.text = []

    def put(self, value, length):
        if length:
            self.text.append(format(value, f"0{length}b"))

    def number(self, value):
        size = int(abs(value)).bit_length()
        return size, value if value > 0 else value + (1 << size) - 1

    def bytes(self):
        text = "".join(self.text)
        text += "1" * (-len(text) % 8)
        raw = bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))
        return raw.replace(b"\xff", b"\xff\x00")


def block(bits, coefficients, last):
    ordered = [int(coefficients[i]) for i in ZIGZAG]
    size, value = bits.number(ordered[0] - last)
    bits.put(size, 4)
    bits.put(value, size)
    run = 0
    for value in ordered[1:]:
        if value == 0:
            run += 1
            continue
        while run > 15:
            bits.put(AC.index(0xF0), 8)
            run -= 16
        size, value = bits.number(value)
        bits.put(AC.index(run << 4 | size), 8)
        bits.put(value, size)
        run = 0
    if run:
        bits.put(AC.index(0), 8)
    return ordered[0]


def encode(planes, factors, quantization, restart=0, ids=None, app=b"", apart=False):
    """Returns a JPEG.

    planes: float arrays of the full size, around 0; factors: (horizontal, vertical) of each; quantization: 64 numbers;
    restart: units between restart markers; apart: a scan for each component.
    """
    height, width = planes[0].shape
    most = [max(f[axis] for f in factors) for axis in (0, 1)]
    wide, high = -(-width // (8 * most[0])), -(-height // (8 * most[1]))
    ids = ids or range(1, len(planes) + 1)
    quantized = []
    for plane, (h, v) in zip(planes, factors):
        padded = np.pad(plane, ((0, high * 8 * most[1] - height), (0, wide * 8 * most[0] - width)), "edge")
        if most[0] % h or most[1] % v:
            small = padded[: high * 8 * v, : wide * 8 * h]
        else:
            small = padded.reshape(high * 8 * v, most[1] // v, wide * 8 * h, most[0] // h).mean((1, 3))
        blocks = small.reshape(high * v, 8, wide * h, 8).transpose(0, 2, 1, 3)
        coefficients = np.einsum("ux,abxy,vy->abuv", DCT, blocks, DCT).reshape(high * v, wide * h, 64)
        quantized.append(np.clip(np.round(coefficients / quantization), -1023, 1023).astype(int))
    out = b"\xff\xd8" + app + segment(0xDB, [0] + [quantization[i] for i in ZIGZAG])
    frame = [8, *height.to_bytes(2, "big"), *width.to_bytes(2, "big"), len(planes)]
    for name, (h, v) in zip(ids, factors):
        frame += [name, h << 4 | v, 0]
    out += segment(0xC0, frame)
    out += segment(0xC4, [0] + [0, 0, 0, 12] + [0] * 12 + list(range(12)))
    out += segment(0xC4, [0x10] + [0] * 7 + [len(AC)] + [0] * 8 + AC)
    if restart:
        out += segment(0xDD, restart.to_bytes(2, "big"))
    scans = [[i] for i in range(len(planes))] if apart else [list(range(len(planes)))]
    for scan in scans:
        out += segment(0xDA, [len(scan)] + [b for i in scan for b in (ids[i], 0)] + [0, 63, 0])
        units = []
        if len(scan) == 1:
            h, v = factors[scan[0]]
            rows, columns = -(-(-(-height * v // most[1])) // 8), -(-(-(-width * h // most[0])) // 8)
            units = [[(scan[0], y, x)] for y in range(rows) for x in range(columns)]
        else:
            for y in range(high):
                for x in range(wide):
                    units.append(
                        [
                            (i, y * factors[i][1] + b, x * factors[i][0] + a)
                            for i in scan
                            for b in range(factors[i][1])
                            for a in range(factors[i][0])
                        ]
                    )
        bits, last = Bits(), {i: 0 for i in scan}
        for number, unit in enumerate(units):
            if restart and number and number % restart == 0:
                out += bits.bytes() + bytes([0xFF, 0xD0 + (number // restart - 1) % 8])
                bits, last = Bits(), {i: 0 for i in scan}
            for i, y, x in unit:
                last[i] = block(bits, quantized[i][y, x], last[i])
        out += bits.bytes()
    return out + b"\xff\xd9"
