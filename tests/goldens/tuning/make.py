"""Records what scikit-learn does, for dev.tenon.tuning.

    python3 -m venv /tmp/sk && /tmp/sk/bin/pip install scikit-learn==1.7.2 pandas==2.3.3
    /tmp/sk/bin/python tests/goldens/tuning/make.py

Writes tuning.json beside itself. Arrays of positions are lists; numbers are repr'd by json, so that
they come back bit by bit.
"""

import io
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import scipy
import sklearn
from scipy import stats
from sklearn import datasets, metrics, model_selection
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

HERE = pathlib.Path(__file__).parent
warnings.simplefilter("ignore")


def ints(array):
    return [int(i) for i in array]


def labels(kind, n, seed):
    """Labels of a kind: balanced numbers, skewed numbers, texts, one rare class."""
    rng = np.random.RandomState(seed)
    if kind == "balanced":
        return np.arange(n) % 3
    if kind == "skewed":
        return rng.choice(4, size=n, p=[0.55, 0.25, 0.12, 0.08])
    if kind == "texts":
        return rng.choice(np.array(["pear", "Apple", "fig"]), size=n)
    if kind == "late":  # classes whose order of appearance is not the sorted one
        return np.concatenate([[2, 2, 0], rng.choice(3, size=n - 3)])
    raise ValueError(kind)


def train_test():
    cases = []
    shapes = [(10, None), (150, None), (101, 0.2), (101, 0.33), (7, 3), (64, 1), (300, 0.5)]
    for n, test in shapes:
        for seed in (0, 42, 2**32 - 1):
            train, held = model_selection.train_test_split(
                np.arange(n), test_size=test, random_state=seed
            )
            cases.append(dict(n=n, test=test, seed=seed, train=ints(train), held=ints(held)))
    for train_size, test in ((0.4, None), (12, None), (0.5, 0.25), (10, 0.1), (0.3, 7)):
        train, held = model_selection.train_test_split(
            np.arange(40), train_size=train_size, test_size=test, random_state=3
        )
        cases.append(
            dict(n=40, trainSize=train_size, test=test, seed=3, train=ints(train), held=ints(held))
        )
    train, held = model_selection.train_test_split(np.arange(11), test_size=0.3, shuffle=False)
    cases.append(dict(n=11, test=0.3, shuffle=False, train=ints(train), held=ints(held)))
    for kind in ("balanced", "skewed", "texts", "late"):
        for n, test, seed in ((60, None, 0), (61, 0.2, 7), (83, 17, 42), (90, 0.5, 1)):
            y = labels(kind, n, 5)
            train, held = model_selection.train_test_split(
                np.arange(n), test_size=test, random_state=seed, stratify=y
            )
            cases.append(
                dict(n=n, test=test, seed=seed, stratify=y.tolist(), train=ints(train), held=ints(held))
            )
    hot = np.eye(3, dtype="int64")[labels("skewed", 50, 2) % 3]
    train, held = model_selection.train_test_split(np.arange(50), random_state=9, stratify=hot)
    cases.append(dict(n=50, test=None, seed=9, stratify=hot.tolist(), train=ints(train), held=ints(held)))
    return cases


def folds():
    cases = []
    for n, k in ((10, 3), (150, 5), (23, 4)):
        for seed in (None, 0, 42):
            splitter = model_selection.KFold(k, shuffle=seed is not None, random_state=seed)
            tests = [ints(test) for _, test in splitter.split(np.arange(n))]
            cases.append(dict(kind="KFold", n=n, k=k, seed=seed, tests=tests))
    for kind in ("balanced", "skewed", "texts", "late"):
        for n, k in ((60, 3), (61, 5)):
            for seed in (None, 0, 42):
                y = labels(kind, n, 11)
                splitter = model_selection.StratifiedKFold(k, shuffle=seed is not None, random_state=seed)
                tests = [ints(test) for _, test in splitter.split(np.arange(n), y)]
                cases.append(
                    dict(kind="StratifiedKFold", n=n, k=k, seed=seed, y=y.tolist(), tests=tests)
                )
    return cases


GRIDS = [
    {"b": [1, 2], "a": ["x", "y", "z"]},
    {"units": [4, 8], "Zeta": [True], "learning_rate": [0.1, 0.01, 0.001], "act": ["relu", "tanh"]},
    [{"kernel": ["linear"]}, {"kernel": ["rbf"], "gamma": [1, 10]}],
]


