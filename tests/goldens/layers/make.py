"""Makes the layer goldens beside this file: a tiny model for each layer and option, and the numbers Keras answers.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/layers/make.py            # everything
    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/layers/make.py conv core  # some families
    ... make.py recurrent --only lstm                                                         # cases by part of a name

Writes `FAMILY/CASE.ORACLE.{h5,keras,npz}`, rewrites the rows of those cases in `manifest.jsonl`, and the list of what
Keras itself could not do in `skipped.jsonl`. See README.md for the columns.
"""

import argparse
import importlib
import json
import sys
import traceback

import golden

FAMILIES = (
    "core",
    "conv",
    "pooling",
    "normalization",
    "merging",
    "reshaping",
    "activation",
    "regularization",
    "preprocessing",
    "recurrent",
    "attention",
    "graph",
    "numpy",
    "policy",
    "local",
    "opnodes",
)


def read_rows(path):
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def write_rows(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def remove_leftovers(folder, rows):
    """Files of cases that were renamed or that failed."""
    wanted = {row[column] for row in rows for column in ("file", "golden")}
    for path in folder.iterdir():
        if f"{folder.name}/{path.name}" not in wanted:
            path.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("families", nargs="*", choices=[*FAMILIES, []], metavar="FAMILY", help=", ".join(FAMILIES))
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    options = parser.parse_args()

    manifest, skipped_file = golden.HERE / "manifest.jsonl", golden.HERE / "skipped.jsonl"
    failed = 0
    for name in options.families or FAMILIES:
        family = importlib.import_module(f"cases.{name}").family
        cases = [c for c in family.cases if options.only in c.name]
        rows, skipped = [], []
        for case in cases:
            for oracle in golden.ORACLES:
                if case.only in (None, oracle.tag):
                    try:
                        made = golden.record(family, case, oracle, skipped)
                    except Exception:  # noqa: BLE001: one bad case must not stop the others
                        traceback.print_exc(limit=-4)
                        print(f"FAILED {name}/{case.name} ({oracle.tag})", file=sys.stderr)
                        failed += 1
                        continue
                    rows += made
                    for row in made:
                        print(f"{row['tolerance']:.1e}  {row['file']}", flush=True)
        redone = {(name, case.name) for case in cases}

        def kept(file):
            folder, file_name = file.split("/")
            return (folder, file_name.split(".")[0]) not in redone and not (folder == name and not options.only)

        rows += [r for r in read_rows(manifest) if kept(r["file"])]
        if not options.only:
            remove_leftovers(golden.HERE / name, rows)
        order = {f: i for i, f in enumerate(FAMILIES)}
        write_rows(manifest, sorted(rows, key=lambda r: (order[r["family"]], r["file"])))
        notes = [{"case": c, "dialect": d, "reason": why} for c, d, why in skipped]
        notes += [n for n in read_rows(skipped_file) if kept(n["case"])]
        write_rows(skipped_file, sorted(notes, key=lambda n: (n["case"], n["dialect"])))
    print(f"{len(read_rows(manifest))} files in the manifest, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
