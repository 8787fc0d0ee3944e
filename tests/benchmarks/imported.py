"""Measures how imported ONNX networks open and run, and prints medians and their ratios. Started by ./onnx."""

import argparse
import json
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from measure import LEAST, SIDE, WORK, class_path, clock, load_average, machine, made

SIZES = (2500, 5000, 10000, 20000)
LONGEST = 5.0  # seconds for the largest
LINEAR = 1.5  # the time of a node in the largest graph against that in the smallest
TENSORFLOW = 1.2  # times the network of Keras' file
ONNXRUNTIME = 1.05  # times bare ONNX Runtime
PICTURES = 40
BLOCK = 10  # nodes


def graph(nodes):
    """Blocks of residual convolutions, each with the shape arithmetic that exporters leave in."""
    rng = np.random.default_rng(3)
    made, weights, x = [], [], "x"

    def add(kind, name, inputs, **attributes):
        made.append(helper.make_node(kind, inputs, [name], "node_" + name, **attributes))
        return name

    def constant(name, value):
        weights.append(numpy_helper.from_array(value, name))
        return name

    def conv(name, value):
        kernel = constant(name + ".weight", rng.normal(0, 0.3, (8, 8, 3, 3)).astype("float32"))
        return add("Conv", name, [value, kernel, constant(name + ".bias", np.zeros(8, "float32"))], pads=[1] * 4)

    zero, rest = constant("zero", np.array(0)), constant("rest", np.array([8, 16, 16]))
    axes = constant("axes", np.array([0]))
    for number in range(nodes // BLOCK):
        b = f"block{number}"
        second = conv(f"{b}.conv2", add("Relu", f"{b}.relu", [conv(f"{b}.conv1", x)]))
        total = add("Tanh", f"{b}.tanh", [add("Add", f"{b}.add", [second, x])])
        batch = add("Gather", f"{b}.batch", [add("Shape", f"{b}.shape", [total]), zero], axis=0)
        lengths = add("Concat", f"{b}.lengths", [add("Unsqueeze", f"{b}.one", [batch, axes]), rest], axis=0)
        x = add("Reshape", f"{b}.out", [total, lengths])
    port = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", 8, 16, 16]) for name in ("x", x)]
    whole = helper.make_graph(made, "large", port[:1], port[1:], weights)
    return helper.make_model(whole, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def worker(*arguments):
    command = ["java", "-Xmx4g", "-Xss256m", "-cp", class_path(), "dev.tenon.benchmarks.ImportWorker", *map(str, arguments)]
    return json.loads(clock(command)[1].splitlines()[-1])


def files():
    WORK.mkdir(parents=True, exist_ok=True)
    keras, network = WORK / "resnet50.h5", WORK / "keras.onnx"
    made(keras, lambda path: clock(SIDE + ["make", str(path)]))
    made(network, lambda path: clock(SIDE + ["export", str(keras), str(path)]))
    graphs = [
        made(WORK / f"nodes{size}.onnx", lambda path, size=size: onnx.save(graph(size), path)) for size in SIZES]
    return keras, network, graphs


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="how often each graph is imported besides the warm-up")
    parser.add_argument("--prepare", action="store_true", help="only make the files")
    options = parser.parse_args()
    keras, network, graphs = files()
    if options.prepare:
        return
    load = load_average()
    print(machine())
    print(f"load at the start {load:.2f}; medians of {options.runs} imports and {PICTURES} predictions\n")
    print("| what | Tenon | other | ratio | bound | |\n| --- | --- | --- | --- | --- | --- |")
    good = True

    def row(what, mine, other, ratio, bound):
        nonlocal good
        good &= ratio <= bound
        ok = "ok" if ratio <= bound else "MISSED"
        print(f"| {what} | {mine} | {other} | {ratio:.2f} | at most {bound} | {ok} |", flush=True)

    found = [(size, worker("import", path, options.runs)) for size, path in zip(SIZES, graphs)]
    first, largest = found[0], found[-1]
    for size, times in found:
        node = times["warm"] / size / (first[1]["warm"] / first[0])
        row(
            f"import of {size:,} nodes, warm, against {first[0]:,} by node", f"{times['warm']:.2f} s",
            f"{times['warm'] / size * 1e6:.0f} µs a node", node, LINEAR)
    row(f"import of {largest[0]:,} nodes, first in its process", f"{largest[1]['cold']:.2f} s", "", largest[1]["cold"], LONGEST)
    times = worker("predict", keras, network, PICTURES if options.runs >= LEAST else 5)
    for what, mine, other, bound in (
        ("TensorFlow engine, against Keras' file", "tensorflow", "keras", TENSORFLOW),
        ("ONNX Runtime engine, against bare ONNX Runtime", "onnxruntime", "bare", ONNXRUNTIME),
    ):
        row(f"ResNet50, one picture, {what}", f"{times[mine]:.1f} ms", f"{times[other]:.1f} ms", times[mine] / times[other], bound)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
