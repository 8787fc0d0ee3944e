"""Records what Keras' preprocess_input and decode_predictions make of real pictures: pictures.npz and decoded.json.

    python tests/goldens/zoo/make_pictures.py

(python: of the interop venv.) The photographs are those of samples/photos, scaled down to 12 by 10 pixels. The index of
ImageNet's classes is laid into Keras' cache, where Keras checks its hash.
"""

import json
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "interop"))
import quiet  # noqa: E402, F401
import os  # noqa: E402

os.environ["KERAS_HOME"] = tempfile.mkdtemp()
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.applications import imagenet_utils  # noqa: E402

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]


def pictures():
    found = [keras.utils.load_img(p, target_size=(12, 10)) for p in sorted((ROOT / "samples/photos").glob("*.jpg"))]
    return np.stack([keras.utils.img_to_array(picture) for picture in found])


def main():
    models = pathlib.Path(os.environ["KERAS_HOME"]) / "models"
    models.mkdir()
    shutil.copy(ROOT / "zoo/src/main/resources/dev/tenon/zoo/imagenet_class_index.json", models)
    batch = pictures()
    arrays = {"pixels": batch}
    for mode in ("caffe", "tf", "torch"):
        arrays[f"{mode}/batch"] = imagenet_utils.preprocess_input(batch.copy(), mode=mode)
        arrays[f"{mode}/one"] = imagenet_utils.preprocess_input(batch[0].copy(), mode=mode)
        first = np.ascontiguousarray(batch.transpose(0, 3, 1, 2))
        arrays[f"{mode}/batch_first"] = imagenet_utils.preprocess_input(first.copy(), "channels_first", mode)
        arrays[f"{mode}/one_first"] = imagenet_utils.preprocess_input(first[1].copy(), "channels_first", mode)
    arrays = {k: np.ascontiguousarray(v) for k, v in arrays.items()}
    rng = np.random.default_rng(5)
    scores = rng.dirichlet(np.full(1000, 0.02), 3).astype("float32")
    np.savez_compressed(HERE / "pictures.npz", scores=scores, **arrays)
    decoded = {str(top): imagenet_utils.decode_predictions(scores, top) for top in (1, 5, 12)}
    (HERE / "decoded.json").write_text(json.dumps(decoded, default=float) + "\n")


if __name__ == "__main__":
    main()
