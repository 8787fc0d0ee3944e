"""Records what Keras' callbacks do with scripted logs, so that Tenon's can be held against it.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/callbacks/make.py

Writes callbacks.json beside itself. Nothing is trained: the epochs' logs are given, the model has one weight that
holds the number of the epoch, saving only notes the name, and the clock of the progress bar is a list. Keras 3.15.1.

Keys: `monitors` (one case each: the callback, its arguments, the logs of the epochs; what came out: the epoch after which
it stopped, the weight at the end, the learning rate after each epoch, the names of saved files, everything printed),
`names` (file name patterns), `csv` (the text of CSVLogger), `bars` (the text of the progress bar), `floats` (repr).
"""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras.src.utils import progbar  # noqa: E402


def model():
    keras.utils.set_random_seed(0)
    made = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    made.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae", keras.metrics.BinaryAccuracy(name="accuracy")])
    made.fit(np.zeros((1, 1)), np.zeros((1, 1)), verbose=0)
    made.optimizer.learning_rate = 0.1
    return made


def run(name, arguments, epochs, batches=0):
    """Calls a callback as fit does; returns what it did."""
    made = model()
    saved = []
    made.save = lambda path, **_: saved.append(str(path))
    made.save_weights = lambda path, **_: saved.append(str(path))
    out = io.StringIO()
    rates, stopped = [], None
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            callback = getattr(keras.callbacks, name)(**arguments)
            callback.set_model(made)
            callback.set_params({"epochs": len(epochs), "verbose": 0, "steps": batches})
            made.stop_training = False
            callback.on_train_begin()
            for epoch, logs in enumerate(epochs):
                logs = dict(logs)
                callback.on_epoch_begin(epoch)
                for batch in range(batches):
                    callback.on_train_batch_begin(batch)
                    callback.on_train_batch_end(batch, dict(logs))
                made.set_weights([np.full((1, 1), float(epoch + 1))])
                callback.on_epoch_end(epoch, logs)
                rates.append(float(made.optimizer.learning_rate.numpy()))
                if made.stop_training:
                    stopped = epoch
                    break
            callback.on_train_end()
            error = None
        except Exception as e:  # noqa: BLE001
            error = type(e).__name__
    return {
        "callback": name,
        "arguments": arguments,
        "epochs": epochs,
        "batches": batches,
        "stopped": stopped,
        "weight": float(made.get_weights()[0][0, 0]),
        "rates": rates,
        "saved": saved,
        "printed": out.getvalue(),
        "error": error,
    }


