"""Counts which Keras files the newest Keras opens, and which Tenon does; writes the table into docs/foreign.md.

    python tests/interop/who_opens.py ../shared/foreign/keras-manifest.jsonl [~/.cache/tenon/applications/manifest.jsonl …]
    python tests/interop/who_opens.py --results who.jsonl [MANIFEST …]    # goes on from, and adds to, what is in who.jsonl
    tests/interop/who_opens who.jsonl                                     # all of the table, one network at a time

(python: of the interop venv.) The files are those of the manifests of `tenon verify`. Keras may try twice, as a user would:
`keras.models.load_model(file)`, then with `compile=False`. What it opens runs on the recorded inputs: `right` counts those
that are within the row's tolerance, or 1e-5, of the recording. For Tenon, `./tenon verify` says both. A file without a recording counts as opened.

The 52 files of the applications are 6 GB together. With `--results` the answers are kept, one JSON line a file, and the table
counts all lines: files may be made, asked about and deleted one network after the other. What is in the file already, from
the same version of Keras, is not asked again. Without a manifest, the table is written from the file.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import quiet  # noqa: F401
import keras
import numpy as np
import tensorflow as tf
from oracle import rel_diff

ROOT = pathlib.Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- who_opens.py writes from here -->", "<!-- to here -->"
SHOWN = 90  # characters of an error


def rows_of(manifests):
    for manifest in manifests:
        for line in manifest.read_text().splitlines():
            row = json.loads(line)
            row["id"] = f"{manifest.absolute().parent.name}/{row['file']}"
            row["file"] = str(manifest.absolute().parent / row["file"])
            if row.get("golden"):
                row["golden"] = str(manifest.absolute().parent / row["golden"])
            yield row


def kind_of(row):
    """What wrote the file. Tools of Keras 1.0 wrote no version."""
    application = "dialect" in row
    zipped = pathlib.Path(row["file"]).read_bytes()[:2] == b"PK"
    if application:
        writer = "Keras 3" if row["dialect"].startswith("k3") else "tf_keras 2.21"
        return f"`keras.applications`, {'.keras' if zipped else '.h5'} of {writer}"
    version = row.get("keras_version") or "1"
    if version.startswith("3"):
        return f"{'.keras' if zipped else '.h5'} of Keras 3"
    if zipped:
        return ".keras of TensorFlow 2"
    return f".h5 of Keras {version[0]}" + (".x and tf.keras" if version[0] == "2" else ".x")


def keras_load(path):
    # A file may be an HDF5 file whatever its name is; Keras goes by the name.
    failure = None
    for options in ({}, {"compile": False}):
        keras.backend.clear_session()
        try:
            return keras.models.load_model(path, **options), None
        except Exception as e:  # whatever it is, the file does not open
            failure = failure or e
    return None, failure


def same_numbers(model, row):
    with np.load(row["golden"]) as golden:
        inputs = [golden[f"in{i}"] for i in range(len(model.inputs))]
        outputs = [golden[k] for k in sorted((k for k in golden if re.fullmatch(r"out\d+", k)), key=lambda k: int(k[3:]))]
    given = inputs[0] if len(inputs) == 1 else inputs
    for run in (lambda: model(given, training=False), lambda: model.predict(given, verbose=0)):
        try:
            return all(rel_diff(g, o) <= row.get("tolerance", 1e-5) for g, o in zip(tf.nest.flatten(run()), outputs))
        except Exception:  # opened, but it does not run; what a plain CPU kernel refuses, predict may compile
            continue
    return False


def with_keras(rows):
    for row in rows:
        model, failure = keras_load(row["file"])
        opened, recorded = model is not None, bool(row.get("golden"))
        yield opened, recorded and opened and same_numbers(model, row), reason(failure)
        print("." if opened else "x", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def reason(failure):
    """The telling sentence of an error, without names of one file's layers and without advice."""
    if failure is None:
        return None
    lines = [line.strip() for line in str(failure).splitlines() if line.strip()] or [type(failure).__name__]
    told = next((line for line in lines if re.search(r"Unrecognized|Unknown|cannot|Could not|not supported", line)), lines[0])
    told = re.sub(r"^.*?((?:Unrecognized keyword|Unknown layer|Could not locate class))", r"\1", told)
    told = re.sub(r"[.!] .*$", "", told.replace("|", "/").replace("`", "'"))
    told = re.sub(r"Layer '[^']+'", "Layer …", told)
    return told if len(told) <= SHOWN else told[: SHOWN - 1] + "…"


def with_tenon(rows):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as manifest:
        keys = ("file", "golden", "tolerance")
        manifest.write("".join(json.dumps({k: row[k] for k in keys if row.get(k)}) + "\n" for row in rows))
        manifest.flush()
        done = subprocess.run([os.environ.get("TENON", ROOT / "tenon"), "verify", "--manifest", manifest.name], stdout=subprocess.PIPE, text=True)
    verdicts = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if [v["file"] for v in verdicts] != [row["file"] for row in rows]:
        raise ValueError(f"tenon verify answered {len(verdicts)} of {len(rows)} rows")
    for verdict in verdicts:
        status = verdict["status"]
        yield status in ("ok", "weak", "loaded", "differs"), status in ("ok", "weak")


def answers(rows):
    for row, (opened, same, why), (tenon_opened, tenon_same) in zip(rows, with_keras(rows), with_tenon(rows)):
        facts = [True, bool(row.get("golden")), opened, same, tenon_opened, tenon_same]
        yield {"id": row["id"], "kind": kind_of(row), "keras": keras.__version__, "facts": [int(f) for f in facts], "why": why}


def table(lines):
    kinds = collections.defaultdict(lambda: [0, 0, 0, 0, 0, 0, collections.Counter()])
    for line in lines:
        counts = kinds[line["kind"]]
        for i, fact in enumerate(line["facts"]):
            counts[i] += fact
        if line["why"]:
            counts[6][line["why"]] += 1
    yield f"| written as | files, recorded | Keras {keras.__version__} opens, right | Tenon opens, right | Keras' most frequent error |"
    yield "| --- | --- | --- | --- | --- |"
    for kind, (files, recorded, opened, same, tenon_opened, tenon_same, why) in sorted(kinds.items()):
        error = f"{why.most_common(1)[0][0]} ({why.most_common(1)[0][1]})" if why else ""
        yield f"| {kind} | {files}, {recorded} | {opened}, {same} | {tenon_opened}, {tenon_same} | {error} |"


def kept(results):
    if results is None or not results.exists():
        return []
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    return [line for line in lines if line["keras"] == keras.__version__]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("manifests", nargs="*", type=pathlib.Path)
    parser.add_argument("--results", type=pathlib.Path, help="go on from the answers in this file, and add to them")
    options = parser.parse_args()
    lines = kept(options.results)
    asked = {line["id"] for line in lines}
    rows = [row for row in rows_of(options.manifests) if row["id"] not in asked]
    lines = sorted(lines + list(answers(rows) if rows else []), key=lambda line: line["id"])
    if not lines:
        sys.exit(__doc__)
    if options.results:
        options.results.write_text("".join(json.dumps(line) + "\n" for line in lines))
    text = "\n".join(table(lines))
    print(text)
    if options.results and options.manifests:
        return  # a part; the table is written once all are there
    page = ROOT / "docs/foreign.md"
    before, rest = page.read_text().split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}")


if __name__ == "__main__":
    main()
