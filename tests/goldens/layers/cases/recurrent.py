"""SimpleRNN, LSTM, GRU, RNN with cells, Bidirectional, TimeDistributed, ConvLSTM: every option, masks and states."""

import numpy as np
from golden import Family, flat, steps_with_gaps

family = Family("recurrent")

LAYERS = {"simple_rnn": "SimpleRNN", "lstm": "LSTM", "gru": "GRU"}
UNITS = dict(units=3)
SEQUENCES = dict(units=3, return_sequences=True)

for short, layer in LAYERS.items():
    gates = {} if layer == "SimpleRNN" else dict(recurrent_activation="hard_sigmoid")
    family.options(
        short,
        layer,
        (5, 4),
        {
            "last": UNITS,
            "sequences": SEQUENCES,
            "states": dict(units=3, return_state=True),
            "backwards": dict(units=3, return_sequences=True, go_backwards=True, return_state=True),
            "no_bias": dict(units=3, use_bias=False),
            "activations": dict(units=3, activation="relu", **gates),
            "unrolled": dict(units=2, unroll=True, return_sequences=True),
            "dropout": dict(units=2, dropout=0.3, recurrent_dropout=0.2),
        }
        | ({"no_forget_bias": dict(units=2, unit_forget_bias=False)} if layer == "LSTM" else {}),
        onlytf={"implementation_1": dict(units=3, implementation=1), "hard_sigmoid": dict(units=3, **gates)},
    )
    family.options(f"{short}_free_length", layer, (None, 4), {"sequences": SEQUENCES})
    family.options(f"{short}_time_major", layer, (4, 3), {"sequences": dict(units=3, return_sequences=True, time_major=True)}, only="tf")

    def masked(k, layer=layer):
        rnn = getattr(k.layers, layer)
        x = k.Input((5, 4), name="x")
        m = k.layers.Masking(name="mask")(x)
        return k.Model(
            x,
            flat(
                [
                    rnn(3, name="last")(m),
                    rnn(3, return_sequences=True, return_state=True, name="sequences")(m),
                    rnn(3, return_sequences=True, go_backwards=True, name="backwards")(m),
                    rnn(3, return_sequences=True, unroll=True, name="unrolled")(m),
                    rnn(3, return_sequences=True, zero_output_for_mask=True, name="zero_output")(m),
                    rnn(2, name="second")(rnn(3, return_sequences=True, name="first")(m)),
                ]
            ),
        )

    family.add(f"{short}_masked", masked, data=steps_with_gaps)

    def embedded(k, layer=layer):
        x = k.Input((None,), dtype="int32", name="ids")
        e = k.layers.Embedding(6, 4, mask_zero=True, name="table")(x)
        return k.Model(x, getattr(k.layers, layer)(3, name="rnn")(e))

    family.add(f"{short}_embedding_mask", embedded, high=3)

    def initial_state(k, layer=layer):
        x, h = k.Input((5, 4), name="x"), k.Input((3,), name="h")
        states = [h, k.Input((3,), name="c")] if layer == "LSTM" else [h]
        rnn = getattr(k.layers, layer)
        return k.Model(
            [x, *states],
            flat(
                [
                    rnn(3, name="given")(x, initial_state=states),
                    rnn(3, return_state=True, go_backwards=True, name="given_backwards")(x, initial_state=states),
                ]
            ),
        )

    family.add(f"{short}_initial_state", initial_state)

    def masked_initial_state(k, layer=layer):
        """With initial states Keras 3 runs over what the mask hides, and hands the mask on; Keras 2 does not."""
        x, h = k.Input((5, 4), name="x"), k.Input((3,), name="h")
        states = [h, k.Input((3,), name="c")] if layer == "LSTM" else [h]
        rnn, m = getattr(k.layers, layer), k.layers.Masking(name="mask")(x)
        given = rnn(3, return_sequences=True, name="given")(m, initial_state=states)
        return k.Model([x, *states], [given, k.layers.GlobalAveragePooling1D(name="mean")(given)])

    family.add(f"{short}_masked_initial_state", masked_initial_state, data=steps_with_gaps)

    def encoder_decoder(k, layer=layer):
        x, y = k.Input((5, 4), name="x"), k.Input((3, 2), name="y")
        rnn = getattr(k.layers, layer)
        _, *states = rnn(3, return_state=True, name="encoder")(x)
        return k.Model([x, y], rnn(3, return_sequences=True, name="decoder")(y, initial_state=states))

    family.add(f"{short}_encoder_decoder", encoder_decoder)

    def stateful(k, layer=layer):
        x = k.Input(batch_shape=(2, 5, 4), name="x")
        return k.Model(x, getattr(k.layers, layer)(3, return_sequences=True, stateful=True, name="keeps")(x))

    family.add(f"{short}_stateful", stateful, twice=True)

family.options(
    "gru_reset_before",
    "GRU",
    (5, 4),
    {
        "last": dict(units=3, reset_after=False),
        "sequences": dict(units=3, reset_after=False, return_sequences=True, go_backwards=True),
        "no_bias": dict(units=3, reset_after=False, use_bias=False),
        "after_no_bias": dict(units=3, reset_after=True, use_bias=False),
    },
)