def grids():
    return [dict(grid=g, params=list(model_selection.ParameterGrid(g))) for g in GRIDS]


def plain(value):
    return value.item() if hasattr(value, "item") else value


def samples():
    cases = []
    big = {"a": list(range(40)), "b": list(range(30)), "c": [0, 1]}
    for space in (GRIDS[0], GRIDS[1], GRIDS[2], big):
        for n in (1, 3, 5, 100):
            for seed in (0, 123456):
                drawn = list(model_selection.ParameterSampler(space, n, random_state=seed))
                cases.append(dict(space=space, n=n, seed=seed, params=drawn))
    spaces = [
        (
            {"rate": ["loguniform", 1e-4, 1e-1], "units": ["randint", 4, 64], "act": ["relu", "tanh", "elu"]},
            {"rate": stats.loguniform(1e-4, 1e-1), "units": stats.randint(4, 64), "act": ["relu", "tanh", "elu"]},
        ),
        (
            {"drop": ["uniform", 0.1, 0.4], "n": ["randint", 0, 1000]},
            {"drop": stats.uniform(0.1, 0.4), "n": stats.randint(0, 1000)},
        ),
    ]
    for written, space in spaces:
        for seed in (0, 42):
            drawn = [
                {k: plain(v) for k, v in p.items()}
                for p in model_selection.ParameterSampler(space, 6, random_state=seed)
            ]
            cases.append(dict(distributions=written, n=6, seed=seed, params=drawn))
    both = [spaces[0], spaces[1]]
    drawn = [
        {k: plain(v) for k, v in p.items()}
        for p in model_selection.ParameterSampler([s for _, s in both], 8, random_state=5)
    ]
    cases.append(dict(distributions=[w for w, _ in both], n=8, seed=5, params=drawn))
    return cases


def scores():
    rng = np.random.RandomState(0)
    cases = []

    def add(name, value, **given):
        cases.append(dict(name=name, value=float(value), **given))

    def classes(y, guess):
        given = dict(y=np.asarray(y).tolist(), guess=np.asarray(guess).tolist())
        add("accuracy", metrics.accuracy_score(y, guess), **given)
        add("balanced_accuracy", metrics.balanced_accuracy_score(y, guess), **given)
        add("matthews_corrcoef", metrics.matthews_corrcoef(y, guess), **given)
        for average in ("micro", "macro", "weighted"):
            for name in ("f1", "precision", "recall"):
                score = getattr(metrics, name + "_score")
                add(f"{name}_{average}", score(y, guess, average=average), **given)

    y3 = rng.randint(0, 3, 24)
    g3 = np.where(rng.rand(24) < 0.7, y3, rng.randint(0, 4, 24))
    classes(y3, g3)
    texts = np.array(["fig", "pear", "Apple", "kiwi"])
    classes(texts[y3], texts[g3])
    classes([1, 1, 1], [1, 1, 1])
    y2 = rng.randint(0, 2, 20)
    g2 = np.where(rng.rand(20) < 0.8, y2, 1 - y2)
    classes(y2, g2)
    for name in ("f1", "precision", "recall"):
        score = getattr(metrics, name + "_score")
        add(name, score(y2, g2), y=y2.tolist(), guess=g2.tolist())
        add(name, score([0, 0], [0, 0]), y=[0, 0], guess=[0, 0])
    p3 = rng.dirichlet([1, 1, 1], 24)
    p3[0] = [0, 0, 1]
    p2 = rng.randint(0, 5, 20) / 4.0
    p2 = np.stack([1 - p2, p2], 1)
    for y, p in ((y3, p3), (y2, p2)):
        given = dict(y=y.tolist(), proba=p.tolist())
        add("neg_log_loss", -metrics.log_loss(y, p), **given)
        if p.shape[1] == 2:
            add("roc_auc", metrics.roc_auc_score(y, p[:, 1]), **given)
        else:
            add("roc_auc_ovr", metrics.roc_auc_score(y, p, multi_class="ovr"), **given)
            add(
                "roc_auc_ovr_weighted",
                metrics.roc_auc_score(y, p, multi_class="ovr", average="weighted"),
                **given,
            )
    errors = {
        "r2": metrics.r2_score,
        "explained_variance": metrics.explained_variance_score,
        "neg_mean_squared_error": metrics.mean_squared_error,
        "neg_root_mean_squared_error": metrics.root_mean_squared_error,
        "neg_mean_absolute_error": metrics.mean_absolute_error,
        "neg_median_absolute_error": metrics.median_absolute_error,
        "neg_max_error": metrics.max_error,
        "neg_mean_absolute_percentage_error": metrics.mean_absolute_percentage_error,
        "neg_mean_squared_log_error": metrics.mean_squared_log_error,
        "neg_root_mean_squared_log_error": metrics.root_mean_squared_log_error,
    }
    one = rng.rand(11) * 5
    two = rng.rand(8, 2) * 3
    for y in (one, two, np.ones(5)):
        guess = np.abs(y + rng.randn(*y.shape) * 0.3)
        for name, score in errors.items():
            if name == "neg_max_error" and y.ndim == 2:
                continue
            sign = -1 if name.startswith("neg_") else 1
            add(name, sign * score(y, guess), y=y.tolist(), guess=guess.tolist())
    return cases


