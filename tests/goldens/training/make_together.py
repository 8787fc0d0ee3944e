"""Records a training of several things at once: it is stopped early, gets its best weights back, and goes on.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_together.py

Writes together.keras, the compiled model before the first step, and together.npz: x0, y0 and y1, the data; first:NAME, the
history of a fit with EarlyStopping(monitor="loss", mode="max", patience=2, restore_best_weights=True), and second:NAME, that of a
second fit of the same model. Between the two the weights go back; the seeds of dropout do not.

The model has a layer whose class has two names, losses and metrics chosen by abbreviations, and classes in a column.
"""

import make
import keras
import numpy as np

L = keras.layers
SAMPLES, BATCH = 14, 4


def model():
    x = keras.Input((4, 3), name="x")
    attended = L.GroupQueryAttention(2, 4, 2, dropout=0.2, seed=5)(x, x)
    hidden = L.Dropout(0.4, seed=3)(L.GlobalAveragePooling1D()(attended))
    scores = L.Dense(3, activation="softmax", name="scores")(hidden)
    return keras.Model(x, [scores, L.Dense(2, name="size")(hidden)], name="together")


def main():
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(17)
    made = model()
    make.draw_weights(made, rng)
    made.compile(
        keras.optimizers.SGD(0.02, momentum=0.5),
        {"scores": "sparse_categorical_crossentropy", "size": "mse"},
        metrics={"scores": [keras.metrics.SparseTopKCategoricalAccuracy(2, name="top2")], "size": ["mae", "MSE"]},
        weighted_metrics={"size": ["mape"]},
        jit_compile=False,
    )
    make.packed(made, make.HERE / "together.keras")
    x = rng.normal(0, 1, (SAMPLES, 4, 3)).astype("float32")
    y = [rng.integers(0, 3, (SAMPLES, 1)).astype("int32"), rng.normal(0, 1, (SAMPLES, 2)).astype("float32")]
    stop = keras.callbacks.EarlyStopping(monitor="loss", mode="max", patience=2, restore_best_weights=True)
    fit = {"batch_size": BATCH, "shuffle": False, "verbose": 0}
    first = made.fit(x, y, epochs=5, callbacks=[stop], **fit).history
    assert 1 < len(first["loss"]) < 5 and stop.best_epoch < stop.stopped_epoch
    second = made.fit(x, y, epochs=2, **fit).history
    arrays = {"x0": x, "y0": y[0], "y1": y[1]}
    arrays |= {f"first:{name}": np.array(values, "float32") for name, values in first.items()}
    arrays |= {f"second:{name}": np.array(values, "float32") for name, values in second.items()}
    np.savez_compressed(make.HERE / "together.npz", **arrays)
    print(first["loss"], second["loss"])


if __name__ == "__main__":
    main()
