"""Writes the goldens of this folder: small scikit-learn models as skl2onnx exports them by default, with their own numbers.

    python3.11 -m venv ~/.cache/tenon/skl2onnx
    ~/.cache/tenon/skl2onnx/bin/pip install --requirement tests/goldens/onnx/sklearn/requirements.txt
    ~/.cache/tenon/skl2onnx/bin/python tests/goldens/onnx/sklearn/make.py

Writes NAME.onnx and NAME.npz with `in:X` and what scikit-learn itself gives: of a classifier `out:output_label` and
`out:output_probability` (predict and predict_proba; the file has a ZipMap there), of a regressor `out:variable`.
"""

import pathlib

import numpy as np
from skl2onnx import to_onnx
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = pathlib.Path(__file__).resolve().parent


def classifier(name, model, labels):
    x, y = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    model.fit(x, labels[y])
    some = x[::15]
    onnx = to_onnx(model, x[:1], target_opset={"": 18, "ai.onnx.ml": 3})
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


def regressor(name, model):
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
    regressor("ridge", make_pipeline(StandardScaler(), Ridge()))


if __name__ == "__main__":
    main()
