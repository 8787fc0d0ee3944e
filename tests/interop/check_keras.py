"""Opens Keras files that Tenon wrote with real Keras, and compares what they compute with the recordings.

    tenon convert --manifest tests/goldens/layers/manifest.jsonl FOLDER > FOLDER/written.jsonl
    python tests/interop/check_keras.py FOLDER/written.jsonl tests/goldens/layers [--part I/N] [--only TEXT...]

(python: of the interop venv.) Each row names a written file and its kind: `both-h5` is opened by tf_keras and by Keras 3,
`tf-keras-h5` by tf_keras, `keras3-h5` and `keras` by Keras 3; `weights-h5` is loaded into the model of the `.keras` beside
it. The outputs on the recording's inputs must be as near to the recorded ones as the recording's own tolerance says. A file
of which the writer notes that only one generation opens it must be refused by the other.
Prints a line for every failure and the counts for each kind and reader; exit code 1 if anything failed that `KNOWN` below
does not explain.
"""

import argparse
import collections
import json
import pathlib
import sys

import quiet  # noqa: F401
import numpy as np
from check_export import of_golden
from oracle import ORACLES, rel_diff, run

KERAS3, TF_KERAS = ORACLES
READERS = {
    "both-h5": (TF_KERAS, KERAS3),
    "tf-keras-h5": (TF_KERAS,),
    "keras3-h5": (KERAS3,),
    "keras": (KERAS3,),
    "weights-h5": (KERAS3,),
}
# What Keras 3 itself computes otherwise or cannot: not the writer's doing.
KNOWN = {
    ("conv/channels_first_conv1d", "keras3"): "adds the bias along the wrong axis",
    ("conv/channels_first_conv3d", "keras3"): "adds the bias along the wrong axis",
    ("conv/channels_first_conv1d", "tf_keras"): "the recording is Keras 3's, with the bias along the wrong axis",
    ("conv/channels_first_conv3d", "tf_keras"): "the recording is Keras 3's, with the bias along the wrong axis",
    ("conv/conv1d_rank4", "keras3"): "takes no more than one batch axis",
    ("opnodes/convolutions", "keras3"): "reads a list back where SeparableConv takes a tuple",
    ("opnodes/conv_transpose", "keras3"): "reads a file back without the padding of ConvTranspose",
    ("opnodes/adaptive_pools", "keras3"): "reads a list back where AdaptiveAveragePool takes a tuple",
    ("core/integer_inputs", "tf_keras"): "multiplies no whole numbers in EinsumDense",
}
KNOWN |= {(f"core/masking_{kind}", "tf_keras"): "compares them with a float" for kind in ("bool", "int8", "uint8")}
KNOWN |= {
    ("preprocessing/augmentation_each_float32", "keras3"): "does not read its own RandomShear back",
    ("preprocessing/augmentation_each_uint8", "keras3"): "does not read its own RandomShear back",
}
# What one generation cannot do with a model of the other; its own models it must open.
OTHER = {
    (f"activation/{name}_{kind}", "tf_keras"): "computes it of real numbers only"
    for name in ("exponential", "tanh")
    for kind in ("bool", "int32", "uint8")
}
OTHER |= {
    ("graph/inner_inputs_conform", "keras3"): "does not give inner models' inputs their axes, as tf_keras does",
    ("normalization/unit_normalization_int32", "keras3"): "squares no whole numbers",
    ("reshaping/up_sampling2d_bool", "tf_keras"): "resizes no truth values",
    ("recurrent/conv_lstm2d_masked", "tf_keras"): "has a Reshape that takes no masks",
}
# With these, Keras 3 ends the whole process: where a result has more places than there are numbers, it divides by zero.
ENDS = {f"pooling/adaptive_max_pooling{axes}d" for axes in (1, 2, 3)}
# Where the two generations treat masks otherwise, a file of one is not what the other computes: its numbers may differ.
MASKS = {f"merging/{layer}_two_masks" for layer in ("add", "subtract", "multiply", "average", "maximum", "minimum", "concatenate")}
MASKS |= {f"recurrent/{layer}_masked_initial_state" for layer in ("simple_rnn", "lstm", "gru", "bidirectional")}
MASKS |= {"merging/add_one_mask", "core/identity_masked", "activation/softmax_layer_masked_row"}
MASKS |= {f"attention/multi_head_attention_{what}" for what in ("mask_goes_nowhere", "mask_of_each", "mask_taken", "padding")}
# And where they treat whole numbers otherwise.
NUMBERS = {f"reshaping/up_sampling2d_{kind}" for kind in ("int32", "int64", "uint8")} | {"normalization/layer_normalization_int32"}
NUMBERS |= {f"pooling/global_average_pooling{what}" for what in ("1d_int32", "1d_uint8", "2d_int32")}


