"""Measures what this machine can do at most, and says what share of it a training uses.

    THREADS=2 python train_limits.py     # prints operations and bytes a second, as JSON; NumPy, or PyTorch where it is

Products are those of two matrices of 2048 x 2048 in float32. Copying counts what is read and what is written.
"""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

THREADS = int(os.environ.get("THREADS", "2"))
TRIES = 5
SIZE = 2048
COPIED = 1 << 28  # bytes


def best(job):
    """Returns the seconds of the fastest run after one that does not count."""
    job()
    found = []
    for _ in range(TRIES):
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return min(found)


def product():
    try:
        import torch

        torch.set_num_threads(THREADS)
        left, right = torch.rand(SIZE, SIZE), torch.rand(SIZE, SIZE)
        return best(lambda: torch.mm(left, right))
    except ImportError:
        import numpy as np

        left, right = (np.random.default_rng(seed).random((SIZE, SIZE), "float32") for seed in (1, 2))
        return best(lambda: left @ right)


def copying():
    import numpy as np

    parts = [(np.ones(COPIED // 4 // THREADS, "float32"), np.zeros(COPIED // 4 // THREADS, "float32")) for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return best(lambda: list(pool.map(lambda part: np.copyto(part[1], part[0]), parts)))


def limits(pythons):
    """Returns the best figures that these Pythons reach."""
    found = []
    environment = dict(os.environ, OPENBLAS_NUM_THREADS=os.environ.get("THREADS", "2"))
    for python in pythons:
        done = subprocess.run([python, __file__], capture_output=True, text=True, env=environment, check=True)
        found.append(json.loads(done.stdout))
    return {name: max(one[name] for one in found) for name in ("operations", "bytes")}


def share(case, count, limit, seconds):
    """Says what an epoch takes at least, how much of it Tenon does a second, and its share of the limit."""
    passes = 1 if case.cached else case.epochs
    operations = count["samples"] * (count["front"] * passes + count["rest"] * case.epochs)
    if not count["table"] or operations / limit["operations"] > table_bytes(case, count) / limit["bytes"]:
        done, unit, most = operations, "GFLOP", limit["operations"]
    else:
        done, unit, most = table_bytes(case, count), "GB", limit["bytes"]
    rate = done / seconds
    return f"{done / 1e9:.1f} {unit}", f"{rate / 1e9:.1f} {unit}/s", f"{100 * rate / most:.0f} %"


def table_bytes(case, count):
    """Bytes of tables and of what the optimizer keeps of them, each read and written once a step, for an epoch."""
    steps = -(-count["samples"] // case.batch)
    if case.optimizer == "adam":  # moves all rows: the table and two moments
        return 4 * case.epochs * steps * 6 * count["table"]
    moved = {"sgd": 2, "adagrad": 4}[case.optimizer]
    return 4 * case.epochs * count["samples"] * (1 + moved) * count["read"]  # read once more in the forward pass


if __name__ == "__main__":
    print(json.dumps({"operations": 2 * SIZE**3 / product(), "bytes": 2 * COPIED / copying()}), file=sys.stdout)
