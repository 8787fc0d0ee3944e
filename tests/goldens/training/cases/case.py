"""What a case is, and the data that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

SGD = keras.optimizers.SGD


@dataclass(frozen=True)
class Case:
    """model: gives the model, not compiled. data: (rng, n) to samples, targets and maybe sample weights, lists for several.
    tolerance: of losses, metrics and predictions; weight_tolerance: of weights (docs/numbers.md)."""

    name: str
    model: Callable[[], Any]
    data: Callable[..., Any]
    compile: Callable[[], dict]
    fit: dict = field(default_factory=dict)
    samples: int = 8
    validation: int = 0
    tolerance: float = 1e-5
    weight_tolerance: float = 1e-5
    built_optimizer: bool = False


def floats(*shape):
    return lambda rng, n: rng.normal(0, 1, (n, *shape)).astype("float32")


def ints(high, *shape, low=0):
    return lambda rng, n: rng.integers(low, high, (n, *shape)).astype("int32")


def one_hot(classes, *shape):
    return lambda rng, n: np.eye(classes, dtype="float32")[rng.integers(0, classes, (n, *shape))]


def bits(*shape):
    return lambda rng, n: rng.integers(0, 2, (n, *shape)).astype("float32")


def weights(*shape):
    return lambda rng, n: rng.uniform(0.2, 2, (n, *shape)).astype("float32")


def padded(high, time):
    """Tokens from 1 to high - 1, a random number of them, and zeros behind."""

    def draw(rng, n):
        tokens = rng.integers(1, high, (n, time)).astype("int32")
        tokens[np.arange(time)[None] >= rng.integers(1, time + 1, n)[:, None]] = 0
        return tokens

    return draw


def data(*parts):
    """Samples, targets, sample weights: a function each, or a list of them."""

    def draw(rng, n):
        return tuple([f(rng, n) for f in part] if isinstance(part, list) else part(rng, n) for part in parts)

    return draw


def sgd(loss, *metrics, rate=0.1, **options):
    """Keras' compile arguments with SGD."""
    return lambda: {"optimizer": SGD(rate), "loss": loss, "metrics": list(metrics)} | options


def chain(shape, layers, **options):
    """A Sequential; layers is a function, so that each run has its own."""
    return lambda: keras.Sequential([keras.Input(shape, **options), *layers(keras.layers)])
