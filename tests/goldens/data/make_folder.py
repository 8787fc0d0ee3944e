"""Records what Keras' image_dataset_from_directory gives. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/data/make_folder.py

Writes the folder `pictures`, and `folder.json`, beside itself.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402


def pictures(root):
    """Three classes, a folder within a folder, names whose order depends on case, other files."""
    names = ["cats/b.png", "cats/B.png", "cats/a10.png", "cats/a9.png", "cats/sub/z.png", "dogs/1.png", "dogs/2.PNG", "dogs/3.png", "owls/x.jpg", "owls/y.png"]
    for i, name in enumerate(names):
        y, x = np.mgrid[0 : 6 + i % 3, 0 : 9 - i % 4]
        rgb = np.stack([(x * 28 + i * 9) % 256, (y * 31) % 256, (x * y * 7 + i) % 256], -1).astype("uint8")
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image = Image.fromarray(rgb)
        if name == "dogs/1.png":
            image = image.convert("L")
        if name == "dogs/2.PNG":
            image.putalpha(Image.fromarray((x * 20).astype("uint8")))
            image.save(path, format="png")
        else:
            image.save(path)
    (root / "cats" / "notes.txt").write_text("no picture\n")
    (root / ".hidden").mkdir(exist_ok=True)
    Image.fromarray(np.zeros((2, 2, 3), "uint8")).save(root / ".hidden" / "h.png")


def case(root, **arguments):
    data = keras.utils.image_dataset_from_directory(root, verbose=False, **{"image_size": (5, 7), **arguments})
    record = {"arguments": arguments, "class_names": data.class_names, "files": [str(pathlib.Path(p).relative_to(root)) for p in data.file_paths]}
    if not arguments.get("shuffle", True):
        batches = [b if isinstance(b, tuple) else (b, None) for b in data.as_numpy_iterator()]
        record["batches"] = [len(b[0]) for b in batches]
        record["images"] = np.concatenate([b[0] for b in batches]).astype("float32").round(3).reshape(-1).tolist()
        if batches[0][1] is not None:
            labels = np.concatenate([b[1] for b in batches])
            record["labels"] = {"dtype": str(labels.dtype), "shape": labels.shape, "values": labels.reshape(-1).tolist()}
    return record


def main():
    root = HERE / "pictures"
    pictures(root)
    ordered = {"shuffle": False}
    cases = [
        case(root, **ordered, batch_size=4),
        case(root, **ordered, label_mode="categorical", color_mode="grayscale"),
        case(root, **ordered, label_mode="binary", class_names=["dogs", "cats"], color_mode="rgba", interpolation="nearest"),
        case(root, **ordered, label_mode=None, interpolation="bicubic", image_size=(4, 12)),
        case(root, **ordered, labels=None, label_mode=None, interpolation="area", image_size=(3, 4)),
        case(root, **ordered, crop_to_aspect_ratio=True, image_size=(8, 3)),
        case(root, **ordered, validation_split=0.35, subset="training"),
        case(root, **ordered, validation_split=0.35, subset="validation"),
        case(root, seed=3, validation_split=0.35, subset="training"),
        case(root, seed=3, validation_split=0.35, subset="validation"),
        case(root, seed=42),
    ]
    (HERE / "folder.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
