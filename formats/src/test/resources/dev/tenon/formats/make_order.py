"""Records pictures that lose more than twice as many rows as columns: Pillow 13 resizes them along the height first.

    "$(tests/interop/make-venv | tail -1)/bin/python" formats/src/test/resources/dev/tenon/formats/make_order.py

Reads the pictures of make.py, writes `order.npz` beside itself. Earlier versions of Pillow give other values.
"""

import os

import numpy as np
from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))
values = {}
for name, mode in (("rgb.png", "RGB"), ("rgba.png", "RGBA"), ("gray.png", "L")):
    # The last size is on the border: there the width still comes first.
    for height, width in ((9, 60), (9, 40), (35, 53), (17, 43)):
        for how in ("LANCZOS", "BICUBIC"):
            resized = np.asarray(Image.open(name).convert(mode).resize((width, height), Image.Resampling[how]))
            values[f"{name}|{mode}|{height}|{width}|{how}"] = resized if mode != "L" else resized[..., None]
np.savez_compressed("order.npz", **values)
