"""Layers that only tf_keras has: LocallyConnected1D/2D in all implementations, CuDNNLSTM, CuDNNGRU."""

from golden import Family

family = Family("local")

LOCAL1D = {
    "plain": dict(filters=3, kernel_size=2),
    "strided": dict(filters=2, kernel_size=3, strides=2, activation="relu"),
    "no_bias": dict(filters=2, kernel_size=1, use_bias=False),
}
LOCAL2D = {
    "plain": dict(filters=3, kernel_size=2),
    "strided": dict(filters=2, kernel_size=(3, 2), strides=(2, 1), activation="relu"),
    "no_bias": dict(filters=2, kernel_size=1, use_bias=False),
}
FIRST = dict(data_format="channels_first")

for implementation in (1, 2, 3):
    with_it = dict(implementation=implementation)
    same = {} if implementation == 1 else {"same": dict(filters=2, kernel_size=3, padding="same", **with_it)}
    for layer, shape, variants in (("LocallyConnected1D", (6, 2), LOCAL1D), ("LocallyConnected2D", (4, 5, 2), LOCAL2D)):
        name = f"locally_connected{layer[-2:].lower()}_{implementation}"
        family.options(name, layer, shape, {n: v | with_it for n, v in variants.items()} | same, only="tf")
        turned = (shape[-1], *shape[:-1])
        family.options(f"{name}_channels_first", layer, turned, {"plain": variants["plain"] | with_it | FIRST}, only="tf")


# CuDNN layers run on a GPU alone. The file is theirs; the answer is that of a plain LSTM or GRU of the same name, which
# reads the file's weights through tf_keras' own conversion.
def cudnn(module, layer, plain, **options):
    def build(k, cls):
        x = k.Input((5, 4), name="x")
        last = cls(3, name="last")
        sequences = cls(2, return_sequences=True, go_backwards=True, return_state=True, name="sequences")
        return k.Model(x, [last(x), *sequences(x)])

    def of_cudnn(k):
        import importlib

        return build(k, getattr(importlib.import_module(f"tf_keras.src.layers.rnn.{module}"), layer))

    def of_plain(k):
        return build(k, lambda *a, **b: getattr(k.layers, plain)(*a, **b, **options))

    family.add(layer.lower(), of_cudnn, only="tf", stand_in=of_plain)


cudnn("cudnn_lstm", "CuDNNLSTM", "LSTM")
cudnn("cudnn_gru", "CuDNNGRU", "GRU", reset_after=True)
