"""Records what Keras makes of its layers' positional arguments; run in the interop environment."""
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras

HERE = os.path.dirname(os.path.abspath(__file__))
L = keras.layers

CASES = {
    "dense": [(5,), (5, "relu")], "einsumDense": [("ab,bc->ac", 6)], "embedding": [(20, 4)],
    "reversibleEmbedding": [(20, 4)], "identity": [()], "masking": [(), (0.5,)],
    "multiHeadAttention": [(2, 3), (2, 3, 4)], "groupQueryAttention": [(4, 6, 2)],
    "attention": [(), (True,)], "additiveAttention": [(), (False,)],
    "batchNormalization": [(), (-1, 0.9, 0.01)], "layerNormalization": [(), (-1, 1e-6)],
    "groupNormalization": [(), (4,)], "rmsNormalization": [(), (-1, 1e-5)], "unitNormalization": [(), (-1,)],
    "dropout": [(0.3,)], "alphaDropout": [(0.3,)], "gaussianDropout": [(0.3,)], "gaussianNoise": [(0.3,)],
    "spatialDropout1D": [(0.3,)], "spatialDropout2D": [(0.3,)], "spatialDropout3D": [(0.3,)],
    "activityRegularization": [(), (0.1, 0.2)], "flatten": [()], "reshape": [((3, -1),)], "permute": [((2, 1),)],
    "repeatVector": [(3,)], "concatenate": [(), (1,)], "dot": [(1,)], "add": [()], "subtract": [()],
    "multiply": [()], "average": [()], "maximum": [()], "minimum": [()], "activation": [("tanh",)],
    "relu": [(), (6.0, 0.1, 0.2)], "leakyReLU": [(), (0.2,)], "prelu": [()], "elu": [(), (0.5,)],
    "softmax": [(), (1,)], "rescaling": [(0.5,), (0.5, -1.0)], "normalization": [()], "centerCrop": [(3, 4)],
    "resizing": [(3, 4), (3, 4, "nearest")], "categoryEncoding": [(5,)], "hashing": [(7,)], "hashedCrossing": [(7,)],
    "lstm": [(4,)], "gru": [(4,)], "simpleRNN": [(4,)], "lstmCell": [(4,)], "gruCell": [(4,)],
    "simpleRNNCell": [(4,)], "randomFlip": [(), ("horizontal",)], "randomCrop": [(3, 4)],
    "maxNumBoundingBoxes": [(3,)], "contrastLimitedAdaptiveHistogramEqualization": [()], "randomGrayscale": [(), (0.2,)], "mixUp": [(), (0.4,)],
}
for d, n in ((1, 1), (2, 2), (3, 3)):
    CASES[f"conv{d}D"] = [(4, 3), (4, (3, 2, 5)[:n]), (4, 3, 2), (4, 3, 2, "same")]
    CASES[f"conv{d}DTranspose"] = [(4, 3), (4, 3, 2), (4, 3, 2, "same")]
    CASES[f"convLSTM{d}D"] = [(4, 3), (4, 3, 2, "same")]
    if d < 3:
        CASES[f"separableConv{d}D"] = [(4, 3), (4, 3, 2, "same")]
        CASES[f"depthwiseConv{d}D"] = [(3,), (3, 2), (3, 2, "same")]
    CASES[f"maxPooling{d}D"] = [(), (3,), (3, 2), (3, 2, "same")]
    CASES[f"averagePooling{d}D"] = [(3,), (3, 2), (3, 2, "same")]
    CASES[f"adaptiveMaxPooling{d}D"] = [(3,)]
    CASES[f"adaptiveAveragePooling{d}D"] = [(3,)]
    CASES[f"globalMaxPooling{d}D"] = [()]
    CASES[f"globalAveragePooling{d}D"] = [()]
    CASES[f"cropping{d}D"] = [(), (2,)]
    CASES[f"zeroPadding{d}D"] = [(), (2,)]
    CASES[f"upSampling{d}D"] = [(), (3,)]

BY_SHORT = {}
for name in dir(L):
    if isinstance(getattr(L, name), type):
        # The first in alphabetical order is the older alias; the class's own name decides.
        BY_SHORT.setdefault(name.lower(), name)

STRINGS = {
    "initializer": ["zeros", "ones", "glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal",
                    "lecun_uniform", "orthogonal", "random_normal", "random_uniform", "truncated_normal",
                    "variance_scaling", "uniform", "normal", "identity"],
    "regularizer": ["l1", "l2", "L1L2", "L2", "orthogonal_regularizer"],
    "constraint": ["max_norm", "non_neg", "unit_norm", "min_max_norm", "MaxNorm"],
}
MODULES = {"initializer": keras.initializers, "regularizer": keras.regularizers, "constraint": keras.constraints}


def short_object(value):
    if isinstance(value, dict) and value.get("class_name"):
        return {"class_name": value["class_name"], "config": {k: v for k, v in value["config"].items() if v is not None}}
    return value


with open(os.path.join(HERE, "short_names.jsonl"), "w") as out:
    for short, cases in CASES.items():
        for args in cases:
            layer = getattr(L, BY_SHORT[short.lower()])(*args)
            written = keras.saving.serialize_keras_object(layer)
            config = {k: short_object(v) for k, v in written["config"].items() if k not in ("name", "dtype", "trainable")}
            entry = {"short": short, "args": args, "layer": {"class_name": type(layer).__name__, "config": config}}
            out.write(json.dumps(entry) + "\n")
    for kind, names in STRINGS.items():
        for name in names:
            found = MODULES[kind].get(name)
            config = {k: v for k, v in found.get_config().items() if v is not None}
            out.write(json.dumps({"kind": kind, "name": name, "class_name": type(found).__name__, "config": config}) + "\n")
    names = ["relu", "swish", "hard_swish", "gelu", "softmax", "log_softmax", "celu", "leaky_relu", "sparsemax", "linear",
             "squareplus", "tanh_shrink", "threshold", "exponential", "mish", "selu", "hard_sigmoid", "softsign"]
    for name in names:
        written = keras.activations.serialize(keras.activations.get(name))
        out.write(json.dumps({"kind": "activation", "name": name, "class_name": written, "config": {}}) + "\n")
