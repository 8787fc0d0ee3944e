"""Embeddings, masks and attention, with sample and class weights."""

import keras

from .case import Case, bits, chain, data, floats, ints, padded, sgd, weights

L = keras.layers
SPARSE = "sparse_categorical_crossentropy"


def transformer(dropout=0.2, mask=False):
    def build():
        tokens = keras.Input((6,), dtype="int32", name="tokens")
        words = L.Embedding(9, 8, mask_zero=mask, name="words")(tokens)
        places = L.Embedding(6, 8, name="places")(keras.ops.arange(6))
        h = words + places
        attended = L.MultiHeadAttention(2, 4, dropout=dropout, seed=11, name="attention")(h, h)
        h = L.LayerNormalization(epsilon=1e-6, name="norm1")(h + L.Dropout(dropout, seed=12)(attended))
        f = L.Dense(8, name="ffn2")(L.Dense(12, activation="gelu", name="ffn1")(h))
        h = L.LayerNormalization(epsilon=1e-6, name="norm2")(h + L.Dropout(dropout, seed=13)(f))
        return keras.Model(tokens, L.Dense(2, activation="softmax", name="head")(L.GlobalAveragePooling1D()(h)))

    return build


def block():
    x = keras.Input((6, 8))
    attended = L.MultiHeadAttention(2, 4, dropout=0.2, seed=11)(x, x)
    h = L.LayerNormalization(epsilon=1e-6)(L.Add()([x, L.Dropout(0.2, seed=12)(attended)]))
    f = L.Dropout(0.2, seed=13)(L.Dense(8)(L.Dense(12, activation="relu")(h)))
    h = L.LayerNormalization(epsilon=1e-6)(L.Add()([h, f]))
    return keras.Model(x, L.Dense(2, activation="softmax")(L.GlobalAveragePooling1D()(h)))


def bag(L):
    return [L.Embedding(9, 4), L.GlobalAveragePooling1D(), L.Dense(2, activation="softmax")]


def masked(cell):
    return lambda L: [L.Embedding(9, 4, mask_zero=True), cell(L), L.Dense(2, activation="softmax")]


def tagger(L):
    return [
        L.Embedding(9, 4, mask_zero=True),
        L.Bidirectional(L.LSTM(3, return_sequences=True)),
        L.Dense(3, activation="softmax"),
    ]


def masking(L):
    return [L.Masking(), L.GRU(4, return_sequences=True), L.SimpleRNN(3), L.Dense(2, activation="softmax")]


def decoder():
    x = keras.Input((5, 4))
    h = L.MultiHeadAttention(2, 3, value_dim=2, output_shape=5)(x, x, use_causal_mask=True)
    h = L.GroupQueryAttention(2, 4, 2)(h, h, use_causal_mask=True)
    return keras.Model(x, L.Dense(4, activation="softmax")(h))


def attention():
    q, v = keras.Input((4, 3)), keras.Input((5, 3))
    h = L.Attention(use_scale=True)([L.Dense(3)(q), L.Dense(3)(v)])
    k = L.AdditiveAttention()([q, v])
    return keras.Model([q, v], L.Dense(1)(L.Flatten()(L.Concatenate()([h, k]))))


def hidden():
    """Queries that may look at nothing: with dropout they get nothing, without it the mean."""
    q, v = keras.Input((4,), dtype="int32", name="q"), keras.Input((6,), dtype="int32", name="v")
    words = L.Embedding(9, 6, mask_zero=True, name="words")
    dropped = L.MultiHeadAttention(2, 3, dropout=0.2, seed=11)(words(q), words(v))
    whole = L.MultiHeadAttention(2, 3)(words(q), words(v))
    return keras.Model([q, v], L.Dense(1)(L.Flatten()(L.Concatenate()([dropped, whole]))))


def ruled():
    x = keras.Input((5, 4))
    h = L.MultiHeadAttention(
        2, 3, kernel_regularizer="l2", bias_regularizer="l1", kernel_constraint=keras.constraints.UnitNorm(0), bias_constraint=keras.constraints.MaxNorm(0.05)
    )(x, x)
    h = L.GroupQueryAttention(2, 4, 2, kernel_regularizer="l1", kernel_constraint=keras.constraints.MaxNorm(0.7))(h, h)
    return keras.Model(x, L.Dense(4, activation="softmax")(h))


def series(rng, n):
    x = rng.normal(0, 1, (n, 5, 3)).astype("float32")
    x[:, 2] = 0
    x[1:, 3:] = 0
    return x


TOKENS = data(padded(9, 6), ints(2))
CASES = [
    Case("transformer", transformer(), data(ints(9, 6), ints(2)), sgd(SPARSE, "accuracy"), validation=5),
    # The bias of the keys has no gradient but rounding, which Adam makes a full step of.
    Case(
        "transformer_adam",
        block,
        data(floats(6, 8), ints(2)),
        lambda: {"optimizer": keras.optimizers.Adam(0.003), "loss": SPARSE},
        tolerance=1e-4,
        weight_tolerance=7e-2,
    ),
    Case("transformer_masked", transformer(mask=True), TOKENS, sgd(SPARSE, "accuracy")),
    Case("bag_of_words", chain((6,), bag, dtype="int32"), data(ints(9, 6), ints(2)), sgd(SPARSE, "accuracy")),
    Case("masked_lstm", chain((6,), masked(lambda L: L.LSTM(4)), dtype="int32"), TOKENS, sgd(SPARSE, "accuracy"), validation=5),
    Case(
        "masked_lstm_weighted",
        chain((6,), masked(lambda L: L.LSTM(4)), dtype="int32"),
        data(padded(9, 6), ints(2), weights()),
        sgd(SPARSE, "accuracy", weighted_metrics=["accuracy", "sparse_categorical_crossentropy"]),
        validation=5,
    ),
    Case(
        "masked_gru_classes",
        chain((6,), masked(lambda L: L.Bidirectional(L.GRU(3))), dtype="int32"),
        TOKENS,
        sgd(SPARSE, "accuracy", weighted_metrics=["accuracy"]),
        fit={"class_weight": {"0": 0.4, "1": 2.5}},
        validation=5,
    ),
    Case("tagger", chain((6,), tagger, dtype="int32"), data(padded(9, 6), ints(3, 6)), sgd(SPARSE, "accuracy"), validation=5),
    Case(
        "tagger_weighted",
        chain((6,), tagger, dtype="int32"),
        data(padded(9, 6), ints(3, 6), weights(6)),
        sgd(SPARSE, "accuracy", weighted_metrics=["accuracy"]),
    ),
    Case("masking", chain((5, 3), masking), data(series, ints(2)), sgd(SPARSE)),
    Case("decoder", decoder, data(floats(5, 4), ints(4, 5)), sgd(SPARSE, "accuracy")),
    Case("attention_hidden", hidden, data([padded(9, 4), padded(9, 6)], bits(1)), sgd("mse"), validation=3),
    Case("attention_rules", ruled, data(floats(5, 4), ints(4, 5)), sgd(SPARSE)),
    Case("attention", attention, data([floats(4, 3), floats(5, 3)], bits(1)), sgd("mse")),
]
