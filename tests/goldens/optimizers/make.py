"""Records what Keras 3 makes of given gradients, with every optimizer, option, schedule and constraint.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/optimizers/make.py

Writes next to itself:

    cases.json      for each case its name, Keras' configuration of the optimizer, the constraint of each weight, and the
                    shape of each of the optimizer's variables in Keras' order
    optimizers.npz  `start`, the weights before the first step; `gradients`, a row a step; and for each case an array of a row
                    a step: all weights, then all the optimizer's variables, each flattened, one after the other

The weights are those of Dense(3) after Dense(4) and a scalar beside them; the gradients are drawn, with zeros among them and
one step that is large, so that clipping does something. One thread, no XLA.
"""

import json
import os
import pathlib
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "interop"))

import quiet  # noqa: E402, F401
import keras  # noqa: E402
import numpy as np  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parent
STEPS = 10
SHAPES = {"a/kernel": (3, 4), "a/bias": (4,), "b/kernel": (4, 2), "b/bias": (2,), "scale": ()}

optimizers, schedules, constraints = keras.optimizers, keras.optimizers.schedules, keras.constraints
SGD, RMSprop, Adam, AdamW = optimizers.SGD, optimizers.RMSprop, optimizers.Adam, optimizers.AdamW


def cases():
    """Name, optimizer, constraint by the path of the weight."""
    plain = {
        "sgd": SGD(0.1),
        "sgd_momentum": SGD(0.1, momentum=0.9),
        "sgd_nesterov": SGD(0.1, momentum=0.9, nesterov=True),
        "rmsprop": RMSprop(0.01),
        "rmsprop_momentum": RMSprop(0.01, rho=0.8, momentum=0.5),
        "rmsprop_centered": RMSprop(0.01, momentum=0.5, centered=True, epsilon=1e-3),
        "adam": Adam(0.01),
        "adam_betas": Adam(0.01, beta_1=0.8, beta_2=0.95, epsilon=1e-3),
        "adam_amsgrad": Adam(0.01, amsgrad=True),
        "adamw": AdamW(0.01),
        "adamw_amsgrad": AdamW(0.01, weight_decay=0.1, amsgrad=True),
        "adamax": optimizers.Adamax(0.01),
        "nadam": optimizers.Nadam(0.01),
        "adagrad": optimizers.Adagrad(0.1),
        "adagrad_initial": optimizers.Adagrad(0.1, initial_accumulator_value=0.5, epsilon=1e-3),
        "adadelta": optimizers.Adadelta(1.0, rho=0.9, epsilon=1e-4),
        "adafactor": optimizers.Adafactor(0.05),
        "adafactor_options": optimizers.Adafactor(
            0.9, beta_2_decay=-0.6, epsilon_1=1e-3, epsilon_2=0.1, clip_threshold=0.5, relative_step=False
        ),
        "ftrl": optimizers.Ftrl(0.1),
        "ftrl_options": optimizers.Ftrl(
            0.1,
            learning_rate_power=-0.7,
            initial_accumulator_value=0.2,
            l1_regularization_strength=0.05,
            l2_regularization_strength=0.02,
            l2_shrinkage_regularization_strength=0.03,
            beta=0.1,
        ),
        "lion": optimizers.Lion(0.01),
        "lamb": optimizers.Lamb(0.01),
        "muon": optimizers.Muon(0.01),
        "muon_options": optimizers.Muon(
            0.01, nesterov=False, rms_rate=None, exclude_layers=["b/"], adam_lr_ratio=0.5, adam_weight_decay=None
        ),
        "schedule_free_adamw": optimizers.ScheduleFreeAdamW(0.01),
        "schedule_free_adamw_options": optimizers.ScheduleFreeAdamW(
            0.02, beta_1=0.8, beta_2=0.95, epsilon=1e-3, warmup_steps=4, weight_decay=0.05
        ),
        "sgd_clipnorm": SGD(0.1, clipnorm=0.5),
        "sgd_clipvalue": SGD(0.1, clipvalue=0.2),
        "sgd_global_clipnorm": SGD(0.1, global_clipnorm=0.7),
        "adam_clipnorm": Adam(0.01, clipnorm=0.5),
        "sgd_decay": SGD(0.1, momentum=0.9, weight_decay=0.05),
        "adam_decay": Adam(0.01, weight_decay=0.05),
        "adamw_excluding": AdamW(0.01, weight_decay=0.1),
        "sgd_ema": SGD(0.1, use_ema=True, ema_momentum=0.9),
        "adam_ema_overwrite": Adam(0.01, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=3),
        "sgd_accumulation": SGD(0.1, momentum=0.9, gradient_accumulation_steps=3),
        "nadam_accumulation": optimizers.Nadam(
            0.01, gradient_accumulation_steps=2, weight_decay=0.05, global_clipnorm=0.7
        ),
        "adam_accumulation_ema": Adam(
            schedules.ExponentialDecay(0.02, 4, 0.5),
            gradient_accumulation_steps=2,
            clipvalue=0.3,
            use_ema=True,
            ema_momentum=0.9,
            ema_overwrite_frequency=2,
        ),
        "sgd_loss_scale": SGD(0.1, loss_scale_factor=8.0),
    }
    for name, optimizer in plain.items():
        yield name, optimizer, {}
    for name, schedule in {
        "exponential": schedules.ExponentialDecay(0.1, 4, 0.5),
        "exponential_staircase": schedules.ExponentialDecay(0.1, 4, 0.5, staircase=True),
        "piecewise": schedules.PiecewiseConstantDecay([2, 5, 7], [0.1, 0.05, 0.2, 0.01]),
        "polynomial": schedules.PolynomialDecay(0.1, 6, 0.01, power=2.0),
        "polynomial_cycle": schedules.PolynomialDecay(0.1, 4, 0.01, power=0.5, cycle=True),
        "inverse_time": schedules.InverseTimeDecay(0.1, 3, 0.7),
        "inverse_time_staircase": schedules.InverseTimeDecay(0.1, 3, 0.7, staircase=True),
        "cosine": schedules.CosineDecay(0.1, 8, alpha=0.1),
        "cosine_warmup": schedules.CosineDecay(0.01, 5, warmup_target=0.2, warmup_steps=3),
        "cosine_restarts": schedules.CosineDecayRestarts(0.1, 3, t_mul=1.5, m_mul=0.8, alpha=0.1),
        "cosine_restarts_even": schedules.CosineDecayRestarts(0.1, 3, t_mul=1.0),
    }.items():
        yield "schedule_" + name, SGD(schedule), {}
    for name, constraint in {
        "max_norm": constraints.MaxNorm(0.6),
        "max_norm_axes": constraints.MaxNorm(0.9, axis=[0, 1]),
        "non_neg": constraints.NonNeg(),
        "unit_norm": constraints.UnitNorm(axis=1),
        "min_max_norm": constraints.MinMaxNorm(0.5, 0.9, rate=0.7),
    }.items():
        yield "constraint_" + name, SGD(0.1, momentum=0.9), {"a/kernel": constraint, "b/kernel": constraint}
    yield "constraint_adam", Adam(0.01, use_ema=True), {"a/kernel": constraints.MaxNorm(0.6)}


