"""Writes the goldens of this folder: small scikit-learn models as skl2onnx exports them by default, with their own numbers.

    python3.11 -m venv ~/.cache/tenon/skl2onnx
    ~/.cache/tenon/skl2onnx/bin/pip install --requirement tests/goldens/onnx/sklearn/requirements.txt
    ~/.cache/tenon/skl2onnx/bin/python tests/goldens/onnx/sklearn/make.py

Names of goldens write only those. Writes NAME.onnx and NAME.npz with `in:X` and what scikit-learn itself gives: of a classifier `out:output_label` and
`out:output_probability` (predict and predict_proba; the file has a ZipMap there), of a regressor or what
prepares data `out:variable`.
"""

import pathlib
import sys

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import StringTensorType
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

HERE = pathlib.Path(__file__).resolve().parent


def wanted(name):
    return not sys.argv[1:] or name in sys.argv[1:]


def classifier(name, model, labels, opset=18):
    if not wanted(name):
        return
    x, y = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    model.fit(x, labels[y])
    some = x[::15]
    onnx = to_onnx(model, x[:1], target_opset={"": opset, "ai.onnx.ml": 3 if opset > 12 else 1})
    assert any(node.op_type == "ZipMap" for node in onnx.graph.node)
    (HERE / f"{name}.onnx").write_bytes(onnx.SerializeToString())
    np.savez(
        HERE / f"{name}.npz",
        **{
            "in:X": some,
            "out:output_label": model.predict(some),
            "out:output_probability": model.predict_proba(some).astype(np.float32),
        },
    )


def words(name):
    """Words in two columns as a one for each word: no type of a result in between is said in the file."""
    if not wanted(name):
        return
    x = np.array([["a", "x"], ["b", "y"], ["a", "z"], ["c", "x"]], dtype=object)
    model = OneHotEncoder(sparse_output=False, handle_unknown="ignore").fit(x)
    onnx = to_onnx(model, initial_types=[("X", StringTensorType([None, 2]))], target_opset={"": 18, "ai.onnx.ml": 1})
    (HERE / f"{name}.onnx").write_bytes(onnx.SerializeToString())
    np.savez(HERE / f"{name}.npz", **{"in:X": x.astype("U"), "out:variable": model.transform(x).astype(np.float32)})


def regressor(name, model):
    if not wanted(name):
        return
    x, y = load_diabetes(return_X_y=True)
    x = x.astype(np.float32)
    model.fit(x, y)
    some = x[::40]
    onnx = to_onnx(model, x[:1], target_opset={"": 18, "ai.onnx.ml": 3})
    (HERE / f"{name}.onnx").write_bytes(onnx.SerializeToString())
    np.savez(HERE / f"{name}.npz", **{"in:X": some, "out:variable": model.predict(some).astype(np.float32).reshape(-1, 1)})


def main():
    names = np.array(load_iris().target_names, dtype=str)
    numbers = np.array([0, 1, 2], dtype=np.int64)
    classifier("logistic_int64", LogisticRegression(max_iter=500), numbers)
    classifier("logistic_string", LogisticRegression(max_iter=500), names)
    forest = RandomForestClassifier(n_estimators=5, max_depth=3, random_state=1)
    classifier("forest_int64", forest, numbers)
    # Before opset 13 a Softmax joins axes, so their number has to be known.
    classifier("mlp_opset9", make_pipeline(StandardScaler(), MLPClassifier((6,), max_iter=60, random_state=1)), numbers, 9)
    words("words")
    regressor("ridge", make_pipeline(StandardScaler(), Ridge()))


if __name__ == "__main__":
    main()
