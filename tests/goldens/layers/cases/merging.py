"""Add, Subtract, Multiply, Average, Maximum, Minimum, Concatenate, Dot."""

from golden import Family

family = Family("merging")

for layer in ("Add", "Multiply", "Average", "Maximum", "Minimum"):

    def build(k, layer=layer):
        a, b, c = (k.Input((3, 4), name=name) for name in "abc")
        merge = getattr(k.layers, layer)
        row = k.Input((1, 4), name="row")
        return k.Model(
            [a, b, c, row],
            [merge(name="two")([a, b]), merge(name="three")([a, b, c]), merge(name="broadcast")([a, row])],
        )

    family.add(layer.lower(), build)


@family.case()
def subtract(k):
    a, b, row = k.Input((3, 4), name="a"), k.Input((3, 4), name="b"), k.Input((1, 4), name="row")
    minus = k.layers.Subtract
    return k.Model([a, b, row], [minus(name="two")([a, b]), minus(name="broadcast")([row, a])])


@family.case()
def merge_different_ranks(k):
    """Ranks differ: Keras puts the missing axes after the batch."""
    a, b = k.Input((3, 4), name="a"), k.Input((4,), name="b")
    return k.Model([a, b], [k.layers.Add(name="add")([a, b]), k.layers.Maximum(name="max")([a, b])])


@family.case()
def merge_same_input(k):
    a = k.Input((3,), name="a")
    return k.Model(a, [k.layers.Add(name="twice")([a, a]), k.layers.Multiply(name="square")([a, a])])


@family.case()
def concatenate(k):
    a, b, c = k.Input((2, 3, 4), name="a"), k.Input((2, 3, 4), name="b"), k.Input((2, 3, 1), name="c")
    join = k.layers.Concatenate
    return k.Model(
        [a, b, c],
        [
            join(name="last")([a, c, b]),
            join(axis=1, name="first")([a, b]),
            join(axis=2, name="middle")([b, a, b]),
            join(axis=-2, name="negative")([a, b]),
        ],
    )


@family.case()
def concatenate_batch(k):
    a, b = k.Input((3,), name="a"), k.Input((3,), name="b")
    return k.Model([a, b], k.layers.Concatenate(axis=0, name="batch")([a, b]))


def _gaps(rng, model):
    a, b = rng.normal(0, 1, (2, 3, 2)), rng.normal(0, 1, (2, 2, 2))
    a[0, 1:], b[1, 0] = 0, 0
    return [a.astype("float32"), b.astype("float32")]


@family.case(data=_gaps)
def concatenate_masks(k):
    """Joined in time, the masks are joined too."""
    a, b = k.Input((3, 2), name="a"), k.Input((2, 2), name="b")
    masked = [k.layers.Masking(name="mask_a")(a), k.layers.Masking(name="mask_b")(b)]
    joined = k.layers.Concatenate(axis=1, name="join")(masked)
    return k.Model([a, b], k.layers.GlobalAveragePooling1D(name="mean")(joined))


def _words(rng, model):
    return [rng.integers(0, 3, (3, 5)).astype("int32") for _ in model.inputs]


def _embedded(k):
    a, b = (k.Input((5,), dtype="int32", name=name) for name in "ab")
    return [a, b], k.layers.Embedding(4, 3, mask_zero=True, name="left")(a), k.layers.Embedding(4, 3, mask_zero=True, name="right")(b)


for layer in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"):

    def merged(k, layer=layer):
        """Two masks that differ: Keras 2 joins them by "and" and merges all entries, Keras 3 joins them by "or"."""
        inputs, x, y = _embedded(k)
        both = getattr(k.layers, layer)(name="both")([x, y])
        return k.Model(inputs, [both, k.layers.GlobalAveragePooling1D(name="mean")(both)])

    family.add(f"{layer.lower()}_two_masks", merged, data=_words)


@family.case(data=_words)
def add_one_mask(k):
    """One input without a mask: Keras 2 keeps the other's, Keras 3 has none."""
    inputs, x, y = _embedded(k)
    both = k.layers.Add(name="both")([x, k.layers.Conv1D(3, 1, name="unmasked")(y)])
    return k.Model(inputs, [both, k.layers.GlobalAveragePooling1D(name="mean")(both)])


@family.case(data=_gaps, only="k3")
def concatenate_one_mask(k):
    """An input without a mask counts as true. (tf_keras cannot build this: it joins masks of different ranks.)"""
    a, b = k.Input((3, 2), name="a"), k.Input((2, 2), name="b")
    joined = k.layers.Concatenate(axis=1, name="join")([k.layers.Masking(name="mask")(a), b])
    return k.Model([a, b], k.layers.GlobalAveragePooling1D(name="mean")(joined))


@family.case()
def dot(k):
    a, b, c = k.Input((3, 4), name="a"), k.Input((3, 4), name="b"), k.Input((4, 5), name="c")
    product = k.layers.Dot
    return k.Model(
        [a, b, c],
        [
            product(axes=2, name="last")([a, b]),
            product(axes=1, name="first")([a, b]),
            product(axes=(2, 1), name="pair")([a, c]),
            product(axes=-1, name="negative")([a, b]),
            product(axes=2, normalize=True, name="cosine")([a, b]),
            product(axes=(2, 1), normalize=True, name="cosine_pair")([a, c]),
        ],
    )


@family.case()
def dot_vectors(k):
    a, b = k.Input((4,), name="a"), k.Input((4,), name="b")
    return k.Model(
        [a, b],
        [k.layers.Dot(axes=1, name="plain")([a, b]), k.layers.Dot(axes=1, normalize=True, name="cosine")([a, b])],
    )


@family.case()
def dot_mixed_ranks(k):
    a, b = k.Input((3, 4), name="a"), k.Input((4,), name="b")
    return k.Model([a, b], k.layers.Dot(axes=(2, 1), name="mixed")([a, b]))
