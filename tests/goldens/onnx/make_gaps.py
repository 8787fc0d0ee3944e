"""Writes gaps.tsv from the JSON lines of the two runs of tenon verify --suite; see OnnxSuiteTest.

usage: make_gaps.py TENSORFLOW.txt THROUGH_EXPORT.txt > gaps.tsv
Without a rule for a failure it stops: every line of the list has a reason.
"""
import json
import re
import sys

RULES = [  # (run or '', pattern of the test's name, pattern of the message, reason)
    ("", r"_(adagrad|adam|momentum|nesterov_momentum)", r"", "a training operator of ONNX's preview; Tenon has optimizers of its own"),
    ("export", r"image_decoder", r"", "decodes picture files; ONNX Runtime has no kernel"),
    ("tensorflow", r"image_decoder", r"", "TensorFlow has no decoder of the file format"),
    ("", r"bernoulli", r"", "draws at random: the recorded numbers are one draw of NumPy's"),
    ("", r"training_dropout", r"", "drops at random: the recorded numbers are one draw of NumPy's"),
    ("", r"averagepool_2d_ceil_last_window|roialign_aligned", r"", "the numbers are recorded with four digits, which ONNX's own run of the tests allows for"),
    ("", r"qlinearmatmul_.*_int8", r"", "the recorded numbers are not saturated: they wrapped round in 8 bits, which ONNX Runtime does not reproduce either"),
    ("export", r"", r"NOT_IMPLEMENTED", "ONNX Runtime has no kernel of the operator or for the type"),
    ("export", r"resize_downsample_scales_\w+_align_corners|l2normalization_axis_0|maxunpool_export_with_output_shape", r"", "ONNX Runtime computes something else than was recorded"),
]


def reason(run, test, message):
    for where, name, said, why in RULES:
        if where in ("", run) and re.search(name, test) and re.search(said, message):
            return why
    raise SystemExit(f"no reason for {run} {test}: {message}")


def main():
    print("# test\trun\treason; written by make_gaps.py")
    for run, path in zip(("tensorflow", "export"), sys.argv[1:]):
        for line in open(path, encoding="utf-8"):
            if not line.startswith("{"):
                continue
            row = json.loads(line)
            if row["status"] not in ("ok", "weak", "loaded"):
                print(row["file"], run, reason(run, row["file"], row["message"]), sep="\t")


main()
