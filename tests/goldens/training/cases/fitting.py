"""The arguments of fit, the names of the history, and what optimizers do over a fit."""

import keras
import numpy as np

from .case import Case, SGD, bits, chain, data, floats, ints, one_hot, sgd, weights
from .dense import TWO, TWO_WEIGHTED, XY, dense, two_outputs

L = keras.layers
SPARSE = "sparse_categorical_crossentropy"
XYW = data(floats(5), ints(3), weights())


def plain(name, fit=None, **options):
    return Case(name, dense, XY, sgd(SPARSE, "accuracy"), fit=fit or {}, **options)


def logits(units):
    return chain((5,), lambda L: [L.Dense(6, activation="relu"), L.Dense(units)])


CASES = [
    plain("fit_partial_batch", samples=10, validation=7),
    plain("fit_validation_split", {"validation_split": 0.3}, samples=11),
    plain("fit_validation_freq", {"validation_freq": 2}, validation=5),
    plain("fit_initial_epoch", {"initial_epoch": 2, "epochs": 5}, validation=5),
    plain("fit_steps_per_epoch", {"steps_per_epoch": 2, "epochs": 3}, samples=24),
    plain("fit_steps_run_out", {"steps_per_epoch": 2, "epochs": 4}, samples=18),
    plain("fit_validation_steps", {"validation_steps": 1, "validation_batch_size": 3}, validation=8),
    plain("fit_class_weight", {"class_weight": {"0": 0.5, "2": 3.0}}, validation=5),
    plain("fit_class_weight_split", {"class_weight": {"0": 0.5, "2": 3.0}, "validation_split": 0.3}, samples=11),
    Case(
        "fit_class_weight_one_hot",
        dense,
        data(floats(5), one_hot(3)),
        sgd("categorical_crossentropy", weighted_metrics=["accuracy"]),
        fit={"class_weight": {"0": 0.5, "1": 1.0, "2": 3.0}},
    ),
    Case("fit_sample_weight", dense, XYW, sgd(SPARSE, "accuracy"), validation=5),
    Case("fit_sample_weight_split", dense, XYW, sgd(SPARSE, "accuracy", weighted_metrics=["accuracy"]), fit={"validation_split": 0.25}, samples=12),
    Case(
        "fit_weighted_metrics",
        dense,
        XYW,
        sgd(SPARSE, "accuracy", "accuracy", weighted_metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(2, name="top2")]),
        validation=5,
    ),
    Case("fit_one_loss_two_outputs", two_outputs, TWO, sgd({"kind": SPARSE, "size": None}, metrics={"kind": "accuracy", "size": "mse"}), validation=5),
    Case("fit_two_outputs_weights", two_outputs, TWO_WEIGHTED, sgd({"kind": SPARSE, "size": "mae"}, weighted_metrics={"kind": "accuracy"}), validation=4),
    Case("fit_accuracy_logits", logits(1), data(floats(5), bits(1)), sgd(keras.losses.BinaryCrossentropy(from_logits=True), "accuracy")),
    Case("fit_accuracy_sparse", logits(3), data(floats(5), ints(3, 1)), sgd(keras.losses.SparseCategoricalCrossentropy(from_logits=True), "acc")),
    Case("fit_accuracy_one_hot", logits(3), data(floats(5), one_hot(3)), sgd(keras.losses.CategoricalCrossentropy(from_logits=True), "accuracy")),
    Case("fit_accuracy_regression", logits(2), data(floats(5), bits(2)), sgd("mse", "accuracy")),
    Case("fit_ignore_class", logits(3), data(floats(5), ints(3, low=-1)), sgd(keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-1))),
]


def optimized(name, optimizer, **options):
    model = chain((5,), lambda L: [L.Dense(6, activation="relu"), L.LayerNormalization(), L.Dense(3, activation="softmax")])
    return Case("optimizer_" + name, model, XY, lambda: {"optimizer": optimizer(), "loss": SPARSE}, validation=4, **options)


