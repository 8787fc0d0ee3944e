"""Attention, AdditiveAttention, MultiHeadAttention, GroupQueryAttention: options, masks, causality, scores."""

from golden import Family, flat, steps_with_gaps

family = Family("attention")


def three_inputs(k):
    return k.Input((3, 4), name="query"), k.Input((5, 4), name="value"), k.Input((5, 4), name="key")


def padded(rng, model):
    """Boolean masks of which every row keeps at least its first place: a row masked whole has no agreed answer."""
    inputs = []
    for t in model.inputs:
        shape = (2, *t.shape[1:])
        if "bool" in str(t.dtype):
            mask = rng.random(shape) < 0.6
            mask[..., 0] = True
            inputs.append(mask)
        else:
            inputs.append(rng.normal(0, 1, shape).astype("float32"))
    return inputs


# --- Attention and AdditiveAttention -----------------------------------------------------------------------------------


@family.case()
def attention(k):
    q, v, key = three_inputs(k)
    layer = k.layers.Attention
    return k.Model(
        [q, v, key],
        flat(
            [
                layer(name="plain")([q, v]),
                layer(name="own_key")([q, v, key]),
                layer(use_scale=True, name="scaled")([q, v, key]),
                layer(score_mode="concat", name="concat")([q, v, key]),
                layer(use_scale=True, score_mode="concat", name="concat_scaled")([q, v]),
                layer(dropout=0.3, name="dropout")([q, v]),
                layer(name="scores")([q, v, key], return_attention_scores=True),
            ]
        ),
    )


@family.case()
def attention_causal(k):
    q, v, key = three_inputs(k)
    return k.Model(
        [q, v, key],
        flat(
            [
                k.layers.Attention(name="wide")([q, v, key], use_causal_mask=True, return_attention_scores=True),
                k.layers.Attention(name="square")([v, v], use_causal_mask=True),
            ]
        ),
    )


@family.case(data=padded)
def attention_masks(k):
    q, v, key = three_inputs(k)
    q_mask, v_mask = k.Input((3,), dtype="bool", name="query_mask"), k.Input((5,), dtype="bool", name="value_mask")
    layer = k.layers.Attention
    return k.Model(
        [q, v, key, q_mask, v_mask],
        [
            layer(name="both")([q, v, key], mask=[q_mask, v_mask]),
            layer(use_scale=True, name="both_causal")([q, v], mask=[q_mask, v_mask], use_causal_mask=True),
        ],
    )


@family.case(high=3, tolerance=1e-6)
def attention_embedding_mask(k):
    """Masks that come along with the embeddings. (A row may be masked whole, so float64 is no measure.)"""
    ids, words = k.Input((3,), dtype="int32", name="ids"), k.Input((5,), dtype="int32", name="words")
    table = k.layers.Embedding(6, 4, mask_zero=True, name="table")
    return k.Model([ids, words], k.layers.Attention(name="attention")([table(ids), table(words)]))


@family.case(high=3, tolerance=1e-6)
def attention_mask_goes_on(k):
    """The query's mask reaches what follows; Keras 3 writes an operation for it. (Rows may be masked whole.)"""
    ids = k.Input((4,), dtype="int32", name="ids")
    e = k.layers.Embedding(6, 4, mask_zero=True, name="table")(ids)
    return k.Model(ids, [k.layers.LSTM(3, name=f"after_{c.lower()}")(getattr(k.layers, c)()([e, e])) for c in ("Attention", "AdditiveAttention")])


@family.case()
def additive_attention(k):
    q, v, key = three_inputs(k)
    layer = k.layers.AdditiveAttention
    return k.Model(
        [q, v, key],
        flat(
            [
                layer(name="plain")([q, v]),
                layer(use_scale=False, name="unscaled")([q, v, key]),
                layer(name="causal")([q, v, key], use_causal_mask=True),
                layer(name="scores")([q, v, key], return_attention_scores=True),
            ]
        ),
    )


@family.case(data=padded)
def additive_attention_masks(k):
    q, v, key = three_inputs(k)
    q_mask, v_mask = k.Input((3,), dtype="bool", name="query_mask"), k.Input((5,), dtype="bool", name="value_mask")
    layer = k.layers.AdditiveAttention(name="both")
    return k.Model([q, v, key, q_mask, v_mask], layer([q, v, key], mask=[q_mask, v_mask]))


# --- MultiHeadAttention ------------------------------------------------------------------------------------------------

HEADS = dict(num_heads=2, key_dim=3)


