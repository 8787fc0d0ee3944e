"""Records a model with an initializer, a regularizer and a constraint of one's own; run in the interop environment."""
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
import keras
import numpy as np
from keras import ops

HERE = os.path.dirname(os.path.abspath(__file__))
register = keras.saving.register_keras_serializable("mine")


@register
class Fading(keras.initializers.Initializer):
    """Numbers that become smaller and change their sign."""

    def __init__(self, scale=1.0):
        self.scale = scale

    def __call__(self, shape, dtype=None, **kwargs):
        at = np.arange(np.prod(shape)).reshape(shape)
        return ops.convert_to_tensor(self.scale * np.where(at % 2 == 0, 1.0, -1.0) / (1 + at), dtype=dtype)

    def get_config(self):
        return {"scale": self.scale}


@register
class Cubic(keras.regularizers.Regularizer):
    """A factor times the sum of the cubes of the magnitudes."""

    def __init__(self, factor=0.1):
        self.factor = factor

    def __call__(self, x):
        return self.factor * ops.sum(ops.abs(x) * x * x)

    def get_config(self):
        return {"factor": self.factor}


@register
class Ceiling(keras.constraints.Constraint):
    """Keeps weights between a number and its negative."""

    def __init__(self, max_value=1.0):
        self.max_value = max_value

    def __call__(self, w):
        return ops.clip(w, -self.max_value, self.max_value)

    def get_config(self):
        return {"max_value": self.max_value}


def model():
    return keras.Sequential([
        keras.Input((4,)),
        keras.layers.Dense(3, "tanh", kernel_initializer=Fading(0.8), kernel_regularizer=Cubic(0.05),
                           kernel_constraint=Ceiling(0.5), activity_regularizer=Cubic(0.01), name="own"),
        keras.layers.Dense(2, kernel_initializer=Fading(0.5), name="scores"),
    ], name="custom_objects")


def main():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(8, 4)).astype("float32")
    y = rng.normal(size=(8, 2)).astype("float32")
    made = model()
    made.save(os.path.join(HERE, "custom_objects.keras"))
    made.save(os.path.join(HERE, "custom_objects.h5"))
    start = made.layers[0].get_weights()[0]
    made.compile(keras.optimizers.SGD(0.2), "mse")
    losses = [float(made.train_on_batch(x, y)) for _ in range(6)]
    np.savez(os.path.join(HERE, "custom_objects.npz"), x=x, y=y, start=start, losses=np.array(losses),
             trained=made.layers[0].get_weights()[0], predicted=made.predict(x, verbose=0))
    print(losses, keras.__version__)


if __name__ == "__main__":
    main()
