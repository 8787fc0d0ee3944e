"""Opens SavedModels and frozen graphs that Tenon wrote with Python's TensorFlow, and compares the numbers.

    python tests/interop/check_savedmodel.py --list written.txt         # rows: FOLDER GOLDEN.npz [FROZEN.pb|- [MODEL]]
    python tests/interop/check_savedmodel.py --some manifest.jsonl      # prints FILE GOLDEN of some recorded layers

Runs `tf.saved_model.load(FOLDER).signatures["serving_default"]` on the golden's inputs, by name or by position, and
prints the largest `max|a - b| / max(max|golden|, 1e-6)` of an output, with the number of variables and the free batch.
MODEL is what the folder was written from, a Keras or ONNX file: every layer in it that computes, and every node with
weights, must be a scope of operations in the graph. Exit code 1 where one is not, or a difference exceeds 1e-5.
"""

import argparse
import json
import pathlib
import re
import sys
import zipfile
import zlib

EVERY = 40

# Layers that a prediction does not go through, or that are no more than an order of axes; of real numbers, Real is no more
# than Identity.
SILENT = {
    "InputLayer", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout",
    "GaussianNoise", "AlphaDropout", "ActivityRegularization", "Identity", "Masking", "Flatten", "Reshape", "NotEqual",
    "Any", "Real",
}  # fmt: skip
BOUND = 1e-5

# Cases with layers whose results nobody reads: crossentropies look behind them for logits.
READ_PAST = {"opnodes/crossentropies", "opnodes/sparse_crossentropies"}


def some(manifest):
    """Prints one case in EVERY, by its name: a new recording takes no other one's place."""
    for line in pathlib.Path(manifest).read_text().splitlines():
        row = json.loads(line)
        case = row["file"].removesuffix(".k3.keras")
        # A model of float16 cannot come so near.
        fits = case != row["file"] and case not in READ_PAST and row.get("tolerance", BOUND) <= BOUND
        if fits and zlib.crc32(case.encode()) % EVERY == 0:
            print(row["file"], row["golden"])


def rel_diff(expected, actual):
    import numpy as np

    expected, actual = np.asarray(expected), np.asarray(actual)
    if expected.shape != actual.shape:
        return float("inf")
    if expected.dtype.kind not in "f":
        return 0.0 if np.array_equal(expected, actual) else float("inf")
    expected, actual = expected.astype("float64"), actual.astype("float64")
    return float(np.abs(expected - actual).max(initial=0) / max(np.abs(expected).max(initial=0), 1e-6))


def in_order(infos, graph):
    """The names of a signature in the order of the operations behind them, which is the model's; Python sorts them."""
    place = {node.name: i for i, node in enumerate(graph.node)}
    return sorted(infos, key=lambda name: place[infos[name].name.split(":")[0]])


def config_of(path):
    """The configuration in a Keras file."""
    if path.suffix == ".keras":
        with zipfile.ZipFile(path) as archive:
            return json.loads(archive.read("config.json"))
    import h5py

    with h5py.File(path) as file:
        return json.loads(file.attrs["model_config"])


def layer_names(config):
    """The names of all layers that compute something, those of models inside too."""
    names = []
    for layer in config.get("config", {}).get("layers", []):
        if "layers" in layer["config"]:
            names += layer_names(layer)
        elif layer["class_name"] not in SILENT and not layer["class_name"].startswith("Random"):
            names.append(layer["config"].get("name") or layer["name"])
    return names


def node_names(path):
    """The names of an ONNX file's nodes that read weights, as TensorFlow can spell them."""
    import onnx

    graph = onnx.load(path).graph
    weights = {tensor.name for tensor in graph.initializer if tensor.dims and tensor.data_type == 1}
    kinds = {"Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN"}
    names = [node.name for node in graph.node if node.op_type in kinds and weights.intersection(node.input)]
    clean = [re.sub(r"[^A-Za-z0-9_./-]", "_", name) for name in names if name]
    return [name if name[0].isalnum() else "n" + name for name in clean]


