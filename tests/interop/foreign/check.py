"""Opens what ForeignFiles.java wrote of the models of ../shared/foreign, and holds the refusals to a list.

    python tests/interop/foreign/check.py --list [--part I/N] > models.jsonl
    python tests/interop/foreign/check.py FOLDER [--part I/N] [--only TEXT…] [--targets onnx,keras…] [--results FILE] [--table]

(python: of the interop venv.) FOLDER has written.jsonl, the answers of ForeignFiles.java, and the files. ONNX Runtime opens
an `.onnx`, TensorFlow a SavedModel, Keras 3 a `.keras`, and tf_keras and Keras 3 the `.h5` files that are for them, with the
defaults of load_model. An `h5` is what an .h5 is by default: where a note says that it is for one generation of Keras alone,
the other must refuse it; where it has the bytes of the `both-h5`, that one is opened. The outputs must be within 1e-5 of the
recording; a model without one is compared with ONNX Runtime on its `.onnx`. Of a compiled model one more step is trained. An
`.onnx` of an ONNX file whose source ONNX Runtime does not open either is `as the source`, and so is a step of training that
fails with the source in the same words; a step that fails in Keras 3 as the writer's note says is `as told`. A file whose
reader ends is tried again without oneDNN, in whose kernels TensorFlow ends for some of the sources.

Exit code 1, and a line for each: a file that its reader does not open, another number, a step that fails; a refusal that
does not stand in refusals.tsv (file, targets, reason; the reason is part of what Tenon says), and a line there that is not
refused any more. `--table` writes the counts into docs/foreign.md.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import queue
import re
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent)]

from recordings import models  # noqa: E402

TARGETS = {
    "onnx": ("onnxruntime",),
    "savedmodel": ("tensorflow",),
    "keras": ("keras3",),
    "h5": ("tf_keras", "keras3"),
    "both-h5": ("tf_keras", "keras3"),
    "tf-keras-h5": ("tf_keras",),
    "keras3-h5": ("keras3",),
}
BEGIN, END = "<!-- check.py writes from here -->", "<!-- to here -->"
GOOD = ("right", "as the source", "as told")
STATE = "Keras 3 does not take an optimizer's state from an .h5 file, its own included: there, compile the model again"
LIMIT = 300  # seconds a file may take
FILES_A_PROCESS = 150  # models that a process opens: TensorFlow gives nothing back


class Opener:
    """A process of opener.py that is started again where it ends."""

    def __init__(self, root, environment=None):
        self.root = root
        self.environment = {**os.environ, **(environment or {})}
        self.process = None
        self.opened = 0

    def start(self):
        command = [sys.executable, str(HERE / "opener.py"), str(self.root)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1, env=self.environment)
        self.answers = queue.Queue()
        threading.Thread(target=self.read, args=(self.process.stdout, self.answers.put), daemon=True).start()
        threading.Thread(target=self.read, args=(self.process.stderr, self.keep), daemon=True).start()
        self.opened = 0
        if not self.line():
            raise RuntimeError(f"opener.py does not start: {self.last}")

    @staticmethod
    def read(stream, put):
        for line in stream:
            put(line.strip())
        put("")

    last = ""  # line of the standard error, which is to be read or the process stops

    def keep(self, line):
        self.last = line or self.last

    def line(self):
        """The next answer; None where the process ended or takes too long."""
        try:
            text = self.answers.get(timeout=LIMIT)
        except queue.Empty:
            self.last = f"no answer in {LIMIT} s"
            return None
        return json.loads(text) if text else None

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def outcomes(self, row, files, todo=None):
        todo = todo or [[target, reader] for target in files for reader in TARGETS[target]]
        while todo:
            if self.process is None or self.opened >= FILES_A_PROCESS:
                self.stop()
                self.start()
            self.process.stdin.write(json.dumps({"row": row, "files": files, "todo": todo}) + "\n")
            self.opened += 1
            at = todo[0] if todo else None
            while answer := self.line():
                if "end" in answer:
                    todo.remove(answer["end"])
                    yield answer["end"], answer["outcome"]
                at = answer.get("start", at)
                if "done" in answer:
                    return
            self.stop()
            if at not in todo:
                raise RuntimeError(f"opener.py ended between two files: {self.last}")
            todo.remove(at)
            yield at, f"crashed: {self.last}"


def retried(plain, row, files, at):
    """The outcome of one file and reader in a process without oneDNN."""
    needed = {at[0]: files[at[0]], **({"onnx": files["onnx"]} if "onnx" in files else {})}
    [(_, outcome)] = plain.outcomes(row, needed, [at])
    return outcome


def same(one, other):
    return pathlib.Path(one).read_bytes() == pathlib.Path(other).read_bytes()


def opened(root, jobs, processes):
    """All outcomes by file, target and reader."""
    waiting, found = queue.Queue(), {}
    for job in jobs:
        waiting.put(job)

    def work(_):
        opener, plain = Opener(root), Opener(root, {"TF_ENABLE_ONEDNN_OPTS": "0"})
        try:
            while True:
                row, files = waiting.get_nowait()
                for (target, reader), outcome in opener.outcomes(row, files):
                    if outcome.startswith("crashed"):
                        outcome = retried(plain, row, files, [target, reader])
                    found[row["file"], target, reader] = outcome
        except queue.Empty:
            pass
        finally:
            opener.stop()
            plain.stop()

    with concurrent.futures.ThreadPoolExecutor(processes) as pool:
        list(pool.map(work, range(processes)))  # a fault of this program ends it here
    return found


def lines_of(path):
    """The lines of a table with tabs, without comments."""
    if path.exists():
        for line in path.read_text().splitlines():
            if line and not line.startswith("#"):
                yield line.split("\t")


def by_notes(written, found):
    """Gives a default .h5 the outcomes of the file that it equals, and marks those that the writer's notes foretell."""
    for line in written:
        source, target, notes = line["source"], line["target"], line.get("notes", [])
        if target == "h5" and (source, "both-h5", "keras3") in found and (source, "h5", "keras3") not in found:
            for reader in TARGETS["h5"]:
                found[source, "h5", reader] = found[source, "both-h5", reader]
        # Keras 3 cannot train with an optimizer whose state it finds in an .h5 file, its own files included.
        state = (source, target, "keras3")
        if found.get(state, "").startswith("untrained: ValueError: Unknown variable") and STATE in " ".join(notes):
            found[state] = "as told"
        for reader, other in (("tf_keras", "Keras 3"), ("keras3", "tf_keras")):
            key = source, target, reader
            if target == "h5" and key in found and any(note.startswith(f"only {other} opens this file") for note in notes):
                found[key] = "as told" if found[key].startswith("unopened") else f"not refused: {found[key]}"


