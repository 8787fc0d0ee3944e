"""PyTorch's side of ./train: the same networks with PyTorch's own layers, its defaults made Keras' where numbers differ.

    python torch_side.py work FOLDER MODEL BATCH OPTIMIZER LOSS METRIC   # then one word a line, as train_side.py

Steps are those of a plain loop: forward, loss, backward, Adam with Keras' epsilon, accuracy of each batch, samples in another
order in each epoch. Nothing is compiled.
"""

import os
import resource
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


def dense():
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for filters in (32, 64):
            for _ in range(2):
                layers += [nn.Conv2d(channels, filters, 3, padding="same"), nn.ReLU(), nn.BatchNorm2d(filters, 1e-3, 0.01)]
                channels = filters
            layers += [nn.MaxPool2d(2)]
        layers += [nn.Flatten(), nn.Linear(64 * 64, 128), nn.ReLU(), nn.Linear(128, 10)]
        self.layers = nn.Sequential(*layers).to(memory_format=torch.channels_last)

    def forward(self, x):
        return self.layers(x.permute(0, 3, 1, 2))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(128, 128, batch_first=True)
        self.head = nn.Linear(128, 1)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.places = nn.Embedding(5000, 64), nn.Embedding(100, 64)
        self.attention = nn.MultiheadAttention(64, 4, batch_first=True)
        self.norms = nn.ModuleList([nn.LayerNorm(64, 1e-6), nn.LayerNorm(64, 1e-6)])
        self.inner = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64))
        self.head = nn.Linear(64, 2)

    def drop(self, x):
        return F.dropout(x, 0.1, self.training)

    def forward(self, tokens):
        x = self.tokens(tokens) + self.places(torch.arange(100))[None]
        x = self.norms[0](x + self.drop(self.attention(x, x, x, need_weights=False)[0]))
        x = self.norms[1](x + self.drop(self.inner(x)))
        return self.head(self.drop(x.mean(1)))


MODELS = {"dense": dense, "cnn": Cnn, "lstm": Lstm, "transformer": Transformer}


def work(folder, name, batch, loss):
    threads = int(os.environ.get("THREADS", "0"))
    if threads:
        torch.set_num_threads(threads)
    data = np.load(f"{folder}/{name}.npz")
    x, y = torch.from_numpy(data["x"]), torch.from_numpy(data["y"])
    binary = loss == "binary_crossentropy"
    y = y.float() if binary else y.long()
    model = MODELS[name]().train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)

    def step(features, targets):
        optimizer.zero_grad(set_to_none=True)
        out = model(features)
        value = F.binary_cross_entropy_with_logits(out, targets) if binary else F.cross_entropy(out, targets)
        value.backward()
        optimizer.step()
        with torch.no_grad():
            hits = (out > 0) == (targets > 0.5) if binary else out.argmax(1) == targets
            return value.detach() * len(targets), hits.sum()

    step(x[:batch], y[:batch])
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "fit":
            start, cpu = time.perf_counter(), time.process_time()
            total, hits = torch.zeros(()), torch.zeros((), dtype=torch.long)
            for rows in torch.randperm(len(x)).split(batch):
                value, right = step(x[rows], y[rows])
                total += value
                hits += right
            mean = float(total) / len(x)
            print(time.perf_counter() - start, time.process_time() - cpu, mean, flush=True)
        elif line.strip() == "peak":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


if __name__ == "__main__":
    _, folder, name, batch, optimizer, loss, metric = sys.argv[1:]
    if optimizer != "adam":
        sys.exit(f"torch_side.py: no {optimizer}")
    work(folder, name, int(batch), loss)
