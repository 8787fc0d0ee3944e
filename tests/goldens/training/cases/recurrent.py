"""Recurrent layers: LSTM, GRU, SimpleRNN, both directions, states that stay, ConvLSTM."""

import keras

from .case import Case, chain, data, floats, ints, padded, sgd, weights

L = keras.layers
SPARSE = "sparse_categorical_crossentropy"
SERIES = data(floats(5, 3), ints(3))


def ending(*layers):
    return lambda L: [*(make(L) for make in layers), L.Dense(3, activation="softmax")]


def case(name, *layers, **options):
    return Case(name, chain((5, 3), ending(*layers)), SERIES, sgd(SPARSE, "accuracy"), **options)


def stateful():
    return keras.Sequential(
        [
            keras.Input(batch_shape=(4, 5, 3)),
            L.LSTM(4, stateful=True, return_sequences=True),
            L.GRU(3, stateful=True),
            L.Dense(3, activation="softmax"),
        ]
    )


def cells():
    x = keras.Input((5, 3))
    h = L.RNN(L.StackedRNNCells([L.LSTMCell(4), L.GRUCell(3)]), return_sequences=True)(x)
    h, *states = L.LSTM(4, return_state=True, return_sequences=True)(h)
    h = L.LSTM(4)(h, initial_state=states)
    return keras.Model(x, L.Dense(3, activation="softmax")(h))


def attended():
    x = keras.Input((5, 3))
    h = L.Bidirectional(L.GRU(4, return_sequences=True), merge_mode="sum")(x)
    scores = L.Softmax(axis=1)(L.Dense(1)(h))
    h = L.Flatten()(L.Dot(axes=1)([scores, h]))
    return keras.Model(x, L.Dense(3, activation="softmax")(h))


def unknown_tagger():
    x = keras.Input((None,), dtype="int32")
    h = L.Embedding(9, 4, mask_zero=True)(x)
    h = L.Bidirectional(L.LSTM(3, return_sequences=True, dropout=0.2, seed=21))(h)
    return keras.Model(x, L.TimeDistributed(L.Dense(3, activation="softmax"))(h))


def unknown_length():
    x = keras.Input((None, 3))
    h = L.LSTM(4, return_sequences=True)(x)
    h = L.Bidirectional(L.SimpleRNN(3))(h)
    return keras.Model(x, L.Dense(3, activation="softmax")(h))


CASES = [
    case("lstm", lambda L: L.LSTM(4), validation=5),
    case("lstm_stack", lambda L: L.LSTM(4, return_sequences=True), lambda L: L.LSTM(3, unit_forget_bias=False, recurrent_activation="hard_sigmoid")),
    case("gru", lambda L: L.GRU(4)),
    case("gru_before", lambda L: L.GRU(4, reset_after=False, return_sequences=True), lambda L: L.GRU(3, go_backwards=True)),
    case("simple_rnn", lambda L: L.SimpleRNN(4, return_sequences=True), lambda L: L.SimpleRNN(3, activation="relu", unroll=True)),
    case("bidirectional", lambda L: L.Bidirectional(L.LSTM(3, return_sequences=True)), lambda L: L.Bidirectional(L.GRU(3), merge_mode="ave")),
    case("regularized_lstm", lambda L: L.LSTM(4, kernel_regularizer="l2", recurrent_regularizer="l1", bias_constraint="non_neg", recurrent_constraint="unit_norm", activity_regularizer="l2")),
    Case("stateful", stateful, SERIES, sgd(SPARSE, "accuracy"), samples=12, fit={"epochs": 3}),
    Case("cells", cells, SERIES, sgd(SPARSE)),
    Case("attended_gru", attended, SERIES, sgd(SPARSE)),
    Case("unknown_length", unknown_length, SERIES, sgd(SPARSE, "accuracy"), validation=5),
    Case("unknown_tagger", unknown_tagger, data(padded(9, 6), ints(3, 6), weights(6)), sgd(SPARSE, "accuracy"), validation=5),
    Case("conv_lstm", chain((3, 4, 4, 1), lambda L: [L.ConvLSTM2D(2, 2, return_sequences=True), L.TimeDistributed(L.Flatten()), L.GRU(2), L.Dense(1)]), data(floats(3, 4, 4, 1), floats(1)), sgd("mse")),
    Case("many_steps", chain((5, 3), lambda L: [L.LSTM(4, return_sequences=True), L.TimeDistributed(L.Dense(4, activation="relu")), L.Dense(2)]), data(floats(5, 3), floats(5, 2)), sgd("mse", "mae")),
    Case("long_bidirectional", chain((100, 1), lambda L: [*(L.Bidirectional(L.LSTM(3, return_sequences=True)) for _ in range(2)), L.Dense(1)]), data(floats(100, 1), floats(100, 1)), sgd("mse"), samples=8, fit={"epochs": 2}),
]
