"""The two generations of Keras under one set of names: how to build, load and run a model in either."""

import gc

import quiet  # noqa: F401
import keras
import numpy as np
import tensorflow as tf
import tf_keras

gc.freeze()  # as in quiet.py, for what was imported since

FREE_SIZE = 5  # stands in for an unknown dimension of an input


class Oracle:
    """One generation of Keras, under one set of names."""

    def __init__(self, tag, module, dialects):
        self.tag = tag  # part of the file names
        self.is3 = module is keras
        self.dialects = dialects  # dialect name -> file suffix
        self.layers = module.layers
        self.Input, self.Model, self.Sequential = module.Input, module.Model, module.Sequential
        self.module = module
        # Layers of Keras itself that its own `load_model` does not know by name.
        convnext, inception = module.src.applications.convnext, module.src.applications.inception_resnet_v2
        self.unknown = {"LayerScale": convnext.LayerScale, "CustomScaleLayer": inception.CustomScaleLayer}
        if not self.is3:
            self.unknown["SpectralNormalization"] = module.layers.SpectralNormalization

    def fresh(self, policy, floatx="float32"):
        """Forgets names, seeds and policies of the model before."""
        self.module.backend.clear_session()
        self.module.utils.set_random_seed(1)
        self.module.backend.set_floatx(floatx)
        if self.is3:
            keras.config.set_dtype_policy(policy)
        else:
            tf_keras.mixed_precision.set_global_policy(policy)

    def load(self, path):
        return self.module.models.load_model(path, compile=False, custom_objects=self.unknown)

    def flatten(self, structure):
        return keras.tree.flatten(structure) if self.is3 else tf.nest.flatten(structure)

    def array(self, values):
        """A constant of the type in force: float32 in the recording, float64 in the comparison."""
        return np.asarray(values, self.module.backend.floatx())

    def op(self, name):
        """A function by its Keras 3 name, for either generation: `keras.ops` or the TensorFlow op behind it."""
        return getattr(keras.ops, name) if self.is3 else getattr(tf, name)


ORACLES = (
    Oracle("k3", keras, {"keras3-h5": "h5", "keras3-keras": "keras"}),
    Oracle("tf", tf_keras, {"tfkeras-h5": "h5"}),
)


def run(oracle, model, inputs, calls=1):
    """The flat outputs of each call. What a plain CPU kernel refuses (channels first), XLA computes."""
    tensors = [tf.constant(x) for x in inputs]
    structure = dict_structure(model, "input")

    def call(*xs):
        if structure is not None:
            by_name = {t.name.split(":")[0]: x for t, x in zip(model.inputs, xs)}
            return model({k: by_name[t.name.split(":")[0]] for k, t in structure.items()}, training=False)
        return model(xs[0] if len(xs) == 1 else list(xs), training=False)

    failure = None
    for way in (call, tf.function(call), tf.function(call, jit_compile=True)):
        try:
            return [[_numpy(t) for t in oracle.flatten(way(*tensors))] for _ in range(calls)]
        except tf.errors.OpError as e:
            failure = e
    raise failure


def dict_structure(model, side):
    """The model's inputs or outputs if they are a dict, else None. (A Keras 3 Sequential has no `input` of its own.)"""
    structure = getattr(model, side, None)
    return structure if isinstance(structure, dict) else None


def _numpy(t):
    a = t.numpy() if hasattr(t, "numpy") else np.asarray(t)
    if a.dtype == object:  # TensorFlow's texts are bytes
        return np.vectorize(bytes.decode, otypes=["U"])(a)
    return a.astype("float32") if a.dtype.name == "bfloat16" else a


def rel_diff(a, golden):
    if np.asarray(golden).dtype.kind in "OSU":  # texts are equal or not
        return 0.0 if np.array_equal(a, golden) else float("inf")
    a, golden = np.asarray(a, "float64"), np.asarray(golden, "float64")
    return float(np.abs(a - golden).max(initial=0) / max(np.abs(golden).max(initial=0), 1e-6))


def plain_dtype(dtype):
    """The name of a type that NumPy has: bfloat16 values are kept as float32."""
    name = getattr(dtype, "name", dtype)
    return "float32" if name == "bfloat16" else name