# --- cells -------------------------------------------------------------------------------------------------------------


@family.case()
def rnn_cells(k):
    cells, rnn = k.layers, k.layers.RNN
    x = k.Input((5, 4), name="x")
    return k.Model(
        x,
        flat(
            [
                rnn(cells.SimpleRNNCell(3, activation="relu"), name="simple")(x),
                rnn(cells.LSTMCell(3), return_sequences=True, return_state=True, name="lstm")(x),
                rnn(cells.GRUCell(3, reset_after=False), go_backwards=True, name="gru_before")(x),
                rnn(cells.GRUCell(3), unroll=True, name="gru")(x),
            ]
        ),
    )


@family.case()
def stacked_cells(k):
    cells = k.layers
    x = k.Input((5, 4), name="x")
    mixed = k.layers.StackedRNNCells([cells.LSTMCell(3), cells.GRUCell(2), cells.SimpleRNNCell(4)])
    same = [cells.LSTMCell(3), cells.LSTMCell(2)]  # a list becomes StackedRNNCells
    return k.Model(
        x,
        flat([k.layers.RNN(mixed, return_sequences=True, name="mixed")(x), k.layers.RNN(same, name="same")(x)]),
    )


@family.case()
def stacked_cells_states(k):
    x = k.Input((4, 3), name="x")
    cells = k.layers.StackedRNNCells([k.layers.GRUCell(3), k.layers.SimpleRNNCell(2)])
    return k.Model(x, flat(k.layers.RNN(cells, return_state=True, name="states")(x)))


@family.case(data=steps_with_gaps)
def rnn_cell_masked(k):
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    return k.Model(x, k.layers.RNN(k.layers.LSTMCell(3), return_sequences=True, zero_output_for_mask=True, name="rnn")(m))


# --- bidirectional -----------------------------------------------------------------------------------------------------


@family.case()
def bidirectional_merge_modes(k):
    x = k.Input((5, 4), name="x")
    both = k.layers.Bidirectional
    outputs = []
    for mode in ("concat", "sum", "mul", "ave", None):
        outputs.append(both(k.layers.LSTM(3), merge_mode=mode, name=f"last_{mode}")(x))
        outputs.append(both(k.layers.GRU(2, return_sequences=True), merge_mode=mode, name=f"sequences_{mode}")(x))
    return k.Model(x, flat(outputs))


@family.case()
def bidirectional_options(k):
    x = k.Input((5, 4), name="x")
    both, layers = k.layers.Bidirectional, k.layers
    unlike = both(
        layers.LSTM(3, return_sequences=True),
        backward_layer=layers.GRU(2, return_sequences=True, go_backwards=True),
        name="unlike",
    )
    return k.Model(
        x,
        flat(
            [
                both(layers.LSTM(3, return_state=True), name="lstm_states")(x),
                both(layers.GRU(3, return_state=True, return_sequences=True), merge_mode="sum", name="gru_states")(x),
                both(
                    layers.SimpleRNN(3, go_backwards=True, return_sequences=True),
                    backward_layer=layers.SimpleRNN(3, return_sequences=True),
                    name="starts_backwards",
                )(x),
                both(layers.RNN(layers.GRUCell(3, reset_after=False)), name="of_cell")(x),
                unlike(x),
            ]
        ),
    )


@family.case(data=steps_with_gaps)
def bidirectional_masked(k):
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    both = k.layers.Bidirectional
    sequences = both(k.layers.LSTM(3, return_sequences=True), name="sequences")(m)
    return k.Model(
        x,
        [
            sequences,
            both(k.layers.GRU(3), merge_mode="ave", name="last")(m),
            both(k.layers.GRU(2), name="stacked")(sequences),
        ],
    )


@family.case()
def bidirectional_initial_state(k):
    x, *states = k.Input((5, 4), name="x"), *(k.Input((3,), name=n) for n in ("hf", "cf", "hb", "cb"))
    layer = k.layers.Bidirectional(k.layers.LSTM(3), name="both")
    return k.Model([x, *states], layer(x, initial_state=states))


@family.case(data=steps_with_gaps)
def bidirectional_masked_initial_state(k):
    x, *states = k.Input((5, 4), name="x"), *(k.Input((3,), name=n) for n in ("forward", "backward"))
    both = k.layers.Bidirectional(k.layers.GRU(3, return_sequences=True), name="both")
    return k.Model([x, *states], both(k.layers.Masking(name="mask")(x), initial_state=states))


@family.case(twice=True)
def bidirectional_stateful(k):
    x = k.Input(batch_shape=(2, 4, 3), name="x")
    return k.Model(x, k.layers.Bidirectional(k.layers.GRU(2, stateful=True), name="both")(x))


# --- masks given to a call -------


def _counting(rng, model):
    return [rng.normal(0, 1, (3, 5, 4)).astype("float32"), np.array([[1, 1, 1, 0, 0], [0, 1, 0, 1, 1], [1, 0, 1, 1, 0]], bool)]


