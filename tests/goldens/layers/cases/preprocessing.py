"""Rescaling, Normalization, Resizing, CenterCrop, Discretization, CategoryEncoding, and what augmentation does at inference."""

import numpy as np
from golden import Family

family = Family("preprocessing")


def pictures(rng, model):
    return [rng.integers(0, 256, (2, *t.shape[1:])).astype("float32") for t in model.inputs]


# --- numbers -----------------------------------------------------------------------------------------------------------

family.options(
    "rescaling",
    "Rescaling",
    (3, 2, 3),
    {
        "plain": dict(scale=1 / 255),
        "offset": dict(scale=1 / 127.5, offset=-1.0),
        "each_channel": dict(scale=[0.5, 0.25, 2.0], offset=[1.0, 0.0, -1.0]),
    },
    data=pictures,
)
family.options("resizing_bytes", "Resizing", (7, 6, 2), {"nearest": dict(height=4, width=9, interpolation="nearest")}, dtype="uint8", high=256)
family.options("rescaling_integers", "Rescaling", (4,), {"plain": dict(scale=0.5, offset=1.0)}, dtype="int32", high=50)
family.options(
    "normalization",
    "Normalization",
    (3, 4),
    {
        "given": dict(mean=[1.0, 0.5, -1.0, 0.0], variance=[2.0, 0.3, 1.0, 4.0]),
        "one_number": dict(axis=None, mean=0.5, variance=2.0),
        "inverted": dict(mean=[1.0, 0.5, -1.0, 0.0], variance=[2.0, 0.3, 1.0, 4.0], invert=True),
        "two_axes": dict(axis=(1, 2), mean=np.arange(12.0).reshape(3, 4).tolist(), variance=[[1.0, 2.0, 3.0, 4.0]] * 3),
        "first_axis": dict(axis=1, mean=[1.0, 2.0, 3.0], variance=[1.0, 0.5, 2.0]),
    },
    misread={"keras3-h5": "its legacy reader drops an `axis` that is a list of several, and takes the default"},
)


@family.case()
def normalization_adapted(k):
    """Mean and variance are weights here."""
    seen = np.random.default_rng(7).normal(2, 3, (50, 4)).astype("float32")
    x = k.Input((4,), name="x")
    outputs = []
    for name, options in {"each": {}, "inverted": dict(invert=True), "whole": dict(axis=None)}.items():
        layer = k.layers.Normalization(name=name, **options)
        layer.adapt(seen)
        outputs.append(layer(x))
    return k.Model(x, outputs)


# --- pictures ----------------------------------------------------------------------------------------------------------

INTERPOLATIONS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")
TF_INTERPOLATIONS = ("area", "gaussian", "mitchellcubic")


def sizes(interpolations, **options):
    found = {}
    for name in interpolations:
        found[f"{name}_down"] = dict(height=4, width=3, interpolation=name, **options)
        found[f"{name}_up"] = dict(height=11, width=13, interpolation=name, **options)
    return found


family.options("resizing", "Resizing", (7, 6, 2), sizes(INTERPOLATIONS), onlytf=sizes(TF_INTERPOLATIONS), data=pictures)
family.options(
    "resizing_antialias", "Resizing", (7, 6, 2), sizes(("bilinear", "bicubic", "lanczos3"), antialias=True), only="k3", data=pictures
)
family.options(
    "resizing_crop_to_aspect",
    "Resizing",
    (7, 10, 2),
    {
        "wide": dict(height=3, width=8, crop_to_aspect_ratio=True),
        "tall": dict(height=8, width=3, crop_to_aspect_ratio=True),
        "nearest": dict(height=4, width=4, crop_to_aspect_ratio=True, interpolation="nearest"),
    },
    data=pictures,
)
family.options(
    "resizing_pad_to_aspect",
    "Resizing",
    (7, 10, 2),
    {
        "wide": dict(height=3, width=8, pad_to_aspect_ratio=True),
        "tall": dict(height=8, width=3, pad_to_aspect_ratio=True, fill_value=9.0),
    },
    only="k3",
    data=pictures,
)
family.options(
    "resizing_channels_first", "Resizing", (2, 7, 6), {"bilinear": dict(height=4, width=9, data_format="channels_first")}, only="k3", data=pictures
)
family.options(
    "center_crop",
    "CenterCrop",
    (7, 6, 2),
    {"smaller": dict(height=4, width=3), "larger": dict(height=9, width=8), "one_larger": dict(height=4, width=8)},
    data=pictures,
)
family.options(
    "center_crop_channels_first", "CenterCrop", (2, 7, 6), {"smaller": dict(height=4, width=3, data_format="channels_first")}, only="k3", data=pictures
)


