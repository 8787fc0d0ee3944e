"""Records weights without a model, as each Keras writes them, the JSON of the model, and what it answers.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/weights_only/make.py

Writes k3.json, k3.weights.h5 (Keras 3), tf.json, tf.h5 (tf_keras' legacy HDF5) and k3.npz, tf.npz beside itself; and
sharded.weights.json and the files that it names, with the weights of k3 in parts; and int8, int4 and float8 .json,
.weights.h5 and .npz of a model that Keras 3 quantised; and subclassed.weights.h5. k3.weights.npz has the arrays of k3 by
the names of its weights in Tenon, and pickled.weights.npz is the kind of archive that Keras 3 writes inside a .keras file.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tf_keras  # noqa: E402


def model(k):
    """Layers of one class twice, one with states, a nested model, and one with gates."""
    k.utils.set_random_seed(4)
    x = k.layers.Input((6, 6, 1), name="picture")
    y = k.layers.Conv2D(3, 3, activation="relu", name="first")(x)
    y = k.layers.BatchNormalization(name="norm")(y)
    y = k.layers.Conv2D(2, 3, name="second")(y)
    y = k.layers.Reshape((2, 4), name="steps")(y)
    y = k.Sequential([k.layers.Dense(4, activation="tanh", name="in1"), k.layers.Dense(3, name="in2")], name="nested")(y)
    y = k.layers.LSTM(3, name="lstm")(y)
    made = k.Model(x, k.layers.Dense(2, name="out")(y))
    rng = np.random.default_rng(7)
    made.set_weights([rng.uniform(0.2, 1, w.shape).astype("float32") * rng.choice([1.0, -1.0] if w.ndim > 1 else [1.0], w.shape)
                      .astype("float32") for w in made.get_weights()])
    return made


def quantised(mode):
    """The layers that Keras quantises."""
    keras.utils.set_random_seed(3)
    ids = keras.Input((5,), dtype="int32", name="ids")
    y = keras.layers.Embedding(11, 8, name="table")(ids)
    y = keras.layers.Dense(6, activation="relu", name="d1")(y)
    made = keras.Model(ids, keras.layers.EinsumDense("abc,cd->abd", output_shape=(None, 4), bias_axes="d", name="e1")(y))
    made.quantize(mode)
    return made


class Subclassed(keras.Model):
    """A class of one's own: its file names layers by attributes."""

    def __init__(self):
        super().__init__()
        self.a = keras.layers.Dense(3)
        self.b = keras.layers.Dense(2)

    def call(self, x):
        return self.b(self.a(x))


def main():
    own = Subclassed()
    own(np.zeros((1, 4)))
    own.save_weights(HERE / "subclassed.weights.h5")
    ids = np.random.default_rng(1).integers(0, 11, (3, 5)).astype("int32")
    for mode in ("int8", "int4", "float8"):
        made = quantised(mode)
        (HERE / f"{mode}.json").write_text(made.to_json())
        made.save_weights(HERE / f"{mode}.weights.h5")
        np.savez(HERE / f"{mode}.npz", in0=ids, out0=np.asarray(made(ids, training=False)))
        again = keras.models.model_from_json((HERE / f"{mode}.json").read_text())
        again.load_weights(HERE / f"{mode}.weights.h5")
        assert np.array_equal(again(ids, training=False), made(ids, training=False)), mode
    x = np.random.default_rng(8).uniform(-1, 1, (3, 6, 6, 1)).astype("float32")
    for name, k, file in (("k3", keras, "k3.weights.h5"), ("tf", tf_keras, "tf.h5")):
        made = model(k)
        (HERE / f"{name}.json").write_text(made.to_json())
        made.save_weights(HERE / file)
        np.savez(HERE / f"{name}.npz", in0=x, out0=np.asarray(made(x, training=False)))
        again = k.models.model_from_json((HERE / f"{name}.json").read_text())
        again.load_weights(HERE / file)
        assert np.array_equal(again(x), made(x)), name
        if k is keras:
            np.savez(HERE / "k3.weights.npz", **{w.path.replace("lstm_cell", "cell"): w.numpy() for w in made.weights})
            store = keras.src.saving.saving_lib.NpzIOStore(str(HERE / "pickled.weights.npz"), mode="w")
            store.make("layers/dense/vars")["0"] = np.zeros((3, 2))
            store.close()
            made.save_weights(HERE / "sharded.weights.json", max_shard_size=400 / 2**30)
            assert len(list(HERE.glob("sharded_*.weights.h5"))) > 2


if __name__ == "__main__":
    main()
