"""Records what the classes and functions take that may stand in a Keras file: one file for each generation of Keras.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/signatures/make.py

Writes keras3.jsonl and tf_keras.jsonl into the resources of the module `keras`, one JSON object a line:

    kind         layer, initializer, regularizer, constraint, loss, metric, optimizer, legacy_optimizer (what tf_keras
                 makes of a configuration without `"is_legacy_optimizer": false`), schedule, policy, quantizer, activation,
                 operation, model; functions have `"function": true`
    name         the class's or function's own name
    module       the module under which Keras writes it into a .keras file
    aliases      other strings by which the kind's `get` finds it
    arguments    of the constructor (or function) in order: [name], or [name, default] where it has a default
    more         arguments that the constructor takes through **kwargs, or that from_config takes out: found by trying
    any          true where the constructor takes whatever it is given and ignores what it does not know
    config       keys of `get_config` of an instance, in order
    call         arguments of `call`, for layers and operations
    call_any     true where `call` takes *args or **kwargs

An argument is taken if `from_config` makes an object of a valid configuration with that argument added. What
Keras' source says is not enough: a class passes **kwargs on to bases that it also calls with fixed arguments.
"""

import inspect
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tests" / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import keras.src.ops  # noqa: E402
import tf_keras  # noqa: E402
from keras.src import backend  # noqa: E402
from keras.src.ops.operation import Operation  # noqa: E402

TARGET = ROOT / "keras" / "src" / "main" / "resources" / "dev" / "tenon" / "keras" / "signature"
KINDS = {
    "layer": "layers", "initializer": "initializers", "regularizer": "regularizers", "constraint": "constraints",
    "loss": "losses", "metric": "metrics", "optimizer": "optimizers", "policy": "dtype_policies",
    "quantizer": "quantizers", "activation": "activations",
}
# Classes that no file can hold by configuration, or that are bases.
LEFT_OUT = {
    "Layer", "Wrapper", "InputSpec", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "DenseFeatures",
    "AbstractRNNCell", "Initializer", "Regularizer", "Constraint", "Loss", "Metric", "Optimizer", "LearningRateSchedule",
    "QuantizationConfig", "Quantizer", "DTypePolicy_", "RandomInitializer", "MeanMetricWrapper", "Reduce",
    "FusedMBConv", "experimental", "legacy", "Lambda", "ReductionV2",
}
# Arguments without a default, by name: any value that makes a valid object.
REQUIRED = {
    "activation": "relu", "units": 2, "filters": 2, "kernel_size": 2, "rate": 0.5, "head_dim": 2, "num_query_heads": 2,
    "num_key_value_heads": 1, "num_heads": 2, "key_dim": 2, "equation": "ab,bc->ac", "output_shape": 2, "input_dim": 3,
    "output_dim": 2, "axes": 1, "output_size": 2, "pool_size": 2, "num_bins": 3, "height": 2, "width": 2, "max_number": 2,
    "factor": 1, "height_factor": 0.5, "width_factor": 0.5, "scale": 2.0, "stddev": 0.5, "dims": [1], "n": 2,
    "target_shape": [-1], "recall": 0.5, "precision": 0.5, "specificity": 0.5, "sensitivity": 0.5, "num_classes": 3,
    "target_class_ids": [0], "initial_learning_rate": 0.1, "decay_steps": 10, "first_decay_steps": 10, "decay_rate": 0.5,
    "boundaries": [1], "values": [0.1, 0.2], "normalizer": [1.0], "name": "int8",
}
UNKNOWN = "an_argument_that_no_class_has"
# How the classes of both generations complain of a keyword. Each is also tried with one that no class has.
REFUSALS = ("nexpected keyword", "nrecognized keyword", "not understood", "Unknown argument", "multiple values", "nvalid keyword",
            "not a valid argument", "Argument(s) not recognized", "takes no arguments",
            "does not support arguments")