@family.case()
def multi_head_attention(k):
    """Query, value and key of different widths."""
    q, v, key = k.Input((3, 4), name="query"), k.Input((5, 6), name="value"), k.Input((5, 2), name="key")
    layer = k.layers.MultiHeadAttention
    return k.Model(
        [q, v, key],
        flat(
            [
                layer(**HEADS, name="plain")(q, v),
                layer(**HEADS, name="own_key")(q, v, key),
                layer(**HEADS, value_dim=4, name="value_dim")(q, value=v, key=key),
                layer(**HEADS, use_bias=False, name="no_bias")(q, v),
                layer(**HEADS, output_shape=5, name="output_shape")(q, v),
                layer(**HEADS, output_shape=(2, 3), name="output_two_dims")(q, v),
                layer(**HEADS, dropout=0.4, name="scores")(q, v, return_attention_scores=True),
                layer(num_heads=1, key_dim=4, name="one_head_self")(q, q),
            ]
        ),
    )


@family.case(only="k3")
def multi_head_attention_gate(k):
    q, v = k.Input((3, 4), name="query"), k.Input((5, 6), name="value")
    layer = k.layers.MultiHeadAttention
    return k.Model(
        [q, v],
        [layer(**HEADS, use_gate=True, name="gate")(q, v), layer(**HEADS, use_gate=True, use_bias=False, name="gate_no_bias")(q, v)],
    )


@family.case(only="k3")
def multi_head_attention_window(k):
    x = k.Input((6, 4), name="x")
    layer = k.layers.MultiHeadAttention
    return k.Model(
        x,
        [
            layer(**HEADS, sliding_window=2, name="band")(x, x),
            layer(**HEADS, sliding_window=3, name="causal_band")(x, x, use_causal_mask=True),
        ],
    )


@family.case()
def multi_head_attention_causal(k):
    q, v = k.Input((3, 4), name="query"), k.Input((5, 4), name="value")
    layer = k.layers.MultiHeadAttention
    return k.Model(
        [q, v],
        flat(
            [
                layer(**HEADS, name="self")(q, q, use_causal_mask=True),
                layer(**HEADS, name="cross")(q, v, use_causal_mask=True, return_attention_scores=True),
            ]
        ),
    )


@family.case(data=padded)
def multi_head_attention_mask(k):
    """An explicit mask: for each query, for all queries, for each head."""
    q, v = k.Input((3, 4), name="query"), k.Input((5, 4), name="value")
    full, row = k.Input((3, 5), dtype="bool", name="full"), k.Input((1, 5), dtype="bool", name="row")
    heads = k.Input((2, 3, 5), dtype="bool", name="heads")
    layer = k.layers.MultiHeadAttention
    return k.Model(
        [q, v, full, row, heads],
        [
            layer(**HEADS, name="full_mask")(q, v, attention_mask=full),
            layer(**HEADS, name="row_mask")(q, v, attention_mask=row),
            layer(**HEADS, name="head_mask")(q, v, attention_mask=heads),
            layer(**HEADS, name="with_causal")(q, v, attention_mask=full, use_causal_mask=True),
        ],
    )


@family.case(data=steps_with_gaps, tolerance=2e-6)
def multi_head_attention_padding(k):
    """Masks of the inputs, on their own and with causality. (Rows are masked whole, so float64 is no measure.)"""
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    layer = k.layers.MultiHeadAttention
    return k.Model(
        x,
        [
            layer(**HEADS, name="self")(m, m),
            layer(**HEADS, name="only_value")(x, m),
            layer(**HEADS, name="only_query")(m, x),
            layer(**HEADS, name="causal")(m, m, use_causal_mask=True),
            k.layers.GlobalAveragePooling1D(name="mean")(layer(**HEADS, name="then_mean")(m, m)),
        ],
    )


@family.case(data=steps_with_gaps, tolerance=2e-6)
def multi_head_attention_mask_goes_nowhere(k):
    """Queries that may look nowhere: with scores or dropout Keras 3 gives them weights of zero, else equal ones."""
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    layer = k.layers.MultiHeadAttention
    return k.Model(
        x,
        flat(
            [
                layer(**HEADS, name="scores")(m, m, return_attention_scores=True),
                layer(**HEADS, dropout=0.3, name="dropout")(m, m),
                layer(**HEADS, name="neither")(m, m),
            ]
        ),
    )


