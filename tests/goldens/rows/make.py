"""Records what Keras makes of a small embedding in six steps, with optimizers that may update its rows alone.

    $venv/bin/python tests/goldens/rows/make.py

RULE/NAME is a weight after six steps on `tokens`; moving/RULE/NAME after six steps whose tokens are `tokens` moved on by
MOVED words each, so that most rows are read in some steps only. Keras has no lazy Adam: moving/lazy/NAME is computed here, in
NumPy and 64 bits, with the gradients written out.
"""

import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

WORDS, LENGTH, SAMPLES, STEPS, MOVED = 30, 4, 8, 6, 7
NAMES = ("table", "kernel", "bias")
RULES = {"sgd": lambda: keras.optimizers.SGD(0.5), "adagrad": lambda: keras.optimizers.Adagrad(0.1)}
MOVING = RULES | {"adam": lambda: keras.optimizers.Adam(0.1)}


def keras_fit(arrays, rule, moved):
    layers = [keras.Input((LENGTH,), dtype="int32"), keras.layers.Embedding(WORDS, 3)]
    model = keras.Sequential(layers + [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, activation="sigmoid")])
    model.set_weights([arrays[name] for name in NAMES])
    model.compile(rule(), "binary_crossentropy", jit_compile=False)
    for step in range(STEPS):
        model.train_on_batch((arrays["tokens"] + step * moved) % WORDS, arrays["targets"])
    return model.get_weights()


class Moments:
    """Adam's two moments of one weight; `rows` says which of its rows a step may touch."""

    def __init__(self, weight):
        self.weight, self.m, self.v = weight, np.zeros_like(weight), np.zeros_like(weight)

    def move(self, gradient, step, rows=slice(None), rate=0.1, beta1=0.9, beta2=0.999, epsilon=1e-7):
        self.m[rows] += (gradient[rows] - self.m[rows]) * (1 - beta1)
        self.v[rows] += (gradient[rows] ** 2 - self.v[rows]) * (1 - beta2)
        alpha = rate * np.sqrt(1 - beta2**step) / (1 - beta1**step)
        self.weight[rows] -= alpha * self.m[rows] / (np.sqrt(self.v[rows]) + epsilon)


def lazy_fit(arrays, moved):
    """Binary crossentropy of sigmoid(mean of the rows · kernel + bias), its gradients by hand."""
    table, kernel, bias = (Moments(arrays[name].astype("float64")) for name in NAMES)
    targets = arrays["targets"].astype("float64")
    for step in range(STEPS):
        tokens = (arrays["tokens"] + step * moved) % WORDS
        pooled = table.weight[tokens].mean(1)
        of_logits = (1 / (1 + np.exp(-(pooled @ kernel.weight + bias.weight))) - targets) / SAMPLES
        of_table = np.zeros_like(table.weight)
        np.add.at(of_table, tokens, (of_logits @ kernel.weight.T / LENGTH)[:, None])
        table.move(of_table, step + 1, np.unique(tokens))
        kernel.move(pooled.T @ of_logits, step + 1)
        bias.move(of_logits.sum(0), step + 1)
    return table.weight, kernel.weight, bias.weight


def main():
    random = np.random.default_rng(5)
    # Some words occur several times in a batch, some in none.
    arrays = {
        "tokens": random.integers(0, 12, (SAMPLES, LENGTH)).astype("int32"),
        "targets": random.integers(0, 2, (SAMPLES, 1)).astype("float32"),
        "table": random.normal(0, 1, (WORDS, 3)).astype("float32"),
        "kernel": random.normal(0, 1, (3, 1)).astype("float32"),
        "bias": np.zeros(1, "float32"),
    }
    fits = {name: keras_fit(arrays, rule, 0) for name, rule in RULES.items()}
    fits |= {f"moving/{name}": keras_fit(arrays, rule, MOVED) for name, rule in MOVING.items()}
    fits["moving/lazy"] = lazy_fit(arrays, MOVED)
    for fit, weights in fits.items():
        arrays |= {f"{fit}/{name}": np.asarray(weight, "float32") for name, weight in zip(NAMES, weights)}
    np.savez(pathlib.Path(__file__).with_name("rows.npz"), **arrays)


if __name__ == "__main__":
    main()
