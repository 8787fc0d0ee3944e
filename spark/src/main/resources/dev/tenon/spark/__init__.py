"""Tenon's stages for PySpark's pipelines.

The classes have the names of the Java classes, which do the work: PySpark finds by them what a stored pipeline holds. The jar of
tenon-spark has this module, so it can be given to `--jars` and to `--py-files`.

    from dev.tenon.spark import TenonModel

    scorer = TenonModel(path="model.keras", inputCol="features", outputCol="scores")
    scored = scorer.transform(frame)
"""

from pyspark import SparkContext
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

__all__ = ["TenonEstimator", "TenonModel"]


def _to_dict(value):
    """Converts a dict of strings, or Java's map."""
    return {str(key): str(value[key]) for key in value}


def _java_class(name):
    """Returns a class of Tenon in the JVM of the driver."""
    context = SparkContext._active_spark_context
    if context is None:
        raise RuntimeError("a SparkSession must be active")
    java = context._jvm
    for part in f"dev.tenon.spark.{name}".split("."):
        java = getattr(java, part)
    if type(java).__name__ == "JavaPackage":
        raise RuntimeError(f"the JVM of the driver has no class dev.tenon.spark.{name}: give Tenon's jars to spark.jars or --jars")
    return java


class TenonModel(JavaModel, JavaMLReadable, JavaMLWritable):
    """A transformer that computes new columns by a model of any format that Tenon reads.

    `path` is a model file or folder: a local path, or one of Hadoop's file systems. The other arguments are the Params.
    """

    inputCol = Param(Params._dummy(), "inputCol", "The column of a model's only input.", TypeConverters.toString)
    outputCol = Param(Params._dummy(), "outputCol", "The new column of a model's first output.", TypeConverters.toString)
    inputs = Param(Params._dummy(), "inputs", "The column of each input, by the input's name.", _to_dict)
    outputs = Param(
        Params._dummy(), "outputs", "The output or inner value of each new column, by the column's name.", _to_dict
    )
    argMax = Param(Params._dummy(), "argMax", "The output whose largest element's index a new column has.", _to_dict)
    softMax = Param(Params._dummy(), "softMax", "The output whose softmax a new column has.", _to_dict)
    argMaxCol = Param(
        Params._dummy(),
        "argMaxCol",
        "The new column of the index of the first output's largest element.",
        TypeConverters.toString,
    )
    softMaxCol = Param(Params._dummy(), "softMaxCol", "The new column of the first output's softmax.", TypeConverters.toString)
    batchSize = Param(Params._dummy(), "batchSize", "The largest number of rows of a run.", TypeConverters.toInt)
    engine = Param(Params._dummy(), "engine", "The engine: tensorflow or onnxruntime.", TypeConverters.toString)
    outputType = Param(Params._dummy(), "outputType", "The type of new columns: array or vector.", TypeConverters.toString)
    preprocessing = Param(
        Params._dummy(), "preprocessing", "The scaling of pixels: caffe, tf, torch or inside for none.", TypeConverters.toString
    )

    def __init__(self, java_model=None, *, path=None, **params):
        if path is not None:
            java_model = _java_class("TenonModel").fromFile(path)
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()
        self.setParams(**params)

    @classmethod
    def fromFile(cls, path, **params):
        """Creates a transformer of a model file or folder."""
        return cls(path=path, **params)

    def setParams(self, **params):
        """Sets Params by name; None leaves one as it is."""
        return _set_params(self, params)

    @property
    def history(self):
        """The loss and the metrics of each epoch by name; empty where no TenonEstimator trained the model."""
        return {name: list(values) for name, values in dict(self._java_obj.history()).items()}

    def save_model(self, path):
        """Writes the model itself, such as `model.keras`, on the machine of the driver."""
        model = self._java_obj.toModel()
        try:
            model.save(path)
        finally:
            model.close()