def refusals(written, rows):
    """Sentences about refusals that the list does not know, or knows in vain."""
    listed = {(file, target): reason for file, targets, reason in lines_of(HERE / "refusals.tsv") for target in targets.split(",")}
    for line in written:
        key = line["source"], line["target"]
        every = line["source"], "*"
        reason = listed.get(key, listed.get(every))
        if line["status"] == "written" and reason:
            yield f"WRITTEN\t{key[0]}\t{key[1]}\twhich refusals.tsv says is refused: take the line out"
        elif line["status"] in ("refused", "unread") and reason is None:
            yield f"REFUSED\t{key[0]}\t{key[1]}\t{'; '.join(line['reasons'])[:300]}"
        elif line["status"] in ("refused", "unread") and not any(reason in told for told in line["reasons"]):
            yield f"REFUSED\t{key[0]}\t{key[1]}\tnot for '{reason}' but: {'; '.join(line['reasons'])[:300]}"
        elif line["status"] == "failed":
            yield f"FAILED\t{key[0]}\t{key[1]}\t{'; '.join(line['reasons'])[:300]}"
    for file, _ in listed:
        if file not in {row["file"] for row in rows}:
            yield f"UNKNOWN\t{file}\tstands in refusals.tsv, and is no model here"


def table(rows, written, found):
    counts = collections.defaultdict(collections.Counter)
    right = collections.Counter()
    group = {row["file"]: row["group"] for row in rows}
    recorded = {row["file"] for row in rows if row.get("golden") or row.get("data")}
    for line in written:
        file, target = line["source"], line["target"]
        if line["status"] == "written":
            counts[group[file], target]["written"] += 1
            good = all(found.get((file, target, reader), "").startswith(GOOD) for reader in TARGETS[target])
            counts[group[file], target]["right"] += good
            right[target] += good and file in recorded and not file.startswith("onnx/")
    groups = list(dict.fromkeys(group.values()))
    sizes = collections.Counter(group.values())
    yield "| written by | models | " + " | ".join(f"`{t}`" for t in TARGETS) + " |"
    yield "| --- | --- |" + " --- |" * len(TARGETS)
    for name in groups:
        cells = [counts[name, t] for t in TARGETS]
        told = [f"{c['right']}" + (f" of {c['written']}" if c["right"] != c["written"] else "") for c in cells]
        yield f"| {name} | {sizes[name]} | " + " | ".join(told) + " |"
    keras = [f for f in recorded if not f.startswith("onnx/")]
    yield f"| Keras, with a recording | {len(keras)} | " + " | ".join(str(right[t]) for t in TARGETS) + " |"
    yield ""
    reasons = collections.defaultdict(set)
    for file, targets, reason in lines_of(HERE / "refusals.tsv"):
        # Nodes and inputs have other names in each model.
        told = re.sub(r"^(node|input|output) '[^']*'(?: of '[^']*')?(?: \((\w+)\))?: ", lambda m: f"{m[2] or m[1]}: ", reason)
        reasons[told].update((file, target) for target in targets.split(","))
    yield "| reason of refusal | models | formats |"
    yield "| --- | --- | --- |"
    for reason, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
        names = sorted({target for _, target in places}, key=lambda t: ["*", *TARGETS].index(t))
        shown = "all" if "*" in names else ", ".join(f"`{n}`" for n in names)
        yield f"| {reason.replace('|', '/')} | {len({file for file, _ in places})} | {shown} |"


