"""Makes small SavedModels and frozen graphs, with recordings of what Python's TensorFlow gives for them.

    python tests/goldens/savedmodel/make.py [FOLDER]   # python: of the interop venv

Writes folders and .pb files beside this script, or into a folder, an npz each, and manifest.jsonl; `hostile/` has graphs that must be
refused. Keras 3 and tf_keras do not live in one process, so the script starts itself again for the second.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
HERE = pathlib.Path(next((a for a in sys.argv[1:] if a != "tf_keras"), pathlib.Path(__file__).parent)).resolve()
HERE.mkdir(parents=True, exist_ok=True)

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

rows = []


def record(name, inputs, outputs):
    arrays = {f"in:{k}": np.asarray(v) for k, v in inputs.items()}
    arrays |= {f"out:{k}": np.asarray(v) for k, v in outputs.items()}
    stem = name.removesuffix(".pb")
    np.savez(HERE / f"{stem}.npz", **arrays)
    rows.append({"file": name, "golden": f"{stem}.npz"})


def serve(name, **inputs):
    """Runs a written folder in Python and records it."""
    signature = tf.saved_model.load(str(HERE / name)).signatures["serving_default"]
    record(name, inputs, signature(**{k: tf.constant(v) for k, v in inputs.items()}))


def fresh(name):
    shutil.rmtree(HERE / name, ignore_errors=True)
    return str(HERE / name)


def finish(name):
    (HERE / name / "fingerprint.pb").unlink(missing_ok=True)
    (HERE / name / "keras_metadata.pb").unlink(missing_ok=True)
    assets = HERE / name / "assets"
    if assets.is_dir() and not any(assets.iterdir()):
        assets.rmdir()


def uniform(*shape):
    return np.random.default_rng(len(shape) + sum(shape)).uniform(-1, 1, shape).astype("float32")


def keras3():
    import keras

    keras.utils.set_random_seed(1)
    x = keras.Input((3,), name="features")
    model = keras.Model(x, keras.layers.Dense(2, "softmax")(keras.layers.Dense(4, "relu")(x)))
    model.export(fresh("keras3_mlp"), verbose=False)
    finish("keras3_mlp")
    serve("keras3_mlp", features=uniform(5, 3))

    a, b = keras.Input((6, 6, 2), name="picture"), keras.Input((4,), name="extra")
    y = keras.layers.Conv2D(3, 3, padding="same", name="conv")(a)
    y = keras.layers.BatchNormalization()(y)
    y = keras.layers.GlobalAveragePooling2D()(keras.layers.MaxPooling2D()(y))
    y = keras.layers.Concatenate()([y, b])
    model = keras.Model({"picture": a, "extra": b}, {"score": keras.layers.Dense(1)(y), "mean": keras.layers.Dense(2)(b)})
    for w in model.weights:
        w.assign(w + 0.1 * uniform(*w.shape))
    model.export(fresh("keras3_two"), verbose=False)
    finish("keras3_two")
    serve("keras3_two", picture=uniform(2, 6, 6, 2), extra=uniform(2, 4))

    x = keras.Input((None, 3), name="steps")
    model = keras.Model(x, keras.layers.LSTM(4)(x))
    model.export(fresh("keras3_lstm"), verbose=False)
    finish("keras3_lstm")
    serve("keras3_lstm", steps=uniform(2, 5, 3))


def tf_keras():
    import tf_keras

    tf_keras.utils.set_random_seed(2)
    model = tf_keras.Sequential(
        [tf_keras.layers.Dense(4, "tanh", input_shape=(3,)), tf_keras.layers.LayerNormalization(), tf_keras.layers.Dense(2)]
    )
    model.save(fresh("tf_keras_mlp"), save_format="tf")
    finish("tf_keras_mlp")
    serve("tf_keras_mlp", dense_input=uniform(4, 3))


class Module(tf.Module):
    """No Keras: two inputs of other types, a variable, a branch."""

    def __init__(self):
        super().__init__()
        self.table = tf.Variable(uniform(7, 3), name="table")
        self.unused = tf.Variable(1.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64, "ids"), tf.TensorSpec([], tf.bool, "negate")])
    def serve(self, ids, negate):
        rows = tf.gather(self.table, ids)
        chosen = tf.cond(negate, lambda: -rows, lambda: 2 * rows)
        return {"rows": chosen, "count": tf.shape(ids)[0]}


def module():
    m = Module()
    tf.saved_model.save(m, fresh("module"), signatures=m.serve)
    finish("module")
    serve("module", ids=np.array([3, 0, 6], "int64"), negate=np.array(True))

    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    frozen = convert_variables_to_constants_v2(m.serve.get_concrete_function())
    ids, negate = np.array([1, 5], "int64"), np.array(False)
    results = frozen(tf.constant(ids), tf.constant(negate))
    (HERE / "frozen.pb").write_bytes(frozen.graph.as_graph_def().SerializeToString(deterministic=True))
    named = {t.op.name: r for t, r in zip(frozen.outputs, results)}
    record("frozen.pb", {"ids": ids, "negate": negate}, named)


def hostile():
    folder = HERE / "hostile"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    spec = tf.TensorSpec([], tf.string, "path")

    def reads(path):
        return {"text": tf.io.read_file(path)}

    def writes(path):
        with tf.control_dependencies([tf.io.write_file(path, "tenon was here")]):
            return {"text": tf.identity(path)}

    def lists(path):
        return {"text": tf.io.matching_files(path)}

    def prints(path):
        tf.print("secret", output_stream="file:///tmp/tenon-was-here")
        return {"text": tf.identity(path)}

    def python(path):
        return {"text": tf.numpy_function(lambda p: p, [path], tf.string)}

    for function in (reads, writes, lists, prints, python):
        m = tf.Module()
        f = tf.function(function, input_signature=[spec])
        tf.saved_model.save(m, str(folder / function.__name__), signatures=f)
        finish(f"hostile/{function.__name__}")


if __name__ == "__main__":
    if "tf_keras" in sys.argv[1:]:
        tf_keras()
        print(json.dumps(rows))
    else:
        keras3()
        module()
        hostile()
        out = subprocess.run([sys.executable, __file__, "tf_keras", str(HERE)], capture_output=True, text=True, check=True)
        rows += json.loads(out.stdout.strip().splitlines()[-1])
        (HERE / "manifest.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
