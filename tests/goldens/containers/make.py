"""Records small .keras files as old TensorFlows write them, on Linux and on Windows, and what the same TensorFlow answers.

    for v in 2.12.1 2.13.1 2.14.1 2.15.1; do
      python3.11 -m venv /tmp/tf-$v && /tmp/tf-$v/bin/pip install tensorflow-cpu==$v
      /tmp/tf-$v/bin/python tests/goldens/containers/make.py
    done

Writes tfVERSION.keras, tfVERSION-windows.keras, tfVERSION.npz and rows of manifest.jsonl beside itself. What Windows does to
a file is that paths inside the weights are joined with a backslash, which HDF5 takes for one long name: the writer gets
Windows' own way of joining here.
"""

import io
import json
import ntpath
import os
import pathlib
import zipfile

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
import h5py  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow.compat.v2 as tf  # noqa: E402  (the name that Keras itself imports)

HERE = pathlib.Path(__file__).resolve().parent
L = tf.keras.layers


def model():
    """Two of a class with weights, two without, one inside a nested model, one with a cell, one called twice."""
    tf.keras.utils.set_random_seed(1)
    x = tf.keras.Input((8, 8, 2), name="picture")
    y = L.Conv2D(3, 3, activation="relu", name="first")(x)
    y = L.BatchNormalization(name="norm")(y)
    y = L.ReLU(name="bend")(y)
    y = L.Conv2D(4, 3, name="second")(y)
    y = L.ReLU(name="bend_again")(y)
    y = L.Reshape((4, 16), name="steps")(y)
    shared = L.Dense(5, name="shared")
    inner = tf.keras.Sequential([L.Dense(6, activation="tanh", name="in1"), L.Dense(3, name="in2")], name="nested")
    y = L.Add(name="sum")([inner(y), L.Dense(3, name="beside")(shared(y))])
    y = L.Bidirectional(L.GRU(4), name="both_ways")(y)
    made = tf.keras.Model(x, [L.Dense(2, name="out")(y), L.GlobalAveragePooling1D(name="mean")(shared(L.Reshape((4, 16), name="again")(
        L.Conv2D(4, 5, name="third")(x))))])
    rng = np.random.default_rng(7)
    made.set_weights([rng.uniform(0.2, 1, w.shape).astype("float32") * rng.choice([1.0, 1, 1, -1] if w.ndim > 1 else [1.0], w.shape)
                      .astype("float32") for w in made.get_weights()])
    return made


def save(made, path):
    # TensorFlow 2.12 takes the suffix .keras for HDF5 unless it is told.
    made.save(path, **({"save_format": "keras_v3"} if tf.__version__.startswith("2.12") else {}))
    with zipfile.ZipFile(path) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as weights:
        return list(weights)


def save_as_on_windows(made, path):
    join = tf.io.gfile.join
    tf.io.gfile.join = lambda first, *more: join(first, *more) if first.startswith("/") else ntpath.join(first, *more)
    try:
        if not any("\\" in name for name in save(made, path)):
            raise ValueError(f"{path}: no backslash in it")
    finally:
        tf.io.gfile.join = join


def main():
    name = "tf" + "".join(tf.__version__.split(".")[:2])
    made = model()
    x = np.random.default_rng(8).uniform(-1, 1, (2, 8, 8, 2)).astype("float32")
    np.savez(HERE / f"{name}.npz", in0=x, **{f"out{i}": out.numpy() for i, out in enumerate(made(x, training=False))})
    save(made, HERE / f"{name}.keras")
    save_as_on_windows(made, HERE / f"{name}-windows.keras")

    manifest = HERE / "manifest.jsonl"
    rows = {row["file"]: row for row in map(json.loads, manifest.read_text().splitlines())} if manifest.exists() else {}
    for file in (f"{name}.keras", f"{name}-windows.keras"):
        rows[file] = {"file": file, "golden": f"{name}.npz", "tensorflow": tf.__version__}
    manifest.write_text("".join(json.dumps(rows[file]) + "\n" for file in sorted(rows)))


if __name__ == "__main__":
    main()
