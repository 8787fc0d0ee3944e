"""Trains the same models on the same data with Tenon and with others, in turn, and prints medians. Started by ./train.

All sides compute in float32, with the same optimizer, metric and batches. Each shuffles by itself, so that the order of
samples is not the same, and PyTorch begins with weights of its own; the last losses show that all of them learn.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

from measure import HERE, LEAST, WORK, class_path, clock, load_average, machine
from train_cases import CASES
from train_limits import limits
from train_report import SHARED, Report

SIDE = [sys.executable, str(HERE / "train_side.py")]
IMAGES = [sys.executable, str(HERE / "train_images.py")]
FOLDER = WORK / "train"

# Weights and tensors lie outside Java's heap, which without bounds grows to as much as a quarter of the memory without need.
# Java's second compiler takes 25 MB and a share of the processors, and a training leaves it nothing to do, but where Java decodes
# images; predictions of single rows have less from the engine and more from Java.
HEAP = ["java", "-Xmx256m", "-Xms16m", "-XX:+UseSerialGC"]
JAVA = [*HEAP, "-XX:TieredStopAtLevel=1"]
OWN_THREADS = "TF_OVERRIDE_GLOBAL_THREADPOOL=1"

# The Python of other peers, which ./train sets; without it they are left out.
PEERS = {name: os.environ.get(f"TENON_{name.upper()}_PYTHON") for name in ("jax", "torch")}


class SideFailed(Exception):
    """A worker ended before it had answered."""


class Worker:
    """A process that trains one model; it is timed from its start to its first step."""

    def __init__(self, side, command):
        self.side = side
        start = time.perf_counter()
        environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3")
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.errors = open(FOLDER / f"{side}.log", "w+")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True, env=environment)
        self.answer("ready")
        self.first = time.perf_counter() - start

    def answer(self, word):
        answer = self.process.stdout.readline().split()
        if not answer or (word == "ready") != (answer == ["ready"]):
            self.process.kill()
            self.errors.seek(0)
            print(f"{self.side} failed at '{word}': {answer}\n{self.errors.read()[-4000:]}", file=sys.stderr)
            raise SideFailed(f"{self.side} failed at '{word}'")
        return answer

    def ask(self, word):
        try:
            self.process.stdin.write(word + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # answer() says why
        return [float(number) for number in self.answer(word)]

    def close(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.process.wait()
        self.errors.close()


def commands(case, threads, path):
    java = [*(HEAP if case.images else JAVA), "-cp", path]
    words = case.words(FOLDER)
    cached = "cached" if case.cached else "plain"
    tenon = java + [f"-Dtenon.threads={threads}", "dev.tenon.benchmarks.TrainWorker", *words, cached]
    # As ./tenon starts the JVM, and docs/performance.md advises; without it for comparison, where it matters most.
    sides = {"tenon": ["env", OWN_THREADS, *tenon]}
    if case.shared:
        sides[SHARED] = tenon
    keras = IMAGES if case.images else SIDE
    for name, setting in (("keras", "plain"), ("keras map", "map") if case.images else ("keras jit", "jit")):
        sides[name] = keras + ["work", *words, setting]
    # The environment of Keras on JAX has no TensorFlow, which reads Keras' folders of images.
    if PEERS["jax"] and not case.images:
        sides["keras on jax"] = ["env", "KERAS_BACKEND=jax", PEERS["jax"], SIDE[1], "work", *words, "jit"]
    if PEERS["torch"]:
        script = "torch_images.py" if case.images else "torch_side.py"
        for name in case.torch:
            setting = "fused" if name.endswith("fused") else "plain"
            sides[name] = [PEERS["torch"], str(HERE / script), "work", *words, setting]
    return sides


def measure(name, case, runs, threads, path, flat):
    """Trains in turn, one fit each, so that a slow minute hits all sides."""
    runs = min(runs, case.runs)
    workers = {}
    try:
        # One after the other: what is timed from its start must not share the machine.
        for side, command in commands(case, threads, path).items():
            workers[side] = Worker(side, command)
        found = {side: [] for side in workers}
        third = 0.0
        for turn in range(1, runs + case.warm_up + 1):
            for side, worker in workers.items():
                seconds, cpu, loss = worker.ask("fit")
                print(f"  {name}, {side}: {seconds:.3f} s, CPU {cpu:.3f} s, loss {loss:.4f}", file=sys.stderr)
                if turn > case.warm_up:
                    found[side].append((seconds, cpu, loss))
            if turn == 3:
                third = workers["tenon"].ask("memory")[0]
        kept = None
        if flat:
            while turn < flat:
                turn += 1
                workers["tenon"].ask("fit")
                if turn == 3:
                    third = workers["tenon"].ask("memory")[0]
            kept = (turn, third, workers["tenon"].ask("memory")[0])
        results = {}
        for side, worker in workers.items():
            seconds, cpu = (statistics.median(column) for column in list(zip(*found[side]))[:2])
            loss, peak = found[side][-1][2], worker.ask("peak")[0]
            results[side] = dict(seconds=seconds, cpu=cpu, loss=loss, first=worker.first, peak=peak)
        results["tenon"]["kept"] = kept
    finally:
        for worker in workers.values():
            worker.close()
    return results


def make(chosen):
    """Makes the files of the chosen cases that are missing, and returns what was counted of each model."""
    models = {CASES[name].model: CASES[name] for name in chosen}
    missing = [model for model in models if any(not (FOLDER / f"{model}.{end}").exists() for end in ("keras", "json"))]
    arrays = sorted(model for model in missing if not models[model].images)
    if arrays:
        clock(SIDE + ["make", str(FOLDER), *arrays])
    if any(models[model].images for model in missing):
        clock(IMAGES + ["make", str(FOLDER)])
    return {model: json.loads((FOLDER / f"{model}.json").read_text()) for model in models}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="fits of each side that count")
    parser.add_argument("--only", action="append", choices=CASES, help="a row; may be given several times")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs-flat", type=int, help="fits after which memory must be what it was after 3; 0 for no check")
    options = parser.parse_args()
    chosen = options.only or list(CASES)
    flat = options.epochs_flat
    if flat is None:
        flat = 10 if options.runs >= LEAST else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    load = load_average()
    os.environ["THREADS"] = str(options.threads)
    counts = make(chosen)
    path = class_path()
    report = Report(limits([sys.executable] + [PEERS["torch"]] * bool(PEERS["torch"])), counts)
    for name in chosen:
        start = time.perf_counter()
        try:
            report.add(name, CASES[name], measure(name, CASES[name], options.runs, options.threads, path, flat))
        except SideFailed as error:
            report.failed(name, error)
        print(f"  {name} took {time.perf_counter() - start:.0f} s", file=sys.stderr)

    print(f"training, CPU, {options.threads} threads, medians of {options.runs} fits{' (too few: a try)' if options.runs < LEAST else ''}")
    slow = [f"{name} {CASES[name].runs}" for name in chosen if CASES[name].runs < options.runs]
    if slow:
        print(f"fewer fits of what takes long: {', '.join(slow)}")
    print(machine())
    if not flat:
        print("whether memory stays flat was not looked at: --epochs-flat 10")
    print(f"load at the start {load:.2f}\n")
    report.print()
    sys.exit(0 if report.good() else 1)


if __name__ == "__main__":
    main()