@family.case(data=pictures, tolerance=1e-6)
def augmentation(k):
    """Layers that move, turn and light pictures in training pass them on at inference; RandomCrop cuts or scales.

    (Not all of them can be built in float64.)
    """
    layers = k.layers
    x = k.Input((6, 8, 3), name="x")
    y = x
    for layer in (
        layers.RandomFlip("horizontal", name="flip"),
        layers.RandomRotation(0.2, name="rotation"),
        layers.RandomZoom(0.3, name="zoom"),
        layers.RandomTranslation(0.1, 0.1, name="translation"),
        layers.RandomContrast(0.2, name="contrast"),
        layers.RandomBrightness(0.2, name="brightness"),
    ):
        y = layer(y)
    return k.Model(x, [y, layers.RandomCrop(4, 5, name="crop")(x)])


AUGMENTING = {
    "AugMix": {},
    "CutMix": {},
    "MixUp": {},
    "MaxNumBoundingBoxes": dict(max_number=3),
    "RandAugment": {},
    "RandomBrightness": dict(factor=0.2),
    "RandomColorDegeneration": dict(factor=0.2),
    "RandomColorJitter": dict(brightness_factor=0.2, contrast_factor=0.2, saturation_factor=0.2, hue_factor=0.2),
    "RandomContrast": dict(factor=0.2),
    "RandomCrop": dict(height=4, width=5),
    "RandomElasticTransform": {},
    "RandomErasing": {},
    "RandomFlip": {},
    "RandomGaussianBlur": {},
    "RandomGrayscale": {},
    "RandomHue": dict(factor=0.2),
    "RandomInvert": {},
    "RandomPerspective": {},
    "RandomPosterization": dict(factor=4),
    "RandomRotation": dict(factor=0.2),
    "RandomSaturation": dict(factor=0.2),
    "RandomSharpness": dict(factor=0.2),
    "RandomShear": dict(x_factor=0.1, y_factor=0.1),
    "RandomTranslation": dict(height_factor=0.1, width_factor=0.1),
    "RandomZoom": dict(height_factor=0.3),
    "Solarization": dict(addition_factor=0.1, threshold_factor=0.1),
}


def each_augmenting(k, dtype, classes):
    x = k.Input((6, 8, 3), name="x", dtype=dtype)
    return k.Model(x, [getattr(k.layers, c)(name=c.lower(), **o)(x) for c, o in classes.items()])


for dtype in ("float32", "uint8"):
    family.add(
        f"augmentation_each_{dtype}",
        lambda k, dtype=dtype: each_augmenting(k, dtype, AUGMENTING),
        only="k3",
        high=256,
        tolerance=1e-6,  # not all of them can be built in float64
    )


@family.case(only="tf", data=pictures, tolerance=1e-6)
def augmentation_old(k):
    """What only tf_keras has."""
    return each_augmenting(k, "float32", {"RandomHeight": dict(factor=0.2), "RandomWidth": dict(factor=0.2)})


@family.case(only="tf", high=256, tolerance=1e-6)
def augmentation_bytes(k):
    """tf_keras makes real numbers of bytes everywhere."""
    chosen = ("RandomFlip", "RandomRotation", "RandomContrast", "RandomBrightness", "RandomCrop")
    return each_augmenting(k, "uint8", {c: AUGMENTING[c] for c in chosen})


@family.case(only="k3", data=pictures)
def auto_contrast(k):
    """Stretches the range at inference too."""
    x = k.Input((6, 8, 3), name="x")
    layers = k.layers
    return k.Model(x, [layers.AutoContrast(name="bytes")(x), layers.AutoContrast((-10.0, 300.0), name="given")(x)])


