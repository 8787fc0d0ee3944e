"""Times import, lowering and compiling of networks of growing size, and prints medians. Started by ./scale."""

import argparse
import json
import sys

from measure import HERE, LEAST, WORK, class_path, clock, load_average, machine, made, record

FOLDER = WORK / "scale"
SIDE = [sys.executable, str(HERE / "scale_side.py")]
LINEAR = 1.5  # the time of one at the largest size against that at the smallest

# What there is many of: the kind of file, its numbers, and how many a process warms up with at least.
CASES = {
    "nodes": ("onnx", (2500, 5000, 10000, 20000), 40000),
    "layers": ("keras", (250, 500, 1000, 2000), 6000),
    "calls": ("keras", (125, 250, 500, 1000), 3000),
    "depth": ("keras", (8, 15, 30, 60), 2400),
}
PHASES = {"import": "import", "lower": "lowering", "tensorflow": "compiling, TensorFlow", "onnxruntime": "compiling, ONNX Runtime"}


BARE = "bare"  # what ONNX Runtime takes without Tenon: printed, no bound


def make(case, size):
    """Returns the file of a network."""
    kind = CASES[case][0]

    def write(path):
        if kind == "onnx":
            import onnx

            from imported import graph

            onnx.save(graph(size), path)
        else:
            clock(SIDE + [case, str(size), str(path)])

    return made(FOLDER / f"{case}{size}.{kind}", write)


def worker(kind, path, runs, warm_up):
    command = ["java", "-Xmx4g", "-cp", class_path(), "dev.tenon.benchmarks.ScaleWorker", kind]
    return json.loads(clock(command + [str(path), str(runs), str(warm_up)])[1].splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="how often each network is opened besides the warm-up")
    parser.add_argument("--only", action="append", choices=CASES, help="what there is many of; may be given several times")
    parser.add_argument("--prepare", action="store_true", help="only make the files")
    options = parser.parse_args()
    chosen = options.only or list(CASES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    files = {case: [make(case, size) for size in CASES[case][1]] for case in chosen}
    if options.prepare:
        return
    load = load_average()
    print(f"import, lowering and compiling, medians of {options.runs}{' (too few: a try)' if options.runs < LEAST else ''}")
    print(machine())
    print(f"load at the start {load:.2f}\n")
    print("| what | sizes | milliseconds | µs of one, smallest and largest | largest / smallest | at most | |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    good = True
    for case in chosen:
        kind, sizes, warm = CASES[case]
        found = []
        for size, path in zip(sizes, files[case]):
            found.append(worker(kind, path, options.runs, max(5, warm // size)))
            print(f"  {case} {size}: {found[-1]}", file=sys.stderr)
        for phase, name in PHASES.items():
            each = [times[phase] / size * 1e6 for times, size in zip(found, sizes)]
            growth = each[-1] / each[0]
            good &= growth <= LINEAR
            record(f"{case}: {name}, one of {sizes[-1]:,}", f"of {sizes[0]:,}", 1 / growth)
            cells = [f"{case}: {name}", " / ".join(f"{size:,}" for size in sizes)]
            cells += [" / ".join(f"{times[phase] * 1e3:.1f}" for times in found), f"{each[0]:.1f}, {each[-1]:.1f}"]
            cells += [f"{growth:.2f}", str(LINEAR), "ok" if growth <= LINEAR else "MISSED"]
            print("| " + " | ".join(cells) + " |", flush=True)
        if BARE in found[0]:
            each = [times[BARE] / size * 1e6 for times, size in zip(found, sizes)]
            print(f"| {case}: ONNX Runtime alone | | | {each[0]:.1f}, {each[-1]:.1f} | {each[-1] / each[0]:.2f} | | |", flush=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
