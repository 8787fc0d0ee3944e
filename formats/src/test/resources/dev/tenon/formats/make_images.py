"""Records what Keras' load_img and array_to_img give. Run in the interop venv (Keras 3.15, Pillow 13):

    "$(tests/interop/make-venv | tail -1)/bin/python" formats/src/test/resources/dev/tenon/formats/make_images.py

Reads the pictures of make.py, writes `gray16.png`, `graya.png`, `profile.jpg`, `images.npz` and `images.json` beside itself.
"""

import json
import os

import keras
import numpy as np
from PIL import Image, ImageCms

NAMES = ["rgb.png", "gray.png", "rgba.png", "palette.png", "photo.jpg", "gray16.png", "graya.png", "profile.jpg"]
MODES = ["RGB", "GRAYSCALE", "RGBA"]
METHODS = ["NEAREST", "BILINEAR", "BICUBIC", "LANCZOS", "BOX", "HAMMING"]


def load(name, mode, size, how, keep):
    image = keras.utils.load_img(
        name, color_mode=mode.lower(), target_size=size, interpolation=how.lower(), keep_aspect_ratio=keep
    )
    return keras.utils.img_to_array(image)


def main():
    y, x = np.mgrid[0:37, 0:53]
    Image.fromarray(((x * 900 + y * 500) % 65536).astype("uint16")).save("gray16.png")
    graya = np.stack([x * 5 % 256, y * 6 % 256], -1).astype("uint8")
    Image.fromarray(graya, "LA").save("graya.png")
    # A profile that swaps red and blue: whoever applies it gives quite another picture.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = (profile.index(tag, 128) for tag in (b"rXYZ", b"bXYZ"))
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    Image.open("photo.jpg").resize((24, 18)).save("profile.jpg", icc_profile=bytes(profile), quality=75)
    cases = [(n, m, s, h, k) for n in NAMES for m in MODES for h in METHODS for s, k in (((11, 17), False), ((15, 9), True))]
    cases += [("rgba.png", "RGBA", (41, 60), h, False) for h in METHODS]
    cases += [("gray16.png", "GRAYSCALE", (41, 60), h, False) for h in METHODS]
    keys, values = [], []
    for name, mode, size, how, keep in cases:
        loaded = load(name, mode, size, how, keep)
        keys.append("|".join([name, mode, str(size[0]), str(size[1]), how, str(keep).lower()]))
        values.append(loaded.astype("uint16").reshape(-1))
    saved = []
    rng = np.random.RandomState(1)
    for shape, scale, top in (((4, 5, 3), True, 1.7), ((4, 5, 4), False, 255), ((3, 2, 1), False, 255), ((3, 2, 1), False, 4000)):
        given = (rng.random_sample(shape) * top).astype("float32")
        image = keras.utils.array_to_img(given, scale=scale)
        saved.append({"shape": shape, "scale": scale, "values": given.reshape(-1).tolist(), "pixels": np.asarray(image).reshape(-1).tolist()})
    np.savez_compressed("images.npz", values=np.concatenate(values))
    with open("images.json", "w") as out:
        json.dump({"keys": keys, "saved": saved}, out)


os.chdir(os.path.dirname(os.path.abspath(__file__)))
main()
