"""Records models of scikit-learn, XGBoost and LightGBM as their converters to ONNX write them.

Each folder has ONNX's own layout of operator tests: model.onnx, and in test_data_set_0 the inputs and the outputs of ONNX
Runtime. The labels and probabilities of the library itself are compared with these before a folder is written. Run with
    pip install scikit-learn==1.9.1 skl2onnx==1.20.0 xgboost==3.2.0 lightgbm==4.7.0 onnxmltools==1.16.0 onnxruntime onnx
    python make.py
Everything here is made by this script (Tenon's licence): the data are random numbers.
"""

import os
import shutil

import lightgbm
import numpy as np
import onnx
import onnxruntime as ort
import xgboost
from onnx import numpy_helper
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as ToolsFloat
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Binarizer, MinMaxScaler, Normalizer, OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import SVC, SVR, LinearSVC, OneClassSVM
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models")
rng = np.random.default_rng(7)
X = rng.normal(size=(160, 5)).astype(np.float32)
GAPS = X.copy()
GAPS[rng.random(X.shape) < 0.15] = np.nan
REAL = (X[:, 0] * 2 + np.sin(3 * X[:, 1]) + 0.1 * rng.normal(size=160)).astype(np.float32)
TWO = (REAL > 0).astype(np.int64)
THREE = np.digitize(REAL, [-1, 1]).astype(np.int64)
NAMES = np.array(["low", "middle", "high"])[THREE]
TEST = rng.normal(size=(12, 5)).astype(np.float32)
TEST_GAPS = TEST.copy()
TEST_GAPS[rng.random(TEST.shape) < 0.2] = np.nan
WORDS = rng.choice(["red", "green", "blue"], size=(160, 2)).astype(object)
TEST_WORDS = np.array([["red", "blue"], ["green", "green"], ["blue", "red"], ["violet", "red"]], object)


def proto(name, value):
    value = np.asarray(value)
    if value.dtype.kind in "OUS":
        return onnx.helper.make_tensor(
            name, onnx.TensorProto.STRING, value.shape, [str(v).encode() for v in value.ravel()]
        )
    return numpy_helper.from_array(value, name)


def save(name, model, feeds, expected):
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = session.run(None, feeds)
    for got, own in zip(outputs, expected):
        if isinstance(got, list):  # a ZipMap
            got = np.array([[row[k] for k in row] for row in got], np.float32)
        own = np.asarray(own)
        if own.dtype.kind in "OUSi":
            assert (np.asarray(got).reshape(own.shape) == own).all(), (name, got, own)
        else:
            np.testing.assert_allclose(np.asarray(got).reshape(own.shape), own, 2e-4, 2e-4, err_msg=name)
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "test_data_set_0"))
    onnx.save(model, os.path.join(folder, "model.onnx"))
    for i, (key, value) in enumerate(feeds.items()):
        with open(os.path.join(folder, "test_data_set_0", f"input_{i}.pb"), "wb") as file:
            file.write(proto(key, value).SerializeToString())
    for i, (output, value) in enumerate(zip(session.get_outputs(), outputs)):
        if isinstance(value, list):
            value = np.array([[row[k] for k in row] for row in value], np.float32)
        with open(os.path.join(folder, "test_data_set_0", f"output_{i}.pb"), "wb") as file:
            file.write(proto(output.name, value).SerializeToString())
    print(name, sorted({n.op_type for n in model.graph.node}))


def regressor(name, model, y=REAL, x=X, test=TEST):
    model.fit(x, y)
    save(name, to_onnx(model, x[:1], target_opset={"": 17, "ai.onnx.ml": 3}), {"X": test}, [model.predict(test)])


def classifier(name, model, y, x=X, test=TEST, zipmap=False, scores="predict_proba"):
    model.fit(x, y)
    options = {id(model): {"zipmap": zipmap}} if scores == "predict_proba" else {id(model): {"raw_scores": True}}
    converted = to_onnx(
        model, x[:1], target_opset={"": 17, "ai.onnx.ml": 3}, options=options if scores else None
    )
    expected = [model.predict(test)] + ([getattr(model, scores)(test)] if scores == "predict_proba" else [])
    save(name, converted, {"X": test}, expected)