def excused(row, reader, outcome):
    """Whether a failure is Keras' own. Masks and whole numbers excuse other numbers in the other generation, and nothing else."""
    case, generation = row["source"].split(".")[:2]
    other = (generation == "tf") == (reader == "keras3")
    if (case, reader) in KNOWN or ((case, reader) in OTHER and other and outcome == "ERROR"):
        return True
    return case in MASKS | NUMBERS and other and outcome == "DIFFERS"


def archive_of(row):
    return row["file"].replace(".weights-h5.weights.h5", ".keras.keras")


def opened(oracle, folder, row):
    path = folder / row["file"]
    if row["kind"] != "weights-h5":
        return oracle.load(path)
    model = oracle.load(folder / archive_of(row))
    for weight in model.weights:
        if "seed" not in weight.path:
            weight.assign(np.zeros(weight.shape, weight.dtype if weight.dtype != "bfloat16" else "float32"))
    model.load_weights(path)
    return model


def difference(oracle, folder, row, golden):
    oracle.fresh("float32")
    model = opened(oracle, folder, row)
    inputs, (expected, *_) = of_golden(golden)
    names = [t.name.split(":")[0] for t in model.inputs]
    values = [inputs[n] for n in names] if set(names) == set(inputs) else list(inputs.values())
    outputs = run(oracle, model, values)[0]
    if len(outputs) != len(expected):
        raise ValueError(f"{len(outputs)} outputs, recorded are {len(expected)}")
    worst = 0.0
    for i, (a, b) in enumerate(zip(outputs, expected)):
        if a.shape != b.shape:
            raise ValueError(f"output {i} has the shape {list(a.shape)}, the recording {list(b.shape)}")
        equal = (a == b) | (np.isnan(a) & np.isnan(b)) if a.dtype.kind == "f" else a == b
        worst = max(worst, 0.0 if np.all(equal) else rel_diff(a, b))
    return worst


def others(row):
    """The generations that must not take a file, as the writer's notes say."""
    alone = any(note.startswith("only ") and " opens this file: " in note for note in row.get("notes", []))
    return [oracle for oracle in ORACLES if oracle not in READERS[row["kind"]]] if alone else []


def takes(oracle, path):
    oracle.fresh("float32")
    try:
        oracle.load(path)
    except Exception:  # noqa: BLE001: any refusal is one
        return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("written", type=pathlib.Path)
    parser.add_argument("goldens", type=pathlib.Path)
    parser.add_argument("--part", default="1/1", help="the I-th of N equal parts")
    parser.add_argument("--only", nargs="+", default=[""], help="only sources whose name contains one of these")
    parser.add_argument("--kinds", default=",".join(READERS), help="only these kinds")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    counts = collections.Counter()
    failed = 0
    rows = [json.loads(line) for line in options.written.read_text().splitlines()]
    rows = [r for r in rows if any(text in r["source"] for text in options.only) and r["kind"] in options.kinds.split(",")]
    for row in rows[part - 1 :: parts]:
        if row["status"] != "ok":
            counts[row["kind"], "-", row["status"]] += 1
            continue
        if row["kind"] == "weights-h5" and not (options.written.parent / archive_of(row)).exists():
            counts[row["kind"], "-", "no model"] += 1
            continue
        for oracle in READERS[row["kind"]]:
            reader = "keras3" if oracle.is3 else "tf_keras"
            if oracle.is3 and row["source"].split(".")[0] in ENDS:
                counts[row["kind"], reader, "known"] += 1
                continue
            try:
                worst = difference(oracle, options.written.parent, row, options.goldens / row["golden"])
                outcome = "ok" if worst <= row["tolerance"] else "DIFFERS"
                text = f"{worst:.1e}"
            except Exception as e:  # noqa: BLE001: one bad file must not hide the others
                outcome, text = "ERROR", f"{type(e).__name__}: {' '.join(str(e).split())[:240]}"
            if outcome != "ok" and excused(row, reader, outcome):
                outcome = "known"
            counts[row["kind"], reader, outcome] += 1
            if outcome not in ("ok", "known"):
                failed += 1
                print(f"{outcome}\t{row['source']}\t{row['kind']}\t{reader}\t{text}", flush=True)
        for oracle in others(row):
            reader = "keras3" if oracle.is3 else "tf_keras"
            outcome = "TAKEN" if takes(oracle, options.written.parent / row["file"]) else "refuses"
            counts[row["kind"], reader, outcome] += 1
            if outcome == "TAKEN":
                failed += 1
                print(f"{outcome}\t{row['source']}\t{row['kind']}\t{reader}\tis not to open it: {row['notes'][0][:240]}", flush=True)
    for (kind, reader, outcome), count in sorted(counts.items()):
        print(f"{kind:12} {reader:9} {outcome:8} {count}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