@family.case(data=_counting)
def mask_of_one_call(k):
    """A mask that is given to a call is not one of its input: the other layers see none."""
    x, m = k.Input((5, 4), name="x"), k.Input((5,), dtype="bool", name="m")
    layers = k.layers
    return k.Model(
        [x, m],
        [layers.LSTM(3, name="masked")(x, mask=m), layers.GRU(3, name="plain")(x), layers.GlobalAveragePooling1D(name="mean")(x)],
    )


# --- a layer for each step ---------------------------------------------------------------------------------------------


@family.case()
def time_distributed(k):
    each, layers = k.layers.TimeDistributed, k.layers
    frames = k.Input((3, 5, 4, 2), name="frames")
    inner = k.Sequential([layers.Input((4, 2)), layers.LSTM(3, name="lstm"), layers.Dense(2, name="dense")], name="inner")
    return k.Model(
        frames,
        [
            each(layers.Conv2D(3, 2, activation="relu"), name="conv")(frames),
            each(layers.Flatten(), name="flatten")(frames),
            each(layers.Dense(2), name="dense")(frames),
            each(layers.BatchNormalization(), name="norm")(frames),
            each(each(inner), name="model")(frames),
        ],
    )


@family.case(data=steps_with_gaps)
def time_distributed_masked(k):
    """The mask passes through to the layer behind."""
    x = k.Input((5, 4), name="x")
    steps = k.layers.TimeDistributed(k.layers.Dense(3), name="dense")(k.layers.Masking(name="mask")(x))
    return k.Model(x, [steps, k.layers.LSTM(2, name="lstm")(steps)])


# --- convolutional -----------------------------------------------------------------------------------------------------

for rank, shape in {1: (4, 6, 2), 2: (3, 5, 4, 2), 3: (3, 3, 4, 3, 2)}.items():
    even = (2, 3, 2)[:rank]
    family.options(
        f"conv_lstm{rank}d",
        f"ConvLSTM{rank}D",
        shape,
        {
            "last": dict(filters=2, kernel_size=2),
            "sequences": dict(filters=2, kernel_size=even, padding="same", return_sequences=True),
            "strided_states": dict(filters=2, kernel_size=3, strides=2, padding="same", return_state=True),
            "backwards": dict(filters=2, kernel_size=2, go_backwards=True, return_sequences=True),
            "plain_gates": dict(filters=2, kernel_size=2, use_bias=False, activation="relu", recurrent_activation="sigmoid"),
            "hard_gates": dict(filters=2, kernel_size=2, recurrent_activation="hard_sigmoid"),
        }
        | ({"dilated": dict(filters=2, kernel_size=2, dilation_rate=2, padding="same")} if rank < 3 else {}),
    )
    family.options(
        f"conv_lstm{rank}d_channels_first",
        f"ConvLSTM{rank}D",
        (shape[0], shape[-1], *shape[1:-1]),
        {"sequences": dict(filters=2, kernel_size=2, data_format="channels_first", return_sequences=True)},
    )


@family.case(data=steps_with_gaps, only="k3")
def conv_lstm2d_masked(k):
    """In tf_keras no way was found to bring a mask to images: Reshape takes none."""
    x = k.Input((5, 4, 3, 2), name="x")
    flat_steps = k.layers.Reshape((5, 24), name="steps")(x)
    m = k.layers.Masking(name="mask")(flat_steps)
    back = k.layers.TimeDistributed(k.layers.Reshape((4, 3, 2)), name="images")(m)
    return k.Model(x, k.layers.ConvLSTM2D(2, 2, return_sequences=True, name="lstm")(back))


@family.case(twice=True)
def conv_lstm2d_stateful(k):
    x = k.Input(batch_shape=(2, 3, 4, 3, 2), name="x")
    return k.Model(x, k.layers.ConvLSTM2D(2, 2, stateful=True, name="lstm")(x))


# --- masks in a Sequential: there Keras 3 writes no operations for them into the file ------------------------------------


@family.case(data=steps_with_gaps)
def sequential_masking(k):
    layers = k.layers
    return k.Sequential(
        [
            k.Input((5, 4)),
            layers.Masking(name="mask"),
            layers.Bidirectional(layers.GRU(3, return_sequences=True), name="both"),
            layers.Dropout(0.3, name="dropout"),
            layers.TimeDistributed(layers.Dense(3, activation="tanh"), name="dense"),
            layers.LSTM(2, name="lstm"),
        ],
        name="net",
    )


@family.case(high=3)
def sequential_embedding_mask(k):
    layers = k.layers
    return k.Sequential(
        [
            k.Input((None,), dtype="int32"),
            layers.Embedding(6, 4, mask_zero=True, name="table"),
            layers.LSTM(3, return_sequences=True, name="first"),
            layers.LSTM(3, return_sequences=True, name="second"),
            layers.GlobalAveragePooling1D(name="mean"),
        ],
        name="net",
    )