def write_table(rows, written, found):
    page = ROOT / "docs/foreign.md"
    before, rest = page.read_text().split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n" + "\n".join(table(rows, written, found)) + f"\n{END}{rest.split(END, 1)[1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path)
    parser.add_argument("--foreign", type=pathlib.Path, default=ROOT.parent / "shared/foreign")
    parser.add_argument("--list", action="store_true", help="print the models")
    parser.add_argument("--part", help="I/N: every N-th model")
    parser.add_argument("--only", nargs="+", default=[""], help="only models whose name contains one of these")
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--results", type=pathlib.Path, help="every outcome as a line of JSON")
    parser.add_argument("--table", action="store_true", help="write docs/foreign.md")
    options = parser.parse_args()
    part = tuple(map(int, options.part.split("/"))) if options.part else None
    rows = [row for row in models(options.foreign, part) if any(text in row["file"] for text in options.only)]
    if options.list:
        print("\n".join(json.dumps(row) for row in rows))
        return 0
    written = [json.loads(line) for line in (options.folder / "written.jsonl").read_text().splitlines()]
    files = {row["file"] for row in rows}
    written = [w for w in written if w["source"] in files and w["target"] in options.targets.split(",")]
    jobs = []
    for row in rows:
        mine = {w["target"]: str(options.folder / w["file"]) for w in written if w["source"] == row["file"] and "file" in w}
        if "h5" in mine and "both-h5" in mine and same(mine["h5"], mine["both-h5"]):
            del mine["h5"]
        jobs.append((row, mine))
    found = opened(options.foreign, jobs, options.processes)
    if options.results:
        keys = ("file", "target", "reader", "outcome")
        options.results.write_text("".join(json.dumps(dict(zip(keys, (*key, o)))) + "\n" for key, o in sorted(found.items())))
    by_notes(written, found)
    failures = list(refusals(written, models(options.foreign)))
    failures += [f"{'	'.join(key)}\t{o}" for key, o in sorted(found.items()) if o not in GOOD]
    for failure in failures:
        print(failure)
    counts = collections.Counter((target, reader, outcome.split(":")[0]) for (_, target, reader), outcome in found.items())
    counts.update((w["target"], "-", w["status"]) for w in written if w["status"] != "written")
    for (target, reader, outcome), count in sorted(counts.items()):
        print(f"{target:12} {reader:12} {outcome:10} {count}")
    if options.table:
        write_table(rows, written, found)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
