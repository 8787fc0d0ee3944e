"""Records what keras.visualization draws. Run where Keras and OpenCV are installed:

    PYTHONPATH=FOLDER-WITH-OPENCV "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/utils/make_drawings.py

(`pip install opencv-python-headless --no-deps --target FOLDER-WITH-OPENCV`.) Writes `drawings.json` beside itself. Labels are not
drawn: the font is OpenCV's.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

rng = np.random.default_rng(5)


def tensor(value):
    array = np.asarray(value)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "values": array.reshape(-1).tolist()}


def image(*shape, dtype="uint8", high=255):
    return (rng.uniform(0, high, shape)).round(3).astype(dtype)


def boxes(images, found, labels, box_format, **arguments):
    given = {"boxes": np.array(found, "float32"), "labels": np.array(labels)}
    drawn = keras.visualization.draw_bounding_boxes(images, dict(given), box_format, **arguments)
    return {"images": tensor(images), "boxes": tensor(given["boxes"]), "labels": tensor(given["labels"]), "format": box_format, "arguments": arguments, "result": tensor(drawn)}


def masks(images, found, **arguments):
    drawn = keras.visualization.draw_segmentation_masks(images, found, **arguments)
    return {"images": tensor(images), "masks": tensor(found), "arguments": {k: v if k != "color_mapping" else {str(a): b for a, b in v.items()} for k, v in arguments.items()}, "result": tensor(drawn)}


def main():
    two = [[[3.7, 2.2, 12.9, 9.1], [-4, 5, 30, 40]], [[1, 1, 4, 4], [6, 6, 6, 6]]]
    classes = rng.integers(0, 4, (2, 5, 6, 1)).astype("int32")
    classes[0, 0, :2] = -1
    record = {
        "boxes": [
            boxes(image(2, 14, 16, 3), two, [[0, 1], [2, 3]], "xyxy"),
            boxes(image(2, 14, 16, 3, dtype="float32", high=1), two, [[0, -1], [2, 3]], "yxyx", color=[250, 10, 60], line_thickness=1),
            boxes(image(1, 20, 20, 3, dtype="float32"), [[[0.2, 0.3, 0.4, 0.35]]], [[1]], "rel_xywh", color=[1, 2, 3], line_thickness=3),
            boxes(image(1, 24, 22, 1), [[[11, 12, 6, 5]]], [[1]], "center_xywh", color=[200, 2, 3], line_thickness=5),
        ],
        "masks": [
            masks(image(2, 5, 6, 3), classes),
            masks(image(2, 5, 6, 3, dtype="float32"), classes, num_classes=4, alpha=0.37, ignore_index=2),
            masks(image(2, 5, 6, 3), classes, num_classes=3, color_mapping={0: [9, 8, 7], 1: [255, 0, 0], 2: [0, 0, 255]}, alpha=0.5, ignore_index=0),
            masks(image(1, 5, 6, 3, dtype="float32"), classes[:1], num_classes=4, blend=False),
        ],
    }
    (HERE / "drawings.json").write_text("{" + ",\n".join(f'"{k}": [\n' + ",\n".join(json.dumps(c) for c in v) + "\n]" for k, v in record.items()) + "}\n")


if __name__ == "__main__":
    main()
