"""Records losses and metrics that are computed or kept in other types than float32.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/losses/make_types.py

Writes types.json beside it: targets and predictions, the loss of each class and type for them, and root mean squared errors of
300 batches of one sample, prediction 0.1 + i % 7 and target 0.
"""

import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

TYPES = ("float16", "bfloat16", "float32", "float64")


def main():
    target, prediction = [[0.1, 0.7], [0.3, 0.9]], [[0.2, 0.33], [0.77, 0.05]]
    pair = np.array(target, "float32"), np.array(prediction, "float32")
    losses, errors = {}, {}
    for name in TYPES:
        losses[name] = {
            "MeanSquaredError": float(keras.losses.MeanSquaredError(dtype=name)(*pair)),
            "Huber": float(keras.losses.Huber(0.25, dtype=name)(*pair)),
        }
        metric = keras.metrics.RootMeanSquaredError(dtype=name)
        for i in range(300):
            metric.update_state(np.zeros((1, 1), "float32"), np.full((1, 1), 0.1 + i % 7, "float32"))
        errors[name] = float(metric.result())
    record = {"target": target, "prediction": prediction, "losses": losses, "errors": errors}
    pathlib.Path(__file__).with_name("types.json").write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
