"""Layers that change pictures in training: each alone, and in front of a small network."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from .case import Case, chain, ints, sgd

L = keras.layers


@dataclass(frozen=True)
class Alone:
    """layer: gives the layer. options: its arguments as they are written, which the file gets, since Keras saves two numbers for
    one. kind: what the pictures are, bytes (0 to 255), unit (0 to 1) or integers (uint8)."""

    name: str
    layer: Callable[[], Any]
    shape: tuple = (8, 8, 3)
    batch: int = 3
    kind: str = "bytes"
    tolerance: float = 1e-5
    options: dict | None = None

    def pictures(self, rng):
        x = rng.integers(0, 256, (self.batch, *self.shape)).astype("uint8")
        if self.kind == "integers":
            return x
        return x.astype("float32") / (255 if self.kind == "unit" else 1)


def many(name, layer, *variants, **options):
    """One layer with several arguments, each with another seed."""
    return [Alone(f"{name}_{i}", lambda v=v, i=i: layer(**v, seed=100 + i), options=v, **options) for i, v in enumerate(variants)]


FILLS = ["reflect", "wrap", "constant", "nearest"]
FIRST = {"data_format": "channels_first"}
UNIT = {"value_range": (0, 1)}


def moved(name, layer, first, other):
    fills = [first | {"fill_mode": fill, "fill_value": 7.0} for fill in FILLS]
    rough = [first | {"fill_mode": fill, "fill_value": 7.0, "interpolation": "nearest"} for fill in FILLS]
    return [
        *many(name, layer, *fills, other),
        *many(f"{name}_nearest", layer, *rough),
        *many(f"{name}_wide", layer, first, shape=(5, 12, 3)),
        *many(f"{name}_first", layer, first | FIRST, shape=(3, 6, 9)),
        *many(f"{name}_integers", layer, first, kind="integers"),
    ]


ALONE = [
    *many("flip", L.RandomFlip, {}, {"mode": "horizontal"}, {"mode": "vertical"}, batch=6),
    *many("flip_first", L.RandomFlip, {"mode": "horizontal"} | FIRST, shape=(3, 5, 7), batch=6),
    *many("flip_integers", L.RandomFlip, {}, kind="integers"),
    *moved("rotation", L.RandomRotation, {"factor": 0.4}, {"factor": (0.1, 0.2)}),
    *moved("zoom", L.RandomZoom, {"height_factor": 0.5}, {"height_factor": (-0.3, 0.1), "width_factor": (0.2, 0.9)}),
    *moved(
        "translation",
        L.RandomTranslation,
        {"height_factor": 0.4, "width_factor": 0.3},
        {"height_factor": (-0.2, 0.5), "width_factor": 1.0},
    ),
    *moved("shear", L.RandomShear, {"x_factor": 0.4, "y_factor": 0.2}, {"x_factor": (0.2, 0.9)}),
    *many("crop", L.RandomCrop, {"height": 5, "width": 4}, {"height": 7, "width": 2}),
    *many("crop_small", L.RandomCrop, {"height": 10, "width": 6}, {"height": 8, "width": 4}, {"height": 12, "width": 12}),
    *many("crop_first", L.RandomCrop, {"height": 3, "width": 4} | FIRST, shape=(3, 8, 9)),
    *many("contrast", L.RandomContrast, {"factor": 0.7}, {"factor": (0.3, 0.9)}),
    *many("contrast_unit", L.RandomContrast, {"factor": 0.7} | UNIT, kind="unit"),
    *many("brightness", L.RandomBrightness, {"factor": 0.4}, {"factor": (0.3, 0.9)}),
    *many("brightness_unit", L.RandomBrightness, {"factor": (-0.8, -0.1)} | UNIT, kind="unit"),
    *many("hue", L.RandomHue, {"factor": 0.6}, {"factor": (0.3, 0.9)}),
    *many("hue_unit", L.RandomHue, {"factor": 0.6} | UNIT, kind="unit"),
    *many("hue_first", L.RandomHue, {"factor": 0.6} | FIRST, shape=(3, 6, 7)),
    *many("saturation", L.RandomSaturation, {"factor": 0.6}, {"factor": (0.3, 0.9)}),
    *many("saturation_unit", L.RandomSaturation, {"factor": (0.2, 0.6)} | UNIT, kind="unit"),
    *many("saturation_first", L.RandomSaturation, {"factor": 0.6} | FIRST, shape=(3, 6, 7)),
    *many(
        "erasing",
        L.RandomErasing,
        {},
        {"factor": (1.0, 1.0), "scale": 0.5},
        {"factor": (0.8, 1.0), "fill_value": 9.0},
        {"factor": (0.8, 1.0), "scale": (0.2, 0.6), "fill_value": (1.0, 2.0, 3.0)},
        batch=4,
    ),
    *many("erasing_unit", L.RandomErasing, {"factor": (1.0, 1.0), "scale": (0.3, 0.6)} | UNIT, kind="unit"),
    *many("erasing_first", L.RandomErasing, {"factor": (0.9, 1.0), "scale": (0.3, 0.6)} | FIRST, shape=(3, 6, 7)),
    *many("mix_up", L.MixUp, {}, {"alpha": 1.5}, batch=5),
    *many("cut_mix", L.CutMix, {}, {"factor": 0.5}, batch=5),
    *many("cut_mix_first", L.CutMix, FIRST, shape=(3, 6, 7), batch=5),
    *many(
        "solarization",
        L.Solarization,
        {"threshold_factor": 0.8},
        {"addition_factor": 0.3, "threshold_factor": (0.2, 0.6)},
        {"addition_factor": 0.3, "threshold_factor": 0.7} | UNIT,
    ),
    *many("grayscale", L.RandomGrayscale, {}, {"factor": 1.0}, batch=6),
    *many("grayscale_first", L.RandomGrayscale, {"factor": 0.7} | FIRST, shape=(3, 6, 7), batch=4),
    *many("invert", L.RandomInvert, {}, {"factor": (0.7, 0.9)}, batch=6),
    *many("invert_unit", L.RandomInvert, {} | UNIT, kind="unit"),
    *many("posterization", L.RandomPosterization, {"factor": 5}, {"factor": (2, 7)}, {"factor": 1}, {"factor": (3, 3)}),
    *many("posterization_unit", L.RandomPosterization, {"factor": 4} | UNIT, kind="unit"),
    *many("degeneration", L.RandomColorDegeneration, {"factor": 0.7}, {"factor": (0.3, 0.9)}),
    *many("degeneration_first", L.RandomColorDegeneration, {"factor": 0.7} | FIRST, shape=(3, 6, 7)),
    *many("sharpness", L.RandomSharpness, {"factor": 0.9}, {"factor": (0.6, 0.9)}),
    *many("sharpness_first", L.RandomSharpness, {"factor": 0.9} | FIRST, shape=(3, 6, 7)),
    *many(
        "blur",
        L.RandomGaussianBlur,
        {},
        {"factor": (0.8, 1.0), "kernel_size": 5, "sigma": (0.5, 1.0)},
        {"factor": (1.0, 1.0), "kernel_size": (3, 5), "sigma": 0.7},
    ),
    *many("blur_first", L.RandomGaussianBlur, {"factor": (0.9, 1.0)} | FIRST, shape=(3, 6, 7)),
    *many(
        "jitter",
        L.RandomColorJitter,
        {"brightness_factor": 0.3, "contrast_factor": 0.4, "saturation_factor": 0.5, "hue_factor": 0.2},
        {"contrast_factor": 0.4, "hue_factor": 0.2},
    ),
    *many("rand_augment", L.RandAugment, {}, {"num_ops": 3, "factor": 0.3}, {"factor": (0.2, 0.8)}, {"interpolation": "nearest"}),
    *many("perspective", L.RandomPerspective, {}, {"factor": (1.0, 1.0), "scale": 0.5, "fill_value": 7.0}, tolerance=1e-4),
    *many("perspective_nearest", L.RandomPerspective, {"factor": (1.0, 1.0), "scale": 0.3, "interpolation": "nearest"}),
    *many("perspective_first", L.RandomPerspective, {"factor": (1.0, 1.0), "scale": 0.5} | FIRST, shape=(3, 6, 9), tolerance=1e-4),
    *many(
        "aug_mix",
        L.AugMix,
        {},
        {"num_chains": 2, "chain_depth": 4, "factor": (0.1, 0.6), "all_ops": False},
        {"alpha": 0.5, "factor": 0.8, "interpolation": "nearest"},
        tolerance=3e-5,
    ),
    *many("aug_mix_unit", L.AugMix, {} | UNIT, kind="unit", tolerance=3e-5),
    *many("aug_mix_first", L.AugMix, {"num_chains": 1} | FIRST, shape=(3, 6, 9), tolerance=3e-5),
    *many("elastic", L.RandomElasticTransform, {}, *[{"fill_mode": fill, "fill_value": 7.0} for fill in FILLS]),
    *many("elastic_chosen", L.RandomElasticTransform, {"factor": 0.5, "scale": (0.5, 1.0)}, batch=6),
    *many("elastic_nearest", L.RandomElasticTransform, {"interpolation": "nearest"}),
    *many("elastic_large", L.RandomElasticTransform, {"scale": (0.95, 1.0)}, shape=(44, 42, 1), batch=2),
    *many("elastic_first", L.RandomElasticTransform, FIRST, shape=(3, 24, 22), batch=2),
    *many("elastic_unit", L.RandomElasticTransform, {} | UNIT, kind="unit"),
    Alone("auto_contrast", lambda: L.AutoContrast()),
    Alone("tiles", lambda: L.ContrastLimitedAdaptiveHistogramEqualization(tile_grid_size=(3, 2)), shape=(8, 9, 3)),
    Alone(
        "tiles_first",
        lambda: L.ContrastLimitedAdaptiveHistogramEqualization((0, 1), 2.0, (2, 2), data_format="channels_first"),
        shape=(3, 8, 9),
        kind="unit",
    ),
    Alone("equalization", lambda: L.Equalization(), shape=(16, 16, 3)),
    Alone("equalization_unit", lambda: L.Equalization(value_range=(0, 1), bins=64), kind="unit"),
    Alone("equalization_first", lambda: L.Equalization(data_format="channels_first"), shape=(3, 8, 9)),
    Alone("max_boxes", lambda: L.MaxNumBoundingBoxes(4)),
]


def pictures(rng, n):
    return rng.integers(0, 256, (n, 12, 12, 3)).astype("float32"), ints(3)(rng, n)


def network(name, *layers, rate=0.05, **options):
    """A small convolutional network behind layers that change its pictures."""

    def made(L):
        return [
            *(make(L) for make in layers),
            L.Rescaling(1 / 255),
            L.Conv2D(4, 3, activation="relu"),
            L.MaxPooling2D(),
            L.Flatten(),
            L.Dense(3, activation="softmax"),
        ]

    def draw(rng, n):
        return pictures(rng, n)

    return Case(name, chain((12, 12, 3), made), draw, sgd("sparse_categorical_crossentropy", "accuracy", rate=rate), fit={"epochs": 4}, **options)


def learned(L):
    return [
        L.Rescaling(1 / 255),
        L.Conv2D(3, 3, activation="relu"),
        L.RandomRotation(0.1, seed=11),
        L.RandomZoom(0.2, fill_mode="nearest", seed=12),
        L.RandomTranslation(0.2, 0.1, fill_mode="wrap", interpolation="nearest", seed=13),
        L.RandomShear(0.1, 0.1, fill_mode="constant", seed=14),
        L.Conv2D(3, 3, activation="relu"),
        L.Flatten(),
        L.Dense(3, activation="softmax"),
    ]


def learned_aligned(L):
    return [
        L.Rescaling(1 / 255),
        L.Conv2D(3, 3, activation="relu"),
        L.RandomZoom(0.2, seed=25),
        L.RandomTranslation(0.2, 0.1, fill_mode="constant", fill_value=0.1, seed=26),
        L.Conv2D(3, 3, activation="relu"),
        L.Flatten(),
        L.Dense(3, activation="softmax"),
    ]


CASES = [
    network(
        "augmented",
        lambda L: L.RandomFlip("horizontal", seed=1),
        lambda L: L.RandomRotation(0.1, seed=2),
        lambda L: L.RandomZoom(0.2, seed=3),
    ),
    network(
        "augmented_colors",
        lambda L: L.RandomContrast(0.3, seed=4),
        lambda L: L.RandomBrightness(0.2, seed=5),
        lambda L: L.RandomHue(0.1, seed=6),
        lambda L: L.RandomErasing(0.9, seed=7),
    ),
    network(
        "augmented_mixed",
        lambda L: L.RandomTranslation(0.2, 0.2, fill_mode="nearest", seed=8),
        lambda L: L.MixUp(seed=9),
        lambda L: L.CutMix(seed=10),
    ),
    # Keras moves the seeds of these in the validation, too.
    network(
        "augmented_validated",
        # First, since it makes a step of the last digit of a number.
        lambda L: L.RandomPosterization((4, 7), seed=23),
        lambda L: L.RandomPosterization((3, 3), seed=24),
        lambda L: L.MixUp(seed=9),
        lambda L: L.RandomHue(0.1, seed=20),
        lambda L: L.RandomSaturation((0.4, 0.6), seed=21),
        lambda L: L.RandomSharpness(0.4, seed=25),
        lambda L: L.RandomColorDegeneration(0.3, seed=26),
        lambda L: L.RandomContrast(0.3, seed=27),
        validation=5,
    ),
    # Gradients go through layers that move pixels.
    Case("augmented_learned", chain((12, 12, 3), learned), pictures, sgd("sparse_categorical_crossentropy", rate=0.1), fit={"epochs": 4}),
    Case("augmented_learned_aligned", chain((12, 12, 3), learned_aligned), pictures, sgd("sparse_categorical_crossentropy", rate=0.1), fit={"epochs": 4}),
]


def rng_of(name):
    return np.random.default_rng(sum(map(ord, name)))
