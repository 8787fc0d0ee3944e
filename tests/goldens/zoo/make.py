"""Records how real Keras builds the 40 models of keras.applications: writes architectures.json.gz beside this file.

    python tests/goldens/zoo/make.py

(python: of the interop venv.) For each model with its top every operation in order: name, class, shape of the output,
names of the operations it reads, and its configuration (a number into the table `configs`, as many layers share one). For
variants without a top: how many operations there are, the last lines in full, and a hash of all lines. Parameters are
counted, trainable ones apart. Nothing is random here: weights are never looked at.
"""

import gzip
import hashlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "interop"))
import quiet  # noqa: E402, F401
import keras  # noqa: E402

HERE = pathlib.Path(__file__).parent
NAMES = (
    "ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2 VGG16 VGG19 Xception InceptionV3 InceptionResNetV2 "
    "MobileNet MobileNetV2 MobileNetV3Small MobileNetV3Large DenseNet121 DenseNet169 DenseNet201 NASNetMobile NASNetLarge "
    "EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 EfficientNetB7 "
    "EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2S EfficientNetV2M EfficientNetV2L "
    "ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge"
).split()
# Options in Keras' names; what is not named is Keras' default, apart from the weights.
VARIANTS = {name: [{"include_top": False}] for name in NAMES}
VARIANTS["ResNet50"] += [{"include_top": False, "pooling": "avg", "input_shape": [96, 128, 3]}, {"classes": 10}]
VARIANTS["ResNet50V2"] += [{"include_top": False, "pooling": "max"}]
VARIANTS["VGG16"] += [{"include_top": False, "pooling": "max", "input_shape": [64, 64, 1]}]
VARIANTS["Xception"] += [{"include_top": False, "pooling": "avg"}]
VARIANTS["InceptionV3"] += [{"classes": 7, "classifier_activation": None, "input_shape": [151, 150, 3]}]
VARIANTS["InceptionResNetV2"] += [{"include_top": False, "pooling": "avg"}]
VARIANTS["MobileNet"] += [{"alpha": 0.25, "input_shape": [160, 160, 3]}, {"depth_multiplier": 2, "dropout": 0.5}]
VARIANTS["MobileNetV2"] += [{"alpha": 1.4, "input_shape": [96, 96, 3]}, {"alpha": 0.35}, {"include_top": False, "pooling": "avg"}]
VARIANTS["MobileNetV3Small"] += [{"minimalistic": True}, {"alpha": 0.75, "include_preprocessing": False}]
VARIANTS["MobileNetV3Large"] += [{"minimalistic": True, "input_shape": [225, 224, 3]}, {"alpha": 1.3}]
VARIANTS["DenseNet121"] += [{"include_top": False, "pooling": "avg"}]
VARIANTS["NASNetMobile"] += [{"include_top": False, "pooling": "max"}]
VARIANTS["EfficientNetB0"] += [{"include_top": False, "pooling": "avg", "input_shape": [225, 200, 3]}]
VARIANTS["EfficientNetV2B0"] += [{"include_preprocessing": False}, {"include_top": False, "pooling": "max"}]
VARIANTS["ConvNeXtTiny"] += [{"include_top": False, "pooling": "avg"}, {"include_preprocessing": False, "classes": 3}]
UNTOLD = {"name", "trainable", "dtype", "batch_input_shape", "layers", "build_input_shape"}
CONFIGS = {}


def plain(value):
    """Configurations without the modules of Python."""
    if isinstance(value, dict):
        if "class_name" in value:
            return {"class_name": value["class_name"], "config": plain(value.get("config") or {})}
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, (list, tuple)) else value


def config_of(operation):
    if not isinstance(operation, keras.layers.Layer) or isinstance(operation, keras.Model):
        return {}
    return {k: plain(v) for k, v in operation.get_config().items() if k not in UNTOLD}


def number_of(operation):
    text = json.dumps(config_of(operation), sort_keys=True)
    return CONFIGS.setdefault(text, len(CONFIGS))


def lines_of(model):
    lines = []
    for operation in model.operations:
        if isinstance(operation, keras.layers.InputLayer):
            continue
        reads = [t._keras_history.operation.name for t in operation._inbound_nodes[0].input_tensors]
        shape = "x".join("?" if n is None else str(n) for n in operation.output.shape[1:])
        lines.append(f"{operation.name}|{type(operation).__name__}|{shape}|{','.join(reads)}")
        if isinstance(operation, keras.Sequential):
            lines += [f"  {inner.name}|{type(inner).__name__}" for inner in operation.layers]
    return lines


def counts(model):
    trainable = sum(int(keras.ops.size(w)) for w in model.trainable_weights)
    return {"parameters": model.count_params(), "trainable": trainable}


def build(name, options):
    keras.backend.clear_session()
    if "input_shape" in options:
        options = options | {"input_shape": tuple(options["input_shape"])}
    return getattr(keras.applications, name)(weights=None, **options)


def record(name):
    model = build(name, {})
    lines = lines_of(model)
    configs = []
    for operation in model.operations:
        if not isinstance(operation, keras.layers.InputLayer):
            configs.append(number_of(operation))
            if isinstance(operation, keras.Sequential):
                configs += [number_of(inner) for inner in operation.layers]
    found = {"name": model.name, "input": list(model.input.shape[1:]), "lines": lines, "configs": configs} | counts(model)
    found["variants"] = []
    for options in VARIANTS[name]:
        model = build(name, options)
        lines = lines_of(model)
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        found["variants"].append(
            {"options": options, "name": model.name, "count": len(lines), "last": lines[-3:], "sha256": digest} | counts(model)
        )
    print(name, found["parameters"], len(found["lines"]), flush=True)
    return found


def main():
    models = {name: record(name) for name in NAMES}
    text = json.dumps({"keras": keras.__version__, "models": models, "configs": [json.loads(c) for c in CONFIGS]}, separators=(",", ":"))
    with open(HERE / "architectures.json.gz", "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.write(text.encode())
    print((HERE / "architectures.json.gz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
