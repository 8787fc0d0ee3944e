"""Records how keras-tuner's Hyperband counts, and what its Gaussian process says: `oracles.json` beside itself.

    python3.11 -m venv /tmp/kt && /tmp/kt/bin/pip install keras-tuner==1.4.8 scikit-learn==1.9.1 scipy keras tensorflow
    /tmp/kt/bin/python tests/goldens/tuning/make_oracles.py

`brackets`: for some `max_epochs` and `factor` the number of trials and the epochs of every round of every bracket.
`schedules`: every trial of a search in order: bracket, round, the epochs before and after it, and the number of the trial that
it goes on from; a trial's score is that of its place in the list of scores. `processes`: points, targets and alpha; the length
scale that scikit-learn finds, and its mean and deviation at other points.
"""

import json
import pathlib
import tempfile

import keras_tuner
import numpy as np
from keras_tuner.src.engine import trial as trial_module
from keras_tuner.src.tuners.hyperband import HyperbandOracle
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern

HERE = pathlib.Path(__file__).resolve().parent


def oracle(max_epochs, factor, iterations=1):
    space = keras_tuner.HyperParameters()
    space.Float("rate", 0, 1)
    made = HyperbandOracle(
        objective=keras_tuner.Objective("score", "max"),
        max_epochs=max_epochs,
        factor=factor,
        hyperband_iterations=iterations,
        hyperparameters=space,
        seed=1,
    )
    made._set_project_dir(tempfile.mkdtemp(), "search")
    return made


def table(max_epochs, factor):
    o = oracle(max_epochs, factor)
    rounds = [
        [[o._get_size(b, r), o._get_epochs(b, r)] for r in range(o._get_num_rounds(b))]
        for b in range(o._get_num_brackets())
    ]
    return {"max_epochs": max_epochs, "factor": factor, "rounds": rounds}


def schedule(max_epochs, factor, iterations):
    o = oracle(max_epochs, factor, iterations)
    scores = np.random.RandomState(4).permutation(1000).tolist()
    numbers, trials = {}, []
    while True:
        trial = o.create_trial("tuner")
        if trial.status == "STOPPED":
            break
        values = trial.hyperparameters.values
        numbers[trial.trial_id] = len(trials)
        past = values.get("tuner/trial_id")
        trials.append(
            [values["tuner/bracket"], values["tuner/round"], values["tuner/initial_epoch"], values["tuner/epochs"],
             -1 if past is None else numbers[past]]
        )
        o.update_trial(trial.trial_id, {"score": float(scores[len(trials) - 1])})
        trial.status = trial_module.TrialStatus.COMPLETED
        o.end_trial(trial)
    used = scores[: len(trials)]
    return {"max_epochs": max_epochs, "factor": factor, "iterations": iterations, "scores": used, "trials": trials}


def process(samples, dimensions, alpha, seed):
    rng = np.random.RandomState(seed)
    x, others = rng.uniform(size=(samples, dimensions)), rng.uniform(size=(5, dimensions))
    y = np.sin(5 * x).sum(1) + 0.1 * rng.normal(size=samples)
    gp = GaussianProcessRegressor(Matern(nu=2.5), n_restarts_optimizer=20, normalize_y=True, alpha=alpha, random_state=0).fit(x, y)
    mean, std = gp.predict(others, return_std=True)
    return {
        "x": x.tolist(), "y": y.tolist(), "alpha": alpha, "length": float(gp.kernel_.length_scale), "others": others.tolist(),
        "mean": mean.tolist(), "std": std.tolist(),
    }


def main():
    made = {
        "brackets": [table(m, f) for m, f in ((100, 3), (81, 3), (27, 3), (10, 3), (16, 2), (1, 3), (50, 4), (243, 3), (125, 5), (7, 2))],
        "schedules": [schedule(9, 3, 1), schedule(10, 2, 2), schedule(1, 3, 2)],
        "processes": [process(6, 1, 1e-4, 1), process(12, 2, 1e-4, 2), process(20, 3, 1e-2, 3)],
    }
    (HERE / "oracles.json").write_text(json.dumps(made) + "\n")


if __name__ == "__main__":
    main()
