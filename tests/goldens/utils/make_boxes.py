"""Records what keras.utils.bounding_boxes gives: two cases each, the second not of default arguments.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/utils/make_boxes.py

Writes `boxes.json` beside itself: a line for each case, with the function, its arguments by name, and the result.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

b = keras.utils.bounding_boxes
rng = np.random.default_rng(3)
cases = []


def tensor(value):
    array = np.asarray(value)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "values": array.reshape(-1).tolist()}


def json_value(value):
    if isinstance(value, dict):
        return {k: json_value(v) for k, v in value.items()}
    return tensor(value) if hasattr(value, "dtype") else value


def case(function, **arguments):
    given = {k: json_value(v) for k, v in arguments.items()}
    if isinstance(arguments.get("boxes"), dict):
        arguments["boxes"] = dict(arguments["boxes"])
    cases.append({"function": function, "arguments": given, "result": json_value(getattr(b, function)(**arguments))})


def boxes(*shape, size=60, dtype="float32"):
    corner = rng.uniform(0, size, (*shape, 2))
    return np.concatenate([corner, corner + rng.uniform(3, size, (*shape, 2))], -1).astype(dtype)


def numbers(low, high, count=2):
    return rng.uniform(low, high, count).astype("float32")


FORMATS = "xyxy yxyx xywh center_xywh center_yxhw rel_xyxy rel_yxyx rel_xywh rel_center_xywh".split()


def main():
    for source in FORMATS:
        for target in FORMATS:
            given = boxes(2)
            if source.startswith("rel_"):
                given = given / 100
            size = {"height": 50, "width": 80} if "rel_" in source + target else {}
            case("convert_format", boxes=given, source=source, target=target, **size)
    case("convert_format", boxes=boxes(2, 3, dtype="int32"), source="XYXY", target="rel_xywh", height=64, width=48, dtype="float64")
    case("clip_to_image_size", bounding_boxes={"boxes": boxes(3) * 2 - 20, "labels": np.array([4, 5, 6])}, height=50, width=40)
    case("clip_to_image_size", bounding_boxes={"boxes": boxes(2, 3) / 40 - 0.4, "labels": np.arange(6, dtype="int32").reshape(2, 3)}, height=10, width=10, bounding_box_format="rel_xyxy")
    case("clip_to_image_size", bounding_boxes={"boxes": np.array([[-10, -20, 150, 160], [150, 40, 170, 80]]), "labels": np.array([0, 1])}, height=100, width=120)
    affine = dict(angle=numbers(-40, 40), translate_x=numbers(-0.3, 0.3), translate_y=numbers(-0.3, 0.3), scale=numbers(0.5, 2), shear_x=numbers(-20, 20), shear_y=numbers(-20, 20), height=64, width=48)
    case("affine_transform", boxes=boxes(2, 3), **affine)
    case("affine_transform", boxes=boxes(2, 2), **affine, center_x=numbers(0, 1), center_y=numbers(0, 1))
    case("crop", boxes=boxes(3), top=10, left=20, height=30, width=25)
    case("crop", boxes=boxes(2, 2, dtype="int32"), top=-5, left=3, height=40, width=50, bounding_box_format="xyxy")
    case("pad", boxes=boxes(3), top=10, left=20)
    case("pad", boxes=boxes(2, 2, dtype="int32"), top=5, left=0, height=40, width=50)
    case("encode_box_to_deltas", anchors=boxes(3), boxes=boxes(3), anchor_format="xyxy", box_format="xyxy")
    case("encode_box_to_deltas", anchors=boxes(3), boxes=boxes(2, 3) / 100, anchor_format="xywh", box_format="rel_yxyx", encoding_format="center_xywh", variance=[0.1, 0.1, 0.2, 0.2], image_shape=[50, 80, 3])
    case("decode_deltas_to_boxes", anchors=boxes(3), boxes_delta=rng.normal(size=(3, 4)).astype("float32"), anchor_format="xyxy", box_format="xyxy")
    case("decode_deltas_to_boxes", anchors=boxes(3), boxes_delta=rng.normal(size=(2, 3, 4)).astype("float32"), anchor_format="xywh", box_format="rel_center_xywh", encoded_format="center_xywh", variance=[0.1, 0.1, 0.2, 0.2], image_shape=[50, 80, 3])
    masked = boxes(2, 3)
    masked[0, 1] = -1
    case("compute_iou", boxes1=boxes(3), boxes2=boxes(2), bounding_box_format="xyxy")
    case("compute_iou", boxes1=masked, boxes2=masked[:, ::-1].copy(), bounding_box_format="xywh", use_masking=True, mask_val=-2)
    case("compute_iou", boxes1=boxes(2, 3) / 100, boxes2=boxes(4) / 100, bounding_box_format="rel_yxyx", image_shape=[50, 80, 3])
    case("compute_ciou", boxes1=boxes(3), boxes2=boxes(3), bounding_box_format="xyxy")
    case("compute_ciou", boxes1=boxes(2, 2), boxes2=boxes(2, 2), bounding_box_format="center_yxhw", image_shape=[50, 80, 3])
    (HERE / "boxes.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")


if __name__ == "__main__":
    main()
