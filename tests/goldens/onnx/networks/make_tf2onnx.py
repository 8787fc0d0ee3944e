"""Exports small networks of both Keras generations with tf2onnx, and records what Keras computes.

    python tests/goldens/onnx/networks/make_tf2onnx.py [NAME …]

(python: of the interop venv.) Writes NAME.tf2onnx.onnx (Keras 3) and NAME.tf_keras.onnx, and an npz beside each with
`in:x` (and `in:z`) and `out:y`. Among them are the forms in which tf2onnx writes recurrent layers.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "interop"))
import quiet  # noqa: F401,E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf2onnx  # noqa: E402
from oracle import ORACLES  # noqa: E402


def networks(L):
    words = [L.Embedding(11, 6)]
    return {
        "cnn": ((12, 12, 3), [
            L.Conv2D(4, 3, strides=2, padding="same", use_bias=False), L.BatchNormalization(), L.Activation("relu"),
            L.DepthwiseConv2D(3, padding="same"), L.LeakyReLU(), L.MaxPooling2D(2, padding="same"),
            L.SeparableConv2D(5, 3, padding="same"), L.UpSampling2D(2), L.Conv2DTranspose(3, 3, strides=2, padding="same"),
            L.ZeroPadding2D(1), L.AveragePooling2D(2), L.Flatten(), L.Dense(3, "softmax"),
        ]),
        "lstm": ((7,), [*words, L.LSTM(5, return_sequences=True), L.LSTM(4), L.Dense(3)]),
        "gru": ((7,), [*words, L.GRU(5, return_sequences=True), L.GRU(4, reset_after=False), L.Dense(3)]),
        "rnn": ((7,), [*words, L.SimpleRNN(5, return_sequences=True), L.SimpleRNN(4, go_backwards=True), L.Dense(3)]),
        "both": ((7,), [
            *words, L.Bidirectional(L.LSTM(5, return_sequences=True)), L.Bidirectional(L.GRU(4)), L.Dense(3),
        ]),
        "drop": ((7,), [*words, L.LSTM(4, recurrent_dropout=0.2), L.Dense(3)]),
        "relu": ((7,), [
            *words, L.GRU(4, activation="relu", return_sequences=True), L.SimpleRNN(3, activation="relu"), L.Dense(3),
        ]),
        "unrolled": ((5, 3), [
            L.GRU(4, unroll=True, return_sequences=True), L.LSTM(4, unroll=True, recurrent_activation="hard_sigmoid"),
            L.Dense(2),
        ]),
        "hard": ((5, 3), [
            L.LSTM(4, recurrent_activation="hard_sigmoid", return_sequences=True),
            L.GRU(4, recurrent_activation="hard_sigmoid", go_backwards=True, return_sequences=True),
            L.SimpleRNN(4, "hard_sigmoid"), L.Dense(2),
        ]),
        "norm": ((6, 8), [
            L.Dense(8, "elu"), L.LayerNormalization(), L.Conv1D(5, 3, padding="same"), L.BatchNormalization(),
            L.Activation("swish"), L.GlobalAveragePooling1D(), L.Dense(2, "sigmoid"),
        ]),
    }


def attention(oracle):
    L = oracle.layers
    x = oracle.Input((5, 8), name="x")
    y = L.Add()([x, L.MultiHeadAttention(2, 4)(x, x)])
    y = L.LayerNormalization(epsilon=1e-6)(y)
    return oracle.Model(x, L.Dense(3)(L.GlobalMaxPooling1D()(y)))


def sequences(oracle):
    """A decoder that begins with the encoder's states."""
    L = oracle.layers
    x, z = oracle.Input((4, 3), name="x"), oracle.Input((5, 3), name="z")
    lstm = L.LSTM(4, return_state=True)(x)[1:]
    gru = L.GRU(4, return_state=True)(x)[1]
    y = L.Concatenate()([
        L.LSTM(4, return_sequences=True)(z, initial_state=lstm), L.GRU(4, return_sequences=True)(z, initial_state=gru),
    ])
    return oracle.Model([x, z], L.Dense(3)(y))


def main():
    for oracle in ORACLES:
        suffix = "tf2onnx" if oracle.is3 else "tf_keras"
        rng = np.random.default_rng(1)
        nets = networks(oracle.layers)
        for name in sys.argv[1:] or [*nets, "attention", "sequences"]:
            oracle.fresh("float32")
            if name == "attention":
                model = attention(oracle)
            elif name == "sequences":
                model = sequences(oracle)
            else:
                shape, layers = nets[name]
                whole = isinstance(layers[0], oracle.layers.Embedding)
                x = start = oracle.Input(shape, dtype="int32" if whole else "float32", name="x")
                for layer in layers:
                    x = layer(x)
                model = oracle.Model(start, x)
            model.set_weights([rng.uniform(0.3 if "variance" in w.name else -0.6, 0.8, w.shape) for w in model.weights])
            names = ["x", "z"][: len(model.inputs)]
            values = {}
            for key, value in zip(names, model.inputs):
                whole = value.dtype in ("int32", tf.int32)
                size = (3, *value.shape[1:])
                values[key] = rng.integers(0, 11, size).astype(np.int32) if whole else rng.uniform(-1, 1, size).astype(np.float32)
            outputs = np.asarray(model(list(values.values()) if len(values) > 1 else values["x"]))
            path = HERE / f"keras_{name}.{suffix}.onnx"
            try:
                function = tf.function(lambda *x: model(list(x) if len(x) > 1 else x[0]), autograph=False)
                spec = [tf.TensorSpec((None, *v.shape[1:]), v.dtype, name=k) for k, v in values.items()]
                tf2onnx.convert.from_function(function, input_signature=spec, opset=17, output_path=str(path))
            except Exception as problem:  # what tf2onnx cannot write is no golden
                print(f"{path.name}: {type(problem).__name__}: {str(problem)[:200]}")
                continue
            np.savez(path.with_suffix("").with_suffix(f".{suffix}.npz"), **{f"in:{k}": v for k, v in values.items()}, **{"out:y": outputs})


if __name__ == "__main__":
    main()