# Arguments of older files, tried with every layer: nobody's signature shows them any more.
OLDER = {
    "input_shape": None, "batch_input_shape": None, "batch_shape": None, "input_dim": None, "input_length": None,
    "input_dtype": None, "time_major": False, "implementation": 2, "groups": 1, "rng_type": None, "noise_shape": None,
    "trainable": True, "dtype": "float32", "data_format": None, "seed": None, "weights": None, "dynamic": False,
    "autocast": True, "activity_regularizer": None, "lr": 0.1, "decay": 0.0, "jit_compile": False, "is_legacy_optimizer": False,
    "fn": None, "reduction": "auto", "quantization_config": None, "epsilon": 1e-7, "cell": None, "mode": 0,
    "schedule_decay": 0.004, "clipnorm": 1.0, "clipvalue": 1.0, "global_clipnorm": 1.0,
}


def default(value):
    """A default as JSON; what JSON cannot say as its repr."""
    if isinstance(value, tuple):
        return [default(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list):
        return [default(item) for item in value]
    if isinstance(value, type) or callable(value):
        return getattr(value, "__name__", repr(value))
    return repr(value)


def arguments(function, skip_self):
    parameters = list(inspect.signature(function).parameters.values())[1 if skip_self else 0:]
    return [
        [p.name] if p.default is p.empty else [p.name, default(p.default)]
        for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY, p.POSITIONAL_ONLY)
    ]


def call(cls):
    """The arguments of a layer's or operation's call."""
    free = any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in inspect.signature(cls.call).parameters.values())
    return {"call": arguments(cls.call, True)} | ({"call_any": True} if free else {})


