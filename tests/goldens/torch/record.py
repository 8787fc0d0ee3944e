"""Exports PyTorch networks with both of its exporters, and records what PyTorch computes and how it learns."""

import copy
import logging
import warnings

import numpy as np
import onnx
import torch
from torch import nn
from torch.fx.experimental.optimization import fuse

from networks import build, data

STEPS = 10
warnings.filterwarnings("ignore")
logging.getLogger("torch.onnx").setLevel(logging.ERROR)
torch.backends.mha.set_fastpath_enabled(False)


def export(net, x, path, exporter):
    """`torchscript` and `dynamo` with their defaults; `kept` is the former without joining what it could."""
    options = {
        "torchscript": {"dynamo": False, "dynamic_axes": {"x": {0: "batch"}, "y": {0: "batch"}}},
        "dynamo": {
            "dynamo": True,
            "dynamic_shapes": ({0: torch.export.Dim("batch", min=2, max=256)},),
            "external_data": False,
            "verbose": False,
        },
    }
    options["kept"] = options["torchscript"] | {"training": torch.onnx.TrainingMode.PRESERVE}
    torch.onnx.export(net, (x,), str(path), input_names=["x"], output_names=["y"], **options[exporter])


def has_norms(path):
    return any(node.op_type == "BatchNormalization" for node in onnx.load(path, load_external_data=False).graph.node)


def learn(net, x, classes, rate):
    """Ten steps of plain SGD on one batch, in evaluation mode: batch normalisation keeps its statistics."""
    for parameter in net.parameters():
        parameter.requires_grad_(True)  # fuse forgets it for the biases that it adds
    optimizer = torch.optim.SGD(net.parameters(), lr=rate)
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x).movedim(-1, 1) if classes.dim() == 2 else net(x), classes)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        return losses, net(x)


def record(name, network, folder, seed, exporters=("torchscript", "dynamo")):
    """Writes NAME.npz, and NAME.EXPORTER.onnx for each exporter; returns a row for each.

    Where an exporter put batch normalisation into the convolutions, so that the file has other weights than the network,
    it is PyTorch's network with the same done (torch.fx' fuse) that learns.
    """
    net = build(network, seed)
    x, classes = next(data(network))
    with torch.no_grad():
        y = net(x)
    spread = (y.std(0).mean() / y.std()).item()
    recorded = {"in:x": x.numpy(), "out:y": y.numpy(), "classes": classes.numpy().astype(np.int32)}
    rows = []
    for exporter in exporters:
        path = folder / f"{name}.{exporter}.onnx"
        export(copy.deepcopy(net), x, path, exporter)
        normed = any(isinstance(module, nn.BatchNorm2d) for module in net.modules())
        fused = normed and not has_norms(path)
        learner = fuse(copy.deepcopy(net)) if fused else copy.deepcopy(net)
        losses, after = learn(learner, x, classes, network.rate)
        recorded[f"losses.{exporter}"] = np.array(losses)
        recorded[f"after.{exporter}"] = after.numpy()
        rows.append(
            {"name": name, "exporter": exporter, "rate": network.rate, "classes_axis": 1 if y.dim() == 4 else -1}
            | {"fused": fused, "spread": round(spread, 3)}
        )
    np.savez_compressed(folder / f"{name}.npz", **recorded)
    return rows
