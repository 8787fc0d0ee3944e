"""Exports small PyTorch networks with both of its exporters, and records what PyTorch computes.

    python tests/goldens/onnx/networks/make.py

(python: of an environment with torch 2.14, onnx 1.23 and onnxscript 0.7.) Writes NAME.EXPORTER.onnx for every network
below, EXPORTER being `torchscript` or `dynamo`, and NAME.npz with `in:x` and `out:y`. The networks hold the forms that
exporters make of layers: normalizations, GELU, attention, recurrent layers with transposes around them, residual blocks.
"""

import pathlib
import warnings

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
warnings.filterwarnings("ignore")
torch.backends.mha.set_fastpath_enabled(False)


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, x):
        return torch.relu(self.body(x) + x)


class Squeeze(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.gate = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Conv2d(width, 2, 1), nn.ReLU(), nn.Conv2d(2, width, 1), nn.Hardsigmoid()
        )

    def forward(self, x):
        return x * self.gate(x)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 4, 3, padding=1)
        self.deep = nn.Conv2d(4, 6, 3, padding=1)
        self.up = nn.ConvTranspose2d(6, 4, 2, stride=2)
        self.join = nn.Conv2d(8, 4, 3, padding=1)
        self.wide = nn.Upsample(scale_factor=2, mode="nearest")
        self.out = nn.Conv2d(4, 1, 1)

    def forward(self, x):
        down = torch.relu(self.down(x))
        deep = nn.functional.leaky_relu(self.deep(nn.functional.max_pool2d(down, 2)), 0.1)
        joined = torch.relu(self.join(torch.cat([down, self.up(deep)], 1)))
        return torch.sigmoid(self.out(self.wide(joined)))


