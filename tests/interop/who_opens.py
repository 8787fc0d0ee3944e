"""Counts which Keras files the newest Keras opens, and which Tenon does; writes the table into README.md.

    python tests/interop/who_opens.py ../shared/foreign/keras-manifest.jsonl [~/.cache/tenon/applications/manifest.jsonl …]

(python: of the interop venv.) The files are those of the manifests of `tenon verify`. Keras may try twice, as a user would:
`keras.models.load_model(file)`, then with `compile=False`. What it opens runs on the recorded inputs: `right` counts those
that are within the row's tolerance, or 1e-5, of the recording. For Tenon, `./tenon verify` says both. A file without a recording counts as opened.
"""

import collections
import json
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
            row["file"] = str(manifest.parent / row["file"])
            if row.get("golden"):
                row["golden"] = str(manifest.parent / row["golden"])
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
        done = subprocess.run([ROOT / "tenon", "verify", "--manifest", manifest.name], stdout=subprocess.PIPE, text=True)
    verdicts = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if [v["file"] for v in verdicts] != [row["file"] for row in rows]:
        raise ValueError(f"tenon verify answered {len(verdicts)} of {len(rows)} rows")
    for verdict in verdicts:
        status = verdict["status"]
        yield status in ("ok", "weak", "loaded", "differs"), status in ("ok", "weak")


def table(rows):
    kinds = collections.defaultdict(lambda: [0, 0, 0, 0, 0, 0, collections.Counter()])
    for row, (opened, same, why), (tenon_opened, tenon_same) in zip(rows, with_keras(rows), with_tenon(rows)):
        counts = kinds[kind_of(row)]
        for i, fact in enumerate([True, bool(row.get("golden")), opened, same, tenon_opened, tenon_same]):
            counts[i] += fact
        if why:
            counts[6][why] += 1
    yield f"| written as | files, recorded | Keras {keras.__version__} opens, right | Tenon opens, right | Keras' most frequent error |"
    yield "| --- | --- | --- | --- | --- |"
    for kind, (files, recorded, opened, same, tenon_opened, tenon_same, why) in sorted(kinds.items()):
        error = f"{why.most_common(1)[0][0]} ({why.most_common(1)[0][1]})" if why else ""
        yield f"| {kind} | {files}, {recorded} | {opened}, {same} | {tenon_opened}, {tenon_same} | {error} |"


def main():
    rows = list(rows_of(pathlib.Path(argument) for argument in sys.argv[1:]))
    if not rows:
        sys.exit(__doc__)
    text = "\n".join(table(rows))
    print(text)
    readme = ROOT / "README.md"
    before, rest = readme.read_text().split(BEGIN)
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    main()
