"""Records what the settings of keras.config change, as config.json beside this script.

Run with the interpreter of tests/interop/make-venv; every setting is put back.
"""

import contextlib
import inspect
import io
import itertools
import json
import os
import pathlib
import random
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np

warnings.simplefilter("ignore")
TYPES = ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
TYPES += ["bfloat16", "float16", "float32", "float64", int, float]
FILL = {"filters": 2, "kernel_size": 3, "rate": 0.5, "height": 4, "width": 4, "output_size": 2,
        "factor": 0.1, "scale": 1.0, "height_factor": 0.1, "layers": [], "max_number": 2}


def name(dtype):
    return dtype if isinstance(dtype, str) else dtype.__name__


def result_types():
    cases = []
    draw = random.Random(7)
    for floatx in ["float32", "float64", "float16", "bfloat16"]:
        keras.config.set_floatx(floatx)
        groups = [[], *[[t] for t in TYPES]]
        pairs = list(itertools.combinations_with_replacement(TYPES, 2))
        groups += pairs if floatx == "float32" else draw.sample(pairs, 25)
        groups += [draw.choices(TYPES, k=3) for _ in range(60)]
        for group in groups:
            words = " ".join(name(t) for t in group)
            cases.append(f"{floatx}: {words} = {keras.backend.result_type(*group)}")
    keras.config.set_floatx("float32")
    return sorted(set(cases))


def data_formats():
    formats = {}
    keras.config.set_image_data_format("channels_first")
    for key, kind in sorted(vars(keras.layers).items()):
        if not inspect.isclass(kind) or not issubclass(kind, keras.layers.Layer):
            continue
        try:
            required = [p for p in inspect.signature(kind.__init__).parameters.values()
                        if p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD][1:]
            layer = kind(**{p.name: FILL[p.name] for p in required if p.name in FILL})
        except (TypeError, ValueError, NotImplementedError):
            continue
        if hasattr(layer, "data_format"):
            formats[kind.__name__] = layer.data_format
    shapes = {
        "conv2D": keras.layers.Conv2D(5, 3)(keras.Input((3, 8, 9))).shape[1:],
        "flatten": keras.layers.Flatten()(keras.Input((3, 8, 9))).shape[1:],
        "maxPool": keras.ops.max_pool(np.zeros((1, 4, 6, 8), "float32"), 2).shape.as_list()[1:],
    }
    x = np.arange(12, dtype="float32").reshape(1, 3, 2, 2)
    rescaled = keras.layers.Rescaling([1.0, 2.0, 3.0])(x)
    keras.config.set_image_data_format("channels_last")
    return {"formats": formats, "shapes": shapes, "rescaled": np.array(rescaled).ravel().tolist()}


P = np.array([[0.0, 0.4, 0.6], [1.0, 0.0, 0.0], [0.002, 0.003, 0.995]], "float32")
Y = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], "float32")
LOSSES = ["binary_crossentropy", "categorical_crossentropy", "kl_divergence", "poisson",
          "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "cosine_similarity",
          "dice", "tversky", "binary_focal_crossentropy", "categorical_focal_crossentropy"]


def identity():
    inputs = keras.Input((3,))
    return keras.Model(inputs, keras.layers.Activation("linear")(inputs))


def epsilons():
    values = {}
    for epsilon in [1e-7, 0.05]:
        keras.config.set_epsilon(epsilon)
        row = {}
        for loss in LOSSES:
            model = identity()
            model.compile(loss=loss)
            row[loss] = float(model.evaluate(P, Y, verbose=0))
        model = identity()
        model.compile(loss="mse", metrics=[keras.metrics.F1Score(average="macro", name="f1"),
                                           keras.metrics.MeanIoU(2, name="iou")])
        row.update(model.evaluate(P, Y, verbose=0, return_dict=True))
        x = np.array([[0.01, 0.02], [3.0, 4.0]], "float32")
        row["normalize"] = np.array(keras.ops.normalize(x)).ravel().tolist()
        row["unit_norm"] = np.array(keras.constraints.UnitNorm(1)(x)).ravel().tolist()
        row["normalization"] = np.array(
            keras.layers.Normalization(mean=0.0, variance=0.0)(x)).ravel().tolist()
        values[str(epsilon)] = row
    keras.config.set_epsilon(1e-7)
    return values


def training():
    x = np.linspace(-1, 1, 24).reshape(8, 3)
    y = (x.sum(axis=1, keepdims=True) ** 2).round(3)
    keras.config.set_floatx("float64")
    keras.utils.clear_session()
    keras.config.set_dtype_policy("float64")
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(2, "tanh", kernel_initializer="ones"),
         keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    history = model.fit(x, y, epochs=3, batch_size=4, shuffle=False, verbose=0).history
    answer = {
        "x": x.ravel().tolist(), "y": y.ravel().tolist(), "loss": history["loss"],
        "mae": history["mae"], "predicted": model.predict(x, verbose=0).ravel().tolist(),
        "input": str(model.inputs[0].dtype), "kernel": str(model.layers[0].kernel.dtype),
        "zeros": str(keras.ops.zeros((1,)).dtype.name),
        "uniform": str(keras.random.uniform((1,)).dtype.name),
        "divide": str(keras.ops.divide(np.array([1]), np.array([2])).dtype.name),
        "fraction": str(keras.ops.add(np.array([1], "int32"), 0.5).dtype.name),
    }
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
    return answer


class Count(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.steps = [0, 0, 0]

    def on_train_batch_end(self, batch, logs=None):
        self.steps[0] += 1

    def on_test_batch_end(self, batch, logs=None):
        self.steps[1] += 1

    def on_predict_batch_end(self, batch, logs=None):
        self.steps[2] += 1


def limits():
    keras.config.set_max_epochs(2)
    keras.config.set_max_steps_per_epoch(3)
    x, y = np.zeros((20, 2), "float32"), np.zeros((20, 1), "float32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    count = Count()
    epochs = len(model.fit(x, y, epochs=5, batch_size=2, verbose=0, callbacks=[count],
                           validation_data=(x, y)).history["loss"])
    fitted = list(count.steps)
    model.evaluate(x, y, batch_size=4, verbose=0, callbacks=[count])
    predicted = len(model.predict(x, batch_size=2, verbose=0, callbacks=[count]))
    keras.config.set_max_epochs(None)
    keras.config.set_max_steps_per_epoch(None)
    keras.config.disable_interactive_logging()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        model.fit(x, y, verbose=1)
    keras.config.enable_interactive_logging()
    return {"epochs": epochs, "fitted": fitted, "all": count.steps, "predicted": predicted,
            "printed": out.getvalue()}


recorded = {"resultTypes": result_types(), "dataFormat": data_formats(), "epsilon": epsilons(),
            "float64": training(), "limits": limits()}
target = pathlib.Path(__file__).with_name("config.json")
target.write_text(json.dumps(recorded, indent=1) + "\n")
