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
