"""Builds models of keras.applications, full size, with weights that prove something, and records what Keras answers.

    python tests/interop/applications.py ResNet50 k3h5                # one model, one dialect
    python tests/interop/applications.py MobileNetV2 all /some/folder # every dialect
    python tests/interop/applications.py all tfh5                     # the thirteen models
    python tests/interop/applications.py Xception k3h5 --spoil        # a copy with one changed weight, same golden

(python: of the interop venv.) Dialects: `k3h5`, `k3keras` (Keras 3), `tfh5`, `tfkeras` (tf_keras). The folder is
${TENON_WORK:-$HOME/.cache/tenon}/applications unless named.

Writes NAME.{k3,tf}.{h5,keras}, NAME.{k3,tf}.npz (`in0` and `out0`, two samples; `inner:LAYER` of an early, a middle and a
late layer), a row in manifest.jsonl (`from_float64`: how far the recording is from a float64 run; `tolerance`: 1e-5, or four
times that: two engines that are both right differ by their rounding, and a wrong weight by 1e-2 and more), NAME.weights.npz, the
weights that all dialects of a model share, and NAME.exact.npz, the float64 answer.

Plain random weights fade out in a deep network. Here kernels are He-scaled, normalisations get a scale around 1, their
moving statistics are measured on eight pictures, and the last layer is scaled so that its answer differs from sample to
sample and is not flat. What is printed shows it: the spread of the inner values, and the highest probabilities.
"""

import argparse
import json
import math
import os
import pathlib
import zlib

import quiet  # noqa: F401
import keras
import numpy as np
import tensorflow as tf
from oracle import ORACLES, rel_diff

MODELS = (
    "ResNet50 VGG16 MobileNetV2 InceptionV3 DenseNet121 Xception EfficientNetB0 EfficientNetV2B0 NASNetMobile "
    "MobileNetV3Small InceptionResNetV2 ResNet50V2 ConvNeXtTiny"
).split()
DIALECTS = {"k3h5": (0, "h5"), "k3keras": (0, "keras"), "tfh5": (1, "h5"), "tfkeras": (1, "keras")}
BYTES = ("EfficientNet", "MobileNetV3", "ConvNeXt")  # these scale pictures of 0..255 themselves
TOLERANCE = 1e-5  # a whole network
# Normalisation in front of ReLU makes a random network chaotic: each layer enlarges a difference by a fifth, and after fifty
# the rounding of float32 is visible in the fourth digit. Values shifted to the positive side pass ReLU mostly untouched.
SHIFT = 1.0
LOGIT_SPREAD = 1.5
PEAK = 5  # the likeliest class must have this many times the probability that it has in a flat answer


def build(oracle, name, floatx="float32"):
    oracle.fresh(floatx, floatx=floatx)
    return getattr(oracle.module.applications, name)(weights=None)


def size_of(model):
    """The side of a picture; MobileNetV3 leaves it open."""
    return model.input.shape[1] or 224


def pictures(name, size, count, seed):
    """Each a colour of its own, with soft patches and some grain, in the range that the model takes.

    White noise would look all the same to a network, and small differences drown in the rounding of float32.
    """
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    colours = rng.uniform(0.1, 0.9, (count, 1, 1, 3))
    patches = tf.image.resize(rng.uniform(-0.3, 0.3, (count, 4, 4, 3)), (size, size), method="bicubic").numpy()
    values = np.clip(colours + patches + rng.normal(0, 0.05, patches.shape), 0, 1)
    return (values * 255 if name.startswith(BYTES) else values * 2 - 1).astype("float32")


# --- weights -----------------------------------------------------------------------------------------------------------


def weighted_layers(model):
    return [layer for layer in model.layers if layer.weights]


def draw(role, shape, rng, normalised):
    if "kernel" in role:
        depthwise = "depthwise" in role
        fan_in = math.prod(shape[:2]) if depthwise else math.prod(shape[:-1])
        kernel = rng.normal(0, math.sqrt(2 / fan_in), shape)
        # What all inputs have in common is subtracted by the normalisation behind; let the kernel ignore it already,
        # or float32 loses digits on it.
        common = kernel.mean(axis=(0, 1, 2), keepdims=True) if normalised and len(shape) == 4 and not depthwise else 0
        return kernel - common
    if role == "gamma":
        return rng.uniform(0.8, 1.2, shape)  # for a LayerScale: the weight of the branch
    if role == "beta":
        return rng.normal(SHIFT, 0.2, shape)
    return rng.normal(0, 0.1, shape)