def variables(values, rules):
    made = []
    for (path, shape), value in zip(SHAPES.items(), values):
        scope, _, name = path.rpartition("/")
        with keras.name_scope(scope) if scope else keras.name_scope("", deduplicate=False):
            made.append(keras.Variable(value, name=name))
        made[-1].constraint = rules.get(path)
        assert made[-1].path == path, made[-1].path
    return made


def split(row):
    parts, at = [], 0
    for shape in SHAPES.values():
        size = int(np.prod(shape, dtype=int))
        parts.append(row[at : at + size].reshape(shape))
        at += size
    return parts


def main():
    random = np.random.default_rng(20261124)
    total = sum(int(np.prod(shape, dtype=int)) for shape in SHAPES.values())
    start = random.normal(0, 0.5, total).astype("float32")
    gradients = random.normal(0, 0.3, (STEPS, total)).astype("float32")
    gradients[random.random(gradients.shape) < 0.1] = 0
    gradients[4] *= 6
    arrays, described = {"start": start, "gradients": gradients}, []
    for name, optimizer, rules in cases():
        weights = variables(split(start), rules)
        if name == "adamw_excluding":
            optimizer.exclude_from_weight_decay(var_names=["bias", "scale"])
        optimizer.build(weights)
        rows = []
        for step in range(STEPS):
            scale = optimizer.loss_scale_factor or 1.0
            optimizer.apply([keras.ops.convert_to_tensor(g * np.float32(scale)) for g in split(gradients[step])], weights)
            state = weights + optimizer.variables
            rows.append(np.concatenate([np.asarray(v, "float32").ravel() for v in state]))
        arrays[name] = np.stack(rows)
        described.append(
            {
                "name": name,
                "optimizer": keras.optimizers.serialize(optimizer),
                "constraints": {path: keras.constraints.serialize(rule) for path, rule in rules.items()},
                "variables": [list(v.shape) for v in optimizer.variables],
            }
        )
        assert np.isfinite(arrays[name]).all(), name
    np.savez_compressed(OUT / "optimizers.npz", **arrays)
    head = {"keras": keras.__version__, "weights": {k: list(v) for k, v in SHAPES.items()}}
    lines = ",\n".join(json.dumps(case) for case in described)
    (OUT / "cases.json").write_text('{"about": ' + json.dumps(head) + ', "cases": [\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