@family.case(only="k3", data=pictures)
def histograms_of_tiles(k):
    """Evens out at inference too; tiles that reach beyond the picture, no limit, other values."""
    x = k.Input((6, 9, 3), name="x")
    clahe = k.layers.ContrastLimitedAdaptiveHistogramEqualization
    options = {
        "default": {},
        "beyond": dict(tile_grid_size=(4, 2)),
        "whole": dict(tile_grid_size=(2, 3), clip_limit=1.5),
        "unlimited": dict(tile_grid_size=(1, 2), clip_limit=0.0),
        "other_values": dict(value_range=(-20.0, 280.0), tile_grid_size=(3, 3)),
    }
    return k.Model(x, [clahe(name=name, **chosen)(x) for name, chosen in options.items()])


@family.case(only="k3", high=256)
def histograms_of_bytes(k):
    """Bytes come back as bytes; the channels may lie first."""
    x = k.Input((2, 8, 7), name="x", dtype="uint8")
    clahe = k.layers.ContrastLimitedAdaptiveHistogramEqualization
    return k.Model(x, clahe(tile_grid_size=(2, 3), data_format="channels_first", dtype="uint8", name="bytes")(x))


@family.case(only="k3", data=pictures)
def pipeline(k):
    """Layers one after the other, without being a model."""
    layers = k.layers
    inner = [layers.RandomFlip(name="flip"), layers.Resizing(4, 5, name="resizing"), layers.Rescaling(1 / 255, name="rescaling")]
    x = k.Input((6, 8, 3), name="x")
    return k.Model(x, layers.Pipeline(inner, name="pipeline")(x))


# --- categories --------------------------------------------------------------------------------------------------------

BOUNDARIES = [-1.0, 0.0, 0.5]


def near_boundaries(rng, model):
    x = rng.normal(0, 1, (3, 4)).astype("float32")
    x[0] = [-1.0, 0.0, 0.5, 0.25]  # a boundary belongs to the bin above it
    return [x]


family.options("discretization", "Discretization", (4,), {"ids": dict(bin_boundaries=BOUNDARIES)}, data=near_boundaries)
family.options(
    "discretization_modes",
    "Discretization",
    (4,),
    {mode: dict(bin_boundaries=BOUNDARIES, output_mode=mode) for mode in ("multi_hot", "count")},
    data=near_boundaries,
)
family.options(
    "discretization_one_hot",
    "Discretization",
    (1,),
    {"one_hot": dict(bin_boundaries=BOUNDARIES, output_mode="one_hot")},
    data=lambda rng, model: [rng.normal(0, 1, (5, 1)).astype("float32")],
)


@family.case(data=near_boundaries)
def discretization_adapted(k):
    layer = k.layers.Discretization(num_bins=4, name="ids")
    layer.adapt(np.random.default_rng(7).normal(0, 1, (200, 1)).astype("float32"))
    x = k.Input((4,), name="x")
    return k.Model(x, layer(x))


for mode in ("one_hot", "multi_hot", "count"):
    width = 1 if mode == "one_hot" else 4
    family.options(
        f"category_encoding_{mode}",
        "CategoryEncoding",
        (width,),
        {"plain": dict(num_tokens=6, output_mode=mode)},
        dtype="int32",
        data=lambda rng, model, width=width: [rng.integers(0, 6, (3, width)).astype("int32")],
    )


@family.case(data=lambda rng, model: [rng.integers(0, 6, (3, 4)).astype("int32"), rng.uniform(0, 2, (3, 4)).astype("float32")])
def category_encoding_weights(k):
    ids, weights = k.Input((4,), dtype="int32", name="ids"), k.Input((4,), name="weights")
    return k.Model([ids, weights], k.layers.CategoryEncoding(6, "count", name="count")(ids, count_weights=weights))


family.options(
    "integer_lookup",
    "IntegerLookup",
    (4,),
    {
        "plain": dict(vocabulary=[2, 4, 7]),
        "two_oov": dict(vocabulary=[2, 4, 7], num_oov_indices=2),
        "masked": dict(vocabulary=[2, 4, 7], mask_token=0),
        "multi_hot": dict(vocabulary=[2, 4, 7], output_mode="multi_hot"),
        "count": dict(vocabulary=[2, 4, 7], output_mode="count"),
    },
    dtype="int64",
    high=9,
)
family.options("hashing", "Hashing", (4,), {"plain": dict(num_bins=5), "salted": dict(num_bins=5, salt=3), "masked": dict(num_bins=5, mask_value=0)}, dtype="int64", high=30)



