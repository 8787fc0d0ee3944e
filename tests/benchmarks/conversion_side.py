"""Makes the files that ./conversion converts, one job a process: python conversion_side.py resnet50|vgg16|bert|dense FILE."""

import os
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
from keras import layers  # noqa: E402


def bert():
    """The size of BERT's base model: 12 blocks of 768 and 12 heads, 30,522 words, 512 places; 109 million numbers."""
    words = keras.Input((128,), dtype="int32", name="words")
    places = keras.Input((128,), dtype="int32", name="places")
    x = layers.Embedding(30522, 768)(words) + layers.Embedding(512, 768)(places)
    x = layers.LayerNormalization(epsilon=1e-12)(x)
    for _ in range(12):
        x = layers.LayerNormalization(epsilon=1e-12)(x + layers.MultiHeadAttention(12, 64)(x, x))
        inner = layers.Dense(768)(layers.Dense(3072, activation="gelu")(x))
        x = layers.LayerNormalization(epsilon=1e-12)(x + inner)
    return keras.Model([words, places], layers.Dense(768, activation="tanh")(x[:, 0]))


def dense():
    """8 kernels of 268 MB: more than the 2 GB that one protobuf message holds."""
    return keras.Sequential([keras.Input((8192,))] + [layers.Dense(8192, activation="relu") for _ in range(8)])


def main():
    kind, target = sys.argv[1:]
    makers = {
        "resnet50": lambda: keras.applications.ResNet50(weights=None),
        "vgg16": lambda: keras.applications.VGG16(weights=None),
        "bert": bert,
        "dense": dense,
    }
    keras.utils.set_random_seed(7)
    model = makers[kind]()
    model.save(target)
    print(f"{model.count_params():,} numbers")


if __name__ == "__main__":
    main()
