"""Records in which order Keras calls a callback in fit, evaluate and predict, and with which logs.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/callbacks/make_order.py

Writes order.json and order.keras, the compiled model before the first step, beside itself. Keys: `x`, `y` (samples and
targets; the last six are the validation data of fit), `runs`, one each: `verb`, `arguments`, `stop` (the hook in which the
run is stopped and the number that it is called with), and `calls`: hook, number of the epoch or batch, logs. Keras 3.15.1.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

rng = np.random.default_rng(3)
X = rng.normal(size=(16, 3)).astype("float32")
Y = rng.normal(size=(16, 1)).astype("float32")
HOOKS = [f"on_{verb}_{when}" for verb in ("train", "test", "predict") for when in ("begin", "end")]
BATCH_HOOKS = [f"on_{verb}_batch_{when}" for verb in ("train", "test", "predict") for when in ("begin", "end")]
EPOCH_HOOKS = ["on_epoch_begin", "on_epoch_end"]


def plain(logs):
    if not logs:
        return None
    return {k: np.asarray(v).tolist() if k == "outputs" else float(v) for k, v in logs.items()}


def recorder(verb, stop):
    calls = []
    callback = keras.callbacks.Callback()
    flag = {"fit": "stop_training", "evaluate": "stop_evaluating", "predict": "stop_predicting"}[verb]

    def note(hook, number, logs):
        calls.append([hook, number, plain(logs)])
        if stop == [hook, number]:
            setattr(callback.model, flag, True)

    for hook in HOOKS:
        setattr(callback, hook, lambda logs=None, hook=hook: note(hook, None, logs))
    for hook in BATCH_HOOKS + EPOCH_HOOKS:
        setattr(callback, hook, lambda number, logs=None, hook=hook: note(hook, number, logs))
    return callback, calls


def run(verb, stop=None, **arguments):
    model = keras.saving.load_model(HERE / "order.keras")
    callback, calls = recorder(verb, stop)
    if verb == "fit":
        model.fit(X[:10], Y[:10], validation_data=(X[10:], Y[10:]), shuffle=False, verbose=0, callbacks=[callback], **arguments)
    elif verb == "evaluate":
        model.evaluate(X, Y, verbose=0, callbacks=[callback], **arguments)
    else:
        model.predict(X, verbose=0, callbacks=[callback], **arguments)
    return {"verb": verb, "arguments": arguments, "stop": stop, "calls": calls}


def main():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="tanh"), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"], jit_compile=False)
    model.save(HERE / "order.keras")
    runs = [
        run("fit", epochs=2, batch_size=4),
        run("fit", epochs=3, batch_size=4, stop=["on_test_batch_end", 0]),
        run("evaluate", batch_size=6),
        run("evaluate", batch_size=4, steps=2),
        run("evaluate", batch_size=4, stop=["on_test_begin", None]),
        run("evaluate", batch_size=4, stop=["on_test_batch_end", 1]),
        run("predict", batch_size=6),
        run("predict", batch_size=4, steps=3),
        run("predict"),
        run("predict", batch_size=4, stop=["on_predict_begin", None]),
        run("predict", batch_size=4, stop=["on_predict_batch_begin", 2]),
    ]
    (HERE / "order.json").write_text(json.dumps({"x": X.tolist(), "y": Y.tolist(), "runs": runs}, indent=None) + "\n")


if __name__ == "__main__":
    main()
