"""Times starts of ./tenon by the clock and by the processor, and prints medians. Started by ./start."""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from measure import ROOT, load_average, machine, record

LEAST = 15  # medians of fewer are a try and prove nothing
WARM_UP = 2  # the first start of a checkout may build it
MODEL = "samples/models/mnist_cnn.h5"
COMMANDS = {"summary": 0.7, "convert": 0.8}  # how much of the earlier checkout's time each may take


def clock(command):
    """Returns the seconds of a process by the clock and by the processor."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{output}")
    return seconds, usage.ru_utime + usage.ru_stime


def commands(folder, target):
    tenon = str(folder / "tenon")
    return {
        "summary": [tenon, "summary", str(folder / MODEL)],
        "convert": [tenon, "convert", str(folder / MODEL), str(target)],
    }


def medians(jobs, runs):
    """In turn, so that a slow minute hits all."""
    found = {name: [] for name in jobs}
    for turn in range(runs + WARM_UP):
        for name, command in jobs.items():
            times = clock(command)
            if turn >= WARM_UP:
                found[name].append(times)
    return {name: tuple(map(statistics.median, zip(*times))) for name, times in found.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=pathlib.Path, help="a built checkout of an earlier commit")
    parser.add_argument("--runs", type=int, default=LEAST, help="starts of each that count")
    options = parser.parse_args()
    load = load_average()
    folders = {"tenon": ROOT}
    if options.before:
        folders["before"] = options.before.resolve()
    with tempfile.TemporaryDirectory() as work:
        jobs = {
            (side, name): command
            for name in COMMANDS
            for side, folder in folders.items()
            for command in [commands(folder, pathlib.Path(work) / f"{side}.onnx")[name]]
        }
        # What a JVM alone takes to start and to end.
        jobs["java", ""] = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version"]
        found = medians(jobs, options.runs)

    print(f"starts, medians of {options.runs}{' (too few: a try)' if options.runs < LEAST else ''}")
    print(machine())
    print(f"load at the start {load:.2f}\n")
    print("| what | Tenon | other | side | Tenon / other | at most | |\n| --- | --- | --- | --- | --- | --- | --- |")
    good = True

    def row(name, what, mine, other, side, most):
        nonlocal good
        met = most is None or mine / other <= most
        good &= met
        bound, verdict = ("", "") if most is None else (most, "ok" if met else "MISSED")
        print(f"| {name}: a start, {what} | {mine:.3f} s | {other:.3f} s | {side} | {mine / other:.2f} | {bound} | {verdict} |")

    for name, most in COMMANDS.items():
        for column, what in enumerate(("by the clock", "CPU")):
            mine, bare = found["tenon", name][column], found["java", ""][column]
            if options.before:
                row(name, what, mine, found["before", name][column], "before", most if column == 0 else None)
            row(name, what, mine, bare, "java -version", None)
            # Of what each release has: the checkout before is another one each time.
            record(f"{name}: a start, {what}", "java -version", bare / mine)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