class TenonEstimator(JavaEstimator, JavaMLReadable, JavaMLWritable):
    """An estimator that trains a compiled Keras model on the rows of a data frame, in several tasks together.

    `path` is a compiled `.keras` or `.h5` file: a local path, or one of Hadoop's file systems. The other arguments are the Params.
    """

    featuresCol = Param(Params._dummy(), "featuresCol", "The column of a model's only input.", TypeConverters.toString)
    inputs = Param(Params._dummy(), "inputs", "The column of each input, by the input's name.", _to_dict)
    labelCol = Param(Params._dummy(), "labelCol", "The column of the targets of a model's only output.", TypeConverters.toString)
    targets = Param(Params._dummy(), "targets", "The column of the targets of each output, by the output's name.", _to_dict)
    weightCol = Param(Params._dummy(), "weightCol", "The column of sample weights.", TypeConverters.toString)
    validationIndicatorCol = Param(
        Params._dummy(),
        "validationIndicatorCol",
        "The column of booleans: true for rows that validate.",
        TypeConverters.toString,
    )
    outputCol = Param(Params._dummy(), "outputCol", "The new column of the trained model's first output.", TypeConverters.toString)
    batchSize = Param(Params._dummy(), "batchSize", "The rows of a step of all tasks together.", TypeConverters.toInt)
    epochs = Param(Params._dummy(), "epochs", "The number of epochs.", TypeConverters.toInt)
    numTasks = Param(Params._dummy(), "numTasks", "The number of tasks that train together.", TypeConverters.toInt)
    shuffle = Param(Params._dummy(), "shuffle", "Whether each task shuffles its rows.", TypeConverters.toBoolean)
    seed = Param(Params._dummy(), "seed", "The seed of the shuffle.", TypeConverters.toInt)
    verbose = Param(
        Params._dummy(), "verbose", "1 to print a line for each epoch on the driver, 0 for none.", TypeConverters.toInt
    )
    checkpointDir = Param(
        Params._dummy(),
        "checkpointDir",
        "The folder that all executors see, for a checkpoint an epoch.",
        TypeConverters.toString,
    )
    maxRestarts = Param(Params._dummy(), "maxRestarts", "How often a lost task restarts the training.", TypeConverters.toInt)
    timeout = Param(Params._dummy(), "timeout", "How many seconds a step waits for another task.", TypeConverters.toInt)
    ports = Param(Params._dummy(), "ports", "The ports of the tasks' servers, such as 40000-40100.", TypeConverters.toString)

    def __init__(self, java_estimator=None, *, path=None, **params):
        super().__init__()
        if path is not None:
            java_estimator = _java_class("TenonEstimator").fromFile(path)
        self._java_obj = java_estimator
        if java_estimator is not None:
            self._resetUid(java_estimator.uid())
            self._transfer_params_from_java()
        self.setParams(**params)

    @classmethod
    def _from_java(cls, java_stage):
        return cls(java_stage)

    def setParams(self, **params):
        """Sets Params by name; None leaves one as it is."""
        return _set_params(self, params)

    def _create_model(self, java_model):
        return TenonModel(java_model)


def _set_params(stage, params):
    for name in params:
        if not stage.hasParam(name):
            known = ", ".join(param.name for param in stage.params)
            raise TypeError(f"{type(stage).__name__} has no Param '{name}'; it has {known}")
    return stage._set(**params)


def _add_accessors(stage):
    """Adds the setters and getters of each Param, such as setInputCol and getInputCol."""
    for name in [name for name, value in vars(stage).items() if isinstance(value, Param)]:
        title = name[0].upper() + name[1:]

        def set_value(self, value, name=name):
            return self._set(**{name: value})

        def get_value(self, name=name):
            return self.getOrDefault(name)

        set_value.__doc__ = f"Sets {name}."
        get_value.__doc__ = f"Returns {name}."
        setattr(stage, f"set{title}", set_value)
        setattr(stage, f"get{title}", get_value)


_add_accessors(TenonEstimator)
_add_accessors(TenonModel)
