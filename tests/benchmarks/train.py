"""Trains the same models on the same data with Tenon and with Keras, in turn, and prints medians. Started by ./train."""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import time

from measure import HERE, LEAST, WORK, clock, machine, record

SIDE = [sys.executable, str(HERE / "train_side.py")]
FOLDER = WORK / "train"

# What is trained: model, batch, optimizer, loss, metric, and how many times as fast as Keras it has to be.
SPARSE = "sparse_categorical_crossentropy"
CASES = {
    "dense": ("dense", 32, "adam", SPARSE, "accuracy", 2.0),
    "dense-128": ("dense", 128, "adam", SPARSE, "accuracy", 2.0),
    "cnn": ("cnn", 128, "adam", SPARSE, "accuracy", 1.2),
    "lstm": ("lstm", 32, "adam", "binary_crossentropy", "accuracy", 1.1),
    "transformer": ("transformer", 32, "adam", SPARSE, "accuracy", 1.1),
    "embedding-sgd": ("embedding", 32, "sgd", "binary_crossentropy", "accuracy", 1.0),
    "embedding-adagrad": ("embedding", 32, "adagrad", "binary_crossentropy", "accuracy", 1.0),
    "embedding-adam": ("embedding", 32, "adam", "binary_crossentropy", "accuracy", 1.0),
}
WARM_UP = 2

# The Python of other peers, which ./train sets; without it they are left out.
PEERS = {name: os.environ.get(f"TENON_{name.upper()}_PYTHON") for name in ("jax", "torch")}
TORCH = ("dense", "cnn", "lstm", "transformer")


# How many times as fast as the best peer an epoch has to be.
PEER_FLOORS = {"dense": 1.0, "dense-128": 1.05, "cnn": 1.12, "lstm": 0.95, "transformer": 1.2}


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
    sides = {
        "tenon": java + [f"-Dtenon.threads={threads}", "dev.tenon.benchmarks.TrainWorker", *what],
        "keras": SIDE + ["work", *what, "plain"],
        "keras jit": SIDE + ["work", *what, "jit"],
    }
    if PEERS["jax"]:
        sides["keras on jax"] = ["env", "KERAS_BACKEND=jax", PEERS["jax"], SIDE[1], "work", *what, "jit"]
    if PEERS["torch"] and words[0] == "adam" and model in TORCH:
        sides["pytorch"] = [PEERS["torch"], str(HERE / "torch_side.py"), "work", *what]
    return sides


def measure(case, runs, threads, java):
    """Trains in turn, one epoch each, so that a slow minute hits all sides."""
    # One after the other: what is timed from its start must not share the machine.
    workers = {side: Worker(command) for side, command in commands(case, threads, java).items()}
    early = {side: worker.ask("peak")[0] for side, worker in workers.items()}
    found = {side: [] for side in workers}
    for turn in range(runs + WARM_UP):
        for side, worker in workers.items():
            seconds, cpu, loss = worker.ask("fit")
            print(f"  {case}, {side}: {seconds:.3f} s, CPU {cpu:.3f} s, loss {loss:.4f}", file=sys.stderr)
            if turn >= WARM_UP:
                found[side].append((seconds, cpu))
    results = {}
    for side, worker in workers.items():
        seconds, cpu = (statistics.median(column) for column in zip(*found[side]))
        results[side] = dict(seconds=seconds, cpu=cpu, first=worker.first, early=early[side], peak=worker.ask("peak")[0])
        worker.close()
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="epochs of each side that count")
    parser.add_argument("--only", action="append", choices=CASES, help="a model; may be given several times")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    chosen = options.only or list(CASES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    load = os.getloadavg()[0]
    if load > 0.3 * os.cpu_count():
        print(f"the load of this machine is {load:.1f}: it does something else, and the figures are of no use", file=sys.stderr)
    missing = sorted({CASES[case][0] for case in chosen if not (FOLDER / f"{CASES[case][0]}.npz").exists()})
    if missing:
        clock(SIDE + ["make", str(FOLDER), *missing])
    module = HERE / "target"
    jar = next(module.glob("tenon-benchmarks-*.jar"))
    java = ["java", "-cp", f"{jar}:{(module / 'classpath.txt').read_text().strip()}"]
    os.environ["THREADS"] = str(options.threads)

    rows = []

    def row(what, unit, mine, other, least, digits, side="keras"):
        ratio = other / mine
        record(what, side, ratio)
        rows.append((what, f"{mine:.{digits}f} {unit}", f"{other:.{digits}f} {unit}", side, f"{ratio:.2f}", f"{least:.2f}", ratio >= least))

    for case in chosen:
        found = measure(case, options.runs, options.threads, java)
        mine = found.pop("tenon")
        for name in found:
            if not name.startswith("keras") or name == "keras on jax":
                row(f"{case}: one epoch", "s", mine["seconds"], found[name]["seconds"], PEER_FLOORS.get(case, 0), 3, name)
        found = {name: figures for name, figures in found.items() if name in ("keras", "keras jit")}
        side = min(found, key=lambda name: found[name]["seconds"])
        best = found[side]
        least = CASES[case][-1]
        row(f"{case}: one epoch", "s", mine["seconds"], best["seconds"], least, 3, side)
        row(f"{case}: the same, CPU", "s", mine["cpu"], min(f["cpu"] for f in found.values()), 0, 3)
        # The time of a start and the memory of a process are compared with the better of both settings, too.
        row(f"{case}: start to first step", "s", mine["first"], min(f["first"] for f in found.values()), 1, 2)
        row(f"{case}: peak memory", "MB", mine["peak"] / 1024, min(f["peak"] for f in found.values()) / 1024, 1, 0)

    print(f"training, CPU, {options.threads} threads, medians of {options.runs} epochs{' (too few: a try)' if options.runs < LEAST else ''}")
    print(machine())
    print(f"load at the start {load:.2f}\n")
    print("| what | Tenon | other | side | times as good | at least | |\n| --- | --- | --- | --- | --- | --- | --- |")
    for *cells, good in rows:
        print("| " + " | ".join(cells) + f" | {'ok' if good else 'MISSED'} |")
    sys.exit(0 if all(row[-1] for row in rows) else 1)


if __name__ == "__main__":
    main()