class Generation:
    def __init__(self, root, other):
        self.root = root
        self.other = other
        self.serialize = root.saving.serialize_keras_object

    def space(self, kind):
        if kind == "policy" and self.root is tf_keras:
            return tf_keras.mixed_precision
        if kind == "legacy_optimizer":
            return tf_keras.optimizers.legacy if self.root is tf_keras else None
        if kind == "schedule":
            return self.root.optimizers.schedules
        return getattr(self.root, KINDS[kind], None)

    def instance(self, kind, cls, config=None):
        if config is not None:
            return cls.from_config(config)
        values = {}
        layers = self.root.layers
        special = {
            "layer": layers.LSTM(2) if cls.__name__ == "Bidirectional" else layers.Dense(2), "cell": layers.LSTMCell(2),
            "cells": [layers.LSTMCell(2)], "layers": [layers.Rescaling(2.0)],
        }
        if self.root is keras:
            special |= {"inner_optimizer": keras.optimizers.SGD(), "default_optimizer": keras.optimizers.SGD(),
                        "optimizer_map": None, "optimizer": keras.optimizers.SGD()}
        fixed = {
            "Constant": {"value": 0.0}, "ZeroPadding1D": {}, "InputLayer": {"input_shape" if self.root is tf_keras else "shape": (2,)},
            "MinMaxNorm": {}, "QuantizedDTypePolicy": {"mode": "int8", "source_name": "float32"},
            "Int4DTypePolicy": {"mode": "int4/128", "source_name": "float32"},
            "QuantizedFloat8DTypePolicy": {"mode": "float8", "source_name": "float32"},
            "GPTQDTypePolicy": {"mode": "gptq/4/128", "source_name": "float32"},
            "AWQDTypePolicy": {"mode": "awq/4/128", "source_name": "float32"},
            "DTypePolicy": {"name": "float32"}, "Policy": {"name": "float32"}, "DTypePolicyMap": {},
            "Discretization": {"bin_boundaries": [1.0]}, "CategoryEncoding": {"num_tokens": 3},
            "RandomZoom": {"height_factor": 0.5}, "STFTSpectrogram": {}, "MultiOptimizer": None, "OptimizerMap": None,
            "GPTQConfig": {"dataset": None, "tokenizer": None}, "AWQConfig": {"dataset": None, "tokenizer": None},
            "LossScaleOptimizer": {"inner_optimizer": self.root.optimizers.SGD()},
        }
        if cls.__name__ in fixed:
            values = fixed[cls.__name__]
            if values is None:
                return None
        else:
            for name, *rest in arguments(cls.__init__, True):
                if not rest:
                    values[name] = special[name] if name in special else REQUIRED[name]
        return cls(**values)

    def entry(self, kind, cls, module=None):
        made = self.instance(kind, cls)
        row = {"kind": kind, "name": cls.__name__}
        if made is None:
            return row | {"module": module or f"keras.{KINDS.get(kind, kind)}", "arguments": arguments(cls.__init__, True)}
        saved = self.serialize(made)
        row["module"] = module or (saved.get("module") if isinstance(saved, dict) else None) or f"keras.{KINDS.get(kind, kind)}"
        row["module"] = row["module"].replace("tf_keras.src.", "tf_keras.").replace("tf_keras.", "keras.") if self.root is tf_keras else row["module"]
        own = arguments(cls.__init__, True)
        row["arguments"] = own
        config = made.get_config()
        if self.takes_anything(kind, cls, config):
            row["any"] = True
        else:
            row["more"] = sorted(self.more(kind, cls, config, {name for name, *_ in own}))
        refused = sorted(name for name, *_ in own if not self.takes(kind, cls, config, name, dict(map(lambda a: (a[0], a[1] if len(a) > 1 else REQUIRED.get(a[0])), own))[name]))
        if refused:
            print(self.root.__name__, kind, cls.__name__, "has arguments that from_config refuses:", refused, file=sys.stderr)
        row["config"] = list(config)
        if kind == "layer":
            row |= call(cls)
        return row

    def takes(self, kind, cls, config, key, value):
        """Whether from_config takes a key: it makes an object, or complains of the value and not of the key."""
        complaint = None if key in config else self.complaint(kind, cls, config, key, value)
        return complaint is None or not any(phrase in complaint for phrase in REFUSALS)

    def complaint(self, kind, cls, config, key, value):
        try:
            self.instance(kind, cls, dict(config, **{key: value}))
            return None
        except Exception as e:  # noqa: BLE001 each class has errors of its own
            return str(e)

    def takes_anything(self, kind, cls, config):
        complaint = self.complaint(kind, cls, config, UNKNOWN, None)
        assert complaint is None or any(phrase in complaint for phrase in REFUSALS), (cls, complaint)
        return complaint is None

    def more(self, kind, cls, config, own):
        candidates = dict(OLDER)
        for generation in (self.other, self):
            space = generation.space(kind)
            twin = getattr(space, cls.__name__, None)
            if twin is None:
                continue
            for base in reversed(twin.__mro__):
                if "__init__" in base.__dict__ and base is not object:
                    try:
                        for name, *rest in arguments(base.__init__, True):
                            if rest or name not in candidates:
                                candidates[name] = rest[0] if rest else REQUIRED.get(name)
                    except ValueError:
                        pass
        candidates |= {key: None for key in config if key not in candidates}
        for key, value in sorted(candidates.items()):
            if key not in own and key not in ("args", "kwargs", "self") and self.takes(kind, cls, config, key, value):
                yield key

    def classes(self, kind):
        space = self.space(kind)
        names = {}
        for name, value in vars(space).items():
            if isinstance(value, type) and value.__name__ not in LEFT_OUT and not name.startswith("_"):
                names.setdefault(value, set()).add(name)
        if kind in ("initializer", "regularizer", "constraint", "loss", "metric", "optimizer"):
            for name in self.strings(kind):
                try:
                    found = space.get(name)
                except Exception:  # noqa: BLE001
                    continue
                cls = found if isinstance(found, type) else type(found)
                if cls in names:
                    names[cls].add(name)
        return names

    def strings(self, kind):
        """Strings that Keras finds in files of both generations: names and their snake case."""
        found = set()
        for root in (self.root, self.other.root):
            found |= {name for name in vars(getattr(root, KINDS[kind])) if not name.startswith("_")}
        found |= {keras.src.utils.naming.to_snake_case(name) for name in found}
        found |= {"normal", "uniform", "zero", "one", "glorot_uniform", "l1", "l2", "l1_l2", "acc", "ce", "accuracy", "crossentropy",
                  "mse", "mae", "mape", "msle", "kld", "bce", "cosine_similarity", "cosine_proximity", "logcosh", "log_cosh"}
        return sorted(found)

    def functions(self, kind):
        """Functions that `get` finds: activations, and losses and metrics by their functions."""
        space = self.space(kind)
        found = {}
        for name in self.strings(kind):
            if name in ("get", "serialize", "deserialize"):
                continue
            try:
                value = space.get(name)
            except Exception:  # noqa: BLE001
                continue
            if value is not None and not isinstance(value, type) and inspect.isfunction(getattr(value, "__wrapped__", value)):
                found.setdefault(value, set()).add(name)
        return found

    def rows(self):
        for kind in ("layer", "initializer", "regularizer", "constraint", "loss", "metric", "optimizer", "legacy_optimizer",
                     "schedule", "policy", "quantizer"):
            if self.space(kind) is None:
                continue
            for cls, names in sorted(self.classes(kind).items(), key=lambda item: item[0].__name__):
                if kind == "policy" and "Polic" not in cls.__name__ or kind == "quantizer" and "Config" not in cls.__name__:
                    continue
                row = self.entry(kind, cls)
                yield row | ({"aliases": sorted(names - {cls.__name__})} if names - {cls.__name__} else {})
        for kind in ("activation", "loss", "metric"):
            for function, names in sorted(self.functions(kind).items(), key=lambda item: item[0].__name__):
                row = {"kind": kind, "name": function.__name__, "function": True, "module": f"keras.{KINDS[kind]}",
                       "arguments": arguments(function, False)}
                yield row | ({"aliases": sorted(names - {function.__name__})} if names - {function.__name__} else {})
        yield from self.models()
        if self.root is keras:
            yield from self.private()
            yield from operations()
        else:
            # Functions of TensorFlow in a functional model; they keep the name of the function and its keywords.
            for name in ("TFOpLambda", "SlicingOpLambda"):
                yield {"kind": "layer", "name": name, "module": "keras.layers", "arguments": [["function"]], "any": True,
                       "config": ["name", "trainable", "dtype", "function"], "call": [["inputs"]], "call_any": True}

    def models(self):
        inputs = self.root.Input((2,))
        outputs = self.root.layers.Dense(2)(inputs)
        for model in (self.root.Model(inputs, outputs), self.root.Sequential([self.root.Input((2,)), self.root.layers.Dense(2)])):
            config = model.get_config()
            own = {"name", "trainable", "layers", "input_layers", "output_layers", "build_input_shape"} & set(config)
            more = sorted(key for key in {**OLDER, **dict.fromkeys(config)} if key not in own
                          and self.takes("model", type(model), config, key, config.get(key, OLDER.get(key))))
            anything = self.takes_anything("model", type(model), config)
            yield {"kind": "model", "name": type(model).__name__, "module": self.serialize(model)["module"],
                   "arguments": [[key] for key in config if key in own], **({"any": True} if anything else {"more": more}),
                   "config": list(config)}

    def private(self):
        """Layers of keras.applications, which no namespace exports."""
        from keras.src.applications.convnext import LayerScale
        from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

        for cls, config in ((LayerScale, {"init_values": 1.0, "projection_dim": 2}), (CustomScaleLayer, {"scale": 1.0})):
            yield {"kind": "layer", "name": cls.__name__, "module": cls.__module__,
                   "arguments": arguments(cls.__init__, True), "more": sorted(self.more("layer", cls, cls(**config).get_config(), set(config))),
                   "config": list(cls(**config).get_config())} | call(cls)