class Attention(nn.Module):
    """Heads written out, as in language models; `causal` hides what comes later."""

    def __init__(self, width, heads, causal):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.heads, self.causal = heads, causal

    def forward(self, x):
        b, t, e = x.shape
        q, k, v = (f(x).view(b, t, self.heads, e // self.heads).transpose(1, 2) for f in (self.q, self.k, self.v))
        scores = q @ k.transpose(-2, -1) / (e // self.heads) ** 0.5
        if self.causal:
            scores = scores.masked_fill(torch.triu(torch.ones(t, t, dtype=torch.bool), 1), float("-inf"))
        return self.o((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, e))


class Block(nn.Module):
    def __init__(self, causal=False):
        super().__init__()
        self.table = nn.Embedding(11, 8)
        self.one, self.two = nn.LayerNorm(8), nn.LayerNorm(8)
        self.attend = Attention(8, 2, causal)
        self.feed = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8))
        self.head = nn.Linear(8, 11)

    def forward(self, x):
        x = self.table(x)
        x = x + self.attend(self.one(x))
        return self.head(x + self.feed(self.two(x)))


class Packed(nn.Module):
    """One product for queries, keys and values, as in vision transformers."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)

    def forward(self, x):
        b, t, e = x.shape
        q, k, v = self.qkv(x).reshape(b, t, 3, 2, 4).permute(2, 0, 3, 1, 4).unbind(0)
        y = nn.functional.scaled_dot_product_attention(q, k, v)
        return self.out(y.transpose(1, 2).reshape(b, t, e))


class ViT(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, stride=4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.places = nn.Parameter(torch.randn(1, 5, 8))
        self.norm, self.attend, self.last = nn.LayerNorm(8), Packed(), nn.LayerNorm(8, eps=1e-6)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.places
        x = x + self.attend(self.norm(x))
        return self.head(self.last(x)[:, 0])


class Tagger(nn.Module):
    def __init__(self, kind, layers=1, both=False, last=False, first=True):
        super().__init__()
        self.table = nn.Embedding(11, 6)
        self.walk = kind(6, 5, num_layers=layers, bidirectional=both, batch_first=first)
        self.head = nn.Linear(10 if both else 5, 3)
        self.last, self.first = last, first

    def forward(self, x):
        x = self.table(x)
        if not self.first:
            x = x.transpose(0, 1)
        y, state = self.walk(x)
        if self.last == "state":
            y = state[0][-1] if isinstance(state, tuple) else state[-1]
        elif self.last:
            y = y[:, -1]
        elif not self.first:
            y = y.transpose(0, 1)
        return self.head(y)


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.table, self.conv, self.head = nn.Embedding(11, 6), nn.Conv1d(6, 5, 3, padding=1), nn.Linear(5, 2)

    def forward(self, x):
        x = torch.relu(self.conv(self.table(x).transpose(1, 2)))
        return self.head(x.max(dim=2).values).softmax(-1)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.TransformerEncoderLayer(8, 2, 16, activation="gelu", batch_first=True)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.layer(x).mean(1))


PICTURE, WORDS = (2, 3, 16, 16), (3, 7)
NETWORKS = {
    "cnn": (
        nn.Sequential(
            nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(),
            nn.MaxPool2d(3, 2, 1), Residual(4), nn.Conv2d(4, 4, 3, padding=1, groups=4), nn.Hardswish(),
            nn.Conv2d(4, 6, 1), Squeeze(6), nn.SiLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(24, 3),
        ),
        PICTURE,
    ),
    "pool": (
        nn.Sequential(
            nn.Conv2d(3, 4, 5, stride=2, padding=2), nn.ELU(), nn.AvgPool2d(3, 1, 1), nn.PReLU(4),
            nn.GroupNorm(2, 4), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3), nn.LogSoftmax(1),
        ),
        PICTURE,
    ),
    "unet": (UNet(), (2, 1, 8, 8)),
    "mlp": (
        nn.Sequential(
            nn.Linear(5, 8), nn.LayerNorm(8), nn.GELU(), nn.Linear(8, 8), nn.GELU("tanh"), nn.Dropout(0.5),
            nn.BatchNorm1d(8), nn.Linear(8, 4), nn.ReLU6(), nn.Linear(4, 3), nn.Softmax(1),
        ),
        (4, 5),
    ),
    "block": (Block(), WORDS),
    "causal": (Block(True), WORDS),
    "vit": (ViT(), (2, 3, 8, 8)),
    "encoder": (Encoder(), (3, 5, 8)),
    "lstm": (Tagger(nn.LSTM), WORDS),
    "bilstm": (Tagger(nn.LSTM, 2, True), WORDS),
    "lstm_state": (Tagger(nn.LSTM, last="state"), WORDS),
    "lstm_time": (Tagger(nn.LSTM, first=False), WORDS),
    "gru_last": (Tagger(nn.GRU, last=True), WORDS),
    "bigru": (Tagger(nn.GRU, both=True), WORDS),
    "rnn": (Tagger(nn.RNN), WORDS),
    "words": (Words(), WORDS),
}


def export(name, net, x):
    for exporter in ("torchscript", "dynamo"):
        path = HERE / f"{name}.{exporter}.onnx"
        batch = torch.export.Dim("batch", min=2, max=64)
        options = (
            {"dynamic_axes": {"x": {0: "batch"}, "y": {0: "batch"}}, "dynamo": False, "opset_version": 16}
            if exporter == "torchscript"
            else {"dynamic_shapes": ({0: batch},), "dynamo": True, "external_data": False, "verbose": False}
        )
        try:
            torch.onnx.export(net, (x,), str(path), input_names=["x"], output_names=["y"], **options)
        except Exception as problem:  # what an exporter cannot write is no golden
            print(f"{path.name}: {type(problem).__name__}: {str(problem)[:200]}")


def main():
    for name, (net, shape) in NETWORKS.items():
        torch.manual_seed(1)
        for parameter in net.parameters():
            nn.init.uniform_(parameter, -0.7, 0.7)
        for key, buffer in net.named_buffers():
            if "running" in key:
                nn.init.uniform_(buffer, 0.5, 1.5)
        net.eval()
        x = torch.randint(0, 11, shape) if shape == WORDS else torch.rand(shape) * 2 - 1
        with torch.no_grad():
            y = net(x)
        np.savez(HERE / f"{name}.npz", **{"in:x": x.numpy(), "out:y": y.numpy()})
        export(name, net, x)


if __name__ == "__main__":
    main()
