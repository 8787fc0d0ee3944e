"""Compares what Tenon's two engines give for ONNX's operators with ONNX's ReferenceEvaluator, which shares no code with them.

    python tests/interop/check_reference.py record FOREIGN SUITE [--every N] [--seed N]
    tenon verify --suite SUITE --engine tensorflow > SUITE/tensorflow.jsonl
    tenon verify --suite SUITE --engine onnxruntime > SUITE/onnxruntime.jsonl
    python tests/interop/check_reference.py check SUITE

(python: of the interop venv; FOREIGN: the folder of models made by others.) `record` takes ONNX's operator tests and this
checkout's own, and writes them again with the answers of the evaluator in place of the recorded ones: once with the recorded
inputs, and, where the first is of floating point, once with its numbers in another order. `check` fails where an engine
differs, unless tests/goldens/onnx/gaps.tsv or tests/interop/reference.tsv says why, or where such a reason is out of date.
"""

import argparse
import collections
import json
import pathlib
import shutil
import sys
import warnings

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
OPEN = CHECKOUT / "tests/interop/reference.tsv"
GAPS = CHECKOUT / "tests/goldens/onnx/gaps.tsv"
SHUFFLED = ".shuffled"
BOTH = ("tensorflow", "onnxruntime")
GOOD = ("ok", "weak")
NO_ANSWER = ("unsupported", "malformed", "error")


def tests(foreign):
    found = list((foreign / "onnx/node").glob("*/model.onnx")) + list((CHECKOUT / "tests/goldens/onnx/operators").glob("*/model.onnx"))
    return sorted((model.parent for model in found), key=lambda folder: folder.name)


def is_plain(model):
    ports = [*model.graph.input, *model.graph.output]
    return all(port.type.HasField("tensor_type") for port in ports)


def is_float(array):
    return array.dtype.kind == "f" or "float" in str(array.dtype)


def shuffled(inputs, random):
    """Returns inputs with the numbers of the first in another order, or None where they are few or no floats."""
    if not inputs or not is_float(inputs[0]) or inputs[0].size < 2:
        return None
    first = inputs[0]
    return [random.permutation(first.reshape(-1)).reshape(first.shape), *inputs[1:]]


def answers(model, inputs):
    import numpy as np
    from onnx.reference import ReferenceEvaluator

    names = [port.name for port in model.graph.input]
    given = ReferenceEvaluator(model).run(None, dict(zip(names, inputs)))
    return [np.asarray(one) for one in given]


def write(folder, model_file, inputs, outputs):
    from onnx import numpy_helper

    data = folder / "test_data_set_0"
    data.mkdir(parents=True)
    shutil.copy(model_file, folder / "model.onnx")
    for kind, arrays in (("input", inputs), ("output", outputs)):
        for i, array in enumerate(arrays):
            (data / f"{kind}_{i}.pb").write_bytes(numpy_helper.from_array(array).SerializeToString())


def record(foreign, suite, every, seed):
    import numpy as np
    import onnx
    from check_onnx_operators import tensors

    shutil.rmtree(suite, ignore_errors=True)
    suite.mkdir(parents=True)
    none = {}
    written = 0
    for folder in tests(foreign)[::every]:
        model = onnx.load(folder / "model.onnx")
        if not is_plain(model):
            none[folder.name] = "holds sequences or optional values, which are not compared"
            continue
        try:
            inputs = tensors(folder / "test_data_set_0", "input")
            random = np.random.default_rng([seed, *folder.name.encode()])
            for suffix, fed in (("", inputs), (SHUFFLED, shuffled(inputs, random))):
                if fed is not None:
                    write(suite / (folder.name + suffix), folder / "model.onnx", fed, answers(model, fed))
                    written += 1
        except Exception as e:  # whatever it throws is its answer
            none[folder.name] = f"{type(e).__name__}: {e}".splitlines()[0][:200]
    (suite / "none.json").write_text(json.dumps(none, indent=1))
    print(f"the reference evaluator answered {written:,} times; for {len(none)} tests it has no answer")
    return 0


def table(path):
    rows = [line.split("\t") for line in path.read_text().splitlines() if line and not line.startswith("#")]
    reasons = collections.defaultdict(dict)
    for test, run, reason in rows:
        for engine in BOTH if run == "both" else (run,):
            reasons[test][engine] = reason
    return reasons


def check(suite):
    gaps, known = table(GAPS), table(OPEN)
    failed, counts, used = 0, collections.Counter(), set()
    written = {path.name for path in suite.iterdir() if path.is_dir()}
    for engine in BOTH:
        missing = set(written)
        for line in (suite / f"{engine}.jsonl").read_text().splitlines():
            if not line.startswith("{"):
                continue
            row = json.loads(line)
            test = row["file"].removesuffix(SHUFFLED)
            missing.discard(row["file"])
            if row["status"] in GOOD:
                counts[engine, "as the reference"] += 1
            elif engine in known.get(test, {}):
                used.add((test, engine))
                counts[engine, "differ as listed in reference.tsv"] += 1
            elif engine in gaps.get(test, {}):
                counts[engine, "not supported, as listed in gaps.tsv"] += 1
            elif engine == "onnxruntime" and row["status"] in NO_ANSWER and ("ONNX Runtime" in row["message"] or "ORT_" in row["message"]):
                counts[engine, "not run by ONNX Runtime"] += 1
            else:
                failed += 1
                print(f"{engine}: {row['file']}: {row['status']}: {' '.join(row['message'].split())}"[:300])
        for name in sorted(missing):
            failed += 1
            print(f"{engine}: {name}: no line, as of a process that ended")
    names = {name.removesuffix(SHUFFLED) for name in written}
    for test, engines in known.items():
        for engine in engines:
            if test in names and (test, engine) not in used:
                failed += 1
                print(f"reference.tsv: {test} on {engine} no longer differs: take the line out")
    for (engine, what), number in sorted(counts.items()):
        print(f"{engine}: {number:,} {what}")
    print(f"the reference evaluator had no answer for {len(json.loads((suite / 'none.json').read_text()))} tests; {failed} faults")
    return 1 if failed else 0


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=["record", "check"])
    parser.add_argument("paths", type=pathlib.Path, nargs="+")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    paths = [path.resolve() for path in arguments.paths]
    return record(*paths, arguments.every, arguments.seed) if arguments.verb == "record" else check(*paths)


if __name__ == "__main__":
    sys.exit(main())
