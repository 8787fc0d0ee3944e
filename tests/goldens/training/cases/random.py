"""Layers that draw: the masks and the noise are Keras' own for its seed."""

import keras

from .case import Case, chain, data, floats, ints, padded, sgd

L = keras.layers
SPARSE = "sparse_categorical_crossentropy"


def flat(name, *layers, rate=0.1):
    made = lambda L: [L.Dense(6, activation="relu"), *(make(L) for make in layers), L.Dense(3, activation="softmax")]  # noqa: E731
    return Case(name, chain((5,), made), data(floats(5), ints(3)), sgd(SPARSE, rate=rate), validation=4)


def steps(name, *layers, shape=(5, 3)):
    made = lambda L: [*(make(L) for make in layers), L.Flatten(), L.Dense(3, activation="softmax")]  # noqa: E731
    return Case(name, chain(shape, made), data(floats(*shape), ints(3)), sgd(SPARSE), validation=4)


CASES = [
    flat("dropout", lambda L: L.Dropout(0.4, seed=1)),
    flat("dropout_two", lambda L: L.Dropout(0.4, seed=1), lambda L: L.Dense(6), lambda L: L.Dropout(0.2, seed=2**31 + 5)),
    flat("gaussian_noise", lambda L: L.GaussianNoise(0.5, seed=3)),
    flat("gaussian_dropout", lambda L: L.GaussianDropout(0.3, seed=4)),
    flat("alpha_dropout", lambda L: L.AlphaDropout(0.3, seed=5)),
    steps("dropout_shape", lambda L: L.Dropout(0.4, noise_shape=(None, 1, 3), seed=6)),
    steps("alpha_dropout_shape", lambda L: L.AlphaDropout(0.4, noise_shape=(None, 5, 1), seed=6)),
    steps("spatial1d", lambda L: L.Conv1D(4, 2), lambda L: L.SpatialDropout1D(0.4, seed=7)),
    steps("spatial2d", lambda L: L.Conv2D(4, 2), lambda L: L.SpatialDropout2D(0.4, seed=8), shape=(4, 4, 2)),
    steps("spatial3d", lambda L: L.Conv3D(4, 2), lambda L: L.SpatialDropout3D(0.4, seed=9), shape=(3, 3, 3, 2)),
    steps("lstm_dropout", lambda L: L.LSTM(4, dropout=0.3, recurrent_dropout=0.25, seed=10)),
    steps("lstm_dropout_only", lambda L: L.LSTM(4, dropout=0.3, seed=10, return_sequences=True)),
    steps("lstm_recurrent_dropout_only", lambda L: L.LSTM(4, recurrent_dropout=0.3, seed=10)),
    steps("gru_dropout", lambda L: L.GRU(4, dropout=0.3, recurrent_dropout=0.25, seed=11, return_sequences=True)),
    steps("gru_dropout_before", lambda L: L.GRU(4, dropout=0.3, recurrent_dropout=0.25, seed=11, reset_after=False)),
    # Keras leaves the seed of SimpleRNN out of its configuration, but not that of its cell.
    steps("simple_rnn_dropout", lambda L: L.RNN(L.SimpleRNNCell(4, dropout=0.3, recurrent_dropout=0.25, seed=12))),
    steps("bidirectional_dropout", lambda L: L.Bidirectional(L.LSTM(3, dropout=0.3, recurrent_dropout=0.2, seed=13))),
    steps(
        "stacked_dropout",
        lambda L: L.RNN([L.LSTMCell(4, dropout=0.3, seed=14), L.GRUCell(3, recurrent_dropout=0.3, seed=15)]),
    ),
    steps("conv_lstm_dropout", lambda L: L.ConvLSTM1D(2, 2, dropout=0.3, recurrent_dropout=0.2, seed=16), shape=(3, 5, 2)),
    steps("time_distributed_dropout", lambda L: L.TimeDistributed(L.Dropout(0.3, seed=17))),
    Case(
        "masked_lstm_dropout",
        chain(
            (6,),
            lambda L: [
                L.Embedding(9, 4, mask_zero=True),
                L.SpatialDropout1D(0.3, seed=18),
                L.LSTM(4, dropout=0.3, recurrent_dropout=0.25, seed=19),
                L.Dense(2, activation="softmax"),
            ],
            dtype="int32",
        ),
        data(padded(9, 6), ints(2)),
        sgd(SPARSE),
    ),
    Case(
        "attention_dropout",
        chain((5, 4), lambda L: [L.Dense(4), L.Dropout(0.1, seed=20), L.LSTM(3)]),
        data(floats(5, 4), floats(3)),
        sgd("mse"),
    ),
]
