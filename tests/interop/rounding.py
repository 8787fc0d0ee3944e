"""How far rounding alone moves what Keras trains.

A net with batch normalisation over four samples can make 1e-4 of the last bit of a weight. In such a training no two programs
agree, nor does Keras with itself in float64. A comparison of trained weights says something only where this is small.
"""

import numpy as np

import make

TRIALS = 4


def amplified(case, seed, trained):
    """The largest difference of trained weights where every first one is the next float32 up or down, at random, TRIALS times.

    trained: what the case's `fit` makes of the unmoved ones, in the order of make.numbers_of. Relative to the largest of a
    weight's numbers, which counts as at least 1.
    """
    model, _, given = make.prepared(case, seed)
    model.optimizer.build(model.trainable_variables)
    variables = model.variables + model.optimizer.variables
    first = [np.array(v) for v in variables]
    numbers = {id(v) for v in make.numbers_of(model)}
    rng, worst = np.random.default_rng(seed), 0.0
    for _ in range(TRIALS):
        for variable, value in zip(variables, first, strict=True):
            variable.assign(moved(value, rng) if id(variable) in numbers else value)
        model.fit(**given)
        worst = max([worst] + [difference(w, t) for w, t in zip(make.numbers_of(model), trained, strict=True)])
    return worst


def moved(value, rng):
    if value.dtype != np.float32:
        return value
    return np.nextafter(value, np.where(rng.random(value.shape) < 0.5, -np.inf, np.inf).astype("float32"))


def difference(found, expected):
    return np.abs(np.asarray(found) - expected).max() / max(1, np.abs(expected).max())
