"""Predicts with Tenon, the bare libraries and Keras in turn, and prints medians. Started by ./predict."""

import argparse
import os
import statistics
import sys
import time

from measure import HERE, LEAST, MISSED, WORK, class_path, clock, judged, load_average, machine, record
from train import HEAP, OWN_THREADS, Worker

FOLDER = WORK / "predict"
SIDE = str(HERE / "predict_side.py")
# glibc keeps eight pools of freed memory for each core, of which eight callers fill more than they need.
ENVIRONMENT = ["env", "MALLOC_ARENA_MAX=3"]
ENGINES = ["tensorflow", "onnxruntime"]
OPENVINO = ["openvino", "openvino-bfloat16"]  # on Intel processors, with --openvino
WARM_UP = 2
REST = 0.1  # seconds: idle threads of ONNX Runtime look for work for 30 ms, and would take a core of the next side
THREADS = 8

# What is predicted: rows, batch (0 is the default of predict), threads, seconds of a round, and in what it is told.
ROWS, TIME, CALLS = "rows per second", "ms", "calls"
CASES = {
    "dense": {
        "10,000 small rows": (10_000, 0, 1, 1, ROWS),
        "10,000 small rows, batches of 32": (10_000, 32, 1, 1, ROWS),
        "one large batch, 10,000": (10_000, 10_000, 1, 1, TIME),
        "one row": (1, 0, 1, 1, CALLS),
        f"one row, {THREADS} threads": (1, 0, THREADS, 1, CALLS),
    },
    "cnn": {
        "one large batch, 32": (32, 32, 1, 1, TIME),
        "one row": (1, 0, 1, 1, CALLS),
        f"one row, {THREADS} threads": (1, 0, THREADS, 1, CALLS),
    },
    "resnet50": {
        "one image": (1, 0, 1, 1, TIME),
        "one large batch, 16": (16, 16, 1, 1, TIME),
    },
}
BARE = 0.97  # an image or a large batch, against the bare library
LATER = 20  # microseconds that a row may take longer than with the bare library
JAX = 1.0
KERAS = None  # against Keras on TensorFlow: printed; ./convert has the bound of an image
TURNS = ("cnn",)  # callers of a small network for images come in turn
MICRO = 1e6  # microseconds of a second
TOLERANCE = 1e-3  # of the mean class, relative
ROUNDED = 5e-2  # the same with factors of eight bits


def commands(model, engines, java, jax):
    what = [str(FOLDER), model]
    sides = {}
    for engine in engines:
        sides[f"tenon {engine}"] = java + ["dev.tenon.benchmarks.PredictWorker", engine, *what]
        sides[f"bare {engine}"] = java + ["dev.tenon.benchmarks.PredictWorker", f"bare-{engine}", *what]
    for how in ("predict", "call"):
        sides[f"keras {how}"] = [sys.executable, SIDE, "work", *what, how]
        sides[f"keras on jax {how}"] = ["env", "KERAS_BACKEND=jax", jax, SIDE, "work", *what, how]
    return sides


def agree(checks, tolerance):
    """Says whether the mean classes of all sides are the same."""
    least, most = min(checks.values()), max(checks.values())
    return most - least <= tolerance * max(abs(most), 1)


def measure(model, engines, runs, java, jax):
    """Predicts in turn, so that a slow minute hits all sides, and returns medians by case and side, and memory by side."""
    workers = {side: Worker(side, command) for side, command in commands(model, engines, java, jax).items()}
    found = {}
    for turn in range(runs + (WARM_UP if runs >= LEAST else 1)):
        for case, (rows, batch, threads, seconds, _) in CASES[model].items():
            checks = {}
            for side, worker in workers.items():
                # Keras' predict is one loop a model, not for several threads.
                if threads > 1 and side.endswith("predict"):
                    continue
                time.sleep(REST)
                *figures, checks[side] = worker.ask(f"run {rows} {batch} {threads} {seconds}")
                print(
                    f"  {model}, {case}, {side}: p50 {figures[0]:.1f} µs, p99 {figures[1]:.1f} µs, {figures[2]:.1f} calls/s, "
                    f"CPU {figures[3]:.1f} µs", file=sys.stderr)
                found.setdefault(case, {}).setdefault(side, []).append(figures)
            exact = {side: check for side, check in checks.items() if not side.endswith("16")}
            if not (agree(exact, TOLERANCE) and agree(checks, ROUNDED)):
                sys.exit(f"{model}, {case}: the sides do not predict the same: {checks}")
    medians = {
        case: {side: [statistics.median(column) for column in zip(*rounds[-runs:])] for side, rounds in sides.items()}
        for case, sides in found.items()}
    memory = {side: worker.ask("peak")[0] / 1024 for side, worker in workers.items()}
    for worker in workers.values():
        worker.close()
    return medians, memory


