"""Imports TensorFlow without its log lines. Import this module before keras, tf_keras or tensorflow."""

import gc
import os
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_DETERMINISTIC_OPS", "1")
os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")  # tf_keras reaches for tf.keras here and there: let that be itself
warnings.filterwarnings("ignore")


def _import_tensorflow_with_stderr_closed():
    """Some lines are written by C++ before any log level is read, so the descriptor itself is turned away."""
    keep = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        import tensorflow  # noqa: F401
    finally:
        os.dup2(keep, 2)
        os.close(keep)
        os.close(nowhere)


_import_tensorflow_with_stderr_closed()

import tensorflow as tf  # noqa: E402

tf.get_logger().setLevel("ERROR")

import absl.logging  # noqa: E402

absl.logging.set_verbosity(absl.logging.ERROR)

# Keras' clear_session collects garbage: a fifth of a second for the objects of the libraries alone, which stay anyway.
gc.freeze()