def integers_of_every_length(rng, model):
    ends = np.array([[0, 1, -1, 9], [10, -10, 99, 2**31], [2**63 - 1, -(2**63), 10**18, -(10**17)]])
    drawn = rng.integers(-9, 10, (36, 4)) * 10 ** rng.integers(0, 18, (36, 4)) + rng.integers(0, 1000, (36, 4))
    return [np.concatenate([ends, drawn]).astype("int64")]


family.options(
    "hashing_long",
    "Hashing",
    (4,),
    {
        "plain": dict(num_bins=1000003),
        "salted": dict(num_bins=1000003, salt=[123456789, -3]),
        "masked": dict(num_bins=7, mask_value=9, salt=5),
        "one_hot": dict(num_bins=6, output_mode="multi_hot"),
        "count": dict(num_bins=6, output_mode="count"),
    },
    dtype="int64",
    data=integers_of_every_length,
)


SQUARES = [i * i for i in range(2, 45)]
family.options(
    "integer_lookup_more",
    "IntegerLookup",
    (4,),
    {
        "unsorted": dict(vocabulary=SQUARES[20:] + SQUARES[:20]),
        "special_tokens_given": dict(vocabulary=[0, -1, 4, 9, 25], mask_token=0),
        "three_oov": dict(vocabulary=SQUARES, num_oov_indices=3, mask_token=3),
        "inverted": dict(vocabulary=SQUARES, invert=True),
        "inverted_mask": dict(vocabulary=[4, 9], invert=True, mask_token=0),
        "padded": dict(vocabulary=[4, 9], output_mode="multi_hot", max_tokens=6, pad_to_max_tokens=True),
        "masked_count": dict(vocabulary=[4, 9, 16], output_mode="count", mask_token=25),
        "idf": dict(vocabulary=[4, 9, 16], output_mode="tf_idf", idf_weights=[0.5, 1.5, 2.0]),
    },
    only3={
        "by_hash": dict(vocabulary=SQUARES, num_oov_indices=3, oov_method="farmhash"),
        "by_salted_hash": dict(vocabulary=SQUARES, num_oov_indices=3, oov_method="farmhash", salt=7),
    },
    dtype="int64",
    data=lambda rng, model: [np.where(rng.random((12, 4)) < 0.6, rng.integers(0, 6, (12, 4)) ** 2, rng.integers(-3, 40, (12, 4))).astype("int64")],
)


def words(rng, model):
    return [rng.choice(["red", "green", "blue", "grün", "", "pink"], (6, 4))]


family.options(
    "string_lookup",
    "StringLookup",
    (4,),
    {
        "plain": dict(vocabulary=["red", "green", "grün"]),
        "masked": dict(vocabulary=["red", "green", "grün"], mask_token=""),
        "multi_hot": dict(vocabulary=["red", "green", "grün"], output_mode="multi_hot"),
        "count": dict(vocabulary=["red", "green", "grün"], output_mode="count"),
    },
    dtype="string",
    data=words,
)
family.options(
    "string_lookup_inverted", "StringLookup", (4,), {"inverted": dict(vocabulary=["red", "green"], invert=True)}, dtype="int64", high=4
)

# --- vocabularies that layers adapted to, and texts ----------------------------------------------------------------------

IN_NO_H5 = {"keras3-h5": "an .h5 file does not hold the vocabulary that a layer adapted to"}
COLOURS = ["red", "green", "blue", "grün", "pink", "two words"]
SEEN = [["red", "red", "green", "grün"], ["two words", "red", "grün", ""], ["green", "red", "", "blue"]]


def colours(rng, model):
    return [np.concatenate([rng.choice([*COLOURS, "", "black", "[UNK]"], (6, 4)), [["", "", "", ""]]])]


def adapting(layer, data, shape, dtype, variants):
    """A builder of a model with one adapted layer for each variant."""

    def build(k):
        x = k.Input(shape, name="x", dtype=dtype)
        outputs = []
        for label, options in variants.items():
            made = getattr(k.layers, layer)(name=label, **options)
            made.adapt(np.array(data))
            outputs.append(made(x))
        return k.Model(x, outputs)

    return build


