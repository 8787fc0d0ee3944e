"""From the start of a process to the first embedding, by the clock, both sides in turn. Started by ./embed."""

import argparse
import json
import os
import subprocess
import sys

from measure import HERE, LEAST, ROOT, TENON, WORK, clock, in_turn, load_average, machine

TEXT = "Where is the library?"
LEAST_RATIO = 2.0
PYTHON = """
import json, sys
from sentence_transformers import SentenceTransformer
print(json.dumps(SentenceTransformer(sys.argv[1], device="cpu").encode([sys.argv[2]])[0].tolist()))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--runs", type=int, default=LEAST, help="how often each process runs besides the warm-up")
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    classes = WORK / "embed"
    classes.mkdir(parents=True, exist_ok=True)
    own = os.environ.get("TENON_CLASSPATH")
    libraries = own or (ROOT / ".tenon" / "classpath").read_text().strip()
    subprocess.run(["javac", "-d", classes, "-cp", libraries, HERE / "EmbedStart.java"], check=True)
    start = ["java", "-cp", f"{classes}:{libraries}", "EmbedStart", options.folder, TEXT]
    jobs = {
        "python": [sys.executable, "-c", PYTHON, options.folder, TEXT],
        "tensorflow": start + ["tensorflow"],
        "onnxruntime": start + ["onnxruntime"],
    }
    if not own:
        jobs["tenon embed"] = TENON + ["embed", options.folder, "--text", TEXT]
    load = load_average()

    expected = json.loads(clock(jobs["python"])[1].splitlines()[-1])
    for engine in ("tensorflow", "onnxruntime"):
        found = json.loads(clock(jobs[engine])[1].splitlines()[-1])
        apart = max(abs(a - b) for a, b in zip(expected, found, strict=True)) / max(map(abs, expected))
        print(f"{engine}: {apart:.1e} of the largest number apart")
        if apart > 1e-5:
            sys.exit("the vectors differ")

    times = in_turn(jobs, options.runs)
    good = True
    print(machine())
    print(f"load at the start {load:.2f}; {options.runs} processes a side\n")
    print("| from start to first embedding | Tenon | sentence-transformers | times as fast | at least | |\n| --- | --- | --- | --- | --- | --- |")
    for name in list(jobs)[1:]:
        ratio = times["python"] / times[name]
        good &= ratio >= LEAST_RATIO
        verdict = "ok" if ratio >= LEAST_RATIO else "MISSED"
        print(f"| {name} | {times[name]:.2f} s | {times['python']:.2f} s | {ratio:.2f} | {LEAST_RATIO:.2f} | {verdict} |")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
