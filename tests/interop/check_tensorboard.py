"""Reads with TensorBoard's own code what TensorBoardLogs.java wrote, and compares.

    java -cp "$(cat .tenon/classpath)" tests/interop/TensorBoardLogs.java FOLDER
    "$(tests/interop/make-venv | tail -1)/bin/python" tests/interop/check_tensorboard.py FOLDER

EventFileLoader checks every record's checksums; the accumulator is what TensorBoard's plugins ask. The numbers must be
those of history.csv and log.csv, within float32.
"""

import csv
import io
import math
import pathlib
import sys

import numpy as np
from PIL import Image
from tensorboard.backend.event_processing import event_accumulator, event_file_loader
from tensorboard.compat.proto import graph_pb2
from tensorboard.util import tensor_util

SHAPES = {"dense/kernel": (5, 6), "dense/bias": (6,), "dense_1/kernel": (6, 1), "dense_1/bias": (1,)}


def expect(found, wanted, what):
    if found != wanted:
        raise SystemExit(f"{what}: expected {wanted}, found {found}")


def plugin(accumulator, tag):
    return accumulator.SummaryMetadata(tag).plugin_data.plugin_name


def main():
    folder = pathlib.Path(sys.argv[1])
    history = list(csv.DictReader((folder / "history.csv").open()))
    logged = list(csv.DictReader((folder / "log.csv").open(newline="")))
    expect(logged, [dict(row) for row in history], "CSVLogger and History.toCsv")
    accumulators = {}
    for part in ("train", "validation"):
        files = list((folder / "logs" / part).iterdir())
        expect(len(files), 1, f"files of {part}")
        events = list(event_file_loader.EventFileLoader(str(files[0])).Load())
        expect(events[0].file_version, "brain.Event:2", "version")
        accumulators[part] = event_accumulator.EventAccumulator(
            str(folder / "logs" / part), size_guidance=event_accumulator.STORE_EVERYTHING_SIZE_GUIDANCE
        ).Reload()
        print(part, len(events), "events")

    compared = 0
    for part, prefix in (("train", ""), ("validation", "val_")):
        for name in ("loss", "mae"):
            tag = f"epoch_{name}"
            expect(plugin(accumulators[part], tag), "scalars", tag)
            series = accumulators[part].Tensors(tag)
            expect([e.step for e in series], [0, 1, 2], tag)
            for event, row in zip(series, history):
                value = tensor_util.make_ndarray(event.tensor_proto)
                expect(value.dtype, np.float32, tag)
                expect(value.item(), np.float32(row[prefix + name]).item(), f"{tag} of epoch {event.step}")
                compared += 1
    train, validation = accumulators["train"], accumulators["validation"]
    expect([e.step for e in train.Tensors("batch_loss")], [2, 4, 6, 8, 10, 12], "batch_loss")
    expect([e.step for e in validation.Tensors("evaluation_loss_vs_iterations")], [4, 8, 12], "evaluation")
    for event in train.Tensors("epoch_learning_rate"):
        expect(tensor_util.make_ndarray(event.tensor_proto).item(), np.float32(0.001).item(), "learning rate")
    if not all(tensor_util.make_ndarray(e.tensor_proto) > 0 for e in train.Tensors("epoch_steps_per_second")):
        raise SystemExit("steps per second")

    for name, shape in SHAPES.items():
        tag = f"{name}/histogram"
        expect(plugin(train, tag), "histograms", tag)
        for event in train.Tensors(tag):
            buckets = tensor_util.make_ndarray(event.tensor_proto)
            expect(buckets.shape, (30, 3), tag)
            expect(buckets[:, 2].sum(), math.prod(shape), tag)
            if not (np.all(buckets[:, 0] <= buckets[:, 1]) and np.allclose(buckets[1:, 0], buckets[:-1, 1])):
                raise SystemExit(f"{tag}: buckets {buckets}")
        tag = f"{name}/image"
        if name == "dense_1/bias":
            continue
        expect(plugin(train, tag), "images", tag)
        for event in train.Tensors(tag):
            width, height, *pictures = tensor_util.make_ndarray(event.tensor_proto)
            expect(len(pictures), 1, tag)
            with Image.open(io.BytesIO(pictures[0])) as picture:
                expect(picture.size, (int(width), int(height)), tag)

    graph = graph_pb2.GraphDef.FromString(train.Graph().SerializeToString())
    names = {node.name for node in graph.node}
    expect(len(names), len(graph.node), "unique names")
    for node in graph.node:
        for source in node.input:
            if source.split(":")[0] not in names:
                raise SystemExit(f"{node.name} reads {source}, which is not in the graph")
    print(f"TensorBoard reads it: {compared} numbers equal, {len(graph.node)} nodes")


if __name__ == "__main__":
    main()