LOOKUPS = {
    "plain": dict(),
    "masked": dict(mask_token=""),
    "few": dict(max_tokens=4),
    "one_hot": dict(output_mode="one_hot"),
    "multi_hot": dict(output_mode="multi_hot"),
    "masked_count": dict(output_mode="count", mask_token=""),
    "padded": dict(output_mode="multi_hot", max_tokens=9, pad_to_max_tokens=True),
    "idf": dict(output_mode="tf_idf"),
}
family.add("string_lookup_adapted", adapting("StringLookup", SEEN, (4,), "string", LOOKUPS), only="k3", skip_dialects=IN_NO_H5, data=colours)
family.add(
    "string_lookup_adapted_buckets",
    adapting(
        "StringLookup",
        SEEN,
        (4,),
        "string",
        {
            "three_oov": dict(num_oov_indices=3),
            "masked": dict(num_oov_indices=2, mask_token=""),
            "salted": dict(num_oov_indices=5, salt=[7, -3]),
            "count": dict(num_oov_indices=3, output_mode="count"),
        },
    ),
    only="k3",
    skip_dialects=IN_NO_H5,
    data=colours,
)
family.add(
    "string_lookup_adapted_known",
    adapting("StringLookup", SEEN, (4,), "string", {"no_oov": dict(num_oov_indices=0), "count": dict(num_oov_indices=0, output_mode="count")}),
    only="k3",
    skip_dialects=IN_NO_H5,
    data=lambda rng, model: [rng.choice(["red", "green", "blue", "grün", ""], (6, 4))],
)
family.add(
    "string_lookup_adapted_inverted",
    adapting("StringLookup", SEEN, (4,), "int64", {"inverted": dict(invert=True), "masked": dict(invert=True, mask_token="")}),
    only="k3",
    skip_dialects=IN_NO_H5,
    high=9,
)
# Keras takes an empty token at the end of the file for the end of the last line, and then has one token too few.
family.add(
    "string_lookup_adapted_empty",
    adapting("StringLookup", [["red", "red", "green", ""]], (4,), "string", {"plain": dict(), "count": dict(output_mode="count")}),
    only="k3",
    skip_dialects=IN_NO_H5,
    data=colours,
)
family.add(
    "integer_lookup_adapted",
    adapting(
        "IntegerLookup",
        [[4, 9, 4, 16], [4, 9, 25, -7], [0, 4, 9, 25]],
        (4,),
        "int64",
        LOOKUPS | {k: v | {"mask_token": 0} for k, v in LOOKUPS.items() if "mask_token" in v} | {"three_oov": dict(num_oov_indices=3)},
    ),
    only="k3",
    skip_dialects=IN_NO_H5,
    data=lambda rng, model: [rng.choice([4, 9, 16, 25, -7, 0, 3, 100], (8, 4)).astype("int64")],
)


@family.case(only="k3", skip_dialects=IN_NO_H5, data=colours)
def lookups_adapted_nested(k):
    """Two of a class, one of them inside a model inside a model."""
    x = k.Input((4,), name="x", dtype="string")
    lookup, other = k.layers.StringLookup(name="outer"), k.layers.StringLookup(name="beside", output_mode="count")
    lookup.adapt(np.array(SEEN))
    other.adapt(np.array([["red", "green"], ["red", "two words"]]))
    deep = k.layers.StringLookup(name="deep", mask_token="")
    deep.adapt(np.array(SEEN[:1]))
    inner = k.Sequential([k.Input((4,), dtype="string"), deep, k.layers.Embedding(9, 3, name="table")], name="inner")
    middle = k.Sequential([k.Input((4,), dtype="string"), inner, k.layers.Flatten()], name="middle")
    return k.Model(x, [lookup(x), other(x), k.layers.Dense(2, name="scores")(middle(x))])


family.options(
    "hashing_strings",
    "Hashing",
    (4,),
    {
        "plain": dict(num_bins=5),
        "salted": dict(num_bins=1000003, salt=[3, 4]),
        "masked": dict(num_bins=5, mask_value=""),
        "one_hot": dict(num_bins=4, output_mode="multi_hot"),
    },
    dtype="string",
    data=words,
)


