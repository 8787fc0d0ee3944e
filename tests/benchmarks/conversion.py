"""Converts Keras files of growing size to ONNX and prints seconds and memory, medians. Started by ./conversion."""

import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

from measure import HERE, LEAST, ROOT, TENON, WORK, clock, load_average, machine, made, record

FOLDER = WORK / "conversion"
SIDE = [sys.executable, str(HERE / "conversion_side.py")]
START = ROOT / "samples" / "models" / "mnist_cnn.h5"  # of whose conversion all but nothing depends on bytes
CASES = {"resnet50": "resnet50.h5", "bert": "bert.keras", "vgg16": "vgg16.h5", "dense": "dense.h5"}
LINEAR = 1.5  # the time of 100 MB against that of the smallest file
DISK = 8 * 2**30


class Memory(threading.Thread):
    """Follows the resident memory of a process that is not of files, which the system keeps no peak of."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path, self.peak, self.ended = pathlib.Path(f"/proc/{pid}/status"), 0, threading.Event()

    def run(self):
        while not self.ended.wait(0.02):
            try:
                found = re.search(r"RssAnon:\s+(\d+) kB", self.path.read_text())
            except OSError:
                return
            self.peak = max(self.peak, int(found.group(1)) if found else 0)


def heap(log):
    """Returns the largest used heap that a collection saw, or what the end left, in MB."""
    text = log.read_text()
    sizes = [int(size) for size in re.findall(r"Pause .*? (\d+)M->", text)]
    total = sum(int(used) for used in re.findall(r"(?:def new|tenured) generation +total \d+K, used (\d+)K", text))
    return max([*sizes, total / 1024])


def convert(source, target, log):
    options = f"-Xlog:gc:file={log} -Xlog:gc+heap+exit:file={log}.exit"
    start = time.perf_counter()
    process = subprocess.Popen(
        TENON + ["convert", str(source), str(target)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=dict(os.environ, TENON_JAVA_OPTIONS=options))
    memory = Memory(process.pid)
    memory.start()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    memory.ended.set()
    memory.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"the conversion of {source.name} failed:\n{output}")
    log.write_text(log.read_text() + pathlib.Path(f"{log}.exit").read_text())
    return {"seconds": seconds, "heap": heap(log), "resident": usage.ru_maxrss / 1024, "own": memory.peak / 1024}


def measure(source, runs):
    """Returns medians; the first run only warms the disk's cache."""
    target, log, found = FOLDER / "out.onnx", FOLDER / "gc.log", []
    for turn in range(runs + 1):
        figures = convert(source, target, log)
        print(f"  {source.name}: {figures['seconds']:.2f} s, heap {figures['heap']:.0f} MB", file=sys.stderr)
        if turn:
            found.append(figures)
        for file in FOLDER.glob("out.onnx*"):
            file.unlink()
    return {key: statistics.median(figures[key] for figures in found) for key in found[0]}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="how often each file is converted besides the warm-up")
    parser.add_argument("--only", action="append", choices=CASES, help="a file; may be given several times")
    parser.add_argument("--keep", action="store_true", help="keeps the files that were made")
    options = parser.parse_args()
    load = load_average()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(FOLDER).free < DISK:
        sys.exit(f"{FOLDER} needs {DISK / 2**30:.0f} GB of free disk")
    start, sizes, found = None, {}, {}
    try:
        start = measure(START, options.runs)
        for name in options.only or CASES:
            source = FOLDER / CASES[name]
            made(source, lambda path, name=name: clock(SIDE + [name, str(path)]))
            sizes[name] = source.stat().st_size / 1e6
            found[name] = measure(source, options.runs)
            if not options.keep:
                source.unlink()
    finally:
        if not options.keep:
            shutil.rmtree(FOLDER)

    print(f"conversions, medians of {options.runs}{' (too few: a try)' if options.runs < LEAST else ''} processes")
    print(machine())
    print(f"load at the start {load:.2f}; a start that converts {START.name} takes {start['seconds']:.2f} s, "
          f"{start['heap']:.0f} MB of heap and {start['own']:.0f} MB of memory\n")
    print("| what | Tenon | a 100 MB, less a start | heap | memory | of it not of files | times the smallest file's | at most | |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    by_size = {name: (figures["seconds"] - start["seconds"]) / sizes[name] * 100 for name, figures in found.items()}
    smallest, good = min(sizes, key=sizes.get), True
    for name, figures in found.items():
        growth = by_size[name] / by_size[smallest]
        good &= growth <= LINEAR
        cells = [f"{CASES[name]}, {sizes[name]:,.0f} MB, to ONNX", f"{figures['seconds']:.2f} s", f"{by_size[name]:.3f} s"]
        cells += [f"{figures[key]:,.0f} MB" for key in ("heap", "resident", "own")]
        cells += [f"{growth:.2f}", f"{LINEAR}", "ok" if growth <= LINEAR else "MISSED"]
        print("| " + " | ".join(cells) + " |")
        if name != smallest:
            record(f"conversion of {CASES[name]}: a byte", smallest, 1 / growth)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
