"""Keras' side of ./train: makes the models and the data, and trains them when told to.

    python train_side.py make FOLDER [NAME ...]                 # NAME.keras and NAME.npz for each model
    python train_side.py work FOLDER MODEL BATCH OPTIMIZER LOSS METRIC JIT   # then one word a line on the standard input

The words are those of TrainWorker: "fit" trains one epoch and prints its seconds by the clock and those of the CPU,
"peak" prints the most memory that the process has had, in kB. The first line is printed after the first step.
"""

import os
import resource
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402

MODELS = {}


def model(make):
    MODELS[make.__name__] = make
    return make


def uniform(*shape):
    return np.random.default_rng(7).uniform(0, 1, shape).astype("float32")


def whole(high, *shape):
    return np.random.default_rng(8).integers(0, high, shape).astype("int32")


@model
def dense(keras):
    layers = [keras.Input((784,))]
    layers += [keras.layers.Dense(n, activation=a) for n, a in ((128, "relu"), (64, "relu"), (10, "softmax"))]
    return keras.Sequential(layers), uniform(60032, 784), whole(10, 60032)


@model
def cnn(keras):
    layers = [keras.Input((32, 32, 3))]
    for filters in (32, 64):
        for _ in range(2):
            layers += [keras.layers.Conv2D(filters, 3, padding="same", activation="relu"), keras.layers.BatchNormalization()]
        layers += [keras.layers.MaxPooling2D()]
    layers += [keras.layers.Flatten(), keras.layers.Dense(128, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    return keras.Sequential(layers), uniform(1280, 32, 32, 3), whole(10, 1280)


@model
def lstm(keras):
    layers = [keras.Input((80, 128)), keras.layers.LSTM(128), keras.layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(layers), uniform(1600, 80, 128), whole(2, 1600, 1).astype("float32")


@model
def transformer(keras):
    tokens = keras.Input((100,), dtype="int32")
    x = keras.layers.Embedding(5000, 64)(tokens)
    x = x + keras.layers.Embedding(100, 64)(np.arange(100, dtype="int32")[None])
    attended = keras.layers.MultiHeadAttention(4, 16)(x, x)
    x = keras.layers.LayerNormalization(epsilon=1e-6)(x + keras.layers.Dropout(0.1)(attended))
    inner = keras.layers.Dense(64)(keras.layers.Dense(128, activation="relu")(x))
    x = keras.layers.LayerNormalization(epsilon=1e-6)(x + keras.layers.Dropout(0.1)(inner))
    x = keras.layers.GlobalAveragePooling1D()(x)
    outputs = keras.layers.Dense(2, activation="softmax")(keras.layers.Dropout(0.1)(x))
    return keras.Model(tokens, outputs), whole(5000, 1600, 100), whole(2, 1600)


@model
def embedding(keras):
    layers = [keras.Input((20,), dtype="int32"), keras.layers.Embedding(1_000_000, 64)]
    layers += [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1, activation="sigmoid")]
    return keras.Sequential(layers), whole(1_000_000, 640, 20), whole(2, 640, 1).astype("float32")


def make(folder, names):
    import keras

    for name in names or MODELS:
        keras.utils.set_random_seed(7)
        built, x, y = MODELS[name](keras)
        built.save(f"{folder}/{name}.keras")
        np.savez(f"{folder}/{name}.npz", x=x, y=y)


def work(folder, name, batch, optimizer, loss, metric, jit):
    jax = os.environ["KERAS_BACKEND"] == "jax"
    threads = int(os.environ.get("THREADS", "0"))
    if not jax:
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
    import keras

    data = np.load(f"{folder}/{name}.npz")
    x, y = data["x"], data["y"]
    built = keras.models.load_model(f"{folder}/{name}.keras", compile=False)
    built.compile(optimizer=optimizer, loss=loss, metrics=[metric], jit_compile=jax or jit == "jit")
    built.fit(x[:batch], y[:batch], batch_size=batch, verbose=0)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "fit":
            start, cpu = time.perf_counter(), time.process_time()
            history = built.fit(x, y, batch_size=batch, verbose=0)
            print(time.perf_counter() - start, time.process_time() - cpu, history.history["loss"][-1], flush=True)
        elif line.strip() == "peak":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


if __name__ == "__main__":
    job, folder, *arguments = sys.argv[1:]
    if job == "make":
        make(folder, arguments)
    else:
        name, batch, *rest = arguments
        work(folder, name, int(batch), *rest)