def whole_numbers(rng, model):
    ends = np.array([[0], [1], [-1], [2**63 - 1], [-(2**63)], [10**18]])
    return [np.concatenate([rng.permutation(ends), rng.integers(-50, 50, (20, 1))]).astype("int64") for _ in model.inputs]


@family.case(data=whole_numbers)
def hashed_crossing(k):
    a, b, c = (k.Input((1,), name=name, dtype="int64") for name in "abc")
    return k.Model(
        [a, b, c],
        [
            k.layers.HashedCrossing(1000003, name="two")([a, b]),
            k.layers.HashedCrossing(7, name="few")([c, a]),
            k.layers.HashedCrossing(5, output_mode="one_hot", name="one_hot")([b, c]),
        ],
    )


@family.case(only="tf", data=whole_numbers)
def hashed_crossing_three(k):
    """Keras 3 crosses three features outside models only."""
    a, b, c = (k.Input((1,), name=name, dtype="int64") for name in "abc")
    return k.Model([a, b, c], k.layers.HashedCrossing(1000, name="three")([c, a, b]))


def words_and_numbers(rng, model):
    texts = ["", "a", "four", "sevenby", "sixteen letters.", "thirty-two letters or bytes here", "a text of more than thirty-two bytes 東京", "é"]
    return [rng.choice(texts, (24, 1)), rng.choice(texts, (24, 1)), rng.integers(-9, 99, (24, 1)).astype("int32")]


@family.case(data=words_and_numbers)
def hashed_crossing_strings(k):
    a, b, c = (k.Input((1,), name=name, dtype=dtype) for name, dtype in (("a", "string"), ("b", "string"), ("c", "int32")))
    return k.Model(
        [a, b, c],
        [
            k.layers.HashedCrossing(1000003, name="texts")([a, b]),
            k.layers.HashedCrossing(11, output_mode="one_hot", name="mixed")([c, a]),
        ],
    )


TEXTS = [
    "The red fox, the RED hen",
    "  two   red foxes\tmeet\na fox!  ",
    "",
    "Grün GRÜN grün (nicht) 'red'; naïve_x",
    "fox",
    "hen and fox and red hen and the red fox and hen",
]
TOKENS = ["red", "fox", "the", "hen", "and", "grün", "The"]
IDF = [0.5, 1.5, 2.0, 0.25, 1.0, 3.0, 0.75]


def texts(rng, model):
    return [np.array(TEXTS)[:, None]]


def vectorizing(name, variants, **options):
    family.options(name, "TextVectorization", (1,), variants, dtype="string", data=texts, **options)


vectorizing(
    "text_words",
    {
        "plain": dict(standardize=None, vocabulary=TOKENS),
        "lower": dict(standardize="lower", vocabulary=TOKENS),
        "short": dict(standardize="lower", vocabulary=TOKENS, output_sequence_length=3),
        "long": dict(standardize="lower", vocabulary=TOKENS, output_sequence_length=15),
        "multi_hot": dict(standardize="lower", vocabulary=TOKENS, output_mode="multi_hot"),
        "padded": dict(standardize="lower", vocabulary=TOKENS, output_mode="multi_hot", max_tokens=12, pad_to_max_tokens=True),
        "count": dict(standardize=None, vocabulary=TOKENS, output_mode="count"),
        "idf": dict(standardize="lower", vocabulary=TOKENS, output_mode="tf_idf", idf_weights=IDF),
    },
)
vectorizing(
    "text_groups",
    {
        "up_to_two": dict(standardize="lower", vocabulary=[*TOKENS, "red fox", "and hen"], ngrams=2),
        "chosen": dict(standardize="lower", vocabulary=["red fox", "fox and red", "hen and"], ngrams=(2, 3), output_sequence_length=7),
        "count": dict(standardize="lower", vocabulary=[*TOKENS, "red fox", "the red fox"], ngrams=3, output_mode="count"),
    },
)
vectorizing(
    "text_punctuation",
    {
        "plain": dict(vocabulary=TOKENS),
        "strip": dict(standardize="strip_punctuation", vocabulary=[*TOKENS, "naïvex"], output_sequence_length=6),
        "count": dict(vocabulary=TOKENS, output_mode="count"),
    },
)
vectorizing(
    "text_characters",
    {
        "plain": dict(standardize=None, split="character", vocabulary=["r", "e", "ü", " ", "T"]),
        "stripped": dict(split="character", vocabulary=["r", "e", "ï", "x"], output_sequence_length=12),
        "count": dict(standardize="lower", split="character", vocabulary=["r", "e", "d"], output_mode="count"),
        "pairs": dict(standardize="lower", split="character", vocabulary=["r e", "e d", "f"], ngrams=2, output_mode="multi_hot"),
    },
)
family.options(
    "text_in_parts",
    "TextVectorization",
    (4,),
    {
        "plain": dict(standardize=None, split=None, vocabulary=COLOURS),
        "short": dict(standardize="lower", split=None, vocabulary=COLOURS, output_sequence_length=3),
        "long": dict(standardize="lower", split=None, vocabulary=COLOURS, output_sequence_length=6),
        "count": dict(standardize="lower", split=None, vocabulary=COLOURS, output_mode="count"),
        "pairs": dict(standardize="lower", split=None, vocabulary=[*COLOURS, "red green", "green blue"], ngrams=2),
    },
    dtype="string",
    data=colours,
)


