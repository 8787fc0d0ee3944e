"""Records what Keras 3.15 answers for its losses and metrics: `cases.jsonl` and `arrays.npz` in this folder.

`saved.jsonl` holds names and configurations: every string that Keras 3 takes for a loss or metric with the class behind
it, and every class as Keras 3 and tf_keras write it into a file.

Run with the pinned environment: `"$(tests/interop/make-venv | tail -n 1)/bin/python" tests/goldens/losses/make.py`.

A loss is asked once for all rows: its value and its gradient with respect to the prediction (or to the logits under a
softmax or sigmoid). A metric is fed three batches and asked after each. Everything is computed a second time in float64;
`distance` says how far the recording is from it. Two runs write the same numbers.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402

ROWS, BATCHES = 21, (8, 8, 5)
rng = np.random.default_rng(20)


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def normal(*shape):
    return rng.normal(size=(ROWS, *shape)).astype("float32")


def uniform(*shape):
    return rng.uniform(0.02, 0.98, size=(ROWS, *shape)).astype("float32")


def numbers(classes, *shape):
    return rng.integers(0, classes, size=(ROWS, *shape)).astype("int32")


def one_hot(x, classes):
    return np.eye(classes, dtype="float32")[x]


A = {}
A["t"], A["p"] = normal(4), normal(4)
A["p"][3, 2] = A["t"][3, 2]  # a difference of 0
A["t_vector"], A["p_column"] = normal(), normal(1)
A["t_column"], A["p_vector"] = A["t_vector"][:, None], A["p_column"][:, 0]
A["t_steps"], A["p_steps"] = normal(6, 2), normal(6, 2)
A["t_counts"] = rng.poisson(2.0, size=(ROWS, 4)).astype("float32")
A["p_positive"] = (np.abs(normal(4)) + 0.1).astype("float32")
A["yes"], A["yes_p"], A["yes_z"] = numbers(2, 3).astype("float32"), uniform(3), 2 * normal(3)
A["yes_z"][0, :] = 0  # a logit of exactly 0
A["yes_p"][1, 0], A["yes_p"][2, 1] = 0, 1
A["yes1"], A["yes1_p"] = numbers(2, 1).astype("float32"), uniform(1)
A["yes_vector"] = A["yes1"][:, 0]
A["sign"] = 2 * A["yes"] - 1
A["class"], A["z"] = numbers(5), 2 * normal(5)
A["class_column"] = A["class"][:, None]
A["shares"], A["q"] = one_hot(A["class"], 5), softmax(A["z"]).astype("float32")
A["soft_shares"] = softmax(normal(5)).astype("float32")
A["unscaled"] = (3 * A["q"]).astype("float32")
A["class_steps"], A["z_steps"] = numbers(5, 6), normal(6, 5)
A["q_steps"], A["shares_steps"] = softmax(A["z_steps"]).astype("float32"), one_hot(A["class_steps"], 5)
A["guess"] = numbers(5)
A["ranked"] = np.argsort(-A["z"], -1).astype("int32")
A["map"], A["map_guess"] = numbers(3, 4, 4), numbers(4, 4, 4)  # 3 is outside
A["map_shares"] = one_hot(A["map"], 3)
A["map_q"] = softmax(normal(4, 4, 3)).astype("float32")
A["map_yes"], A["map_yes_p"] = numbers(2, 4, 4), uniform(4, 4)
A["w"] = rng.uniform(0, 2, size=ROWS).astype("float32")
A["w"][5] = 0
A["w_column"] = A["w"][:, None]
A["w_steps"] = rng.uniform(0, 2, size=(ROWS, 6)).astype("float32")
A["w_map"] = rng.integers(0, 4, size=(ROWS, 4, 4)).astype("float32")
A["m"] = rng.random((ROWS,)) < 0.7
A["m_steps"] = rng.random((ROWS, 6)) < 0.7
A["m_none"] = np.zeros((ROWS, 6), bool)
A["p_near"] = (0.8 * A["t"] + 0.3 * normal(4)).astype("float32")
A["p_near_steps"] = (0.8 * A["t_steps"] + 0.3 * normal(6, 2)).astype("float32")
A["spelled"] = numbers(3, 4) + 1  # labels of CTC; 0 fills up
A["spelled"][0] = 0
A["spelled"][1] = [2, 2, 2, 0]
for row in range(2, ROWS):
    A["spelled"][row, row % 5 :] = 0
A["spelled_long"] = A["spelled"].copy()
A["spelled_long"][1] = [2, 2, 2, 2]  # does not fit into six steps
A["spelled_z"] = 2 * normal(6, 4)
A["one_label"] = numbers(3, 1) + 1
A["unit"] = normal(3)
A["unit"] /= np.linalg.norm(A["unit"], axis=-1, keepdims=True)
A["unit_class"] = numbers(4)
A["unit_class"][7] = 9  # the only one of its class
A["unit_class_column"] = A["unit_class"][:, None]

CASES = []


def add(kind, cls, t, p, config=None, w=None, m=None, through=None):
    CASES.append(dict(kind=kind, **{"class": cls}, config=config or {}, target=t, prediction=p, weight=w, mask=m,
                      through=through))


def loss(cls, t, p, config=None, **more):
    add("loss", cls, t, p, config, **more)


def metric(cls, t, p, config=None, **more):
    add("metric", cls, t, p, config, **more)


# Every reduction, with weights and masks of every rank, on one loss of numbers and one of classes.
for reduction in ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"):
    r = {"reduction": reduction}
    loss("MeanSquaredError", "t", "p", r)
    loss("MeanSquaredError", "t", "p", r, w="w")
    loss("MeanSquaredError", "t", "p", r, w="w_column")
    loss("MeanSquaredError", "t_steps", "p_steps", r, m="m_steps")
    loss("MeanSquaredError", "t_steps", "p_steps", r, m="m_steps", w="w_steps")
    loss("SparseCategoricalCrossentropy", "class_steps", "z_steps",
         {**r, "from_logits": True, "ignore_class": 2}, m="m_steps", w="w_steps")
loss("MeanSquaredError", "t_steps", "p_steps", m="m_none")
loss("MeanAbsoluteError", "t", "p", m="m", w="w")
loss("CosineSimilarity", "t", "p", w="w")  # no vectors of one number: their gradient is rounding only
for cls in ("MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "LogCosh", "Huber"):
    loss(cls, "t", "p", w="w")
    loss(cls, "t_vector", "p_column")
    loss(cls, "t_column", "p_vector")
loss("MeanSquaredLogarithmicError", "t", "p_positive")
loss("MeanSquaredLogarithmicError", "t_counts", "p_positive", w="w")
loss("Huber", "t", "p", {"delta": 0.4})
loss("CosineSimilarity", "t_steps", "p_steps", {"axis": 1})
loss("Poisson", "t_counts", "p_positive", w="w")
loss("KLDivergence", "soft_shares", "q", w="w")
loss("KLDivergence", "shares", "q")
for cls in ("Hinge", "SquaredHinge"):
    loss(cls, "yes", "yes_z", w="w")
    loss(cls, "sign", "yes_z")
loss("CategoricalHinge", "shares", "z", w="w")
for t, p, more in (("yes", "yes_p", {}), ("yes", "yes_z", {"from_logits": True})):
    for cls in ("BinaryCrossentropy", "BinaryFocalCrossentropy"):
        loss(cls, t, p, more)
        loss(cls, t, p, {**more, "label_smoothing": 0.2}, w="w")
        loss(cls, t, p, {**more, "axis": 0})
loss("BinaryFocalCrossentropy", "yes", "yes_p", {"apply_class_balancing": True, "alpha": 0.3, "gamma": 1.5})
loss("BinaryCrossentropy", "yes_vector", "yes1_p", w="w")
loss("BinaryCrossentropy", "yes", "yes_z", through="sigmoid")
loss("BinaryCrossentropy", "yes", "yes_z", {"from_logits": True}, through="sigmoid")
loss("BinaryFocalCrossentropy", "yes", "yes_z", through="sigmoid")
loss("BinaryFocalCrossentropy", "yes", "yes_z", {"from_logits": True}, through="sigmoid")
loss("BinaryCrossentropy", "shares", "z", through="softmax")
for t in ("shares", "soft_shares"):
    loss("CategoricalCrossentropy", t, "q", w="w")
    loss("CategoricalCrossentropy", t, "unscaled")
    loss("CategoricalCrossentropy", t, "z", {"from_logits": True})
    loss("CategoricalCrossentropy", t, "z", {"from_logits": True, "label_smoothing": 0.1}, w="w")
    loss("CategoricalCrossentropy", t, "z", {"label_smoothing": 0.1}, through="softmax")
    loss("CategoricalCrossentropy", t, "z", through="sigmoid")
loss("CategoricalCrossentropy", "shares_steps", "z_steps", {"from_logits": True}, m="m_steps")
loss("CategoricalFocalCrossentropy", "shares", "q", w="w")
loss("CategoricalFocalCrossentropy", "shares", "z", {"from_logits": True, "alpha": 0.4, "gamma": 1.0})
loss("CategoricalFocalCrossentropy", "shares", "z", {"label_smoothing": 0.1}, through="softmax")
loss("SparseCategoricalCrossentropy", "class", "q", w="w")
loss("SparseCategoricalCrossentropy", "class_column", "q")
loss("SparseCategoricalCrossentropy", "class", "unscaled")
loss("SparseCategoricalCrossentropy", "class", "z", {"from_logits": True})
loss("SparseCategoricalCrossentropy", "class", "z", through="softmax")
loss("SparseCategoricalCrossentropy", "class", "q", {"ignore_class": 2})
loss("SparseCategoricalCrossentropy", "class", "z", {"ignore_class": 2}, through="softmax")
loss("SparseCategoricalCrossentropy", "class_steps", "q_steps", m="m_steps")
loss("SparseCategoricalCrossentropy", "class_steps", "z_steps", {"ignore_class": 0}, through="softmax", w="w_steps")
loss("CategoricalGeneralizedCrossEntropy", "class", "q", {"q": 0.7}, w="w")
for cls in ("Dice", "Tversky"):
    loss(cls, "map_shares", "map_q")
    loss(cls, "map_shares", "map_q", {"axis": [1, 2, 3]}, w="w")
loss("Tversky", "map_shares", "map_q", {"alpha": 0.3, "beta": 0.8, "axis": [1, 2]})
for reduction in ("sum_over_batch_size", "none"):
    loss("CTC", "spelled", "spelled_z", {"reduction": reduction})
loss("CTC", "spelled", "spelled_z", w="w")
loss("CTC", "spelled_long", "spelled_z")
loss("CTC", "one_label", "spelled_z")
loss("Circle", "unit_class", "unit")
loss("Circle", "unit_class_column", "unit", {"reduction": "none"})
loss("Circle", "unit_class", "unit", {"gamma": 16.0, "margin": 0.2, "remove_diagonal": False}, w="w")
loss("Circle", "unit_class", "unit", {"reduction": "mean_with_sample_weight"}, w="w", m="m")

for cls in ("MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError", "LogCoshError",
            "RootMeanSquaredError", "CosineSimilarity"):
    metric(cls, "t", "p")
    metric(cls, "t", "p", w="w")
    metric(cls, "t_steps", "p_steps", m="m_steps", w="w_steps")
for cls in ("PearsonCorrelation", "ConcordanceCorrelation"):  # of numbers that go together: a mean near 0 is rounding
    metric(cls, "t", "p_near")
    metric(cls, "t", "p_near", w="w")
    metric(cls, "t_steps", "p_near_steps", {"axis": 1}, m="m", w="w")
for cls in ("MeanSquaredError", "RootMeanSquaredError"):
    metric(cls, "t_vector", "p_column", w="w")
    metric(cls, "t_steps", "p_steps", m="m_steps")
metric("CosineSimilarity", "t_steps", "p_steps", {"axis": 1})
metric("MeanSquaredLogarithmicError", "t_counts", "p_positive", w="w")
metric("Poisson", "t_counts", "p_positive", w="w")
metric("KLDivergence", "soft_shares", "q", w="w")
for cls in ("Hinge", "SquaredHinge"):
    metric(cls, "yes", "yes_z", w="w")
metric("CategoricalHinge", "shares", "z", w="w")
metric("BinaryCrossentropy", "yes", "yes_p", {"label_smoothing": 0.1}, w="w")
metric("BinaryCrossentropy", "yes", "yes_z", {"from_logits": True})
metric("BinaryCrossentropy", "yes", "yes_z", through="sigmoid")
metric("CategoricalCrossentropy", "shares", "q", w="w")
metric("CategoricalCrossentropy", "shares", "z", {"from_logits": True, "label_smoothing": 0.1})
metric("SparseCategoricalCrossentropy", "class", "q", w="w")
metric("SparseCategoricalCrossentropy", "class", "z", {"from_logits": True, "ignore_class": 1})
metric("SparseCategoricalCrossentropy", "class_steps", "z_steps", {"from_logits": True, "ignore_class": 1},
       m="m_steps", w="w_steps")
metric("Accuracy", "class", "guess")
metric("Accuracy", "class", "guess", w="w")
metric("BinaryAccuracy", "yes", "yes_p")
metric("BinaryAccuracy", "yes_vector", "yes1_p", {"threshold": 0.3}, w="w")
metric("CategoricalAccuracy", "shares", "q", w="w")
metric("CategoricalAccuracy", "shares_steps", "q_steps", m="m_steps")
metric("SparseCategoricalAccuracy", "class", "q")
metric("SparseCategoricalAccuracy", "class_column", "q", w="w")
metric("SparseCategoricalAccuracy", "class_steps", "q_steps", m="m_steps", w="w_steps")
metric("TopKCategoricalAccuracy", "shares", "q", {"k": 2}, w="w")
metric("TopKCategoricalAccuracy", "shares_steps", "q_steps", {"k": 3})
metric("SparseTopKCategoricalAccuracy", "class", "q", {"k": 2})
metric("SparseTopKCategoricalAccuracy", "class_steps", "q_steps", {"k": 3}, m="m_steps")
metric("SparseTopKCategoricalAccuracy", "class", "ranked", {"k": 2, "from_sorted_ids": True})
metric("SparseTopKCategoricalAccuracy", "class_column", "q", {"k": 2}, w="w")
metric("SparseTopKCategoricalAccuracy", "class_column", "ranked", {"k": 2, "from_sorted_ids": True})
for curve in ("ROC", "PR", "PRGAIN"):
    for method in ("interpolation", "minoring", "majoring"):
        metric("AUC", "yes", "yes_p", {"curve": curve, "summation_method": method}, w="w")
metric("AUC", "yes1", "yes1_p")
metric("AUC", "yes", "yes_p", {"num_thresholds": 10})
metric("AUC", "yes", "yes_p", {"thresholds": [0.2, 0.7, 0.4]}, w="w")
metric("AUC", "yes", "yes_z", {"from_logits": True})
metric("AUC", "yes", "yes_p", {"multi_label": True})
metric("AUC", "yes", "yes_p", {"multi_label": True, "num_labels": 3, "label_weights": [1.0, 0.5, 2.0]}, w="w")
metric("AUC", "yes", "yes_p", {"multi_label": True, "thresholds": [0.3, 0.4, 0.8], "curve": "PR"}, w="w")
metric("AUC", "yes", "yes_p", {"label_weights": [1.0, 0.5, 2.0]}, w="w")
for cls in ("Precision", "Recall"):
    metric(cls, "yes", "yes_p")
    metric(cls, "yes", "yes_p", {"thresholds": [0.3, 0.6]}, w="w")
    metric(cls, "yes", "yes_p", {"thresholds": [0.0, 0.5, 1.0]})
    metric(cls, "shares", "q", {"top_k": 2}, w="w")
    metric(cls, "shares", "q", {"class_id": 3, "thresholds": 0.2})
    metric(cls, "shares", "q", {"class_id": 3, "top_k": 2})
    metric(cls, "yes_vector", "yes1_p", w="w")
    metric(cls, "shares_steps", "q_steps", {"thresholds": 0.2}, w="w_steps", m="m_steps")
for cls in ("TruePositives", "TrueNegatives", "FalsePositives", "FalseNegatives"):
    metric(cls, "yes", "yes_p", w="w")
    metric(cls, "yes", "yes_p", {"thresholds": [0.2, 0.5, 0.9]})
for cls, key in (("SensitivityAtSpecificity", "specificity"), ("SpecificityAtSensitivity", "sensitivity"),
                 ("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision")):
    metric(cls, "yes", "yes_p", {key: 0.5}, w="w")
    metric(cls, "shares", "q", {key: 0.4, "num_thresholds": 20, "class_id": 1})
    metric(cls, "yes", "yes_p", {key: 0.4, "num_thresholds": 1})
for average in (None, "micro", "macro", "weighted"):
    metric("F1Score", "shares", "q", {"average": average}, w="w")
    metric("FBetaScore", "yes", "yes_p", {"average": average, "beta": 2.0, "threshold": 0.4})
for aggregation in (None, "uniform_average", "variance_weighted_average"):
    metric("R2Score", "t", "p", {"class_aggregation": aggregation}, w="w")
metric("R2Score", "t", "p", {"num_regressors": 2})
metric("R2Score", "t", "p", {"num_regressors": 70})
metric("IoU", "map", "map_guess", {"num_classes": 3, "target_class_ids": [0, 2]})
metric("MeanIoU", "map", "map_guess", {"num_classes": 3}, w="w_map")
metric("MeanIoU", "map", "map_guess", {"num_classes": 3, "ignore_class": 1, "dtype": "float32"}, w="w_map")
metric("MeanIoU", "map_shares", "map_guess", {"num_classes": 3, "sparse_y_true": False})
metric("BinaryIoU", "map_yes", "map_yes_p", {"threshold": 0.4})
metric("BinaryIoU", "map_yes", "map_yes_p", {"target_class_ids": [1]}, w="w_map")
metric("OneHotIoU", "map_shares", "map_q", {"num_classes": 3, "target_class_ids": [1]})
metric("OneHotMeanIoU", "map_shares", "map_q", {"num_classes": 3, "ignore_class": 0}, w="w_map")
metric("Mean", None, "t", w="w")
metric("Mean", None, "t_steps")
metric("Sum", None, "t_steps", w="w_steps")


def tensor(name, rows, dtype):
    if name is None:
        return None
    x = A[name][rows]
    return tf.constant(x, dtype if x.dtype == np.float32 else None)


def prediction(case, rows, dtype, tape=None):
    given = tensor(case["prediction"], rows, dtype)
    if tape:
        tape.watch(given)
    result = tf.identity(given) if case["mask"] else given
    if case["through"]:
        result = getattr(keras.activations, case["through"])(given)
    if case["mask"]:
        keras.src.backend.set_keras_mask(result, tensor(case["mask"], rows, dtype))
    return given, result


def record(case, dtype):
    """The recorded arrays of a case, computed in one float type."""
    keras.config.set_floatx(dtype)
    config = dict(case["config"])
    if case["class"] not in ("MeanIoU",):
        config["dtype"] = None
    if isinstance(config.get("axis"), list):
        config["axis"] = tuple(config["axis"])
    module = keras.losses if case["kind"] == "loss" else keras.metrics
    cls = getattr(module, case["class"], None) or getattr(keras.src.losses.losses, case["class"])
    obj = cls(**config)
    if case["kind"] == "loss":
        with tf.GradientTape() as tape:
            given, y = prediction(case, slice(None), dtype, tape)
            value = obj(tensor(case["target"], slice(None), dtype), y, tensor(case["weight"], slice(None), dtype))
        return {"value": value.numpy(), "gradient": tape.gradient(value, given).numpy()}
    results, at = [], 0
    for size in BATCHES:
        rows = slice(at, at + size)
        at += size
        _, y = prediction(case, rows, dtype)
        weight = tensor(case["weight"], rows, dtype)
        if case["target"] is None:
            obj.update_state(y, sample_weight=weight)
        else:
            obj.update_state(tensor(case["target"], rows, dtype), y, sample_weight=weight)
        results.append(np.asarray(obj.result()))
    return {"results": np.stack(results)}


def distance(a, b):
    if not np.array_equal(np.isfinite(a), np.isfinite(b)):
        return float("inf")
    ok = np.isfinite(a)
    return float(np.max(np.abs(a[ok] - b[ok]), initial=0) / max(np.max(np.abs(b[ok]), initial=0), 1e-6))


def saved_rows():
    """What Keras resolves strings to, and how both generations write objects."""
    for kind, module in (("loss", keras.losses), ("metric", keras.metrics)):
        objects = getattr(keras.src, kind + ("es" if kind == "loss" else "s")).ALL_OBJECTS_DICT
        bases = {"Loss", "LossFunctionWrapper", "Metric", "MeanMetricWrapper", "loss", "metric", "mean_metric_wrapper"}
        for name, found in sorted(objects.items()):
            if name not in bases and found.__name__ not in bases:
                yield {"kind": kind, "string": name, "found": found.__name__}
    required = {"IoU": {"num_classes": 3, "target_class_ids": [0, 1]}, "OneHotIoU": {"num_classes": 3, "target_class_ids": [0]},
                "MeanIoU": {"num_classes": 3}, "OneHotMeanIoU": {"num_classes": 3},
                "SensitivityAtSpecificity": {"specificity": 0.5}, "SpecificityAtSensitivity": {"sensitivity": 0.5},
                "PrecisionAtRecall": {"recall": 0.5}, "RecallAtPrecision": {"precision": 0.5}}
    for by, module in (("keras", keras), ("tf_keras", tf_keras)):
        for kind, names in (("loss", module.losses), ("metric", module.metrics)):
            for cls in sorted({c["class"] for c in CASES if c["kind"] == kind}):
                found = getattr(names, cls, None)
                if found is None:
                    continue
                obj = found(name="mine", **required.get(cls, {}))
                yield {"kind": kind, "by": by, "saved": json.loads(json.dumps(names.serialize(obj), default=str))}
    wrapper = tf_keras.src.metrics.base_metric.MeanMetricWrapper
    for fn in ("sparse_categorical_accuracy", "binary_accuracy", "mean_squared_error", "kl_divergence"):
        obj = wrapper(getattr(tf_keras.metrics, fn), name="acc")
        yield {"kind": "metric", "by": "tf_keras", "saved": json.loads(json.dumps(tf_keras.metrics.serialize(obj)))}


def main():
    with open(HERE / "saved.jsonl", "w") as out:
        for row in saved_rows():
            out.write(json.dumps(row) + "\n")
    arrays = {"in:" + name: value for name, value in A.items()}
    seen = {}
    with open(HERE / "cases.jsonl", "w") as out:
        for case in CASES:
            seen[case["class"]] = seen.get(case["class"], 0) + 1
            name = f"{case['kind']}.{case['class']}.{seen[case['class']]}"
            single = record(case, "float32")
            # TensorFlow's in_top_k takes float32 only.
            double = single if "TopK" in case["class"] else record(case, "float64")
            keras.config.set_floatx("float32")
            for key, value in single.items():
                arrays[f"{name}:{key}"] = value.astype("float32")
            # Keras computes CTC in float32 only; beside a sum of 707 a digit less is left.
            least = 1e-5 if case["target"] == "spelled_long" else 0
            row = {"name": name, **{k: v for k, v in case.items() if v is not None},
                   "distance": {k: float(f"{max(least, distance(v, double[k])):.1e}") for k, v in single.items()}}
            out.write(json.dumps(row) + "\n")
    np.savez_compressed(HERE / "arrays.npz", **arrays)


if __name__ == "__main__":
    main()
