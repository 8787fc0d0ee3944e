"""PyTorch's side of ./train: trains the networks of torch_models.py when told to.

    python torch_side.py work FOLDER MODEL BATCH OPTIMIZER LOSS METRIC EPOCHS FUSED   # then one word a line, as train_side.py

Steps are those of a plain loop: forward, loss, backward, Adam with Keras' epsilon, accuracy of each batch, samples in another
order in each epoch. Nothing is compiled. FUSED is "fused" for the Adam that PyTorch computes in one kernel, else "plain".
"""

import os
import resource
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

from torch_models import MODELS


class Training:
    """A network with its loss, its optimizer and its figures."""

    def __init__(self, model, loss, fused):
        self.model = model.train()
        self.binary = loss == "binary_crossentropy"
        learning = [weight for weight in model.parameters() if weight.requires_grad]
        self.optimizer = torch.optim.Adam(learning, lr=1e-3, eps=1e-7, fused=fused or None)

    def step(self, features, targets):
        """Returns the loss of all samples together and how many predictions are right."""
        self.optimizer.zero_grad(set_to_none=True)
        out = self.model(features)
        if self.binary:
            value = F.binary_cross_entropy_with_logits(out, targets)
        else:
            value = F.cross_entropy(out, targets)
        value.backward()
        self.optimizer.step()
        with torch.no_grad():
            hits = (out > 0) == (targets > 0.5) if self.binary else out.argmax(1) == targets
            return value.detach() * len(targets), hits.sum()

    def epoch(self, batches):
        """Returns the mean loss of a pass."""
        total, hits, count = torch.zeros(()), torch.zeros((), dtype=torch.long), 0
        for features, targets in batches:
            value, right = self.step(features, targets)
            total += value
            hits += right
            count += len(targets)
        return float(total) / count


def arrays(folder, name, binary):
    data = np.load(f"{folder}/{name}.npz")
    x, y = torch.from_numpy(data["x"]), torch.from_numpy(data["y"])
    return x, y.float() if binary else y.long()


def work(folder, name, batch, loss, epochs, fused):
    threads = int(os.environ.get("THREADS", "0"))
    if threads:
        torch.set_num_threads(threads)
    x, y = arrays(folder, name, loss == "binary_crossentropy")
    model = MODELS[name]()
    if hasattr(model, "settle"):
        model.settle(x[:batch])
    training = Training(model, loss, fused)
    training.step(x[:batch], y[:batch])

    def fit():
        for _ in range(epochs):
            mean = training.epoch((x[rows], y[rows]) for rows in torch.randperm(len(x)).split(batch))
        return mean

    serve(fit)


def serve(fit):
    """Says that the first step is done, and answers the words on the standard input."""
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "fit":
            start, cpu = time.perf_counter(), time.process_time()
            loss = fit()
            print(time.perf_counter() - start, time.process_time() - cpu, loss, flush=True)
        elif line.strip() == "peak":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


if __name__ == "__main__":
    _, folder, name, batch, optimizer, loss, metric, epochs, fused = sys.argv[1:]
    if optimizer != "adam":
        sys.exit(f"torch_side.py: no {optimizer}")
    work(folder, name, int(batch), loss, int(epochs), fused == "fused")
