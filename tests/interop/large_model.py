"""Lets Tenon load, run and write a network of more than 2 GB, whose weights lie beside it, and compares with ONNX Runtime.

    python tests/interop/large_model.py FOLDER [--classpath FILE] [--keep]

(python: of tests/interop/make-venv.) Writes a network of nine products of 268 MB each and one file of external data. Then
LargeModel.java, one process a job: loads it and predicts on each engine, writes it as it was, and writes it as a new file. Both
files are run by ONNX Runtime here. Takes 7.5 GB of disk, 8 GB of memory and about two minutes; prints what each job took.
Not part of tests/interop/run.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, LAYERS = 8192, 9


def external(name, shape, offset, length):
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", "large.bin"), ("offset", offset), ("length", length)):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def generate(folder):
    rng, nodes, weights, x = np.random.default_rng(3), [], [], "x"
    with open(folder / "large.bin", "wb") as file:
        for layer in range(LAYERS):
            values = rng.standard_normal((WIDTH, WIDTH), "float32") * np.float32((2 / WIDTH) ** 0.5)
            weights.append(external(f"layer{layer}.weight", values.shape, file.tell(), values.nbytes))
            file.write(values.tobytes())
            nodes.append(helper.make_node("MatMul", [x, f"layer{layer}.weight"], [f"h{layer}"], f"matmul{layer}"))
            last = layer == LAYERS - 1
            x = "y" if last else f"r{layer}"
            nodes.append(helper.make_node("Tanh" if last else "Relu", [f"h{layer}"], [x], f"act{layer}"))
        size = file.tell()
    ports = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", WIDTH]) for name in ("x", "y")]
    graph = helper.make_graph(nodes, "large", ports[:1], ports[1:], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    (folder / "large.onnx").write_bytes(model.SerializeToString())
    return size


def in_runtime(path, x):
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(None, {"x": x})[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--classpath", default=str(HERE.parents[1] / ".tenon" / "classpath"), help="a file")
    parser.add_argument("--keep", action="store_true", help="keeps the files")
    options = parser.parse_args()
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    size = generate(folder)
    x = np.random.default_rng(4).standard_normal((2, WIDTH), "float32")
    np.savez(folder / "x.npz", x=x)
    expected = in_runtime(folder / "large.onnx", x)
    print(f"{size / 1e9:.2f} GB of weights beside {(folder / 'large.onnx').stat().st_size} bytes")
    classpath = pathlib.Path(options.classpath).read_text().strip()
    good = True

    def report(what, found, took):
        nonlocal good
        apart = float(np.abs(expected - found).max() / np.abs(expected).max())
        good &= apart <= 1e-5
        print(f"{'ok  ' if apart <= 1e-5 else 'FAIL'} {what}: {apart:.1e} apart; {took}", flush=True)

    for job, target in (("tensorflow", "tf.npz"), ("onnxruntime", "ort.npz"), ("save", "same.onnx"), ("write", "new.onnx")):
        command = ["java", "-Xmx1g", "-cp", classpath, str(HERE / "LargeModel.java"), job, folder / "large.onnx"]
        done = subprocess.run([*command, folder / "x.npz", folder / target], stdout=subprocess.PIPE, text=True, check=True)
        took = json.loads(done.stdout.splitlines()[-1])
        shown = f"{took['seconds']:.1f} s, at most {took['peak'] / 1e9:.1f} GB resident, {took['anonymous'] / 1e9:.1f} GB not of files"
        result = folder / target
        report(job, np.load(result)["y"] if target.endswith("npz") else in_runtime(result, x), shown)
        if target == "same.onnx":
            one, two = (onnx.load(path, load_external_data=False) for path in (folder / "large.onnx", result))
            names = [[i.name for i in model.graph.initializer] for model in (one, two)]
            for model in (one, two):
                del model.graph.initializer[:]
            good &= one == two and names[0] == names[1]
            print(f"{'ok  ' if one == two and names[0] == names[1] else 'FAIL'} all but where the weights lie is as it was")
        for file in folder.glob(target + "*"):
            file.unlink()
    if not options.keep:
        shutil.rmtree(folder)
    sys.exit(not good)


if __name__ == "__main__":
    main()
