"""Loads a pipeline that Java stored into PySpark, compares its numbers, and stores one for Java: FOLDER JARS.

JARS is a comma-separated list for spark.jars. Run by tests/interop/spark, in the environment of make-spark-venv.
"""

import os
import sys

import numpy as np
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import VectorAssembler
from pyspark.sql import SparkSession

folder, jars = sys.argv[1:]
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
GOLDENS = os.path.join(ROOT, "tests/goldens/spark")

spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]")
    .config("spark.jars", jars)
    .config("spark.submit.pyFiles", next(jar for jar in jars.split(",") if "/tenon-spark" in jar))
    .config("spark.ui.enabled", False)
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3")
    .config("spark.sql.shuffle.partitions", 2)
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
sys.path.insert(0, next(jar for jar in jars.split(",") if "/tenon-spark" in jar))
from dev.tenon.spark import TenonEstimator, TenonModel  # noqa: E402  The session has put the jar on the path.

# As in SparkPipelines.java.
frame = spark.range(0, 70, 1, 2).selectExpr(
    "id", "sin(id) a", "cos(id) b", "id / 70 c", "id % 3 d", "cast(id % 5 as int) kind"
)


def numbers(rows, column):
    return np.array([row[column] for row in sorted(rows, key=lambda row: row["id"])])


def close(what, here, there, allowed):
    off = np.abs(here - there).max()
    assert here.shape == there.shape and off <= allowed, (what, here.shape, there.shape, off)
    print(f"{what}: {len(here)} rows within {off:.3g}")


loaded = PipelineModel.load(folder + "/java")
stage = loaded.stages[1]
assert type(stage) is TenonModel, type(stage)
assert stage.getInputs() == {"features": "x"} and stage.getBatchSize() == 16, stage.extractParamMap()
here, there = loaded.transform(frame).collect(), spark.read.parquet(folder + "/java.parquet").collect()
for column in ["scores", "inside", "best"]:
    close(f"Java's pipeline in PySpark, {column}", numbers(here, column), numbers(there, column), 1e-6)

scorer = TenonModel(
    path=os.path.join(GOLDENS, "two.keras"), inputs={"features": "x"}, outputs={"scores": "logits"}, engine="onnxruntime"
)
scorer.setArgMaxCol("best").setBatchSize(8)
assert scorer.getEngine() == "onnxruntime" and scorer.getOutputType() == "array"
stages = [VectorAssembler(inputCols=["a", "b", "c", "d"], outputCol="x"), scorer]
fitted = Pipeline(stages=stages).fit(frame)
fitted.write().overwrite().save(folder + "/python")
fitted.transform(frame).select("id", "scores", "best").write.parquet(folder + "/python.parquet")

recorded = np.load(os.path.join(GOLDENS, "recorded.npz"))
rows = [(i, x.tolist(), int(k)) for i, (x, k) in enumerate(zip(recorded["two/features"], recorded["two/kind"]))]
keras = spark.createDataFrame(rows, "id int, features array<float>, kind int")
scored = TenonModel.fromFile(os.path.join(GOLDENS, "two.keras")).transform(keras)
close("Keras' own numbers", numbers(scored.collect(), "logits"), recorded["two/logits"], 1e-5)
try:
    TenonModel(path=os.path.join(GOLDENS, "two.keras"), inputCol="features").transform(keras)
    raise AssertionError("a model of two inputs took inputCol")
except Exception as error:
    assert "set inputs" in str(error), error

# A line that two tasks learn together, and NumPy with the gradient of the mean squared error.
table = frame.selectExpr("id", "array(cast(a as float), cast(b as float)) features", "cast(c as float) label")
estimator = TenonEstimator(
    path=folder + "/compiled.keras", numTasks=2, batchSize=20, epochs=3, shuffle=False, verbose=0, outputCol="line"
)
Pipeline(stages=[estimator]).write().overwrite().save(folder + "/estimator")
trained = Pipeline.load(folder + "/estimator").fit(table).stages[0]
assert type(trained) is TenonModel and len(trained.history["loss"]) == 3, trained
every = table.orderBy("id").collect()
x, y = np.array([row["features"] for row in every]), np.array([row["label"] for row in every])
weights, bias = np.zeros(2), 0.0
for _ in range(3):
    losses = []
    for start in range(0, 70, 20):
        part, target = x[start : start + 20], y[start : start + 20]
        error = part @ weights + bias - target
        losses.append((len(part), (error**2).mean()))
        weights, bias = weights - 0.1 * 2 * part.T @ error / len(part), bias - 0.1 * 2 * error.mean()
close("what two tasks learned", numbers(trained.transform(table).collect(), "line")[:, 0], x @ weights + bias, 1e-5)
loss = sum(count * value for count, value in losses) / 70
assert abs(trained.history["loss"][-1] - loss) < 1e-5, (trained.history, loss)
trained.save_model(folder + "/trained.keras")
assert os.path.getsize(folder + "/trained.keras") > 1000
spark.stop()
