"""Records a short fit of Keras with every optimizer, each of its options and each option that all have (matrix.py).

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/optimizers/make_matrix.py

Writes next to itself:

    matrix.json     the arguments of `fit`, and for each case its name, its net, the optimizer's class and configuration, and the words
                    that exclude_from_weight_decay was told, which a configuration leaves out
    matrix.keras    the net before the first step, not compiled; matrix_whole.keras the one for what Keras cannot do
                    with slices
    matrix.npz      `x`, `y`; a row a case: `loss`, what the logs say after each batch, and `weights`, all weights after the fit,
                    flattened, one after the other

One thread, no XLA, batches in the order of the samples.
"""

import json
import os
import pathlib
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "training"), str(HERE), str(HERE.parents[1] / "interop")]

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import matrix  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from make import packed  # noqa: E402


def main():
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    models = {"matrix": matrix.net(False), "matrix_whole": matrix.net(True)}
    for name, model in models.items():
        x, y = matrix.draw(model, 20261127)
        packed(model, HERE / f"{name}.keras")
    start = model.get_weights()
    rows, described = [], []
    for name, kind, arguments, exclude in matrix.cases():
        made = matrix.optimizer(kind, arguments, exclude)
        net = "matrix_whole" if matrix.is_whole(arguments) else "matrix"
        losses, weights = matrix.train(models[net], start, made, x, y)
        assert np.isfinite(losses).all() and np.isfinite(weights).all(), name
        rows.append((losses, weights))
        described.append({"name": name, "net": net, "class_name": kind, "config": made.get_config(), "exclude": exclude})
        print(name, losses[0], losses[-1], flush=True)
    losses, weights = map(np.stack, zip(*rows, strict=True))
    np.savez_compressed(HERE / "matrix.npz", x=x, y=y, loss=losses, weights=weights)
    head = {"keras": keras.__version__, "batch_size": matrix.BATCH, "epochs": matrix.EPOCHS}
    lines = ",\n".join(json.dumps(case) for case in described)
    (HERE / "matrix.json").write_text('{"about": ' + json.dumps(head) + ', "cases": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