def main():
    regressor("sk_linear_regression", LinearRegression())
    regressor("sk_ridge_two_targets", Ridge(), np.stack([REAL, -REAL * 0.5], 1))
    regressor("sk_decision_tree_regressor", DecisionTreeRegressor(max_depth=5, random_state=0))
    regressor("sk_random_forest_regressor", RandomForestRegressor(10, max_depth=5, random_state=0))
    regressor("sk_extra_trees_two_targets", ExtraTreesRegressor(8, max_depth=4, random_state=0), np.stack([REAL, X[:, 2]], 1))
    regressor("sk_gradient_boosting_regressor", GradientBoostingRegressor(n_estimators=12, random_state=0))
    regressor("sk_svr", SVR())
    regressor("sk_svr_poly", SVR(kernel="poly", degree=2))
    classifier("sk_logistic_two", LogisticRegression(), TWO)
    classifier("sk_logistic_zipmap", LogisticRegression(), NAMES, zipmap=True)
    classifier("sk_logistic_three", LogisticRegression(), THREE)
    classifier("sk_linear_svc", LinearSVC(), NAMES, scores="")
    classifier("sk_decision_tree_two", DecisionTreeClassifier(max_depth=5, random_state=0), TWO)
    classifier("sk_random_forest_two", RandomForestClassifier(9, max_depth=5, random_state=0), TWO)
    classifier("sk_random_forest_names", RandomForestClassifier(9, max_depth=5, random_state=0), NAMES, zipmap=True)
    classifier("sk_gradient_boosting_two", GradientBoostingClassifier(n_estimators=12, random_state=0), TWO)
    classifier("sk_gradient_boosting_three", GradientBoostingClassifier(n_estimators=8, random_state=0), THREE)
    classifier("sk_svc_three", SVC(), NAMES, scores="")
    prepared = make_pipeline(SimpleImputer(), StandardScaler(), Normalizer("l2"), LogisticRegression())
    prepared.fit(GAPS, THREE)
    save(
        "sk_pipeline",
        to_onnx(prepared, GAPS[:1], target_opset={"": 17, "ai.onnx.ml": 3}, options={"zipmap": False}),
        {"X": TEST_GAPS},
        [prepared.predict(TEST_GAPS), prepared.predict_proba(TEST_GAPS)],
    )
    table = ColumnTransformer(
        [("words", OneHotEncoder(handle_unknown="ignore"), [0, 1]), ("numbers", make_pipeline(MinMaxScaler(), Binarizer(threshold=0.5)), [2, 3])]
    )
    import pandas

    frame = pandas.DataFrame({"a": WORDS[:, 0], "b": WORDS[:, 1], "c": X[:, 0], "d": X[:, 1]})
    test = pandas.DataFrame({"a": TEST_WORDS[:, 0], "b": TEST_WORDS[:, 1], "c": TEST[:4, 0], "d": TEST[:4, 1]})
    whole = make_pipeline(table, RandomForestClassifier(6, max_depth=4, random_state=0))
    whole.fit(frame, TWO)
    types = [("a", StringTensorType([None, 1])), ("b", StringTensorType([None, 1])), ("c", FloatTensorType([None, 1])), ("d", FloatTensorType([None, 1]))]
    save(
        "sk_table",
        to_onnx(whole, initial_types=types, target_opset={"": 17, "ai.onnx.ml": 3}, options={"zipmap": False}),
        {k: test[[k]].to_numpy(object if k in "ab" else np.float32) for k in "abcd"},
        [whole.predict(test), whole.predict_proba(test)],
    )
    for name, model, y in [
        ("xgb_regressor", xgboost.XGBRegressor(n_estimators=8, max_depth=4), REAL),
        ("xgb_two", xgboost.XGBClassifier(n_estimators=8, max_depth=4), TWO),
        ("xgb_three", xgboost.XGBClassifier(n_estimators=6, max_depth=3), THREE),
    ]:
        model.fit(GAPS, y)
        converted = convert_xgboost(model, initial_types=[("X", ToolsFloat([None, 5]))], target_opset=15)
        expected = [model.predict(TEST_GAPS)] + ([model.predict_proba(TEST_GAPS)] if y is not REAL else [])
        save(name, converted, {"X": TEST_GAPS}, expected)
    for name, model, y in [
        ("lgbm_regressor", lightgbm.LGBMRegressor(n_estimators=8, num_leaves=8, verbose=-1), REAL),
        ("lgbm_two", lightgbm.LGBMClassifier(n_estimators=8, num_leaves=8, verbose=-1), TWO),
        ("lgbm_three", lightgbm.LGBMClassifier(n_estimators=6, num_leaves=6, verbose=-1), THREE),
    ]:
        model.fit(GAPS, y)
        converted = convert_lightgbm(model, initial_types=[("X", ToolsFloat([None, 5]))], target_opset=15, zipmap=False)
        expected = [model.predict(TEST_GAPS)] + ([model.predict_proba(TEST_GAPS)] if y is not REAL else [])
        save(name, converted, {"X": TEST_GAPS}, expected)


main()
