"""What Keras and TensorFlow do, one job a process, as a user's script would do it.

    python keras_side.py make DST.h5              # ResNet50 with random weights
    python keras_side.py export SRC.h5 DST.onnx   # model.export(format="onnx")
    python keras_side.py first SRC.h5             # load_model, then the first predict
    python keras_side.py steady SRC.h5 RUNS       # times of one-image predictions after a warm-up, as JSON
    python keras_side.py weights NET DST.weights.h5     # random weights of a network of keras.applications
    python keras_side.py classify NET SRC.weights.h5 PHOTO    # its five best classes of a photograph
"""

import json
import os
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402

WARM_UP = 10


def picture():
    return np.random.default_rng(7).uniform(0, 255, (1, 224, 224, 3)).astype("float32")


def make(target):
    keras.utils.set_random_seed(7)
    keras.applications.ResNet50(weights=None).save(target)


def export(source, target):
    model = keras.models.load_model(source, compile=False)
    # Keras 3.15 refuses to export a loaded model that was never called; naming its input costs it no call.
    signature = [keras.InputSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name=model.inputs[0].name)]
    model.export(target, format="onnx", verbose=False, input_signature=signature)


def first(source):
    keras.models.load_model(source, compile=False).predict(picture(), verbose=0)


def weights(net, target):
    keras.utils.set_random_seed(7)
    getattr(keras.applications, net)(weights=None).save_weights(target)


def classify(net, source, photo):
    """Without `decode_predictions`, which would download the names of the classes."""
    model = getattr(keras.applications, net)(weights=source)
    module = sys.modules[getattr(keras.applications, net).__module__]
    image = keras.utils.img_to_array(keras.utils.load_img(photo, target_size=model.input.shape[1:3]))
    scores = model.predict(module.preprocess_input(image[None]), verbose=0)[0]
    for index in scores.argsort()[::-1][:5]:
        print(index, scores[index])


def times(job, runs):
    for _ in range(WARM_UP):
        job()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        found.append((time.perf_counter() - start) * 1000)
    return found


def steady(source, runs):
    import tensorflow as tf

    model = keras.models.load_model(source, compile=False)
    image = picture()
    function = tf.function(lambda x: model(x, training=False))
    result = {
        "tf.function": times(lambda: function(tf.constant(image)).numpy(), runs),
        "model.predict": times(lambda: model.predict(image, verbose=0), runs),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    job, *arguments = sys.argv[1:]
    if job == "steady":
        steady(arguments[0], int(arguments[1]))
    else:
        {"make": make, "export": export, "first": first, "weights": weights, "classify": classify}[job](*arguments)
