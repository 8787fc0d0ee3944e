"""Writes operators.zip: up to four of ONNX's own tests of each operator, for the mutants of OperatorMutantsTest.

Run with the pinned onnx of tests/interop/requirements.txt, on the folder node/ of ONNX's backend tests:
    python operators.py .../onnx/backend/test/data/node
"""

import collections
import pathlib
import sys
import zipfile

import onnx

MOST_BYTES = 20_000
MOST_TESTS = 4
HERE = pathlib.Path(__file__).parent
NODE = pathlib.Path(sys.argv[1])


def operator(model):
    domains = [o.domain for o in model.opset_import]
    if any("training" in d for d in domains):
        return None
    counts = collections.Counter(n.op_type for n in model.graph.node if n.op_type != "Constant")
    return counts.most_common(1)[0][0] if counts else "Constant"


def main():
    found = collections.defaultdict(list)
    for folder in sorted(NODE.iterdir()):
        if not (folder / "model.onnx").exists() or folder.name.endswith("_expanded"):
            continue
        files = [folder / "model.onnx", *sorted((folder / "test_data_set_0").glob("input_*.pb"))]
        if sum(f.stat().st_size for f in files) > MOST_BYTES:
            continue
        model = onnx.load(folder / "model.onnx", load_external_data=False)
        name = operator(model) if model.graph.node else None
        if name:
            found[name].append((folder.name, files))
    with zipfile.ZipFile(HERE / "operators.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(found):
            tests = found[name]
            step = max(1, len(tests) // MOST_TESTS)
            for test, files in tests[::step][:MOST_TESTS]:
                for file in files:
                    info = zipfile.ZipInfo(f"{name}/{test}/{file.name}", (2026, 1, 1, 0, 0, 0))
                    info.compress_type = zipfile.ZIP_DEFLATED
                    out.writestr(info, file.read_bytes())


main()