def missing_names(graph, model):
    """The layers or nodes that are no scope of the graph, and how many were looked for."""
    path = pathlib.Path(model)
    nodes = {node.name for node in graph.node}
    nodes |= {node.name for function in graph.library.function for node in function.node_def}
    if path.suffix == ".onnx":
        names = node_names(path)
        return [name for name in names if not any(node.startswith(name + "/") for node in nodes)], len(names)
    names = layer_names(config_of(path))
    scopes = {scope for node in nodes for scope in node.split("/")[:-1]}
    # The second call of a layer has its number behind the name.
    scopes |= {re.sub(r"_\d+$", "", scope) for scope in scopes}
    return [name for name in names if re.sub(r"[^A-Za-z0-9_./-]", "_", name) not in scopes], len(names)


def arrays(golden, prefix, names):
    """The golden's arrays under the names of a signature."""
    by_position = sum(f"{prefix}{i}" in golden for i in range(len(names))) == len(names)
    found = {}
    for i, name in enumerate(names):
        key = f"{prefix}:{name}" if f"{prefix}:{name}" in golden else f"{prefix}{i}"
        if key not in golden or (key == f"{prefix}{i}" and not by_position):
            raise SystemExit(f"no '{prefix}:{name}' among {sorted(golden)}")
        found[name] = golden[key]
    return found


def check(folder, golden, frozen, model):
    import numpy as np
    import tensorflow as tf
    from tensorflow.core.protobuf import saved_model_pb2

    with np.load(golden) as npz:
        golden = {key: npz[key] for key in npz.files if not key.startswith("inner:")}
    loaded = tf.saved_model.load(folder)
    signature = loaded.signatures["serving_default"]
    specs = signature.structured_input_signature[1]
    meta = saved_model_pb2.SavedModel.FromString((pathlib.Path(folder) / "saved_model.pb").read_bytes()).meta_graphs[0]
    infos = meta.signature_def["serving_default"]
    inputs = arrays(golden, "in", in_order(infos.inputs, meta.graph_def))
    inputs = {k: tf.cast(tf.constant(v), specs[k].dtype) for k, v in inputs.items()}
    expected = arrays(golden, "out", in_order(infos.outputs, meta.graph_def))
    results = signature(**inputs)
    worst = max(rel_diff(expected[k], results[k].numpy()) for k in expected)
    batch = {s.shape[0] if s.shape.rank else None for s in specs.values()}
    print(f"{folder}: {worst:.3g}, {len(loaded.variables)} variables, batch {batch}, outputs {sorted(expected)}")
    if model:
        missing, count = missing_names(meta.graph_def, model)
        print(f"{folder}: {count - len(missing)} of {count} names of {pathlib.Path(model).name} are in the graph")
        if missing:
            print(f"{folder}: no operations of {missing}")
            return False
    if frozen:
        graph = tf.compat.v1.GraphDef.FromString(pathlib.Path(frozen).read_bytes())
        function = tf.compat.v1.wrap_function(lambda: tf.compat.v1.import_graph_def(graph, name=""), [])
        names = {node.name for node in graph.node}
        if missing := [name for name in [*inputs, *expected] if name not in names]:
            print(f"{frozen}: no operations named {missing}")
            return False
        pruned = function.prune([f"{k}:0" for k in inputs], {k: f"{k}:0" for k in expected})
        outputs = pruned(*inputs.values())
        again = max(rel_diff(expected[k], outputs[k].numpy()) for k in expected)
        print(f"{frozen}: {again:.3g}")
        worst = max(worst, again)
    return worst <= BOUND


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list")
    parser.add_argument("--some")
    args = parser.parse_args()
    if args.some:
        some(args.some)
        return 0
    import quiet  # noqa: F401

    failed = 0
    rows = [line.split() for line in pathlib.Path(args.list).read_text().splitlines() if line.strip()]
    for folder, golden, *more in rows:
        frozen, model = [None if cell == "-" else cell for cell in [*more, "-", "-"][:2]]
        try:
            failed += not check(folder, golden, frozen, model)
        except Exception as e:  # one bad file must not hide the others
            print(f"{folder}: FAILED {type(e).__name__}: {e}")
            failed += 1
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
