"""Writes zoo/src/main/resources/dev/tenon/zoo/catalogue.json: where Keras gets the weights of its applications from.

    python tests/goldens/zoo/make_catalogue.py

(python: of the interop venv.) Addresses, file names and hashes are asked of Keras itself: its `get_file` is replaced by one
that notes what it is asked for, and nothing is downloaded or built. The licences are those that Keras' documentation names for
the weights, or those of the repositories that the weights came from.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "interop"))
import quiet  # noqa: E402, F401
import keras  # noqa: E402
from keras.src.applications import resnet  # noqa: E402
from keras.src.utils import file_utils  # noqa: E402
from make import NAMES  # noqa: E402

TARGET = pathlib.Path(__file__).parents[3] / "zoo/src/main/resources/dev/tenon/zoo/catalogue.json"
# What was read, and where: docs/zoo.md says so for each family.
KERAS_DOCS = "https://github.com/keras-team/keras/blob/31599d801d73d2ca07d7ff0ecf62da0164456895/docs/templates/applications.md"
LICENCES = {
    "VGG": ("CC BY 4.0, Visual Geometry Group, University of Oxford", KERAS_DOCS),
    "ResNet": ("MIT, Kaiming He", KERAS_DOCS),
    "V2ResNet": ("BSD 3-clause, Facebook", "https://github.com/facebookarchive/fb.resnet.torch/blob/master/LICENSE"),
    "Xception": ("MIT, Keras", KERAS_DOCS),
    "DenseNet": ("BSD 3-clause, Zhuang Liu", "https://github.com/liuzhuang13/DenseNet/blob/master/LICENSE"),
    "ConvNeXt": ("MIT, Facebook", "https://github.com/facebookresearch/ConvNeXt/blob/main/README.md"),
    "EfficientNetV2": (
        "Apache-2.0 of the code, Google; of the weights nothing is said", "https://github.com/google/automl/tree/master/efficientnetv2"),
    "EfficientNet": (
        "Apache-2.0 of the code, Google; of the weights nothing is said",
        "https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet"),
    "MobileNetV3": (
        "Apache-2.0 of the code, Google; of the weights nothing is said",
        "https://github.com/tensorflow/models/tree/master/research/slim/nets/mobilenet"),
}  # fmt: skip
APACHE = ("Apache-2.0, Google", KERAS_DOCS)
MODES = {
    "VGG": "caffe", "ResNet": "caffe", "V2ResNet": "tf", "DenseNet": "torch",
    "EfficientNet": "inside", "ConvNeXt": "inside", "MobileNetV3": "inside",
}  # fmt: skip
SIDES = {"MobileNet": (128, 160, 192, 224), "MobileNetV2": (96, 128, 160, 192, 224)}
ALPHAS = {"MobileNet": (0.25, 0.5, 0.75, 1.0), "MobileNetV2": (0.35, 0.5, 0.75, 1.0, 1.3, 1.4)}


STOOD_FOR = ("layers", "Functional", "Sequential", "CustomScaleLayer", "LayerScale", "StochasticDepth")


class Asked(Exception):
    pass


class Anything:
    """Stands for a layer, its output and the module of layers: Keras' functions run through without making weights."""

    shape = (None, 224, 224, 64)

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __add__(self, other):
        return self

    __mul__ = __radd__ = __rmul__ = __add__


def asked(name, options):
    """What Keras would download."""
    seen = {}

    def note(fname, origin, cache_subdir=None, file_hash=None):
        seen.update(file=fname, url=origin, **({"hash": file_hash} if file_hash else {}))
        raise Asked

    module = sys.modules[getattr(keras.applications, name).__module__]
    hosts = [module, resnet]  # the networks of resnet_v2 are built by resnet
    kept = [(host, key, getattr(host, key)) for host in hosts for key in STOOD_FOR if hasattr(host, key)]
    for host, key, _ in kept:
        setattr(host, key, Anything())
    file_utils.get_file, get_file = note, file_utils.get_file
    try:
        getattr(keras.applications, name)(weights="imagenet", **options)
    except Asked:
        return seen
    finally:
        file_utils.get_file = get_file
        for host, key, value in kept:
            setattr(host, key, value)
    raise ValueError(f"{name}: Keras asked for no file")


def by_rule(name, alpha, side, top, pattern):
    """The small networks have many files, which differ only in numbers: one is asked for, the rest follows."""
    text = {0.25: "2_5", 0.5: "5_0", 0.75: "7_5", 1.0: "1_0"}.get(alpha)
    if name == "MobileNet":
        file = f"mobilenet_{text}_{side}_tf{'' if top else '_no_top'}.h5"
    else:
        file = f"mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{alpha}_{side}{'' if top else '_no_top'}.h5"
    if alpha == 1.0 and side == 224 and file != pattern["file"]:
        raise ValueError(f"the rule gives {file}, Keras asks for {pattern['file']}")
    return {"file": file, "url": pattern["url"].replace(pattern["file"], file)}


def files(name):
    found = []
    for top in (True, False):
        base = {"include_top": top}
        if name in SIDES:
            pattern = asked(name, base)
            for alpha in ALPHAS[name]:
                for side in SIDES[name]:
                    found.append(by_rule(name, alpha, side, top, pattern) | {"top": top, "alpha": alpha, "side": side})
        elif name.startswith("MobileNetV3"):
            for alpha, minimalistic in ((1.0, False), (0.75, False), (1.0, True)):
                options = base | {"alpha": alpha, "minimalistic": minimalistic}
                found.append(asked(name, options) | {"top": top, "alpha": alpha, "minimalistic": minimalistic})
        else:
            found.append(asked(name, base) | {"top": top})
    return found


def family(name):
    if name.startswith("ResNet") and name.endswith("V2"):
        return "V2ResNet"
    return next((f for f in MODES if name.startswith(f)), name)


def licence(name):
    if name.startswith("ResNet") and name.endswith("V2"):
        return LICENCES["V2ResNet"]
    return next((LICENCES[f] for f in LICENCES if name.startswith(f)), APACHE)


def main():
    entries = []
    for name in NAMES:
        entries.append(
            {
                "name": name,
                "application": name,
                "preprocessing": MODES.get(family(name), "tf"),
                "labels": "imagenet",
                "licence": licence(name)[0],
                "source": licence(name)[1],
                "files": files(name),
            }
        )
        print(name, entries[-1]["files"][0], flush=True)
    # One line a file keeps changes readable.
    lines = ['{"models": [']
    for i, entry in enumerate(entries):
        head = {k: v for k, v in entry.items() if k != "files"}
        lines.append(json.dumps(head)[:-1] + ', "files": [')
        lines.append(",\n".join("  " + json.dumps(f) for f in entry["files"]))
        lines.append("]}" + ("," if i + 1 < len(entries) else ""))
    TARGET.write_text("\n".join([*lines, "]}"]) + "\n")


if __name__ == "__main__":
    main()
