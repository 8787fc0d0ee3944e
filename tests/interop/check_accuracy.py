"""Trains the same networks on the same pictures in Keras and in Tenon, and compares what they get right.

    python tests/interop/check_accuracy.py FOLDER [--seeds N] [--epochs N] [--only dense|cnn]

(python: of the interop venv; after ./tenon has been built.) The dense net learns the digits that ship with the samples,
the CNN learns Fashion-MNIST from Debian's package dataset-fashion-mnist for two epochs. The median must not be
below Keras' by more than half a point: of three seeds, or of nine for the dense net as `run` asks for it, since the median
of three moves by as much there. Initial weights and order differ, so single runs differ, too.
"""

import argparse
import gzip
import pathlib
import statistics
import subprocess
import sys

import quiet  # noqa: F401
import keras
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
FASHION = pathlib.Path("/usr/share/datasets/fashion-mnist")
DIGITS = ROOT / "training/src/main/resources/dev/tenon/data/sets"
POINTS = 0.005 + 1e-9  # half a point, and what a float adds


def idx(path):
    with gzip.open(path) as file:
        raw = file.read()
    rank = raw[3]
    shape = np.frombuffer(raw, ">i4", rank, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * rank).reshape(shape)


def pictures(folder, names):
    x_train, y_train, x_test, y_test = (idx(folder / name) for name in names)
    scaled = [x[..., None].astype(np.float32) / 255 for x in (x_train, x_test)]
    return {"x_train": scaled[0], "y_train": y_train.astype(np.int32), "x_test": scaled[1], "y_test": y_test.astype(np.int32)}


def dense_net():
    return keras.Sequential([
        keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.2), keras.layers.Dense(10, activation="softmax")])


def cnn():
    return keras.Sequential([
        keras.Input((28, 28, 1)), keras.layers.Conv2D(16, 3, activation="relu"), keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(32, 3, activation="relu"), keras.layers.MaxPooling2D(), keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10, activation="softmax")])


def in_keras(build, data, epochs, seeds):
    found = []
    for seed in range(seeds):
        keras.utils.set_random_seed(seed)
        model = build()
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        model.fit(data["x_train"], data["y_train"], epochs=epochs, batch_size=128, verbose=0)
        found.append(model.evaluate(data["x_test"], data["y_test"], verbose=0)[1])
    return found


def in_tenon(kind, file, epochs, seeds):
    class_path = (ROOT / ".tenon/classpath").read_text().strip()
    command = ["java", "-cp", class_path, "tests/interop/Accuracy.java", kind, str(file), str(epochs), str(seeds)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    return [float(line) for line in run.stdout.split()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--only")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    cases = {
        "dense": (dense_net, 5, lambda: pictures(DIGITS, [
            f"digits-{part}-{what}-ubyte.gz" for part in ("train", "test") for what in ("images-idx3", "labels-idx1")])),
        "cnn": (cnn, 2, lambda: pictures(FASHION, [
            "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"])),
    }
    bad = 0
    for kind, (build, epochs, load) in cases.items():
        if options.only and options.only != kind:
            continue
        if kind == "cnn" and not FASHION.is_dir():
            sys.exit("needs Debian's package dataset-fashion-mnist: apt-get install dataset-fashion-mnist")
        data = load()
        file = options.folder / f"{kind}.npz"
        np.savez(file, **data)
        epochs = options.epochs or epochs
        theirs = in_keras(build, data, epochs, options.seeds)
        ours = in_tenon(kind, file, epochs, options.seeds)
        difference = statistics.median(ours) - statistics.median(theirs)
        bad += difference < -POINTS
        print(f"{kind}: {epochs} epochs, {options.seeds} seeds: Keras {statistics.median(theirs):.4f} "
              f"({', '.join(f'{v:.4f}' for v in theirs)}), Tenon {statistics.median(ours):.4f} "
              f"({', '.join(f'{v:.4f}' for v in ours)}): {100 * difference:+.2f} points")
    print(f"{'failed' if bad else 'passed'}: {bad} of the medians more than half a point below Keras'")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
