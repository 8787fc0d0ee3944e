"""Records which layers on which inputs Keras 3 and tf_keras refuse to build: build_rules.jsonl.

    python tests/goldens/signatures/build_rules.py

(python: of the interop venv.) A line has the input's lengths without the batch, the layers in order, and for each generation
what it says; null where it builds them.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras  # noqa: E402
import tf_keras  # noqa: E402

N = None


def conv(class_name, *kernel, **config):
    return layer(class_name, filters=2, kernel_size=list(kernel), **config)


def layer(class_name, **config):
    return {"class_name": class_name, "config": {"name": f"{class_name.lower()}_under_test", **config}}


CASES = [
    ([3, 2], [layer("Cropping1D", cropping=[2, 1])]),
    ([4, 2], [layer("Cropping1D", cropping=[2, 1])]),
    ([3, 4, 2], [layer("Cropping2D", cropping=[[2, 1], [0, 0]])]),
    ([N, 4, 2], [layer("Cropping2D", cropping=[[2, 1], [0, 0]])]),
    ([3, 4, 4, 2], [layer("Cropping3D", cropping=[[2, 1], [0, 0], [0, 0]])]),
    ([3, 2], [conv("Conv1D", 4)]),
    ([4, 2], [conv("Conv1D", 4)]),
    ([3, 5, 2], [conv("Conv2D", 4, 4)]),
    ([4, 5, 2], [conv("Conv2D", 4, 4)]),
    ([3, 5, 5, 2], [conv("Conv3D", 4, 4, 4)]),
    ([3, 5, 2], [layer("DepthwiseConv2D", kernel_size=[4, 4])]),
    ([4, 5, 2], [layer("DepthwiseConv2D", kernel_size=[4, 4])]),
    ([3, 5, 2], [conv("SeparableConv2D", 4, 4)]),
    ([4, 5, 2], [conv("SeparableConv2D", 4, 4)]),
    ([4, N], [conv("Conv1D", 4)]),
    ([N, 4], [conv("Conv1DTranspose", 4)]),
    ([3, 2], [layer("MaxPooling1D", pool_size=[4])]),
    ([3, 5, 2], [layer("MaxPooling2D", pool_size=[4, 4])]),
    ([4, 5, 2], [layer("MaxPooling2D", pool_size=[4, 4])]),
    ([3, 5, 2], [layer("AveragePooling2D", pool_size=[4, 4])]),
    ([3, 5, 5, 2], [layer("AveragePooling3D", pool_size=[4, 4, 4])]),
    ([4, 5, 5, 2], [layer("AveragePooling3D", pool_size=[4, 4, 4])]),
    ([N, 2], [layer("Flatten"), layer("Dense", units=3)]),
    ([4, 2], [layer("Flatten"), layer("Dense", units=3)]),
    ([N, 3], [layer("Reshape", target_shape=[-1]), layer("Dense", units=3)]),
    ([N, 3], [layer("Reshape", target_shape=[2, -1]), layer("Dense", units=3)]),
    ([N, 3], [layer("Permute", dims=[2, 1]), layer("Dense", units=3)]),
    ([N, 3], [layer("GlobalAveragePooling1D"), layer("Dense", units=3)]),
    ([N, 2], [layer("EinsumDense", equation="abc,cd->abd", output_shape=[N, 3])]),
    ([N, 2], [layer("EinsumDense", equation="abc,cd->abd", output_shape=[N, 3], bias_axes="d")]),
    ([N, 2], [layer("EinsumDense", equation="abc,cd->abd", output_shape=[N, 3], bias_axes="bd")]),
    ([N, 2], [layer("EinsumDense", equation="abc,bcd->ad", output_shape=[3])]),
    ([4, N], [layer("LSTM", units=3)]),
    ([N, 4], [layer("GRU", units=3, recurrent_activation="sigmoid")]),
    ([4, N], [layer("BatchNormalization")]),
    ([4, N], [layer("LayerNormalization")]),
    ([4, N], [layer("GroupNormalization", groups=1)]),
    ([N, 3], [layer("PReLU")]),
    ([N, 3], [layer("PReLU", shared_axes=[1])]),
    ([2, 1, 4, 3], [conv("ConvLSTM2D", 2, 2, recurrent_activation="sigmoid")]),
    ([2, 4, 4, 3], [conv("ConvLSTM2D", 2, 2, recurrent_activation="sigmoid")]),
    ([N], [layer("RepeatVector", n=3)]),
    ([N, N, 3], [layer("Resizing", height=2, width=2)]),
]


def refusal(module, shape, layers):
    module.backend.clear_session()
    x = module.layers.Input(shape=tuple(shape))
    try:
        for each in layers:
            config = {k: tuple(v) if isinstance(v, list) else v for k, v in each["config"].items()}
            x = getattr(module.layers, each["class_name"])(**config)(x)
    except Exception as e:  # noqa: BLE001: whatever Keras throws is its answer
        return " ".join(str(e).split())[:160]
    return None


def main():
    path = pathlib.Path(__file__).parent / "build_rules.jsonl"
    with path.open("w") as out:
        for shape, layers in CASES:
            told = {"keras3": refusal(keras, shape, layers), "tf_keras": refusal(tf_keras, shape, layers)}
            out.write(json.dumps({"input": shape, "layers": layers, **told}) + "\n")


if __name__ == "__main__":
    main()
