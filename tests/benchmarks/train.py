"""Trains the same models on the same data with Tenon and with Keras, in turn, and prints medians. Started by ./train."""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

from measure import HERE, LEAST, WORK, machine

SIDE = [sys.executable, str(HERE / "train_side.py")]
FOLDER = WORK / "train"

# What is trained: model, batch, optimizer, loss, metric, and how many times as fast as Keras it has to be.
SPARSE = "sparse_categorical_crossentropy"
CASES = {
    "dense": ("dense", 128, "adam", SPARSE, "accuracy", 2.0),
    "cnn": ("cnn", 128, "adam", SPARSE, "accuracy", 1.2),
    "lstm": ("lstm", 32, "adam", "binary_crossentropy", "accuracy", 1.1),
    "transformer": ("transformer", 32, "adam", SPARSE, "accuracy", 1.1),
    "embedding-sgd": ("embedding", 32, "sgd", "binary_crossentropy", "accuracy", 1.0),
    "embedding-adagrad": ("embedding", 32, "adagrad", "binary_crossentropy", "accuracy", 1.0),
    "embedding-adam": ("embedding", 32, "adam", "binary_crossentropy", "accuracy", 1.0),
}
WARM_UP = 2


class Worker:
    """A process that trains one model; it is timed from its start to its first step."""

    def __init__(self, command):
        start = time.perf_counter()
        environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        if self.answer() != ["ready"]:
            sys.exit(f"{' '.join(command)} failed:\n{self.process.stderr.read()}")
        self.first = time.perf_counter() - start

    def answer(self):
        return self.process.stdout.readline().split()

    def ask(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        answer = self.answer()
        if not answer:
            sys.exit(f"{self.process.args} failed:\n{self.process.stderr.read()}")
        return [float(number) for number in answer]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def commands(case, threads, java):
    model, batch, *words, _ = CASES[case]
    what = [str(FOLDER), model, str(batch), *words]
    return {
        "tenon": java + [f"-Dtenon.threads={threads}", "dev.tenon.benchmarks.TrainWorker", *what],
        "keras": SIDE + ["work", *what, "plain"],
        "keras jit": SIDE + ["work", *what, "jit"],
    }


def measure(case, runs, threads, java):
    """Trains in turn, one epoch each, so that a slow minute hits all sides."""
    workers = {side: Worker(command) for side, command in commands(case, threads, java).items()}
    peaks = {side: worker.ask("peak")[0] for side, worker in workers.items()}
    found = {side: [] for side in workers}
    for turn in range(runs + WARM_UP):
        for side, worker in workers.items():
            seconds, cpu, loss = worker.ask("fit")
            if turn >= WARM_UP:
                found[side].append((seconds, cpu))
        print(f"  {case}, turn {turn}: " + ", ".join(f"{side} {all_[-1][0]:.3f} s (CPU {all_[-1][1]:.3f})" for side, all_ in found.items() if all_), file=sys.stderr)
    results = {}
    for side, worker in workers.items():
        seconds, cpu = (statistics.median(column) for column in zip(*found[side]))
        results[side] = dict(seconds=seconds, cpu=cpu, first=worker.first, early=peaks[side], peak=worker.ask("peak")[0])
        worker.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="epochs of each side that count")
    parser.add_argument("--only", action="append", choices=CASES, help="a model; may be given several times")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--class-path", default=None)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    java = ["java", "-cp", options.class_path]
    os.environ["THREADS"] = str(options.threads)
    for case in options.only or CASES:
        for side, figures in measure(case, options.runs, options.threads, java).items():
            print(case, side, {k: round(v, 3) for k, v in figures.items()})


if __name__ == "__main__":
    main()