def draw_weights(model):
    normalised = any(type(layer).__name__ == "BatchNormalization" for layer in model.layers)
    for layer in weighted_layers(model):
        if type(layer).__name__ == "Normalization":
            continue
        for i, w in enumerate(layer.weights):
            role = w.path.split("/")[-1]
            if "depthwise" in type(layer).__name__.lower() and role == "kernel":
                role = "depthwise_kernel"
            if not role.startswith("moving") and "seed" not in role:
                rng = np.random.default_rng(zlib.crc32(f"{layer.name}/{i}".encode()))
                w.assign(draw(role, tuple(w.shape), rng, normalised))


def in_graph(model, x, training):
    """The answer of a graph, which frees each value after its last reader: called plainly, Keras holds all of them, and the
    largest networks would need 20 GB."""
    return tf.function(lambda pictures: model(pictures, training=training))(x).numpy()


def measure_normalisations(model, x):
    """One pass in training mode with momentum 0: every moving statistic becomes that of this batch."""
    kept = []
    for layer in model.layers:
        for option in ("momentum", "rate", "drop_path_rate"):
            if isinstance(getattr(layer, option, None), float):
                kept.append((layer, option, getattr(layer, option)))
                setattr(layer, option, 0.0)
    in_graph(model, x, True)
    for layer, option, value in kept:
        setattr(layer, option, value)


def scale_last_layer(model, x):
    """Logits with a spread of about 1.5 around what all samples have in common."""
    last = weighted_layers(model)[-1]  # a Dense, or in MobileNetV3 a Conv2D of one by one
    features = in_graph(keras.Model(model.input, last.input), x, False).reshape(len(x), -1)
    kernel = np.array(last.kernel)
    logits = (features - features.mean(0)) @ kernel.reshape(features.shape[1], -1)
    factor = LOGIT_SPREAD / logits.std()
    last.kernel.assign(kernel * factor)
    last.bias.assign(np.array(last.bias) - features.mean(0) @ (kernel.reshape(features.shape[1], -1) * factor))


def shared_weights(name, folder):
    """The weights of each layer, in the order of the layers; measured once with Keras 3 and kept."""
    path = folder / f"{name}.weights.npz"
    if not path.exists():
        model = build(ORACLES[0], name)
        x = pictures(name, size_of(model), 8, seed=1)
        draw_weights(model)
        if any(type(layer).__name__ == "BatchNormalization" for layer in model.layers):
            measure_normalisations(model, x)
        scale_last_layer(model, x)
        arrays = {f"{i}/{j}": w for i, la in enumerate(weighted_layers(model)) for j, w in enumerate(la.get_weights())}
        beside = path.with_suffix(".part.npz")
        np.savez(beside, **arrays)
        beside.rename(path)
    with np.load(path) as held:
        return dict(held)


def quick_groups(model):
    """A convolution with a group for each channel as the depthwise one that it is: for the other TensorFlow takes 20 minutes in
    float64, where it has no kernel of oneDNN's."""
    for layer in model.layers:
        if getattr(layer, "groups", 1) > 1 and layer.kernel.shape[2:] == (1, layer.groups):
            layer.convolution_op = lambda x, kernel, la=layer: keras.ops.depthwise_conv(
                x, keras.ops.transpose(kernel, (0, 1, 3, 2)), la.strides, la.padding
            )


def exact_answer(name, folder):
    """What Keras 3 answers in float64, kept: how far a recording is from it says how exact anyone can be."""
    path = folder / f"{name}.exact.npz"
    if not path.exists():
        model = build(ORACLES[0], name, "float64")
        set_weights(model, shared_weights(name, folder))
        quick_groups(model)
        x = pictures(name, size_of(model), 2, seed=2)
        np.savez(path, out0=in_graph(model, x.astype("float64"), False))
    with np.load(path) as held:
        return held["out0"]


def set_weights(model, arrays):
    used = 0
    for i, layer in enumerate(weighted_layers(model)):
        count = len(layer.weights)
        layer.set_weights([arrays[f"{i}/{j}"] for j in range(count)])
        used += count
    if used != len(arrays):
        raise ValueError(f"the model has {used} weights, the file {len(arrays)}")


