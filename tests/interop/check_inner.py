"""Compares what `tenon inspect MODEL --input in.npz -o layers.npz` wrote with Keras or ONNX Runtime: every value inside.

    python tests/interop/check_inner.py inputs MODEL in.npz           # writes random inputs that the model takes
    python tests/interop/check_inner.py check MODEL in.npz layers.npz [--tolerance 1e-5]

Keras is asked by `Model(inputs, layer.output)` for every layer of its graph; ONNX Runtime is given every node's outputs as
outputs of the model. Open lengths of an ONNX file become 1, or 576 for the last axis.
"""

import argparse
import pathlib

import quiet  # noqa: F401
import numpy as np
from oracle import rel_diff

OPEN_LENGTH = 576


def session(path, inner):
    import onnx
    import onnxruntime

    model = onnx.load(path)
    if inner:
        known = {output.name for output in model.graph.output}
        names = [name for node in model.graph.node for name in node.output if name and name not in known]
        model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def keras_model(path):
    import keras

    return keras.saving.load_model(path, compile=False)


def write_inputs(path, target):
    rng = np.random.default_rng(11)
    if path.suffix == ".onnx":
        found = {}
        for port in session(path, False).get_inputs():
            shape = [length if isinstance(length, int) else 1 for length in port.shape]
            if shape and not isinstance(port.shape[-1], int):
                shape[-1] = OPEN_LENGTH
            found[port.name] = np.array(16000) if port.type == "tensor(int64)" else rng.normal(size=shape).astype("float32")
    else:
        found = {t.name: rng.normal(size=[1, *t.shape[1:]]).astype("float32") for t in keras_model(path).inputs}
    np.savez(target, **found)


def values(path, inputs):
    if path.suffix == ".onnx":
        run = session(path, True)
        names = [output.name for output in run.get_outputs()]
        return dict(zip(names, run.run(names, inputs)))
    import keras

    model = keras_model(path)
    own = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    all_outputs = keras.Model(model.inputs, [layer.output for layer in own])
    return dict(zip((layer.name for layer in own), all_outputs([inputs[t.name] for t in model.inputs])))


def check(path, inputs, layers, tolerance):
    worst, compared = (0, ""), 0
    for name, expected in values(path, inputs).items():
        expected = np.asarray(expected)
        assert name in layers, f"{name} is missing"
        assert layers[name].shape == expected.shape, f"{name}: {layers[name].shape}, expected {expected.shape}"
        if expected.dtype.kind == "f":
            worst = max(worst, (rel_diff(layers[name], expected), name))
        else:
            assert (layers[name] == expected).all(), name
        compared += 1
    print(f"{path.name}: {compared} values, the worst {worst[1]} by {worst[0]:.1e}")
    assert worst[0] <= tolerance, worst


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["inputs", "check"])
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("inputs", type=pathlib.Path)
    parser.add_argument("layers", type=pathlib.Path, nargs="?")
    parser.add_argument("--tolerance", type=float, default=1e-5)
    args = parser.parse_args()
    if args.what == "inputs":
        write_inputs(args.model, args.inputs)
    else:
        check(args.model, dict(np.load(args.inputs)), dict(np.load(args.layers)), args.tolerance)
