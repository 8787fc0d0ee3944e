"""Every optimizer with every option of its own and every option that all have, on one small net: the list, the net, the data.

make_matrix.py records it; tests/interop/check_training_live.py runs the same list with other numbers.
"""

import keras
import numpy as np

L = keras.layers
O = keras.optimizers  # noqa: E741
S = O.schedules
BATCH, EPOCHS, SAMPLES = 4, 4, 8

# Each optimizer, a rate that moves the net, its own options, one after the other and then together.
OWN = {
    "SGD": (0.1, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}),
    "RMSprop": (
        0.01,
        {"rho": 0.8},
        {"momentum": 0.7},
        {"epsilon": 1e-2},
        {"centered": True},
        {"rho": 0.7, "momentum": 0.6, "centered": True, "epsilon": 1e-4},
    ),
    "Adam": (
        0.01,
        {"beta_1": 0.7},
        {"beta_2": 0.9},
        {"epsilon": 1e-3},
        {"amsgrad": True},
        {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4, "amsgrad": True},
    ),
    "AdamW": (
        0.01,
        {"beta_1": 0.7},
        {"beta_2": 0.9},
        {"epsilon": 1e-3},
        {"amsgrad": True},
        {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4, "amsgrad": True, "weight_decay": 0.2},
    ),
    "Adamax": (0.01, {"beta_1": 0.7}, {"beta_2": 0.9}, {"epsilon": 1e-3}, {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4}),
    "Nadam": (0.01, {"beta_1": 0.7}, {"beta_2": 0.9}, {"epsilon": 1e-3}, {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4}),
    "Adagrad": (
        0.1,
        {"initial_accumulator_value": 0.0},
        {"initial_accumulator_value": 0.5},
        {"epsilon": 1e-2},
        {"initial_accumulator_value": 0.3, "epsilon": 1e-3},
    ),
    "Adadelta": (1.0, {"rho": 0.8}, {"epsilon": 1e-4}, {"rho": 0.7, "epsilon": 1e-3}),
    "Adafactor": (
        0.05,
        {"beta_2_decay": -0.5},
        {"epsilon_1": 1e-4},
        {"epsilon_2": 0.3},
        {"clip_threshold": 0.4},
        {"relative_step": False},
        {"beta_2_decay": -0.6, "epsilon_1": 1e-5, "epsilon_2": 0.1, "clip_threshold": 0.6, "relative_step": False},
    ),
    "Ftrl": (
        0.1,
        {"learning_rate_power": -0.7},
        {"learning_rate_power": 0.0},
        {"initial_accumulator_value": 0.5},
        {"l1_regularization_strength": 0.02},
        {"l2_regularization_strength": 0.1},
        {"l2_shrinkage_regularization_strength": 0.1},
        {"beta": 0.3},
        {
            "learning_rate_power": -0.6,
            "initial_accumulator_value": 0.2,
            "l1_regularization_strength": 0.01,
            "l2_regularization_strength": 0.05,
            "l2_shrinkage_regularization_strength": 0.03,
            "beta": 0.1,
        },
    ),
    "Lion": (0.004, {"beta_1": 0.6}, {"beta_2": 0.8}, {"beta_1": 0.7, "beta_2": 0.9}),
    "Lamb": (0.02, {"beta_1": 0.7}, {"beta_2": 0.9}, {"epsilon": 1e-3}, {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-4}),
    "Muon": (
        0.02,
        {"momentum": 0.7},
        {"nesterov": False},
        {"ns_steps": 2},
        {"rms_rate": None},
        {"exclude_embeddings": False},
        {"exclude_layers": ["hidden", "^con"]},
        {"adam_beta_1": 0.7, "adam_beta_2": 0.9, "epsilon": 1e-3},
        {"adam_lr_ratio": 0.3},
        {"adam_weight_decay": 0.1},
        {"adam_weight_decay": None},
        {"muon_a": 3.0, "muon_b": -4.0, "muon_c": 1.8},
    ),
}


