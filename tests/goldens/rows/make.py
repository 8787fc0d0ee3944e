"""Records what Keras makes of a small embedding in six steps, with optimizers that may update its rows alone.

    $venv/bin/python tests/goldens/rows/make.py
"""

import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402
import numpy as np  # noqa: E402

WORDS, LENGTH, SAMPLES, STEPS = 30, 4, 8, 6
RULES = {"sgd": lambda: keras.optimizers.SGD(0.5), "adagrad": lambda: keras.optimizers.Adagrad(0.1)}


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
    for name, rule in RULES.items():
        layers = [keras.Input((LENGTH,), dtype="int32"), keras.layers.Embedding(WORDS, 3)]
        model = keras.Sequential(layers + [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, activation="sigmoid")])
        model.set_weights([arrays["table"], arrays["kernel"], arrays["bias"]])
        model.compile(rule(), "binary_crossentropy", jit_compile=False)
        for _ in range(STEPS):
            model.train_on_batch(arrays["tokens"], arrays["targets"])
        for what, weight in zip(("table", "kernel", "bias"), model.get_weights()):
            arrays[f"{name}/{what}"] = weight
    np.savez(pathlib.Path(__file__).with_name("rows.npz"), **arrays)


if __name__ == "__main__":
    main()