def statistics():
    """Means and deviations of the first so many of some numbers."""
    row = np.random.RandomState(4).rand(300)
    counts = (1, 2, 3, 5, 7, 8, 9, 10, 17, 127, 128, 129, 150, 300)
    means = [np.average(row[None, :n], axis=1) for n in counts]
    stds = [np.sqrt(np.average((row[None, :n] - m[:, None]) ** 2, axis=1)) for n, m in zip(counts, means)]
    return dict(
        values=row.tolist(),
        counts=counts,
        means=[float(m[0]) for m in means],
        stds=[float(d[0]) for d in stds],
    )


def search():
    """A whole search with an estimator that is as quickly written in Java: nearest neighbours."""
    iris = datasets.load_iris()
    x, y = iris.data[::2], iris.target[::2]
    # Moved a little, so that no two samples are equally far from a third: ties have no order.
    x = (x + np.random.RandomState(8).uniform(-0.05, 0.05, x.shape)).astype("float32")
    cases = []

    def run(name, estimator, target, space, **options):
        n_iter = options.pop("n_iter", None)
        if n_iter is None:
            found = model_selection.GridSearchCV(estimator, space, **options)
        else:
            found = model_selection.RandomizedSearchCV(estimator, space, n_iter=n_iter, random_state=3, **options)
        found.fit(x, target)
        table = pd.DataFrame(found.cv_results_)
        for column in table.columns:
            if column.endswith("_time"):
                table[column] = 0.0
        text = io.StringIO()
        table.to_csv(text, index=False)
        cases.append(
            dict(
                name=name,
                best=int(found.best_index_),
                score=float(found.best_score_),
                ranks=ints(found.cv_results_["rank_test_score"]),
                csv=text.getvalue(),
            )
        )

    knn = KNeighborsClassifier()
    run("grid", knn, y, {"n_neighbors": [1, 4, 9, 20], "p": [1, 2]}, cv=5, return_train_score=True)
    run("f1", knn, y, {"n_neighbors": [3, 30, 5], "p": [2]}, cv=3, scoring="f1_macro")
    run("loss", knn, y, {"n_neighbors": [2, 8], "p": [2, 1]}, cv=model_selection.KFold(4, shuffle=True, random_state=1), scoring="balanced_accuracy")
    run("random", knn, y, {"n_neighbors": list(range(1, 20)), "p": [1, 2]}, cv=4, n_iter=5)
    # 60 neighbours are more than a fold has: these fits fail when they are scored.
    run("failing", knn, y, {"n_neighbors": [5, 60], "p": [2]}, cv=3)
    target = iris.data[::2, 3]
    run("regression", KNeighborsRegressor(), target, {"n_neighbors": [1, 5, 9], "p": [2]}, cv=5, scoring="neg_mean_squared_error")
    return dict(x=x.tolist(), y=ints(y), target=target.tolist(), cases=cases)


def main():
    recorded = dict(
        versions=dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__),
        trainTest=train_test(),
        folds=folds(),
        grids=grids(),
        samples=samples(),
        scores=scores(),
        statistics=statistics(),
        search=search(),
    )
    (HERE / "tuning.json").write_text(json.dumps(recorded, separators=(",", ":")) + "\n")


main()
