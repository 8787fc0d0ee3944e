"""Runs both sides in turn, whole processes by the clock, and prints medians and their ratios. Started by ./convert."""

import argparse
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "benchmarks"
WORK = pathlib.Path(os.environ.get("TENON_WORK", pathlib.Path.home() / ".cache" / "tenon")) / "benchmarks"
SIDE = [sys.executable, str(HERE / "keras_side.py")]
TENON = [str(ROOT / "tenon")]
MISSED = "MISSED"
LEAST = 7  # medians of fewer are a try and prove nothing


def made(path, write):
    """Lets a file be written where there is none, under another name first, so that one that was broken off is not taken for whole."""
    if not path.exists():
        partial = path.with_name(f"partial-{path.name}")
        write(partial)
        partial.replace(path)
    return path


def clock(command):
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3"))
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{done.stdout}\n{done.stderr}")
    return seconds, done.stdout


def in_turn(jobs, runs):
    """Seconds of each command; the first round only warms the disk's cache. In turn, so that a slow minute hits all."""
    found = {name: [] for name in jobs}
    for turn in range(runs + 1):
        for name, command in jobs.items():
            seconds, _ = clock(command)
            print(f"  {name}: {seconds:.2f} s{' (warm-up)' if turn == 0 else ''}", file=sys.stderr)
            if turn:
                found[name].append(seconds)
    return {name: statistics.median(all_) for name, all_ in found.items()}


def record(row, side, ratio):
    """Appends how many times as good Tenon is as a side in a row to the file that TENON_RATIOS names, if any."""
    path = os.environ.get("TENON_RATIOS")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{row}\t{side}\t{ratio:.3f}\n")


def judged(ratio, least):
    """Returns the cells of a bound, and whether it is met; empty ones for a row that has none."""
    return ("", "") if least is None else (f"{least:.2f}", "ok" if ratio >= least else MISSED)


def load_average():
    """Returns how many processes wanted a processor in the last minute, and warns where others do."""
    load = os.getloadavg()[0]
    if load > 0.3 * os.cpu_count():
        print(f"the load of this machine is {load:.1f}: it does something else, and the figures are of no use", file=sys.stderr)
    return load


def class_path():
    """Returns that of the workers in Java, which the scripts have built."""
    module = HERE / "target"
    jar = next(module.glob("tenon-benchmarks-*.jar"))
    return f"{jar}:{(module / 'classpath.txt').read_text().strip()}"


def image_file(path):
    import numpy as np

    np.savez(path, in0=np.random.default_rng(7).uniform(0, 255, (1, 224, 224, 3)).astype("float32"))


def jmh(model, onnx, quick):
    result = WORK / "jmh.json"
    command = ["java", "-cp", class_path(), "org.openjdk.jmh.Main", "PredictBenchmark", "-rf", "json", "-rff", str(result)]
    # Bare ONNX Runtime 1.29 overflows an ordinary thread's stack where the class path is long; Tenon sees to it itself.
    command += ["-jvmArgs", f"-Xss256m -Dmodel={model} -Donnx={onnx}"]
    clock(command + (["-wi", "1", "-w", "2s", "-i", "1", "-r", "3s"] if quick else []))
    found = {}
    for row in json.loads(result.read_text()):
        name = row.get("params", {}).get("engine", "bare onnxruntime")
        found[name] = row["primaryMetric"]["scorePercentiles"]["50.0"]
    return found


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    cpu = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    java = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[1]
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB; {platform.system()} {platform.release()}; {java}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="how often each process runs besides the warm-up")
    runs = parser.parse_args().runs
    quick = runs < LEAST
    WORK.mkdir(parents=True, exist_ok=True)
    source, ours, theirs, image = (WORK / name for name in ("resnet50.h5", "tenon.onnx", "keras.onnx", "image.npz"))
    load = load_average()
    made(source, lambda path: clock(SIDE + ["make", str(path)]))
    image_file(image)

    print("converting", file=sys.stderr)
    convert = in_turn(
        {"keras": SIDE + ["export", str(source), str(theirs)], "tenon": TENON + ["convert", str(source), str(ours)]}, runs)
    print("loading and the first prediction", file=sys.stderr)
    predict = TENON + ["predict", str(source), "--input", str(image), "-o", str(WORK / "out.npz"), "--engine"]
    first = in_turn(
        {
            "keras": SIDE + ["first", str(source)],
            "tensorflow": predict + ["tensorflow"],
            "onnxruntime": predict + ["onnxruntime"],
        }, runs)
    print("one image after another", file=sys.stderr)
    steady = {}
    for name, all_ in json.loads(clock(SIDE + ["steady", str(source), "10" if quick else "100"])[1].splitlines()[-1]).items():
        steady[name] = statistics.median(all_)
    steady.update(jmh(source, ours, quick))

    rows = []

    def row(what, unit, mine, other, least, digits, side="keras"):
        ratio = other / mine
        record(what, side, ratio)
        rows.append((what, f"{mine:.{digits}f} {unit}", f"{other:.{digits}f} {unit}", f"{ratio:.2f}", f"{least:.2f}", ratio >= least))

    row("convert, cold process, against model.export(format='onnx')", "s", convert["tenon"], convert["keras"], 13, 2)
    for engine in ("tensorflow", "onnxruntime"):
        row(f"load and first prediction, {engine}, against load_model and predict", "s", first[engine], first["keras"], 1, 2)
    row("one image, onnxruntime, against bare ONNX Runtime", "ms", steady["onnxruntime"], steady["bare onnxruntime"], 1 / 1.10, 1, "onnxruntime")
    row("one image, tensorflow, against tf.function", "ms", steady["tensorflow"], steady["tf.function"], 1 / 1.15, 1)
    for engine in ("tensorflow", "onnxruntime"):
        row(f"one image, {engine}, against model.predict", "ms", steady[engine], steady["model.predict"], 1, 1)

    print(f"ResNet50, CPU, medians{' of too few: a try' if quick else f' of {runs} processes'}")
    print(machine())
    print(f"load at the start {load:.2f}; tenon.onnx has CRC {zlib.crc32(ours.read_bytes()):08x}\n")
    print("| what | Tenon | other | times as fast | at least | |\n| --- | --- | --- | --- | --- | --- |")
    for what, mine, other, ratio, least, good in rows:
        print(f"| {what} | {mine} | {other} | {ratio} | {least} | {'ok' if good else 'MISSED'} |")
    sys.exit(0 if all(good for *_, good in rows) else 1)


if __name__ == "__main__":
    main()
