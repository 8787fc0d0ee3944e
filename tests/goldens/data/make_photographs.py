"""Records what Keras makes of JPEGs of every kind. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_photographs.py

Writes `photographs`, parts of samples/photos saved with full and halved colors, gray, progressive and as CMYK, and beside itself
photographs.json and photographs.npz: `load_img|FILE|MODE|HEIGHT|WIDTH|INTERPOLATION|KEEP` (uint8, of load_img and img_to_array; a
height of 0 for the picture's own size) and `folder|FILE|MODE|INTERPOLATION|ASPECT` (float32, of image_dataset_from_directory).
"""

import json
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests/interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

SIZE = (11, 15)
PIL_WAYS = ["nearest", "bilinear", "bicubic", "lanczos", "box", "hamming"]
TENSOR_WAYS = ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"]
KINDS = {
    "full": ("cat", "RGB", {"subsampling": 0, "quality": 90}),
    "wide": ("espresso", "RGB", {"subsampling": 1, "quality": 80}),
    "half": ("palace", "RGB", {"subsampling": 2, "quality": 75}),
    "odd": ("tripod", "RGB", {"subsampling": 2, "quality": 95}),
    "progressive": ("rocket", "RGB", {"subsampling": 2, "quality": 70, "progressive": True}),
    "gray": ("cat", "L", {"quality": 80}),
    "cmyk": ("palace", "CMYK", {"quality": 85}),
}


def pictures(folder):
    folder.mkdir(exist_ok=True)
    for i, (name, (photo, mode, options)) in enumerate(KINDS.items()):
        whole = Image.open(ROOT / f"samples/photos/{photo}.jpg").convert("RGB")
        left, top = whole.width // 3, whole.height // 3
        part = whole.crop((left, top, left + 34 - i, top + 27 + i)).convert(mode)
        part.save(folder / f"{name}.jpg", **options)


def loaded(folder, arrays):
    for name in KINDS:
        file = folder / f"{name}.jpg"
        for mode in ["rgb", "grayscale"]:
            image = keras.utils.load_img(file, color_mode=mode)
            arrays[f"load_img|{name}.jpg|{mode}|0|0|nearest|false"] = keras.utils.img_to_array(image)
        for keep in [False, True]:
            for way in PIL_WAYS if name in ("half", "full") else PIL_WAYS[:2]:
                image = keras.utils.load_img(file, target_size=SIZE, interpolation=way, keep_aspect_ratio=keep)
                key = f"load_img|{name}.jpg|rgb|{SIZE[0]}|{SIZE[1]}|{way}|{str(keep).lower()}"
                arrays[key] = keras.utils.img_to_array(image)


def batched(folder, arrays):
    def record(mode, way, aspect, directory=folder, **arguments):
        data = keras.utils.image_dataset_from_directory(
            directory, labels=None, label_mode=None, shuffle=False, verbose=False, image_size=SIZE, color_mode=mode, interpolation=way, **arguments
        )
        files = [pathlib.Path(p).name for p in data.file_paths]
        images = np.concatenate(list(data.as_numpy_iterator()))
        for file, image in zip(files, images):
            if way in ("bilinear", "nearest") or file == "half.jpg":
                arrays[f"folder|{file}|{mode}|{way}|{aspect}"] = image.astype("float32")

    for way in TENSOR_WAYS:
        record("rgb", way, "stretch")
    # TensorFlow makes neither gray nor opacity of some kinds, and then gives up the whole folder.
    with tempfile.TemporaryDirectory() as other:
        for name in KINDS:
            if name != "cmyk":
                shutil.copy(folder / f"{name}.jpg", other)
        record("grayscale", "bilinear", "stretch", directory=other)
    for way in ["bilinear", "nearest", "lanczos3"]:
        record("rgb", way, "crop", crop_to_aspect_ratio=True)
        record("rgb", way, "pad", pad_to_aspect_ratio=True)


def main():
    folder = HERE / "photographs"
    pictures(folder)
    arrays = {}
    loaded(folder, arrays)
    batched(folder, arrays)
    keys = list(arrays)
    pixels = [k for k in keys if k.startswith("load_img")]
    assert all((arrays[k] == arrays[k].round()).all() for k in pixels)
    np.savez_compressed(
        HERE / "photographs.npz",
        pixels=np.concatenate([arrays[k].reshape(-1) for k in pixels]).astype("uint8"),
        # Eighths of a level are near enough, and pack better.
        folder=np.concatenate([(arrays[k].reshape(-1) * 8).round() for k in keys if k not in pixels]).astype("int16"),
    )
    (HERE / "photographs.json").write_text(json.dumps({"keras": keras.__version__, "keys": keys}, indent=0) + "\n")


if __name__ == "__main__":
    main()