@family.case(data=steps_with_gaps, tolerance=2e-6)
def multi_head_attention_mask_of_each(k):
    """As before, each layer with a mask of its own, which no other one takes away."""
    x = k.Input((5, 4), name="x")
    layer = k.layers.MultiHeadAttention
    m = [k.layers.Masking(name=f"mask_{i}")(x) for i in range(3)]
    return k.Model(
        x,
        flat(
            [
                layer(**HEADS, name="scores")(m[0], m[0], return_attention_scores=True),
                layer(**HEADS, dropout=0.3, name="dropout")(m[1], m[1]),
                layer(**HEADS, name="neither")(m[2], m[2]),
            ]
        ),
    )


@family.case(data=steps_with_gaps, tolerance=2e-6)
def multi_head_attention_mask_taken(k):
    """Who calls first takes the mask: in Keras 3 the layer furthest from the outputs, and of those the last."""
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    shared = k.layers.MultiHeadAttention(**HEADS, name="shared")
    near = k.layers.MultiHeadAttention(**HEADS, name="near")(m, m)
    deep = k.layers.Dense(4, name="dense")(shared(m, m))
    both = k.layers.Add(name="add")([shared(deep, m), k.layers.MultiHeadAttention(**HEADS, name="side")(m, deep)])
    return k.Model(x, [near, both, k.layers.GlobalAveragePooling1D(name="mean")(m)])


@family.case()
def multi_head_attention_axes(k):
    """Attention over images: over rows, over columns, over both."""
    q, v = k.Input((3, 2, 4), name="query"), k.Input((3, 2, 5), name="value")
    layer = k.layers.MultiHeadAttention
    return k.Model(
        [q, v],
        flat(
            [
                layer(**HEADS, attention_axes=(1,), name="rows")(q, v),
                layer(**HEADS, attention_axes=(2,), name="columns")(q, v),
                layer(**HEADS, attention_axes=(1, 2), name="both")(q, v, return_attention_scores=True),
                layer(**HEADS, name="default_axes")(q, v),
            ]
        ),
    )


# --- GroupQueryAttention -----------------------------------------------------------------------------------------------

GROUPS = dict(head_dim=3, num_query_heads=4, num_key_value_heads=2)


@family.case(only="k3")
def group_query_attention(k):
    q, v, key = k.Input((3, 4), name="query"), k.Input((5, 4), name="value"), k.Input((5, 6), name="key")
    layer = k.layers.GroupQueryAttention
    return k.Model(
        [q, v, key],
        flat(
            [
                layer(**GROUPS, name="plain")(q, v),
                layer(**GROUPS, name="own_key")(q, v, key),
                layer(**GROUPS, use_bias=False, name="no_bias")(q, v),
                layer(**GROUPS, name="scores")(q, v, return_attention_scores=True),
                layer(head_dim=2, num_query_heads=3, num_key_value_heads=1, name="one_key")(q, v),
                layer(head_dim=2, num_query_heads=2, num_key_value_heads=2, name="each_its_own")(q, v),
                layer(**GROUPS, use_gate=True, name="gate")(q, v),
            ]
        ),
    )


@family.case(only="k3")
def group_query_attention_causal(k):
    x = k.Input((5, 4), name="x")
    layer = k.layers.GroupQueryAttention
    return k.Model(
        x,
        [
            layer(**GROUPS, name="causal")(x, x, use_causal_mask=True),
            layer(**GROUPS, sliding_window=2, name="band")(x, x),
            layer(**GROUPS, sliding_window=2, name="causal_band")(x, x, use_causal_mask=True),
        ],
    )


@family.case(only="k3", data=padded)
def group_query_attention_mask(k):
    q, v = k.Input((3, 4), name="query"), k.Input((5, 4), name="value")
    mask = k.Input((3, 5), dtype="bool", name="mask")
    return k.Model([q, v, mask], k.layers.GroupQueryAttention(**GROUPS, name="masked")(q, v, attention_mask=mask))


@family.case(only="k3", data=steps_with_gaps, tolerance=2e-6)
def group_query_attention_mask_goes_nowhere(k):
    """Queries that may look nowhere: with scores or dropout Keras gives them weights of zero, else equal ones."""
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    layer = k.layers.GroupQueryAttention
    return k.Model(x, flat([layer(**GROUPS, name="scores")(m, m, return_attention_scores=True), layer(**GROUPS, dropout=0.3, name="dropout")(m, m)]))


@family.case(only="k3", data=steps_with_gaps, tolerance=2e-6)
def group_query_attention_padding(k):
    x = k.Input((5, 4), name="x")
    m = k.layers.Masking(name="mask")(x)
    layer = k.layers.GroupQueryAttention
    return k.Model(x, [layer(**GROUPS, name="self")(m, m), layer(**GROUPS, name="causal")(m, m, use_causal_mask=True)])
