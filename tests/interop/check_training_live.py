"""Trains in Keras with a new seed, lets Tenon train the same, and compares; then hands a training to and fro.

    python tests/interop/check_training_live.py FOLDER [--only TEXT] [--seed N] [--every N] [--classpath FILE]

(python: of the interop venv.) Four checks, by files and the small program TrainLike.java:

- cases of tests/goldens/training with other weights and data: losses and weights within the case's tolerance; seeds at which
  rounding alone moves Keras itself about as far are passed over (rounding.py), without looking at what Tenon makes of them;
- every optimizer with every option of its own and every option that all have (tests/goldens/optimizers/matrix.py), on another
  net's weights and data: losses within 1e-5 with SGD and 1e-4 otherwise, weights within ten times that;
- for every optimizer, Keras trains three epochs and saves, Tenon trains three and saves, Keras trains three: the losses are
  those of Keras alone, within 1e-4 (check_keras_training.py does this for .h5 and tf_keras, without training in Tenon);
- .h5 -> .keras -> .h5 leaves every weight as it was, bit for bit.
"""

import argparse
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "goldens" / "training"), str(HERE)]
sys.path.append(str(HERE.parent / "goldens" / "optimizers"))

import make  # noqa: E402: also turns TensorFlow's log lines off
import h5py  # noqa: E402
import keras  # noqa: E402
import matrix  # noqa: E402
import numpy as np  # noqa: E402
import rounding  # noqa: E402
from cases import all_cases  # noqa: E402
from oracle import rel_diff  # noqa: E402

LIVE = ("cnn", "lstm", "transformer", "unet", "outputs_dict", "regularized", "lstm_dropout", "tagger_weighted")
O = keras.optimizers  # noqa: E741
OPTIMIZERS = {
    "sgd": lambda: O.SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda: O.RMSprop(0.01, momentum=0.5, centered=True),
    "adam": lambda: O.Adam(0.01, amsgrad=True),
    "adamw": lambda: O.AdamW(0.01, weight_decay=0.05),
    "adamax": lambda: O.Adamax(0.01),
    "nadam": lambda: O.Nadam(0.01),
    "adagrad": lambda: O.Adagrad(0.1),
    "adadelta": lambda: O.Adadelta(1.0),
    "adafactor": lambda: O.Adafactor(0.05),
    "ftrl": lambda: O.Ftrl(0.1),
    "lion": lambda: O.Lion(0.003),
    "lamb": lambda: O.Lamb(0.01),
    "muon": lambda: O.Muon(0.01),
    "schedule": lambda: O.Adam(O.schedules.ExponentialDecay(0.02, 4, 0.8)),
    "clipped": lambda: O.Adam(0.01, global_clipnorm=0.5),
    "ema": lambda: O.SGD(0.1, use_ema=True, ema_momentum=0.9),
    "accumulating": lambda: O.SGD(0.1, momentum=0.9, gradient_accumulation_steps=2),
}
EPOCHS, BATCH = 3, 8


def data(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (24, 6)).astype("float32")
    return x, np.tanh(x[:, :2] @ np.array([[1.0, 0.5], [-1.0, 2.0]], "float32"))


def small(name, seed):
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((6,)), layers.Dense(8, activation="tanh"), layers.LayerNormalization(), layers.Dense(2)], name=name
    )
    model.compile(OPTIMIZERS[name](), "mean_squared_error", jit_compile=False)
    model.optimizer.build(model.trainable_variables)  # or Keras traces the step twice
    return model


def go_on(model, x, y):
    return model.fit(x, y, batch_size=BATCH, epochs=EPOCHS, shuffle=False, verbose=0).history["loss"]


def run_java(folder, jobs, classpath):
    (folder / "jobs.jsonl").write_text("".join(json.dumps(job) + "\n" for job in jobs))
    command = ["java", "-cp", classpath, str(HERE / "TrainLike.java"), str(folder)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]