class Table:
    def __init__(self):
        self.rows = []

    def row(self, what, mine, other, side, least, unit, digits, larger=False):
        ratio = mine / other if larger else other / mine
        record(what, side, ratio)
        self.add(what, mine, other, side, f"{ratio:.2f}", *judged(ratio, least), unit, digits)

    def later(self, what, mine, other, side):
        """A row that may take some microseconds longer."""
        record(what, side, other / mine)
        verdict = "ok" if mine - other <= LATER else MISSED
        self.add(what, mine, other, side, f"{mine - other:+.1f} µs", f"{LATER:+d} µs at most", verdict, "µs", 1)

    def add(self, what, mine, other, side, times, least, verdict, unit, digits):
        self.rows.append((what, f"{mine:,.{digits}f} {unit}", f"{other:,.{digits}f} {unit}", side, times, least, verdict))

    def print(self):
        print("| what | Tenon | other | side | times as good | at least | |\n| --- | --- | --- | --- | --- | --- | --- |")
        for cells in self.rows:
            print("| " + " | ".join(cells) + " |")


def best(sides, prefix, better):
    """Returns the name and the figure of the best way of a Keras."""
    found = {side: figure for side, figure in sides.items() if side in (f"{prefix} predict", f"{prefix} call")}
    side = better(found, key=lambda name: found[name])
    return side, found[side]


def compare(table, model, case, sides, engine):
    rows, batch, threads, _, kind = CASES[model][case]
    what = f"{model}: {case}, {engine}"
    others = (("bare", None), ("keras on jax", JAX), ("keras", KERAS))

    def figure(column, title, unit, digits, factor, larger, bare):
        show({side: figures[column] * factor for side, figures in sides.items()}, title, unit, digits, larger, bare)

    def show(figures, title, unit, digits, larger, bare):
        mine = figures[f"tenon {engine}"]
        for other, least in others:
            if other == "bare":
                side = f"bare {engine}"
                if bare == "later":
                    table.later(what + title, mine, figures[side], side)
                    continue
                value, least = figures[side], bare
            else:
                side, value = best(figures, other, max if larger else min)
            table.row(what + title, mine, value, side, least, unit, digits, larger)

    if kind == CALLS:
        figure(2, ", calls per second", "/s", 0, 1, True, None)
        figure(0, ", p50", "µs", 1, 1, False, "later")
        # Where callers come in turn, each waits for the others: the mean has all of the time, whoever is served first.
        if threads > 1 and model in TURNS:
            means = {side: threads * MICRO / figures[2] for side, figures in sides.items()}
            show(means, ", mean", "µs", 1, False, "later")
        figure(1, ", p99", "µs", 1, 1, False, None)
    elif kind == ROWS:
        # In batches of 32 each run may take its microseconds longer.
        figure(2, "", "rows/s", 0, rows, True, None if batch else BARE)
    else:
        figure(0, "", "ms", 2, 1e-3, False, BARE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="rounds of each side that count")
    parser.add_argument("--only", action="append", choices=CASES, help="a model; may be given several times")
    parser.add_argument("--openvino", action="store_true", help="ONNX Runtime's OpenVINO provider, too: on an Intel processor")
    options = parser.parse_args()
    engines = ENGINES + (OPENVINO if options.openvino else [])
    chosen = options.only or list(CASES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    load = load_average()
    # Bare ONNX Runtime 1.29 overflows an ordinary thread's stack where the class path is long; Tenon sees to it itself.
    java = [*ENVIRONMENT, OWN_THREADS, *HEAP, "-Xss256m", "-cp", class_path()]
    missing = [model for model in chosen if not (FOLDER / f"{model}.npz").exists()]
    if missing:
        clock([sys.executable, SIDE, "make", str(FOLDER), *missing])
    for model in chosen:
        # Anew in each run: it is what the version at hand writes.
        clock(java + ["dev.tenon.benchmarks.PredictWorker", "export", str(FOLDER), model])

    table, memory = Table(), {}
    for model in chosen:
        medians, memory[model] = measure(model, engines, options.runs, java, os.environ["TENON_JAX_PYTHON"])
        for case, sides in medians.items():
            for engine in engines:
                compare(table, model, case, sides, engine)
        for engine in engines:
            mine = memory[model][f"tenon {engine}"]
            for other, least in ((f"bare {engine}", None), ("keras on jax", 1), ("keras", 1)):
                bare = other.startswith("bare")
                side, value = (other, memory[model][other]) if bare else best(memory[model], other, min)
                table.row(f"{model}: peak memory, {engine}", mine, value, side, least, "MB", 0)

    print(f"prediction, CPU, medians of {options.runs} rounds{' (too few: a try)' if options.runs < LEAST else ''}")
    print(machine())
    print(f"load at the start {load:.2f}\n")
    table.print()
    print("\npeak memory in MB: " + "; ".join(
        f"{model}: " + ", ".join(f"{side} {value:.0f}" for side, value in sides.items()) for model, sides in memory.items()))
    sys.exit(1 if any(row[-1] == MISSED for row in table.rows) else 0)


if __name__ == "__main__":
    main()
