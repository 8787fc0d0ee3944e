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


@register
class Shift(keras.layers.Layer):
    """Adds a number."""

    def __init__(self, by=0.0, **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def call(self, x):
        return x + self.by

    def get_config(self):
        return {**super().get_config(), "by": self.by}


@register
class Quartic(keras.losses.Loss):
    """The mean of the fourth powers of the differences."""

    def __init__(self, factor=1.0, reduction="sum_over_batch_size", name="quartic"):
        super().__init__(reduction=reduction, name=name)
        self.factor = factor

    def call(self, y_true, y_pred):
        return self.factor * ops.mean((y_pred - y_true) ** 4, axis=-1)

    def get_config(self):
        return {"factor": self.factor, **super().get_config()}


@register
class Total(keras.metrics.Metric):
    """The sum of all predictions."""

    def __init__(self, name="total", **kwargs):
        super().__init__(name=name, **kwargs)
        self.total = self.add_variable((), initializer="zeros", name="total")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.total.assign(self.total + ops.sum(y_pred))

    def result(self):
        return ops.convert_to_tensor(self.total)


def compiled():
    made = keras.Sequential([
        keras.Input((4,)), Shift(0.5, name="shift"),
        keras.layers.Dense(2, kernel_initializer=Fading(0.5), name="scores")], name="custom_compiled")
    made.compile(keras.optimizers.SGD(0.01), Quartic(0.5), metrics=[Total()])
    return made


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

    made = compiled()
    made.train_on_batch(x, y)
    for kind in ("keras", "h5"):
        made.save(os.path.join(HERE, "custom_compiled." + kind))
    evaluated = [made.evaluate(x, y, verbose=0)]
    for _ in range(2):
        made.train_on_batch(x, y)
    evaluated.append(made.evaluate(x, y, verbose=0))
    np.savez(os.path.join(HERE, "custom_compiled.npz"), x=x, y=y, evaluated=np.array(evaluated, "float64"))
    print(losses, evaluated, keras.__version__)


if __name__ == "__main__":
    main()
