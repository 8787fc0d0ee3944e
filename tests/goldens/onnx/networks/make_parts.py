"""Exports a small PyTorch network of parts that Keras has no layer for, only several, and records what PyTorch computes.

    "$(bash tests/interop/make-torch-venv | tail -n 1)/bin/python" tests/goldens/onnx/networks/make_parts.py

Writes parts.torchscript.onnx and parts.dynamo.onnx, and parts.npz with `in:x` and `out:y`: softplus, attention over the area
from the mean and the largest of all channels, limits on both sides of zero, channels that become area, distances, and a sum
of steps that are weighed.
"""

import pathlib
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
warnings.filterwarnings("ignore")


class Parts(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.area = nn.Conv2d(2, 6, 3, padding=1), nn.Conv2d(2, 1, 3, padding=1)
        self.wide, self.other = nn.Conv2d(6, 8, 1), nn.Conv2d(6, 8, 1)
        self.share, self.head = nn.Linear(2, 1), nn.Linear(2, 3)

    def forward(self, x):
        x = functional.softplus(self.first(x))
        every = torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], 1)
        x = x * torch.sigmoid(self.area(every))
        y = functional.pixel_shuffle(functional.hardtanh(self.wide(x), -0.25, 0.5), 2)
        z = functional.pixel_shuffle(self.other(x), 2)
        steps = torch.abs(y - z).flatten(2).transpose(1, 2)
        return self.head((torch.softmax(self.share(steps), 1) * steps).sum(1))


def main():
    torch.manual_seed(3)
    net, x = Parts().eval(), torch.randn(3, 2, 4, 4)
    batch = torch.export.Dim("batch", min=2, max=64)
    for exporter, options in {
        "torchscript": {"dynamo": False, "dynamic_axes": {"x": {0: "batch"}, "y": {0: "batch"}}},
        "dynamo": {"dynamo": True, "dynamic_shapes": ({0: batch},), "external_data": False, "verbose": False},
    }.items():
        path = str(HERE / f"parts.{exporter}.onnx")
        torch.onnx.export(net, (x,), path, input_names=["x"], output_names=["y"], **options)
    np.savez(HERE / "parts.npz", **{"in:x": x.numpy(), "out:y": net(x).detach().numpy()})


if __name__ == "__main__":
    main()
