"""Records what keras.utils.Progbar prints, with a clock that goes on by 0.3 seconds an update. Run in the interop venv:

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/utils/make_progress.py

Writes `progress.json` beside itself.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
from keras.src.utils import progbar  # noqa: E402

STEPS = [(1, {"loss": 2.5, "acc": 0.25}), (2, {"loss": 1.5, "acc": 0.5}), (5, {"loss": 0.0004, "acc": 0.75}), (8, {"loss": 0.5, "acc": 0.8})]


def case(**arguments):
    now, printed = [100.0], []
    progbar.time.time, before = (lambda: now[0]), progbar.time.time
    progbar.io_utils.print_msg, print_before = (lambda text, line_break=True: printed.append(text)), progbar.io_utils.print_msg
    try:
        bar = keras.utils.Progbar(**arguments)
        for current, values in STEPS:
            now[0] += 0.3
            bar.update(current, list(values.items()))
    finally:
        progbar.time.time, progbar.io_utils.print_msg = before, print_before
    return {"arguments": arguments, "printed": printed}


def main():
    cases = [
        case(target=8),
        case(target=8, width=7, stateful_metrics=["acc"], unit_name="epoch", interval=0.4),
        case(target=8, verbose=2, stateless_metrics=["acc"]),
        case(target=None),
        case(target=8, verbose=0),
    ]
    (HERE / "progress.json").write_text(json.dumps({"steps": STEPS, "cases": cases}, indent=1) + "\n")


if __name__ == "__main__":
    main()