def datasets(file):
    found = {}
    with h5py.File(file) as h5:
        h5["model_weights"].visititems(lambda name, it: found.update({name: it[()]}) if isinstance(it, h5py.Dataset) else None)
    return found


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def say(self, ok, text):
        self.passed, self.failed = self.passed + bool(ok), self.failed + (not ok)
        print(f"{'ok  ' if ok else 'FAIL'} {text}", flush=True)

    def attempt(self, label, check):
        try:
            worst, limit = check()
            self.say(worst <= limit, f"{label}: {worst:.1e}")
        except Exception as e:  # noqa: BLE001: one bad file must not hide the others
            self.say(False, f"{label}: {type(e).__name__}: {' '.join(str(e).split())[:300]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--only", default="", help="cases and optimizers whose name contains this")
    parser.add_argument("--seed", type=int, default=None, help="a new one each time, which is printed")
    parser.add_argument("--every", type=int, default=1, help="of the optimizers' options every Nth, others for another seed")
    parser.add_argument("--classpath", default=str(HERE.parents[1] / ".tenon" / "classpath"), help="a file")
    options = parser.parse_args()
    folder, seed = options.folder, options.seed or int(np.random.default_rng().integers(1, 10**6))
    folder.mkdir(parents=True, exist_ok=True)
    print("seed", seed)
    jobs, checks = [], []

    def add(job, label, check):
        jobs.append(job)
        checks.append((label, check))

    for case in all_cases():
        if case.name in LIVE and options.only in case.name:
            row = record(case, folder, seed)
            add(
                {"model": f"{case.name}.keras", "data": f"{case.name}.npz", "save": [f"{case.name}.after.keras"]}
                | {key: row["fit"][key] for key in ("epochs", "batch_size")},
                f"the same training: {case.name}",
                lambda result, case=case: same(folder, case, result),
            )
    add_matrix(folder, options, seed, add)
    x, y = data(seed)
    np.savez(folder / "data.npz", x0=x, y0=y)
    for name in OPTIMIZERS:
        if options.only not in name:
            continue
        model = small(name, seed)
        go_on(model, x, y)
        model.save(folder / f"{name}.first.keras")
        go_on(model, x, y)
        expected = go_on(model, x, y)
        add(
            {"model": f"{name}.first.keras", "data": "data.npz", "epochs": EPOCHS, "batch_size": BATCH}
            | {"save": [f"{name}.second.keras"]},
            f"Keras, Tenon, Keras: {name}",
            lambda result, name=name, expected=expected: handed(folder, name, expected, (x, y)),
        )
        model.save(folder / f"{name}.bits.h5", include_optimizer=False)
        add({"model": f"{name}.bits.h5", "save": [f"{name}.bits.keras"]}, f".h5 -> .keras: {name}", lambda result: (0, 0))
        add(
            {"model": f"{name}.bits.keras", "save": [f"{name}.bits2.h5"]},
            f".h5 -> .keras -> .h5: {name}",
            lambda result, name=name: bits(folder / f"{name}.bits.h5", folder / f"{name}.bits2.h5"),
        )
    results = run_java(folder, jobs, pathlib.Path(options.classpath).read_text().strip())
    report = Report()
    for (label, check), result in zip(checks, results, strict=True):
        report.attempt(label, lambda check=check, result=result: failed(result) or check(result))
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(report.failed > 0)


def record(case, folder, seed):
    """Trains in Keras, with the first seed from this one on at which rounding alone moves Keras a tenth of the tolerance at most."""
    for candidate in range(seed, seed + 50):
        row = make.record(case, folder, candidate)
        with np.load(folder / f"{case.name}.npz") as arrays:
            trained = [arrays[f"w{i}"] for i in range(len(row["weights"]))]
        moved = rounding.amplified(case, candidate, trained)
        if moved <= case.weight_tolerance / 10:
            return row
        print(f"{case.name}: with seed {candidate} rounding alone moves Keras' weights by {moved:.1e}, so the next one")
    raise RuntimeError(f"{case.name}: no seed from {seed} on tells a fault from rounding")


def add_matrix(folder, options, seed, add):
    models = {"matrix": matrix.net(False), "matrix_whole": matrix.net(True)}
    for name, model in models.items():
        x, y = matrix.draw(model, seed)
        model.save(folder / f"{name}.keras")
    start = model.get_weights()
    np.savez(folder / "matrix.npz", x0=x, y0=y)
    for name, kind, arguments, exclude in list(matrix.cases())[seed % options.every :: options.every]:
        if options.only not in name:
            continue
        made = matrix.optimizer(kind, arguments, exclude)
        net = "matrix_whole" if matrix.is_whole(arguments) else "matrix"
        losses, weights = matrix.train(models[net], start, made, x, y)
        tolerance = 1e-5 if kind == "SGD" else 1e-4
        means = losses.reshape(matrix.EPOCHS, -1)[:, -1]
        add(
            {"model": f"{net}.keras", "data": "matrix.npz", "epochs": matrix.EPOCHS, "batch_size": matrix.BATCH}
            | {"optimizer": {"class_name": kind, "config": made.get_config()}, "exclude": exclude}
            | {"loss": "sparse_categorical_crossentropy", "save": [f"{name}.matrix.weights.h5"]},
            f"every option: {name}",
            lambda result, name=name, net=net, means=means, weights=weights, tolerance=tolerance: optioned(
                folder / f"{name}.matrix.weights.h5", folder / f"{net}.keras", result, means, weights, tolerance
            ),
        )


def optioned(file, model, result, means, weights, tolerance):
    # The model itself is compiled with the optimizer of the last case, which the file's is not.
    plain = keras.models.load_model(model, compile=False)
    plain.load_weights(file)
    found = np.concatenate([np.asarray(w).ravel() for w in plain.weights])
    return max(rel_diff(np.array(result["losses"]), means), rel_diff(found, weights) / 10), tolerance


def failed(result):
    if "error" in result:
        raise RuntimeError(result["error"])


def same(folder, case, result):
    arrays = np.load(folder / f"{case.name}.npz")
    worst = np.abs(np.array(result["losses"]) - arrays["h:loss"]).max() / max(1, arrays["h:loss"].max())
    trained = make.numbers_of(keras.models.load_model(folder / f"{case.name}.after.keras"))
    for i, weight in enumerate(trained):
        golden = arrays[f"w{i}"]
        worst = max(worst, np.abs(np.asarray(weight) - golden).max() / max(1, np.abs(golden).max()))
    return worst, case.weight_tolerance


def handed(folder, name, expected, samples):
    loss = go_on(keras.models.load_model(folder / f"{name}.second.keras"), *samples)
    return rel_diff(np.array(loss), np.array(expected)), 1e-4


def bits(first, second):
    one, two = datasets(first), datasets(second)
    by_end = {"/".join(key.split("/")[-2:]).removesuffix(":0"): value for key, value in two.items()}
    for key, value in one.items():
        other = by_end["/".join(key.split("/")[-2:]).removesuffix(":0")]
        if value.tobytes() != other.tobytes():
            return 1.0, 0
    return (0.0, 0) if len(one) == len(two) else (1.0, 0)


if __name__ == "__main__":
    main()
