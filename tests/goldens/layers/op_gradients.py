"""Records gradients of the models in opnodes/, as Keras' TensorFlow backend has them, in op_gradients.tsv.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/layers/op_gradients.py

A line: case, output, input, the gradient's length, and its product with cos(0.7 i). The gradient is that of the sum of the
output's elements times sin(1.3 i). Left out: second results of a function (their names mean the first), what Keras cannot
differentiate, and the SSIM of a picture with its darker self, of whose gradient float32 leaves three digits.
"""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "interop"))

import quiet  # noqa: E402,F401
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

LEFT_OUT = {("likeness", 2)} | {(case, output) for case in ("fourier", "short_time_fourier") for output in range(1, 12, 2)}


def gradients(model, inputs, output):
    sources = [x for x in inputs if x.dtype.is_floating]
    with tf.GradientTape() as tape:
        tape.watch(sources)
        outputs = model(inputs if len(inputs) > 1 else inputs[0], training=False)
        y = outputs[output] if isinstance(outputs, (list, tuple)) else outputs
        if not y.dtype.is_floating:
            return []
        counts = tf.reshape(tf.sin(tf.range(tf.size(y), dtype=tf.float32) * 1.3), tf.shape(y))
        total = tf.reduce_sum(tf.cast(y, tf.float32) * counts)
    found = iter(tape.gradient(total, sources))
    return [(i, next(found)) for i, x in enumerate(inputs) if x.dtype.is_floating]


def main():
    lines = []
    for path in sorted((HERE / "opnodes").glob("*.keras")):
        case = path.name.split(".")[0]
        try:
            model = keras.models.load_model(path)
        except Exception as e:  # noqa: BLE001: what Keras does not read back has no gradient here
            print(case, str(e).splitlines()[0])
            continue
        recording = np.load(path.with_suffix(".npz"))
        inputs = [tf.constant(recording[f"in{i}"]) for i in range(len(model.inputs))]
        for output in range(len(model.outputs)):
            if (case, output) in LEFT_OUT:
                continue
            try:
                found = gradients(model, inputs, output)
            except Exception as e:  # noqa: BLE001: whatever Keras raises is the finding
                print(case, output, str(e).splitlines()[0])
                continue
            for i, gradient in found:
                if gradient is None:
                    continue
                flat = np.asarray(gradient, "float64").ravel()
                if not np.isfinite(flat).all():
                    continue
                along = flat @ np.cos(np.arange(flat.size) * 0.7)
                lines.append(f"{case}\t{output}\t{i}\t{np.linalg.norm(flat):.8g}\t{along:.8g}\n")
    (HERE / "op_gradients.tsv").write_text("".join(lines))
    print(len(lines), "gradients")


if __name__ == "__main__":
    main()
