"""Keras' side of ./train: makes the models and the data, and trains them when told to.

    python train_side.py make FOLDER [NAME ...]     # NAME.keras, NAME.npz and NAME.json for each model
    python train_side.py work FOLDER MODEL BATCH OPTIMIZER LOSS METRIC EPOCHS JIT   # then one word a line on the standard input

The words are those of TrainWorker: "fit" trains and prints its seconds by the clock and those of the CPU, and the last
loss, "peak" prints the most memory that the process has had, in kB. The first line is printed after the first step.
"""

import json
import os
import pathlib
import resource
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402

from train_models import MODELS, own_layers  # noqa: E402


def make(folder, names):
    import keras

    from train_work import work_of

    for name in names or MODELS:
        keras.utils.set_random_seed(7)
        built, x, y = MODELS[name](keras)
        built.save(f"{folder}/{name}.keras")
        np.savez(f"{folder}/{name}.npz", x=x, y=y)
        pathlib.Path(f"{folder}/{name}.json").write_text(json.dumps({"samples": len(x), **work_of(keras, built)}))


def work(folder, name, batch, optimizer, loss, metric, epochs, setting):
    jax = os.environ["KERAS_BACKEND"] == "jax"
    threads = int(os.environ.get("THREADS", "0"))
    if not jax:
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
    import keras

    own_layers(keras)
    data = np.load(f"{folder}/{name}.npz")
    x, y = data["x"], data["y"]
    built = keras.models.load_model(f"{folder}/{name}.keras", compile=False)
    built.compile(optimizer=optimizer, loss=loss, metrics=[metric], jit_compile=jax or setting == "jit")
    built.fit(x[:batch], y[:batch], batch_size=batch, verbose=0)
    serve(lambda: built.fit(x, y, batch_size=batch, epochs=int(epochs), verbose=0))


def serve(fit):
    """Says that the first step is done, and answers the words on the standard input."""
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "fit":
            start, cpu = time.perf_counter(), time.process_time()
            history = fit()
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