# --- recording -----------------------------------------------------------------------------------------------------------


def inner_layers(model):
    """An early, a middle and a late place where feature maps end: never a layer that an exporter may fold away."""
    ends = ("Activation", "ReLU", "Add", "Concatenate", "MaxPooling2D")
    maps = [la for la in model.layers if type(la).__name__ in ends and len(la.output.shape) == 4 and la.output.shape[1] != 1]
    return [maps[len(maps) * n // 12] for n in (2, 6, 11)]


def record(name, dialect, folder):
    oracle, suffix = ORACLES[DIALECTS[dialect][0]], DIALECTS[dialect][1]
    arrays = shared_weights(name, folder)
    model = build(oracle, name)
    set_weights(model, arrays)
    path = folder / f"{name}.{oracle.tag}.{suffix}"
    model.save(path)

    x = pictures(name, size_of(model), 2, seed=2)
    inner = inner_layers(model)
    *values, out = oracle.Model(model.input, [la.output for la in inner] + [model.output])(x, training=False)
    golden = folder / f"{name}.{oracle.tag}.npz"
    found = {"in0": x, "out0": out.numpy()} | {f"inner:{la.name}": v.numpy() for la, v in zip(inner, values)}
    np.savez(golden, **found)
    distance = rel_diff(found["out0"], exact_answer(name, folder))
    print(f"{path.name}: {path.stat().st_size / 1e6:.0f} MB; {spread(found)}; from float64 {distance:.1e}", flush=True)
    row = {"file": path.name, "golden": golden.name, "model": name, "dialect": dialect}
    row |= {"tolerance": max(TOLERANCE, float(f"{4 * distance:.2g}")), "from_float64": float(f"{distance:.2g}")}
    add_row(folder, row | {"inner": [la.name for la in inner]})
    return found


def spread(found):
    """Says how far values differ, and refuses a golden that proves nothing."""
    p = found["out0"]
    inner = ", ".join(f"{k[6:]} {v.std():.2g}" for k, v in found.items() if k.startswith("inner:"))
    apart = rel_diff(p[0], p[1])
    if not np.isfinite(p).all() or p.max(-1).min() < PEAK / p.shape[-1] or apart < 0.1:
        raise ValueError(f"a flat golden: highest probabilities {p.max(-1)}, samples differ by {apart:.1g}")
    return f"std of {inner}; highest p {', '.join(f'{v:.3f}' for v in p.max(-1))}; samples differ by {apart:.2f}"


def add_row(folder, row):
    path = folder / "manifest.jsonl"
    rows = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    rows = sorted([r for r in rows if r["file"] != row["file"]] + [row], key=lambda r: r["file"])
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))


def spoil(name, dialect, folder):
    """A copy in which one number of one kernel in the middle is another: a comparison must notice. Not in the manifest."""
    oracle, suffix = ORACLES[DIALECTS[dialect][0]], DIALECTS[dialect][1]
    arrays = shared_weights(name, folder)
    kernels = [key for key, a in arrays.items() if a.ndim == 4]
    key = kernels[len(kernels) // 2]
    changed = arrays[key].copy()
    changed.flat[0] += 3 * changed.std()
    model = build(oracle, name)
    set_weights(model, arrays | {key: changed})
    path = folder / f"{name}.spoiled.{oracle.tag}.{suffix}"
    model.save(path)
    golden = np.load(folder / f"{name}.{oracle.tag}.npz")
    difference = rel_diff(model(golden["in0"], training=False).numpy(), golden["out0"])
    print(f"{path.name}: one of {model.count_params()} numbers changed, the answer by {difference:.1e}")


def main():
    work = os.environ.get("TENON_WORK") or pathlib.Path.home() / ".cache" / "tenon"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", choices=[*MODELS, "all"])
    parser.add_argument("dialect", choices=[*DIALECTS, "all"])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=pathlib.Path(work) / "applications")
    parser.add_argument("--spoil", action="store_true", help="write a copy with one changed weight instead")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS if options.model == "all" else [options.model]:
        for dialect in DIALECTS if options.dialect == "all" else [options.dialect]:
            (spoil if options.spoil else record)(name, dialect, options.folder)


if __name__ == "__main__":
    main()
