"""Keras' side of ./predict: makes the models and their data, and predicts when told to.

    python predict_side.py make FOLDER [NAME ...]       # NAME.keras, NAME.npz and NAME.saved for each model
    python predict_side.py work FOLDER MODEL HOW        # HOW: predict or call; then one word a line on the standard input

The words are those of PredictWorker: "run ROWS BATCH THREADS SECONDS" predicts again and again and prints the median and the
99th percentile of a call's microseconds, the calls per second, the microseconds of the processor per call, and the mean class.
"peak" prints the most memory that the process has had, in kB. The first line is printed after the first prediction.
"""

import os
import resource
import sys
import threading
import time

import numpy as np

import train_side  # sets the environment before Keras is imported

ROWS = {"dense": 10_000, "cnn": 64, "resnet50": 16}


def build(keras, name):
    if name == "resnet50":
        x = np.random.default_rng(7).uniform(0, 255, (ROWS[name], 224, 224, 3)).astype("float32")
        return keras.applications.ResNet50(weights=None), x
    built, x, _ = train_side.MODELS[name](keras)
    return built, x[: ROWS[name]]


def make(folder, names):
    import keras

    for name in names or ROWS:
        keras.utils.set_random_seed(7)
        built, x = build(keras, name)
        built.save(f"{folder}/{name}.keras")
        built.export(f"{folder}/{name}.saved", format="tf_saved_model", verbose=False)
        np.savez(f"{folder}/{name}.npz", x=x)


def call(built):
    """Returns what runs a batch compiled as a whole, without the loop of `predict`."""
    if os.environ["KERAS_BACKEND"] == "jax":
        import jax

        state = [[v.value for v in part] for part in (built.trainable_variables, built.non_trainable_variables)]
        function = jax.jit(lambda trainable, fixed, x: built.stateless_call(trainable, fixed, x, training=False)[0])
        return lambda x: np.asarray(function(*state, x))
    import tensorflow as tf

    signature = [tf.TensorSpec((None, *built.inputs[0].shape[1:]), "float32")]
    function = tf.function(lambda x: built(x, training=False), input_signature=signature)
    return lambda x: function(tf.constant(x)).numpy()


def job(built, function, x, batch):
    """Returns a prediction of some rows, by a function where there is one; a batch of 0 is the default of `predict`."""
    if function is None:
        return lambda: built.predict(x, batch_size=batch or None, verbose=0)
    if batch in (0, len(x)):
        return lambda: function(x)
    return lambda: np.concatenate([function(x[i:i + batch]) for i in range(0, len(x), batch)])


def repeat(what, seconds, found):
    times = []
    start = now = time.perf_counter()
    while not times or now - start < seconds:
        what()
        end = time.perf_counter()
        times.append((end - now) * 1e6)
        now = end
    found.extend(times)


def measure(what, threads, seconds):
    parts = [[] for _ in range(threads)]
    callers = [threading.Thread(target=repeat, args=(what, seconds, part)) for part in parts]
    start, cpu = time.perf_counter(), time.process_time()
    if threads == 1:
        repeat(what, seconds, parts[0])
    else:
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    times = np.sort(np.concatenate(parts))
    tail = min(len(times) - 1, int(len(times) * 0.99))
    return times[len(times) // 2], times[tail], len(times) / elapsed, cpu * 1e6 / len(times)


def work(folder, name, how):
    import keras

    x = np.load(f"{folder}/{name}.npz")["x"]
    built = keras.models.load_model(f"{folder}/{name}.keras", compile=False)
    function = call(built) if how == "call" else None
    job(built, function, x[:1], 0)()
    print("ready", flush=True)
    for line in sys.stdin:
        word = line.split()
        if word[0] == "run":
            rows, batch, threads, seconds = int(word[1]), int(word[2]), int(word[3]), float(word[4])
            what = job(built, function, x[:rows], batch)
            scores = what()
            check = (scores.astype("float64") @ np.arange(scores.shape[-1])).mean()
            print(*measure(what, threads, seconds), check, flush=True)
        elif word[0] == "peak":
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


if __name__ == "__main__":
    which, folder, *arguments = sys.argv[1:]
    if which == "make":
        make(folder, arguments)
    else:
        work(folder, *arguments)
