"""Precision: mixed policies, low and double precision, and single layers that differ from the rest."""

from golden import Family

family = Family("policy")

POLICIES = ("mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64")


def convolutional(k):
    layers = k.layers
    x = k.Input((6, 6, 3), name="x")
    y = layers.Conv2D(4, 3, padding="same", name="conv")(x)
    y = layers.ReLU(name="relu")(layers.BatchNormalization(name="norm")(y))
    y = layers.GlobalAveragePooling2D(name="mean")(layers.MaxPooling2D(name="pool")(y))
    y = layers.LayerNormalization(name="layer_norm")(layers.Dense(5, name="dense")(y))
    return k.Model(x, [y, layers.Softmax(dtype="float32", name="softmax")(y)])


def sequential_steps(k):
    layers = k.layers
    ids = k.Input((5,), dtype="int32", name="ids")
    y = layers.Embedding(7, 4, name="table")(ids)
    plain = dict(recurrent_initializer="glorot_uniform")  # the default one has no bfloat16
    y = layers.GRU(4, return_sequences=True, name="gru", **plain)(y)
    y = layers.MultiHeadAttention(2, 3, name="heads")(y, y)
    return k.Model(ids, layers.LSTM(3, name="lstm", **plain)(y))


for policy in POLICIES:
    family.add(f"{policy}_images", convolutional, policy=policy)
    family.add(f"{policy}_steps", sequential_steps, policy=policy)


@family.case(policy="mixed_float16", archive=True)
def half_steps_then_float(k):
    """What a recurrent layer gives in float16, in ONNX transposed, is cast before a product."""
    layers = k.layers
    x = k.Input((4, 3), name="x")
    y = layers.LSTM(5, return_sequences=True, name="lstm")(x)
    return k.Model(x, layers.Dense(3, dtype="float32", name="dense")(y))


@family.case(only="k3")
def double_steps_then_float(k):
    layers = k.layers
    x = k.Input((4, 3), name="x")
    y = layers.SimpleRNN(5, return_sequences=True, dtype="float64", name="rnn")(x)
    return k.Model(x, layers.MultiHeadAttention(2, 3, name="heads")(y, y))


@family.case()
def layers_of_other_types(k):
    """Each layer has a type of its own; between them values are cast."""
    layers = k.layers
    x = k.Input((4,), name="x")
    y = layers.Dense(5, dtype="float64", name="double")(x)
    return k.Model(x, layers.Dense(3, dtype="float32", name="single")(y))


family.cases[-1].tolerance = 1e-6  # a float64 build would change the layers it is about


@family.case()
def inputs_of_other_types(k):
    """Integers and doubles come in and are cast by the first layer."""
    layers = k.layers
    i, d = k.Input((4,), dtype="uint8", name="bytes"), k.Input((4,), dtype="float64", name="doubles")
    return k.Model([i, d], [layers.Rescaling(1 / 255, name="scale")(i), layers.Dense(3, name="dense")(d)])


family.cases[-1].high = 256


@family.case(only="k3")
def policy_map(k):
    """Layers that look their policy up in a map, by name, by pattern, and by default."""
    layers, policies = k.layers, k.module.dtype_policies
    chosen = policies.DTypePolicyMap(
        default_policy="float32",
        policy_map={"exact": policies.DTypePolicy("float64"), "narrow.*": policies.DTypePolicy("mixed_float16")},
    )
    x = k.Input((4,), name="x")
    y = layers.Dense(5, dtype=chosen, name="exact")(x)
    y = layers.Dense(4, dtype=chosen, name="plain")(y)
    return k.Model(x, [y, layers.Dense(3, dtype=chosen, name="narrow_one")(y)])


family.cases[-1].tolerance = 1e-3  # one of the layers computes in float16