def monitors():
    falling = [1.0, 0.8, 0.7, 0.71, 0.72, 0.69, 0.75, 0.76, 0.77, 0.5]
    flat = [0.5] * 8
    rising = [0.1, 0.5, 0.4, 0.6, 0.6, 0.59, 0.7, 0.2]

    def logs(values, **others):
        return [
            {"loss": v, "val_loss": v, "accuracy": 1 - v, "val_accuracy": 1 - v, **others} for v in values
        ]

    stop, reduce, save = "EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint"
    best = {"save_best_only": True, "verbose": 1}
    return [
        run(stop, {"verbose": 1}, logs(falling)),
        run(stop, {"patience": 2, "verbose": 1}, logs(falling)),
        run(stop, {"patience": 3, "verbose": 1, "restore_best_weights": True}, logs(falling)),
        run(stop, {"patience": 2, "min_delta": 0.15, "restore_best_weights": True}, logs(falling)),
        run(stop, {"patience": 2, "min_delta": -0.15}, logs(falling)),
        run(stop, {"patience": 2, "baseline": 0.6, "verbose": 1, "restore_best_weights": True}, logs(falling)),
        run(stop, {"patience": 2, "baseline": 0.75}, logs(falling)),
        run(stop, {"patience": 1, "start_from_epoch": 4, "verbose": 1}, logs(falling)),
        run(stop, {"monitor": "val_accuracy", "patience": 2}, logs(rising)),
        run(stop, {"monitor": "accuracy", "mode": "max", "patience": 2}, logs(rising)),
        run(stop, {"monitor": "val_accuracy", "mode": "min", "patience": 2}, logs(rising)),
        run(stop, {"monitor": "val_mae", "patience": 1}, logs(flat, val_mae=0.5)),
        run(stop, {"monitor": "val_nothing", "patience": 1}, logs(flat)),
        run(stop, {"monitor": "val_nothing", "patience": 1, "mode": "min"}, logs(flat)),
        run(stop, {"monitor": "loss", "patience": 0, "restore_best_weights": True, "verbose": 1}, logs(rising)),
        run(reduce, {"patience": 2, "verbose": 1}, logs(falling)),
        run(reduce, {"patience": 1, "factor": 0.5, "verbose": 1}, logs(flat)),
        run(reduce, {"patience": 1, "factor": 0.5, "cooldown": 2, "verbose": 1}, logs(flat)),
        run(reduce, {"patience": 2, "factor": 0.2, "min_lr": 0.01, "verbose": 1}, logs(flat)),
        run(reduce, {"patience": 1, "factor": 0.1, "min_lr": 0.001}, logs(flat)),
        run(reduce, {"monitor": "val_accuracy", "patience": 1, "min_delta": 0.05}, logs(rising)),
        run(reduce, {"monitor": "nothing", "mode": "min"}, logs(rising)),
        run(reduce, {"factor": 1.0}, logs(rising)),
        run(save, {"filepath": "all_{epoch:02d}-{val_loss:.2f}.keras", "verbose": 1}, logs(falling)),
        run(save, {"filepath": "best.h5", **best}, logs(falling)),
        run(save, {"filepath": "{epoch}.keras", "monitor": "val_accuracy", **best}, logs(rising)),
        run(save, {"filepath": "{epoch}.keras", "initial_value_threshold": 0.65, **best}, logs(falling)),
        run(save, {"filepath": "{epoch}.keras", "monitor": "nothing", "mode": "max", **best}, logs(flat)),
        run(save, {"filepath": "w{epoch:03d}.weights.h5", "save_weights_only": True}, logs(flat[:3])),
        run(save, {"filepath": "{epoch}_{batch:02d}.keras", "save_freq": 4, "verbose": 1}, logs(flat[:4]), 3),
        run(save, {"filepath": "{epoch}_{batch}.keras", "save_freq": 1}, logs(flat[:2]), 2),
        run(save, {"filepath": "{epoch}_{batch}.keras", "save_freq": 5}, logs(flat[:4]), 4),
        run(save, {"filepath": "{epoch}_{mape}.keras"}, logs(flat[:1])),
        run(save, {"filepath": "model.txt"}, logs(flat[:1])),
        run(save, {"filepath": "model.h5", "save_weights_only": True}, logs(flat[:1])),
    ]


def names():
    values = {"epoch": 7, "loss": 0.125, "val_loss": 1.5e-05, "acc": 12345.678, "low": -0.0625, "whole": 2.0}
    patterns = [
        "{epoch}", "{epoch:d}", "{epoch:02d}", "{epoch:04d}", "{epoch:3d}", "{epoch:.2f}", "{loss:.2f}", "{loss:.1f}",
        "{loss:.0f}", "{loss}", "{loss:.3e}", "{loss:08.3f}", "{loss:8.3f}", "{val_loss}", "{val_loss:.4f}",
        "{val_loss:e}", "{val_loss:.2E}", "{acc:.1f}", "{acc:f}", "{acc}", "{acc:.2%}", "{low:.3f}", "{low:08.3f}",
        "{low}", "{whole}", "a{epoch}b{loss:.2f}c",
    ]
    return [{"pattern": p, "text": p.format(**values)} for p in patterns], values


