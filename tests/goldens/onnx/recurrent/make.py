"""Exports small recurrent networks whose steps PyTorch writes one after the other, and records what PyTorch computes.

    python tests/goldens/onnx/recurrent/make.py

(python: of the environment that tests/interop/make-torch-venv makes.) Writes NAME.EXPORTER.onnx, EXPORTER being
`torchscript` (opset 17) or `dynamo` (opset 18), and NAME.npz with `in:x` and `out:y`.
"""

import logging
import pathlib
import warnings

import numpy as np
import onnx
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
BATCH, STEPS, WIDTH, UNITS = 3, 4, 3, 4
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)


class Cells(nn.Module):
    """Cells in a loop, one or two on top of each other."""

    def __init__(self, kind, layers=1, last=False, back=False, again=False, **options):
        super().__init__()
        self.cells = nn.ModuleList(kind(WIDTH if i == 0 else UNITS, UNITS, **options) for i in range(layers))
        self.lstm, self.last, self.back, self.again = kind is nn.LSTMCell, last, back, again
        self.head = nn.Linear(UNITS, 2)

    def forward(self, x):
        states, outputs = [None] * len(self.cells), []
        steps = range(x.shape[1])
        for t in reversed(steps) if self.back else steps:
            y = x[:, t]
            for i, cell in enumerate(self.cells):
                states[i] = cell(y, states[i])
                y = states[i][0] if self.lstm else states[i]
            outputs.append(y)
        if self.again:
            outputs.reverse()
        return self.head(outputs[-1] if self.last else torch.stack(outputs, 1))


class Written(nn.Module):
    """Cells as tutorials write them: one product for all that a gate reads; (1 - z) h + z n in the GRU."""

    def __init__(self, kind):
        super().__init__()
        self.kind, self.head = kind, nn.Linear(UNITS, 2)
        gates = {"lstm": 1, "gru": 3, "rnn": 1}[kind]
        wide = 4 * UNITS if kind == "lstm" else UNITS
        self.of = nn.ModuleList(nn.Linear(WIDTH + UNITS, wide) for _ in range(gates))

    def forward(self, x):
        h = c = torch.zeros(x.shape[0], UNITS)
        for t in range(x.shape[1]):
            both = torch.cat([x[:, t], h], 1)
            if self.kind == "rnn":
                h = torch.tanh(self.of[0](both))
            elif self.kind == "lstm":
                f, i, o, g = self.of[0](both).chunk(4, 1)
                c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
                h = torch.sigmoid(o) * torch.tanh(c)
            else:
                z, r = torch.sigmoid(self.of[0](both)), torch.sigmoid(self.of[1](both))
                n = torch.tanh(self.of[2](torch.cat([x[:, t], r * h], 1)))
                h = (1 - z) * h + z * n
        return self.head(h)


class Ways(nn.Module):
    """Two loops, one from the end, joined; and the state with which a loop begins made of the first entry."""

    def __init__(self, kind):
        super().__init__()
        self.there, self.back, self.first = kind(WIDTH, UNITS), kind(WIDTH, UNITS), nn.Linear(WIDTH, UNITS)
        self.lstm, self.head = kind is nn.LSTMCell, nn.Linear(2 * UNITS, 2)

    def walk(self, cell, x, steps):
        h = torch.tanh(self.first(x[:, 0]))
        state, outputs = (h, 0.5 * h) if self.lstm else h, {}
        for t in steps:
            state = cell(x[:, t], state)
            outputs[t] = state[0] if self.lstm else state
        return torch.stack([outputs[t] for t in sorted(outputs)], 1)

    def forward(self, x):
        steps = range(x.shape[1])
        return self.head(torch.cat([self.walk(self.there, x, steps), self.walk(self.back, x, reversed(steps))], -1))


class Turned(nn.Module):
    """A layer that reads a flipped sequence, beside one that reads it as it is."""

    def __init__(self, kind, again):
        super().__init__()
        self.one, self.two = kind(WIDTH, UNITS, batch_first=True), kind(WIDTH, UNITS, batch_first=True)
        self.again, self.head = again, nn.Linear(2 * UNITS, 2)

    def forward(self, x):
        y, z = self.one(x)[0], self.two(x.flip(1))[0]
        return self.head(torch.cat([y, z.flip(1) if self.again else z], -1))


class Layer(nn.Module):
    """PyTorch's own layers; its newer exporter writes the steps of an RNN one after the other."""

    def __init__(self, kind, end=None, **options):
        super().__init__()
        self.walk, self.end = kind(WIDTH, UNITS, batch_first=True, **options), end
        self.head = nn.Linear((1 + self.walk.bidirectional) * UNITS, 2)

    def forward(self, x):
        y = self.walk(x)[0]
        return self.head(y if self.end is None else y[:, self.end])


NETWORKS = {
    "lstm_cell": Cells(nn.LSTMCell),
    "lstm_cells": Cells(nn.LSTMCell, 2, last=True),
    "gru_cell": Cells(nn.GRUCell, back=True),
    "gru_cells": Cells(nn.GRUCell, 2, bias=False),
    "gru_cell_again": Cells(nn.GRUCell, back=True, again=True),
    "rnn_cell": Cells(nn.RNNCell, last=True, nonlinearity="relu"),
    "lstm_written": Written("lstm"),
    "gru_written": Written("gru"),
    "rnn_written": Written("rnn"),
    "lstm_ways": Ways(nn.LSTMCell),
    "rnn_layers": Layer(nn.RNN, num_layers=2, bidirectional=True),
    "gru_turned": Turned(nn.GRU, True),
    "gru_turned_once": Turned(nn.GRU, False),
    "lstm_end": Layer(nn.LSTM, -1, bidirectional=True),
    "lstm_start": Layer(nn.LSTM, 0, bidirectional=True),
}
OPEN = ("gru_turned", "lstm_end", "lstm_start")  # of which torchscript leaves the number of steps open


def bare(path):
    """Takes out the stack traces of every node."""
    model = onnx.load(path)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.ClearField("doc_string")
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        del value.metadata_props[:]
    del model.metadata_props[:], model.graph.metadata_props[:]
    onnx.save(model, path)


def main():
    for name, net in NETWORKS.items():
        torch.manual_seed(1)
        for parameter in net.parameters():
            nn.init.uniform_(parameter, -0.7, 0.7)
        net.eval()
        x = torch.rand(BATCH, STEPS, WIDTH) * 2 - 1
        with torch.no_grad():
            y = net(x)
        np.savez(HERE / f"{name}.npz", **{"in:x": x.numpy(), "out:y": y.numpy()})
        axes = {0: "batch", 1: "time"} if name in OPEN else {0: "batch"}
        names = {"input_names": ["x"], "output_names": ["y"]}
        path = HERE / f"{name}.torchscript.onnx"
        torch.onnx.export(net, (x,), str(path), dynamic_axes={"x": axes}, dynamo=False, opset_version=17, **names)
        batch = torch.export.Dim("batch", min=2, max=64)
        path = HERE / f"{name}.dynamo.onnx"
        shapes = {"dynamic_shapes": ({0: batch},), "external_data": False, "verbose": False, "opset_version": 18}
        torch.onnx.export(net, (x,), str(path), dynamo=True, **shapes, **names)
        bare(path)


if __name__ == "__main__":
    main()
