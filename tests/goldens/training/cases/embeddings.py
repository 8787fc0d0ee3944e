"""Embeddings: Keras on TensorFlow keeps their gradient as slices, one an occurrence of a token, until something dense meets it.

What each optimizer and each option makes of that, with tokens that repeat in a batch.
"""

import keras

from .case import Case, SGD, bits, chain, data, ints

L = keras.layers
O = keras.optimizers
SPARSE = "sparse_categorical_crossentropy"


def bag(L):
    return [L.Embedding(9, 4), L.GlobalAveragePooling1D(), L.Dense(2, activation="softmax")]


def shared():
    """Two lookups into one table: the slices of both, one after the other."""
    one, two = keras.Input((4,), dtype="int32", name="one"), keras.Input((3,), dtype="int32", name="two")
    words = L.Embedding(9, 4, name="words")
    pooled = [L.GlobalAveragePooling1D()(words(tokens)) for tokens in (one, two)]
    return keras.Model([one, two], L.Dense(1, activation="sigmoid")(L.Concatenate()(pooled)))


def tied():
    """A lookup and a product with the same table: its gradient is dense."""
    tokens = keras.Input((5,), dtype="int32")
    words = L.ReversibleEmbedding(9, 4, tie_weights=True, name="words")
    return keras.Model(tokens, L.Softmax()(words(L.Dense(4)(words(tokens)), reverse=True)))


def penalized(L):
    return [L.Embedding(9, 4, embeddings_regularizer="l2"), L.GlobalAveragePooling1D(), L.Dense(2, activation="softmax")]


def positions():
    """A table of which all rows are read in each step, and one whose rows weigh unequally."""
    tokens = keras.Input((6,), dtype="int32")
    h = L.Embedding(9, 4, name="words")(tokens) + L.Embedding(6, 4, name="places")(keras.ops.arange(6))
    return keras.Model(tokens, L.Dense(2, activation="softmax")(L.LSTM(3)(h)))


def spectral(L):
    return [L.SpectralNormalization(L.Embedding(9, 4)), L.GlobalAveragePooling1D(), L.Dense(2, activation="softmax")]


def case(name, model, draw, optimizer, loss=SPARSE, **options):
    return Case(f"embedding_{name}", model, draw, lambda: {"optimizer": optimizer(), "loss": loss}, **options)


TOKENS = data(ints(9, 6), ints(2))
BAGS = {
    "momentum": lambda: SGD(0.1, momentum=0.9),
    "nesterov": lambda: SGD(0.1, momentum=0.9, nesterov=True),
    "clipnorm": lambda: SGD(0.5, clipnorm=0.05),
    "global_clipnorm": lambda: SGD(0.5, global_clipnorm=0.05),
    "clipvalue": lambda: SGD(0.5, clipvalue=0.01),
    "sgd_decay": lambda: SGD(0.3, weight_decay=0.1),
    "adam": lambda: O.Adam(0.01),
    "amsgrad": lambda: O.Adam(0.01, amsgrad=True),
    "adam_clipnorm": lambda: O.Adam(0.01, clipnorm=0.05),
    "adam_global_clipnorm": lambda: O.Adam(0.01, global_clipnorm=0.05),
    "adam_clipvalue": lambda: O.Adam(0.01, clipvalue=0.01),
    "adam_ema": lambda: O.Adam(0.01, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=3),
    "adam_accumulation": lambda: O.Adam(0.01, gradient_accumulation_steps=2),
    "decay": lambda: O.AdamW(0.01, weight_decay=0.1),
    "adagrad": lambda: O.Adagrad(0.1),
    "adagrad_clipvalue": lambda: O.Adagrad(0.1, clipvalue=0.01),
    "rmsprop": lambda: O.RMSprop(0.01),
    # Not centered: the square of a row's sum exceeds the sum of its squares, and Keras stops at a root of a negative number.
    "rmsprop_momentum": lambda: O.RMSprop(0.01, momentum=0.5),
    "ema": lambda: SGD(0.3, use_ema=True, ema_momentum=0.8),
    "accumulation": lambda: SGD(0.3, gradient_accumulation_steps=2),
    "lion": lambda: O.Lion(0.01),
    "ftrl": lambda: O.Ftrl(0.1),
    "ftrl_shrinkage": lambda: O.Ftrl(0.1, l1_regularization_strength=0.01, l2_shrinkage_regularization_strength=0.01),
    "nadam": lambda: O.Nadam(0.01),
    "adamax": lambda: O.Adamax(0.01),
    "adadelta": lambda: O.Adadelta(1.0),
    "adafactor": lambda: O.Adafactor(0.05),
    "lamb": lambda: O.Lamb(0.01),
    "muon": lambda: O.Muon(0.01),
}
CASES = [case(name, chain((6,), bag, dtype="int32"), TOKENS, optimizer) for name, optimizer in BAGS.items()] + [
    case("shared_adam", shared, data([ints(9, 4), ints(9, 3)], bits(1)), lambda: O.Adam(0.01), "binary_crossentropy"),
    case("shared_adagrad", shared, data([ints(9, 4), ints(9, 3)], bits(1)), lambda: O.Adagrad(0.1), "binary_crossentropy"),
    case("tied_adam", tied, data(ints(9, 5), ints(9, 5)), lambda: O.Adam(0.01)),
    case("penalized_adam", chain((6,), penalized, dtype="int32"), TOKENS, lambda: O.Adam(0.01)),
    case("positions_rmsprop", positions, TOKENS, lambda: O.RMSprop(0.01)),
    # The wrapper casts its output to the type of its input: tokens that are floats.
    case("spectral_adam", chain((6,), spectral), data(lambda rng, n: ints(9, 6)(rng, n).astype("float32"), ints(2)), lambda: O.Adam(0.01)),
]