def classifier(standardize):
    """What a tutorial of Keras makes: a text in, scores out."""

    def build(k):
        x = k.Input((1,), name="text", dtype="string")
        vectorize = k.layers.TextVectorization(name="vectorize", standardize=standardize, output_sequence_length=8)
        vectorize.adapt(TEXTS)
        bag = k.layers.TextVectorization(name="bag", standardize=standardize, output_mode="tf_idf", max_tokens=20, ngrams=2)
        bag.adapt(TEXTS)
        y = k.layers.Embedding(40, 4, name="embedding")(vectorize(x))
        y = k.layers.GlobalAveragePooling1D(name="mean")(y)
        return k.Model(x, [k.layers.Dense(2, activation="softmax", name="scores")(y), bag(x)])

    return build


family.add("text_adapted", classifier("lower"), only="k3", skip_dialects=IN_NO_H5, data=texts)
family.add("text_adapted_punctuation", classifier("lower_and_strip_punctuation"), only="k3", skip_dialects=IN_NO_H5, data=texts)

# --- sound -------------------------------------------------------------------------------------------------------------

family.options(
    "stft_spectrogram",
    "STFTSpectrogram",
    (64, 1),
    {
        mode: dict(mode=mode, frame_length=16, frame_step=8, fft_length=16)
        for mode in ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
    }
    | {
        "same_hamming": dict(mode="magnitude", frame_length=12, frame_step=5, fft_length=16, window="hamming", padding="same"),
        "spectrum": dict(mode="magnitude", frame_length=16, scaling="spectrum", periodic=True, expand_dims=True),
    },
    only="k3",
)
family.options(
    "stft_spectrogram_two_channels",
    "STFTSpectrogram",
    (40, 2),
    {
        "flat": dict(mode="magnitude", frame_length=16),
        "expanded": dict(mode="psd", frame_length=16, expand_dims=True),
        "no_window": dict(mode="stft", frame_length=16, window=None, scaling=None),
    },
    only="k3",
)
family.options(
    "stft_spectrogram_channels_first",
    "STFTSpectrogram",
    (2, 40),
    {
        "flat": dict(mode="real", frame_length=16, data_format="channels_first"),
        "expanded": dict(mode="log", frame_length=16, expand_dims=True, data_format="channels_first"),
    },
    only="k3",
)
family.options(
    "mel_spectrogram",
    "MelSpectrogram",
    (256,),
    {
        "decibel": dict(fft_length=64, sequence_stride=32, num_mel_bins=8, sampling_rate=8000),
        "power": dict(fft_length=64, sequence_stride=32, num_mel_bins=8, sampling_rate=8000, power_to_db=False, mag_exp=1.0),
        "short_window": dict(fft_length=64, sequence_length=41, sequence_stride=20, num_mel_bins=5, window="hamming", ref_power=2.0, max_freq=6000),
    },
    only="k3",
    tolerance=1e-5,  # Keras cannot build it in float64; a Fourier transform, sums and a logarithm lie in between
)
