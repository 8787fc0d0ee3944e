"""Records what Tenon's tests of building and surgery compare with; run in the interop environment.

    python make.py              writes the recordings beside this file
    python make.py open FILE    opens a file that Tenon wrote and prints what it predicts for the recorded input
"""
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np

import custom_layers

HERE = os.path.dirname(os.path.abspath(__file__))


def at(name):
    return os.path.join(HERE, name)


def transformer():
    keras.backend.clear_session()
    keras.utils.set_random_seed(11)
    model = custom_layers.classifier()
    x = np.random.default_rng(3).integers(0, 20, (4, 6)).astype("float32")
    y = np.eye(2, dtype="float32")[[0, 1, 1, 0]]
    model.compile(keras.optimizers.SGD(0.1), "categorical_crossentropy")
    model.save(at("transformer.keras"), include_optimizer=False)
    model.save(at("transformer.h5"), include_optimizer=False)
    # Training without dropout can be compared number by number.
    still = custom_layers.classifier(0.0)
    still.set_weights(model.get_weights())
    still.compile(keras.optimizers.SGD(0.1), "categorical_crossentropy")
    losses = [float(still.train_on_batch(x, y)) for _ in range(5)]
    np.savez(at("transformer.npz"), x=x, y=y, predicted=model.predict(x, verbose=0), losses=np.array(losses))
    print(model.summary(line_length=100))


def surgery():
    """A picture model around a nested encoder: inner values, and what training does to frozen parts."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(5)
    layers = keras.layers
    inner = layers.Input((8, 8, 1), name="picture")
    y = layers.Conv2D(4, 3, name="conv_a")(inner)
    y = layers.BatchNormalization(name="norm")(y)
    y = layers.ReLU(name="relu")(y)
    y = layers.Conv2D(6, 3, activation="relu", name="conv_b")(y)
    encoder = keras.Model(inner, y, name="encoder")
    inputs = layers.Input((8, 8, 1), name="image")
    x = encoder(inputs)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(5, activation="relu", name="hidden")(x)
    model = keras.Model(inputs, layers.Dense(3, activation="softmax", name="classes")(x), name="pictures")
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(6, 8, 8, 1)).astype("float32"), np.eye(3, dtype="float32")[[0, 1, 2, 2, 1, 0]]
    model.save(at("pictures.keras"), include_optimizer=False)
    recorded = {"x": x, "y": y, "classes": model.predict(x, verbose=0)}
    for name in ("conv_a", "norm", "conv_b"):
        recorded[name] = keras.Model(encoder.input, encoder.get_layer(name).output).predict(x, verbose=0)
    recorded["hidden"] = keras.Model(model.input, model.get_layer("hidden").output).predict(x, verbose=0)
    start = model.get_weights()

    def train(name, freeze):
        # Only a change of the value reaches the layers inside.
        model.trainable = False
        model.trainable = True
        model.set_weights(start)
        freeze()
        model.compile(keras.optimizers.SGD(0.5), "categorical_crossentropy")
        recorded["losses_" + name] = np.array([float(model.train_on_batch(x, y)) for _ in range(4)])
        recorded["counts_" + name] = np.array([sum(int(np.prod(v.shape)) for v in part) for part in
                                               (model.trainable_weights, model.non_trainable_weights)])
        recorded["moving_mean_" + name] = encoder.get_layer("norm").moving_mean.numpy()

    train("free", lambda: None)
    train("encoder", lambda: setattr(encoder, "trainable", False))
    train("norm", lambda: setattr(encoder.get_layer("norm"), "trainable", False))
    train("convs", lambda: [setattr(encoder.get_layer(n), "trainable", False) for n in ("conv_a", "conv_b")])

    def thaw_one():
        encoder.trainable = False
        encoder.trainable = True
        for layer in encoder.layers:
            layer.trainable = layer.name == "conv_b"

    train("thawed", thaw_one)
    encoder.trainable = False
    model.save(at("pictures_frozen.keras"), include_optimizer=False)
    np.savez(at("pictures.npz"), **recorded)


def open_file(path):
    data = np.load(at("transformer.npz"))
    model = keras.models.load_model(path, compile=False)
    difference = float(np.abs(model.predict(data["x"], verbose=0) - data["predicted"]).max())
    print(f"{type(model.get_layer('block')).__name__} {difference:.3g}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        open_file(sys.argv[2])
    else:
        transformer()
        surgery()