O = keras.optimizers  # noqa: E741
S = O.schedules
ADAM = {"tolerance": 1e-4, "weight_tolerance": 1e-4}
CASES += [
    optimized("momentum", lambda: SGD(0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
    optimized("rmsprop", lambda: O.RMSprop(0.01, momentum=0.5, centered=True), **ADAM),
    optimized("adam", lambda: O.Adam(0.01, amsgrad=True, clipnorm=0.3), **ADAM),
    optimized("adamw", lambda: O.AdamW(0.01, weight_decay=0.1), **ADAM),
    optimized("adamax", lambda: O.Adamax(0.01), **ADAM),
    optimized("nadam", lambda: O.Nadam(0.01), **ADAM),
    optimized("adagrad", lambda: O.Adagrad(0.1)),
    optimized("adadelta", lambda: O.Adadelta(1.0), **ADAM),
    optimized("adafactor", lambda: O.Adafactor(0.05), **ADAM),
    optimized("ftrl", lambda: O.Ftrl(0.1, l1_regularization_strength=0.01)),
    optimized("lion", lambda: O.Lion(0.001, weight_decay=0.1), **ADAM),
    optimized("lamb", lambda: O.Lamb(0.01), **ADAM),
    optimized("ema", lambda: SGD(0.1, use_ema=True, ema_momentum=0.7)),
    optimized("ema_overwrite", lambda: SGD(0.1, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=3)),
    optimized("accumulation", lambda: SGD(0.1, momentum=0.9, gradient_accumulation_steps=3)),
    optimized("global_clipnorm", lambda: SGD(S.CosineDecay(0.2, 8, warmup_target=0.3, warmup_steps=2), global_clipnorm=0.2)),
    optimized("clipvalue", lambda: SGD(S.PiecewiseConstantDecay([3, 6], [0.2, 0.1, 0.05]), clipvalue=0.05)),
    optimized("exponential", lambda: SGD(S.ExponentialDecay(0.2, 3, 0.8), loss_scale_factor=16.0)),
]
SCALED = data(lambda rng, n: 50 * floats(5)(rng, n), ints(3))  # so that the first gradients overflow
CASES += [
    Case(
        "loss_scale_" + name,
        chain((5,), lambda L: [L.Dense(6), L.LayerNormalization(), L.Dense(3, activation="softmax")]),
        SCALED,
        lambda inner=inner: {"optimizer": O.LossScaleOptimizer(inner(), initial_scale=2.0**127, dynamic_growth_steps=3), "loss": SPARSE},
        fit={"epochs": 6},
        **options,
    )
    for name, inner, options in (
        ("sgd", lambda: SGD(0.01, momentum=0.9, weight_decay=0.01), {}),
        ("adam", lambda: O.Adam(0.01), ADAM | {"built_optimizer": True}),
        ("accumulation", lambda: SGD(0.05, gradient_accumulation_steps=2), {}),
    )
]


def steps(units):
    return lambda: keras.Sequential([keras.Input((6, 3)), L.GRU(5, return_sequences=True), L.Dense(units)])


def embedding():
    return keras.Sequential([keras.Input((5,)), L.Dense(4, activation="tanh"), L.Dense(3), L.UnitNormalization()])


def labels(rng, n):
    """Numbers of classes for CTC: 0 fills up."""
    spelled = rng.integers(1, 4, (n, 3)).astype("int32")
    spelled[np.arange(3)[None] >= rng.integers(1, 4, n)[:, None]] = 0
    return spelled


K = keras.losses
CASES += [
    Case("loss_ctc", steps(4), data(floats(6, 3), labels), lambda: {"optimizer": O.Adam(0.05), "loss": "ctc"}, samples=10, validation=3, **ADAM),
    Case("loss_circle", embedding, data(floats(5), ints(3)), sgd(K.Circle(gamma=8.0, margin=0.3), rate=0.02), samples=14, validation=7, **ADAM),
    Case(
        "metrics_of_losses",
        dense,
        data(floats(5), one_hot(3)),
        sgd("mse", "mse", "hinge", "kl_divergence", "poisson", "log_cosh_error", "cosine_similarity", "squared_hinge", "mape", K.Huber(), K.Dice(name="overlap"), K.huber),
        samples=10,
        validation=7,
    ),
    Case(
        "metrics_of_losses_weighted",
        dense,
        data(floats(5), one_hot(3), weights()),
        sgd("mse", weighted_metrics=["mse", "categorical_hinge", K.Huber(reduction=None)]),
        samples=10,
        validation=7,
    ),
]