def operations():
    def subclasses(cls):
        for sub in cls.__subclasses__():
            yield sub
            yield from subclasses(sub)

    found = {cls for cls in subclasses(Operation) if cls.__module__.startswith("keras.src.ops.") and cls.__name__ not in ("Function",)}
    for cls in sorted(found, key=lambda cls: (cls.__name__, cls.__module__)):
        own = arguments(cls.__init__, True) if cls.__init__ is not Operation.__init__ else [["name", None]]
        yield {"kind": "operation", "name": cls.__name__, "module": cls.__module__, "arguments": own} | call(cls)


def main():
    three, two = Generation(keras, None), Generation(tf_keras, None)
    three.other, two.other = two, three
    TARGET.mkdir(parents=True, exist_ok=True)
    for generation, name, version in ((three, "keras3", keras.__version__), (two, "tf_keras", tf_keras.__version__)):
        rows = list(generation.rows())
        with open(TARGET / f"{name}.jsonl", "w", encoding="utf-8") as out:
            out.write(json.dumps({"generation": name, "version": version}) + "\n")
            for row in rows:
                out.write(json.dumps(row, separators=(",", ":")) + "\n")
        print(name, version, len(rows))


if __name__ == "__main__":
    assert backend.backend() == "tensorflow"
    main()
