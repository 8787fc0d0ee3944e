"""Measures the inside of ResNet50 and `tenon classify`, and prints medians and their ratios. Started by ./inspect."""

import argparse
import json
import sys

from measure import LEAST, ROOT, SIDE, TENON, WORK, class_path, clock, in_turn, load_average, machine, made

PHOTO = ROOT / "samples" / "photos" / "cat.jpg"
NETS = ("ResNet50", "MobileNetV2")
LARGEST = 1.5  # all layer outputs may cost this many plain predictions with copying
TURNS = 30  # predictions of a process


def inside(model, engine, turns):
    worker = ["java", "-Xmx4g", "-cp", class_path(), "dev.tenon.benchmarks.InspectWorker", str(model), str(turns), engine]
    return json.loads(clock(worker)[1].splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=LEAST, help="how often each process runs besides the warm-up")
    runs = parser.parse_args().runs
    WORK.mkdir(parents=True, exist_ok=True)
    load = load_average()
    source = WORK / "resnet50.h5"
    made(source, lambda path: clock(SIDE + ["make", str(path)]))
    good = True
    print(machine())
    print(f"load at the start {load:.2f}; {runs} processes a side\n")
    print("| what | Tenon | other | ratio | bound | |\n| --- | --- | --- | --- | --- | --- |")
    for engine in ("tensorflow", "onnxruntime"):
        found = inside(source, engine, TURNS if runs >= LEAST else 5)
        other = found["plain"] + found["copying"]
        ratio = found["all"] / other
        good &= ratio <= LARGEST
        what = f"{found['layers']} values, {found['bytes'] / 1e6:.0f} MB, {engine}, against a prediction with copying"
        print(
            f"| {what} | {found['all']:.0f} ms | {found['plain']:.0f} + {found['copying']:.0f} ms | {ratio:.2f} | at most {LARGEST} "
            f"| {'ok' if ratio <= LARGEST else 'MISSED'} |", flush=True)
    for net in NETS:
        weights = WORK / f"{net}.weights.h5"
        made(weights, lambda path, net=net: clock(SIDE + ["weights", net, str(path)]))
        times = in_turn(
            {
                "keras": SIDE + ["classify", net, str(weights), str(PHOTO)],
                "tenon": TENON + ["classify", str(PHOTO), "--model", net, "--weights", str(weights)],
            }, runs)
        ratio = times["tenon"] / times["keras"]
        good &= ratio < 1
        print(
            f"| classify, {net}, cold process, against Python Keras | {times['tenon']:.2f} s | {times['keras']:.2f} s | {ratio:.2f} "
            f"| below 1 | {'ok' if ratio < 1 else 'MISSED'} |", flush=True)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
