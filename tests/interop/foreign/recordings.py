"""The models of ../shared/foreign, and what was recorded of each."""

import json
import zlib

import numpy as np

# What a recording may be off by, as in OnnxModelsTest: the probability of 2.4e-4 is itself 9.4e-5 away from float64.
FAINT = {"onnx/models/silero_vad_op18_ifless.onnx": 4e-4}
TOLERANCE = 1e-5


def models(root, part=None):
    """A row a model: `file`, `group`, the recording's `golden` or `data` and `tolerance`, `loss` where it was compiled; with part (I, N)
    every N-th, chosen by its name, so that a new model changes nothing for the others."""
    rows = []
    for line in (root / "keras-manifest.jsonl").read_text().splitlines():
        row = json.loads(line)
        kept = {"file": row["file"], "group": group(row), "golden": row.get("golden")}
        if row.get("optimizer") and row.get("loss"):
            kept["loss"] = row["loss"]
        rows.append(kept)
    for path in sorted((root / "onnx/models").glob("*.onnx")):
        name = path.name.split(".")[0]
        golden = [g for g in (f"golden/onnx/{path.name}.npz", f"golden/zoo/{name}.npz") if (root / g).exists()]
        rows.append({"file": f"onnx/models/{path.name}", "group": "ONNX networks", "golden": golden[0]})
    for path in sorted((root / "onnx/simple").glob("*/model.onnx")):
        folder = path.parent.relative_to(root)
        rows.append({"file": f"{folder}/model.onnx", "group": "ONNX, small", "data": f"{folder}/test_data_set_0"})
    for row in rows:
        row["tolerance"] = FAINT.get(row["file"], TOLERANCE)
    if part is None:
        return rows
    index, count = part
    return [row for row in rows if zlib.crc32(row["file"].encode()) % count == index]


def group(row):
    version = row["keras_version"] or "1"
    if version.endswith("-tf") or version >= "2.4":
        return "Keras 3" if version.startswith("3") else "tf.keras"
    return f"Keras {version[0]}"


def recording(root, row):
    """The inputs by name or number and the outputs in order; None where nothing was recorded."""
    if row.get("golden"):
        from check_export import of_golden

        if row["file"].endswith(".onnx"):
            return by_name(root / row["golden"], root / row["file"])
        inputs, (outputs, *_) = of_golden(root / row["golden"])
        return inputs, outputs
    return test_data(root / row["data"], root / row["file"]) if row.get("data") else None


def by_name(golden, model):
    """A recording of ONNX Runtime, whose outputs have the names of the model's: in the model's order."""
    import onnx
    from check_onnx_keras import tensors

    outputs = tensors(np.load(golden), "out")
    names = [port.name for port in onnx.load(model).graph.output]
    return tensors(np.load(golden), "in"), [outputs[n] for n in names] if set(names) == set(outputs) else list(outputs.values())


def test_data(folder, model):
    import onnx

    graph = onnx.load(model).graph
    given = {tensor.name for tensor in graph.initializer}
    ports = [port for port in graph.input if port.name not in given]
    inputs = {port.name: read(folder / f"input_{i}.pb", port) for i, port in enumerate(ports)}
    return inputs, [read(folder / f"output_{i}.pb", port) for i, port in enumerate(graph.output)]


def read(path, port):
    import onnx

    if port.type.HasField("sequence_type"):
        sequence = onnx.SequenceProto.FromString(path.read_bytes())
        return [onnx.numpy_helper.to_array(tensor) for tensor in sequence.tensor_values]
    array = onnx.numpy_helper.to_array(onnx.TensorProto.FromString(path.read_bytes()))
    return np.vectorize(as_text, otypes=["O"])(array) if array.dtype == object and array.size else array


def as_text(value):
    return value.decode() if isinstance(value, bytes) else value
