"""Records what Pillow (by Keras' load_img) and TensorFlow (by decode_image) read. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/images/make.py

Writes the images into `files/` beside itself, and `images.npz`: `pillow|FILE|MODE` and `tensorflow|FILE|MODE` with the samples,
and `resized|HEIGHT|WIDTH|METHOD|RATIO` of image_dataset_from_directory; in `images.json` are the keys of TensorFlow's samples
that equal Pillow's, of what is refused, and who reads files whose ends are missing.
"""

import io
import json
import os
import shutil
import struct
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from baseline import encode, segment
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = os.path.join(HERE, "files")
RNG = np.random.RandomState(7)
CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}


def scene(height, width, channels=3):
    """A picture with slopes, edges and noise."""
    y, x = np.mgrid[0:height, 0:width]
    layers = [
        128 + 90 * np.sin(x / 5.0) * np.cos(y / 7.0),
        255 * ((x // 9 + y // 6) % 2) * 0.8 + x,
        40 + 3.1 * y + 25 * RNG.randn(height, width),
        255 - 2 * x - y,
    ]
    return np.clip(np.stack(layers[:channels], -1), 0, 255).astype("uint8")


def saved(name, image, **options):
    image.save(os.path.join(FILES, name), **options)


def written(name, content):
    with open(os.path.join(FILES, name), "wb") as out:
        out.write(content)


def jpegs():
    photo = Image.fromarray(scene(43, 61))
    for number, factor in enumerate(["444", "422", "420"]):
        saved(f"p{factor}.jpg", photo, quality=82, subsampling=number)
        saved(f"progressive{factor}.jpg", photo, quality=90, subsampling=number, progressive=True)
    saved("low.jpg", photo, quality=4)
    saved("best.jpg", photo, quality=100, subsampling=2, optimize=True)
    saved("restart.jpg", photo, quality=60, subsampling=2, restart_marker_blocks=3)
    saved("progressive_restart.jpg", photo, quality=60, progressive=True, restart_marker_rows=1)
    saved("rgb.jpg", photo, quality=85, keep_rgb=True)
    saved("gray.jpg", photo.convert("L"), quality=75)
    saved("gray_progressive.jpg", photo.convert("L"), quality=75, progressive=True)
    saved("cmyk.jpg", Image.fromarray(scene(30, 45, 4), "CMYK"), quality=85)
    exif = Image.Exif()
    exif[0x0112] = 6
    saved("turned.jpg", photo, quality=80, exif=exif)
    for width in range(1, 6):
        saved(f"thin{width}.jpg", Image.fromarray(scene(width + 3, width)), quality=90, subsampling=2)
        saved(f"flat{width}.jpg", Image.fromarray(scene(1, width + 8)), quality=90, subsampling=1)
    ycc = np.moveaxis(np.asarray(photo.convert("YCbCr")), -1, 0).astype(float) - 128
    table = [3 + i // 4 for i in range(64)]
    for name, factors in {
        "440": [(1, 2), (1, 1), (1, 1)],
        "411": [(4, 1), (1, 1), (1, 1)],
        "410": [(4, 2), (1, 1), (1, 1)],
        "441": [(1, 4), (1, 1), (1, 1)],
        "uneven": [(2, 2), (2, 1), (1, 2)],
        "odd": [(3, 1), (1, 1), (1, 1)],
        "chroma": [(1, 1), (2, 2), (2, 1)],
        "all2": [(2, 2), (2, 2), (2, 2)],
    }.items():
        written(f"s{name}.jpg", encode(ycc, factors, table))
    written("apart.jpg", encode(ycc, [(2, 2), (1, 1), (1, 1)], table, apart=True, restart=2))
    written("fraction.jpg", encode(ycc, [(3, 1), (2, 1), (1, 1)], table))
    written("named.jpg", encode(ycc, [(1, 1)] * 3, table, ids=list(b"RGB")))
    adobe = lambda kind: segment(0xEE, b"Adobe" + bytes([0, 100, 0, 0, 0, 0, kind]))
    written("adobe_rgb.jpg", encode(ycc, [(1, 1)] * 3, table, app=adobe(0)))
    inks = np.moveaxis(scene(30, 45, 4), -1, 0).astype(float) - 128
    written("cmyk_plain.jpg", encode(inks, [(1, 1)] * 4, table))
    written("ycck.jpg", encode(inks, [(2, 1), (1, 1), (1, 1), (2, 1)], table, app=adobe(2)))
    # Far outside of what an encoder makes of a picture: what overflows must do so as in libjpeg.
    wild = [RNG.uniform(-900, 900, (24, 32)) for _ in range(3)]
    written("wild.jpg", encode(wild, [(2, 1), (1, 1), (1, 1)], [90] * 64))


def chunk(kind, content):
    import zlib

    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(color, depth, rows, *chunks, interlaced=0):
    """A PNG of raw rows; interlaced ones come as the seven passes' rows."""
    import zlib

    height, width = rows.shape[:2]
    if depth == 16:
        raw = rows.astype(">u2").reshape(height, -1).view("u1").reshape(height, -1)
    elif depth == 8:
        raw = rows.reshape(height, -1)
    else:
        bits = np.unpackbits(rows.reshape(height, width, 1).astype("u1"), axis=-1)[:, :, 8 - depth :]
        raw = np.packbits(bits.reshape(height, -1), axis=-1)
    lines = b"".join(b"\0" + bytes(line) for line in raw)
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlaced)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    )


def pngs():
    y, x = np.mgrid[0:13, 0:19]
    deep = np.stack([x * 3000 + 7 * y, y * 4000 + x, 65535 - x * 1111 - y, x * y * 200 + 13], -1).astype("uint16")
    shallow = (deep >> 8).astype("uint8")
    colors = bytes(RNG.randint(0, 256, 48).tolist())
    for name, bits in (("8", shallow), ("16", deep)):
        depth = int(name)
        written(f"gray{name}.png", png(0, depth, bits[..., :1]))
        written(f"grayalpha{name}.png", png(4, depth, bits[..., [0, 3]]))
        written(f"rgb{name}.png", png(2, depth, bits[..., :3]))
        written(f"rgba{name}.png", png(6, depth, bits))
        one = bits[2, 3]
        written(f"gray_key{name}.png", png(0, depth, bits[..., :1], chunk(b"tRNS", struct.pack(">H", int(one[0])))))
        written(f"rgb_key{name}.png", png(2, depth, bits[..., :3], chunk(b"tRNS", struct.pack(">3H", *[int(v) for v in one[:3]]))))
    gamma = chunk(b"gAMA", struct.pack(">I", 45455))
    written("gamma.png", png(2, 8, shallow[..., :3], gamma))
    written("gamma1.png", png(2, 8, shallow[..., :3], chunk(b"gAMA", struct.pack(">I", 100000))))
    written("srgb.png", png(2, 8, shallow[..., :3], chunk(b"sRGB", b"\0")))
    for depth in (1, 2, 4):
        level = ((x + y) % (1 << depth)).astype("uint8")
        written(f"gray{depth}.png", png(0, depth, level))
        written(f"palette{depth}.png", png(3, depth, level, chunk(b"PLTE", colors[: 3 << depth])))
        written(f"palette_alpha{depth}.png", png(3, depth, level, chunk(b"PLTE", colors[: 3 << depth]), chunk(b"tRNS", bytes([0, 100]))))
    index = ((3 * x + y) % 16).astype("uint8")
    written("palette8.png", png(3, 8, index, chunk(b"PLTE", colors)))
    written("palette_alpha8.png", png(3, 8, index, chunk(b"PLTE", colors), chunk(b"tRNS", bytes(range(0, 160, 10)))))
    image = Image.fromarray(shallow[..., :3])
    saved("filtered.png", Image.fromarray(scene(29, 31)), optimize=True)
    saved("bits.png", Image.fromarray(shallow[..., 0]).convert("1"))


def gifs():
    index = Image.fromarray(scene(17, 23)).quantize(16)
    saved("plain.gif", index)
    saved("keyed.gif", index, transparency=3)
    saved("gray.gif", Image.fromarray(scene(17, 23, 3)[..., 0]))
    frames = [Image.fromarray(scene(12, 14)).quantize(8) for _ in range(3)]
    saved("moving.gif", frames[0], save_all=True, append_images=frames[1:], duration=50)
    data = io.BytesIO()
    index.crop((0, 0, 10, 8)).save(data, "GIF")
    small = bytearray(data.getvalue())
    small[6:10] = struct.pack("<HH", 16, 12)
    at = small.index(b"\x2c\0\0\0\0\x0a\0\x08\0")
    small[at + 1 : at + 5] = struct.pack("<HH", 3, 2)
    written("inside.gif", bytes(small))
    small[at - 0 : at] = bytes([0x21, 0xF9, 4, 1, 0, 0, 2, 0])
    written("inside_keyed.gif", bytes(small))


def bmp(bits, rows, palette=b"", top=False, masks=b"", compression=0):
    height, width = rows.shape[:2]
    raw = rows.reshape(height, -1) if rows.dtype == np.uint8 else rows.astype("<u2").view("u1").reshape(height, -1)
    raw = np.pad(raw, ((0, 0), (0, -raw.shape[1] % 4)))
    body = bytes(raw if top else raw[::-1])
    offset = 54 + len(masks) + len(palette)
    head = b"BM" + struct.pack("<IHHI", offset + len(body), 0, 0, offset)
    info = struct.pack("<IiiHHIIiiII", 40, width, -height if top else height, 1, bits, compression, len(body), 0, 0, len(palette) // 4, 0)
    return head + info + masks + palette + body


def bmps():
    colors = scene(9, 11, 4)
    written("rgb.bmp", bmp(24, colors[..., :3]))
    written("top.bmp", bmp(24, colors[..., :3], top=True))
    written("rgba.bmp", bmp(32, colors))
    gray = b"".join(bytes([i, i, i, 0]) for i in range(256))
    written("gray.bmp", bmp(8, colors[..., 0], gray))
    written("palette.bmp", bmp(8, colors[..., 0] % 16, bytes(RNG.randint(0, 256, 64).tolist())))
    written("sixteen.bmp", bmp(16, (colors[..., 0].astype("uint16") << 7 ^ colors[..., 1])))
    written("bits.bmp", bmp(1, np.packbits(colors[..., 1] > 127, axis=1), bytes([9, 8, 7, 0, 200, 201, 202, 0])))
    written("four.bmp", bmp(4, np.pad(colors[..., 0], ((0, 0), (0, 1)))[:, ::2] , bytes(RNG.randint(0, 256, 64).tolist())))


def pillow(path, mode):
    values = keras.utils.img_to_array(keras.utils.load_img(path, color_mode=mode))
    return values.astype("uint16" if values.max() > 255 else "uint8")


def tensorflow(path, mode):
    return tf.io.decode_image(tf.io.read_file(path), channels=CHANNELS[mode], expand_animations=False).numpy()


def record():
    """Returns arrays, the keys of those that equal Pillow's, and what is refused."""
    arrays, equal, refused = {}, [], []
    for name in sorted(os.listdir(FILES)):
        path = os.path.join(FILES, name)
        for mode in CHANNELS:
            if mode == "rgba" and name.endswith(".jpg"):
                continue
            for reader in (pillow, tensorflow):
                key = f"{reader.__name__}|{name}|{mode}"
                try:
                    values = reader(path, mode)
                except Exception:
                    refused.append(key)
                    continue
                other = arrays.get(f"pillow|{name}|{mode}")
                if other is not None and np.array_equal(values, other):
                    equal.append(key)
                else:
                    arrays[key] = values
    return arrays, equal, refused


def resized():
    """What image_dataset_from_directory makes of one photograph."""
    arrays = {}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(FILES, "p420.jpg"), folder)
        for size in ((9, 70), (60, 8)):
            for method in ("nearest", "bilinear", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"):
                for how in ("stretch", "crop", "pad"):
                    if how == "crop" and method in ("gaussian", "mitchellcubic"):
                        continue  # Keras refuses it.
                    data = keras.utils.image_dataset_from_directory(
                        folder,
                        labels=None,
                        image_size=size,
                        interpolation=method,
                        crop_to_aspect_ratio=how == "crop",
                        pad_to_aspect_ratio=how == "pad",
                        verbose=False,
                    )
                    arrays[f"resized|{size[0]}|{size[1]}|{method}|{how}"] = next(iter(data)).numpy()[0]
    return arrays


def cut():
    """Says who reads files whose ends are missing: 1 for Pillow and 2 for TensorFlow."""
    found = {}
    for name in ("p420.jpg", "progressive420.jpg", "restart.jpg", "filtered.png", "plain.gif", "rgb.bmp"):
        with open(os.path.join(FILES, name), "rb") as file:
            whole = file.read()
        for missing in (1, 2, 3, 4, 5, 8, 12, 20, 100):
            with tempfile.NamedTemporaryFile(suffix=name) as short:
                short.write(whole[:-missing])
                short.flush()
                readers = 0
                for bit, reader in ((1, pillow), (2, tensorflow)):
                    try:
                        reader(short.name, "rgb")
                        readers |= bit
                    except Exception:
                        pass
                found[f"{name}|{missing}"] = readers
    return found


def main():
    os.makedirs(FILES, exist_ok=True)
    jpegs()
    pngs()
    gifs()
    bmps()
    arrays, equal, refused = record()
    np.savez_compressed(os.path.join(HERE, "images.npz"), **arrays, **resized())
    with open(os.path.join(HERE, "images.json"), "w") as out:
        json.dump({"equal": equal, "refused": refused, "cut": cut()}, out, indent=0)


main()