def schedules(rate):
    return {
        "exponential": S.ExponentialDecay(rate, 3, 0.6),
        "exponential_staircase": S.ExponentialDecay(rate, 3, 0.6, staircase=True),
        "piecewise": S.PiecewiseConstantDecay([1, 4], [rate, rate / 3, rate / 2]),
        "polynomial": S.PolynomialDecay(rate, 3, rate / 10, power=1.5, cycle=True),
        "inverse_time": S.InverseTimeDecay(rate, 2, 0.7),
        "cosine": S.CosineDecay(rate / 3, 5, alpha=0.1, warmup_target=rate, warmup_steps=3),
        "cosine_restarts": S.CosineDecayRestarts(rate, 3, t_mul=1.5, m_mul=0.8, alpha=0.1),
    }


# What all optimizers have. `exclude` is no argument: what exclude_from_weight_decay is told.
COMMON = {
    "decay": {"weight_decay": 0.1},
    "decay_excluding": {"weight_decay": 0.1, "exclude": ["bias", "words", "gamma"]},
    "no_decay": {"weight_decay": 0.0},
    "clipnorm": {"clipnorm": 0.05},
    "global_clipnorm": {"global_clipnorm": 0.1},
    "clipvalue": {"clipvalue": 0.01},
    "ema": {"use_ema": True, "ema_momentum": 0.8},
    "ema_overwrite": {"use_ema": True, "ema_momentum": 0.7, "ema_overwrite_frequency": 3},
    "accumulation": {"gradient_accumulation_steps": 3},
    "loss_scale": {"loss_scale_factor": 16.0},
    "all": {
        "weight_decay": 0.05,
        "clipnorm": 0.05,
        "use_ema": True,
        "ema_momentum": 0.9,
        "ema_overwrite_frequency": 2,
        "gradient_accumulation_steps": 2,
        "loss_scale_factor": 8.0,
    },
}


def cases():
    """Name, class, arguments, what is excluded from weight decay."""
    for kind, (rate, *own) in OWN.items():
        yield f"{kind}", kind, {"learning_rate": rate}, []
        for options in own:
            told = "_".join(f"{key}={value}" for key, value in options.items())
            yield f"{kind}_{told}", kind, {"learning_rate": rate} | options, []
        for name, options in COMMON.items():
            options = dict(options)
            exclude = options.pop("exclude", [])
            yield f"{kind}_{name}", kind, {"learning_rate": rate} | options, exclude
        for name, schedule in schedules(rate).items():
            yield f"{kind}_schedule_{name}", kind, {"learning_rate": schedule}, []


def optimizer(kind, arguments, exclude):
    made = getattr(O, kind)(**arguments)
    if exclude:
        made.exclude_from_weight_decay(var_names=exclude)
    return made


def net(whole):
    """An embedding, a kernel of rank 3, normalisation, matrices, vectors.

    whole: the embedding has a penalty, so that its gradient is not a list of slices: Keras divides no slices by a loss scale, and
    takes roots of negative numbers in a centered RMSprop, since the square of a row's sum may exceed the sum of its squares.
    """
    return keras.Sequential(
        [
            keras.Input((6,), dtype="int32", name="tokens"),
            L.Embedding(9, 4, embeddings_regularizer=keras.regularizers.L2(0.01) if whole else None, name="words"),
            L.Conv1D(3, 2, use_bias=False, name="conv"),
            L.BatchNormalization(name="norm"),
            L.GlobalAveragePooling1D(name="pool"),
            L.Dense(4, activation="tanh", name="hidden"),
            L.Dense(2, activation="softmax", name="out"),
        ],
        name="matrix",
    )


def is_whole(arguments):
    return "loss_scale_factor" in arguments or "centered" in arguments


def draw(model, seed):
    """Draws weights and samples."""
    rng = np.random.default_rng(seed)
    for w in model.weights:
        positive = w.path.endswith(("gamma", "moving_variance"))
        w.assign(rng.uniform(0.5, 1.5, w.shape) if positive else rng.normal(0, 0.5, w.shape))
    x = rng.integers(0, 9, (SAMPLES, 6)).astype("int32")
    return x, rng.integers(0, 2, SAMPLES).astype("int32")


def train(model, start, made, x, y):
    """Trains from given weights; returns the losses after each batch and the weights."""
    model.set_weights(start)
    made.build(model.trainable_variables)  # or Keras traces the step twice: once to make the optimizer's variables
    model.compile(made, "sparse_categorical_crossentropy", jit_compile=False)
    losses = []
    note = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: losses.append(logs["loss"]))
    model.fit(x, y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0, callbacks=[note])
    return np.array(losses, "float32"), np.concatenate([np.asarray(w).ravel() for w in model.weights])