def csv():
    found = []
    cases = [
        ({}, [{"loss": 0.5, "accuracy": np.float32(0.1).item()}, {"loss": 1e-05, "accuracy": 1.0}]),
        ({}, [{"loss": 0.5, "val_loss": 0.25}, {"loss": 0.125}]),
        ({"separator": ";"}, [{"loss": 1e22, "val_loss": float("nan")}, {"loss": float("inf"), "val_loss": 0.1}]),
        ({"append": True}, [{"loss": 3.0, "val_loss": 2.0}]),
    ]
    for arguments, epochs in cases:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "log.csv"
            callback = keras.callbacks.CSVLogger(path, **arguments)
            for _ in range(2):
                callback.on_train_begin()
                for epoch, logs in enumerate(epochs):
                    callback.on_epoch_end(epoch, dict(logs))
                callback.on_train_end()
            found.append({"arguments": arguments, "epochs": [encode(e) for e in epochs], "text": path.read_bytes().decode()})
    return found


def encode(logs):
    return {k: repr(v) for k, v in logs.items()}


def bars():
    """Each case: the target, verbose, and for each update the time in ms, the step, the values, and what was printed."""
    many = [(0, 0, None)] + [(i * 9.7 + 30, i, {"loss": 1 / i, "accuracy": 1e-4 * i}) for i in range(1, 41)]
    cases = [
        ("seconds", 5, 1, [(0, 0, None), (900, 1, {"loss": 2.5}), (1200, 2, {"loss": 0.5}), (1210, 3, {"loss": 0.4}),
                           (2000, 4, {"loss": 0.3}), (2600, 5, {"loss": -0.25, "val_loss": 1e-5})]),
        ("many", 40, 1, many),
        ("long", 100000, 1, [(0, 0, None), (1000, 1, {"loss": 1.0}), (3000, 2, {"loss": 1.0}),
                             (4100, 60000, {"loss": 0.00099}), (9000000, 99999, {"loss": 1.0})]),
        ("minutes", 1000, 1, [(0, 0, None), (10, 1, {"loss": 1.0}), (500, 2, {"loss": 100.0}),
                              (1500, 10, {"a_long_name": 1.0, "loss": 0.5}), (1600, 20, {"loss": 0.5})]),
        ("unknown", None, 1, [(0, 0, None), (100, 1, {"loss": 1.0}), (200, 2, {"loss": float("nan")})]),
        ("line", 5, 2, [(0, 0, None), (2600, 5, {"loss": 0.25, "val_loss": 1e-5})]),
    ]
    found = []
    for name, target, verbose, updates in cases:
        now = [1000.0]
        progbar.time.time, real = (lambda: now[0]), progbar.time.time
        out = io.StringIO()
        out.isatty = lambda: True
        steps = []
        try:
            with contextlib.redirect_stdout(out):
                bar = progbar.Progbar(target, verbose=verbose, stateless_metrics=set())
                bar._dynamic_display = True
                for i, (ms, step, values) in enumerate(updates):
                    now[0] = 1000.0 + ms / 1000
                    if values is None:
                        continue
                    last = i == len(updates) - 1 and step == target
                    if verbose == 1 or last:
                        bar.update(step, list(values.items()), finalize=last)
                    steps.append({"ms": ms, "step": step, "values": encode(values), "last": last, "text": out.getvalue()})
                    out.seek(0)
                    out.truncate()
        finally:
            progbar.time.time = real
        found.append({"name": name, "target": target, "verbose": verbose, "steps": steps})
    return found


def floats():
    values = [0.1, 1 / 3, 2.0, 1e15, 1e16, 1.5e16, 123456789.125, 1e-4, 1e-5, 9.999e-5, 5e-324, 1.7976931348623157e308,
              float(np.float32(0.1)), float(np.float32(1e-5)), -0.0, 0.0, 2.5e-7, 1e22, 2e-3, 100.0]
    return [{"text": repr(v), "bits": np.float64(v).view(np.int64).item()} for v in values]


def main():
    patterns, values = names()
    recorded = {
        "keras": keras.__version__,
        "monitors": monitors(),
        "names": {"values": values, "patterns": patterns},
        "csv": csv(),
        "bars": bars(),
        "floats": floats(),
    }
    text = json.dumps(recorded, indent=1, ensure_ascii=False)
    (HERE / "callbacks.json").write_text(text + "\n")
    print(len(text), "characters")


if __name__ == "__main__":
    main()
