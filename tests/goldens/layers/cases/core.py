"""Dense, EinsumDense, Embedding, ReversibleEmbedding, Activation, Identity, Masking."""

from golden import Family

family = Family("core")

family.options(
    "dense",
    "Dense",
    (5,),
    {
        "plain": dict(units=4),
        "no_bias": dict(units=3, use_bias=False),
        "relu": dict(units=4, activation="relu"),
        "softmax": dict(units=3, activation="softmax"),
    },
)
family.options("dense_rank3", "Dense", (4, 3), {"tanh": dict(units=2, activation="tanh")})
family.options("dense_rank4_free", "Dense", (None, 2, 3), {"plain": dict(units=4)})


for dtype in ("uint8", "int32", "bool"):
    family.options(f"dense_{dtype}", "Dense", (4,), {"plain": dict(units=3)}, dtype=dtype, high=9)


@family.case()
def sequential_dense(k):
    return k.Sequential(
        [k.Input((6,)), k.layers.Dense(5, activation="relu", name="hidden"), k.layers.Dense(3, name="out")], name="net"
    )


@family.case(only="tf")
def sequential_without_input_layer(k):
    model = k.Sequential([k.layers.Dense(5, activation="elu", input_shape=(4,)), k.layers.Dense(2)])
    return model


@family.case(only="k3")
def dense_lora(k):
    """The file keeps the merged kernel."""
    x = k.Input((5,))
    dense = k.layers.Dense(4, lora_rank=2, lora_alpha=3, name="adapted")
    model = k.Model(x, dense(x))
    return model


@family.case()
def einsum_dense(k):
    x = k.Input((4, 6), name="x")
    dense = k.layers.EinsumDense
    heads = dense("abc,cde->abde", output_shape=(None, 2, 3), bias_axes="de", name="split_heads")(x)
    return k.Model(
        x,
        [
            dense("abc,cd->abd", output_shape=(None, 5), bias_axes="d", activation="relu", name="last_axis")(x),
            dense("abc,cd->abd", output_shape=(None, 5), name="no_bias")(x),
            dense("abc,bcd->abd", output_shape=(4, 3), bias_axes="bd", name="per_step")(x),
            dense("abc,bd->acd", output_shape=(6, 3), bias_axes="c", name="middle_axis")(x),
            heads,
            dense("abde,dec->abc", output_shape=(None, 6), bias_axes="c", name="join_heads")(heads),
            dense("...x,xy->...y", output_shape=4, bias_axes="y", name="ellipsis")(x),
        ],
    )


@family.case(only="k3", high=3)
def integer_inputs(k):
    """What multiplies with weights makes numbers of integers; what merges tensors brings them to a common type."""
    ids, x = k.Input((5, 3), dtype="int32", name="ids"), k.Input((5, 3), name="x")
    la = k.layers
    return k.Model(
        [ids, x],
        [
            la.Dense(2, name="dense")(ids),
            la.EinsumDense("abc,cd->abd", output_shape=(None, 2), name="einsum")(ids),
            la.LSTM(2, name="lstm")(ids),
            la.TimeDistributed(la.Dense(2), name="distributed")(ids),
            la.MultiHeadAttention(2, 2, name="attention")(ids, ids),
            la.GlobalAveragePooling1D(name="mean")(ids),
            la.LayerNormalization(name="normalized")(ids),
            la.LeakyReLU(name="leaky")(ids),
            la.Add(name="sum")([ids, x]),
            la.Maximum(name="maximum")([x, ids]),
            la.Average(name="average")([ids, ids]),
            la.Concatenate(name="joined")([ids, x]),
            la.Dot(axes=2, name="dot")([ids, x]),
        ],
    )


@family.case()
def embedding(k):
    x = k.Input((4,), dtype="int32", name="ids")
    return k.Model(x, k.layers.Embedding(6, 3, name="table")(x))


@family.case()
def embedding_float_ids(k):
    """A float input is cast to integers first."""
    x = k.Input((4,), name="ids")
    return k.Model(x, k.layers.Embedding(6, 3, name="table")(x))


family.cases[-1].data = lambda rng, model: [rng.integers(0, 6, (2, 4)).astype("float32")]


@family.case(high=3)
def embedding_mask_zero(k):
    """The mask does not change the embedding, but what follows: a masked average over time."""
    x = k.Input((None,), dtype="int32", name="ids")
    table = k.layers.Embedding(5, 3, mask_zero=True, name="table")(x)
    return k.Model(x, [table, k.layers.GlobalAveragePooling1D(name="mean")(table)])


@family.case(only="tf")
def embedding_input_length(k):
    return k.Sequential([k.layers.Embedding(6, 3, input_length=4), k.layers.Flatten(), k.layers.Dense(2)])


@family.case(only="k3")
def reversible_embedding(k):
    x = k.Input((4,), dtype="int32", name="ids")
    outputs = []
    for name, options in {
        "tied": {},
        "untied": dict(tie_weights=False),
        "capped": dict(logit_soft_cap=0.8),
        "reverse_dtype": dict(reverse_dtype="float32"),
    }.items():
        table = k.layers.ReversibleEmbedding(6, 3, name=name, **options)
        hidden = table(x)
        outputs += [hidden, table(hidden, reverse=True)]
    return k.Model(x, outputs)


@family.case()
def identity(k):
    x = k.Input((3, 2), name="x")
    identity = k.layers.Identity if k.is3 else (lambda name: k.layers.Activation("linear", name=name))
    return k.Model(x, identity(name="same")(x))


@family.case(high=3)
def identity_masked(k):
    """Keras 3 hands masks on, tf_keras' layer of this name loses them."""
    x = k.Input((5,), dtype="int32", name="ids")
    e = k.layers.Identity(name="same")(k.layers.Embedding(5, 3, mask_zero=True, name="table")(x))
    return k.Model(x, k.layers.GlobalAveragePooling1D(name="mean")(e))


def _steps_with_gaps(value):
    def data(rng, model):
        x = rng.normal(0, 1, (3, 5, 2)).astype("float32")
        x[0, 3:] = value
        x[1, :2] = value
        x[2, 2] = value
        x[1, 3, 0] = value  # one feature alone does not mask a step
        return [x]

    return data


for label, value in {"zero": 0.0, "minus_one": -1.0}.items():

    def build(k, value=value):
        x = k.Input((5, 2), name="x")
        masked = k.layers.Masking(mask_value=value, name="mask")(x)
        return k.Model(x, [masked, k.layers.GlobalAveragePooling1D(name="mean")(masked)])

    family.add(f"masking_{label}", build, data=_steps_with_gaps(value))

for dtype in ("int8", "uint8", "bool"):
    family.options(f"masking_{dtype}", "Masking", (5, 2), {"mask": {}}, dtype=dtype, high=2, only="k3")
