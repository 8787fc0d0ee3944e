"""Keras' side of the row of images of ./train: makes the photographs and the network, and trains it when told to.

    python train_images.py make FOLDER     # images.keras, images.json, and images/dark and images/light with JPEGs
    python train_images.py work FOLDER images BATCH OPTIMIZER LOSS METRIC EPOCHS SETTING   # then words, as train_side.py

The network augments the images and learns from their mean colour alone, so that reading them is what takes time. SETTING is
"map" where the data set augments them, in as many threads as TensorFlow likes, and "plain" where the network does.
"""

import json
import pathlib
import sys

from train_side import serve  # also keeps TensorFlow off GPUs and quiet

COUNT = 400
SIZE = 180
PHOTOS = pathlib.Path(__file__).resolve().parents[2] / "samples" / "photos"


def augmentation(keras):
    return [
        keras.layers.RandomFlip("horizontal"),
        keras.layers.RandomRotation(0.1, fill_mode="constant"),
        keras.layers.RandomZoom(0.1, fill_mode="constant"),
    ]


def head(keras):
    return [keras.layers.Rescaling(1 / 255), keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(1, activation="sigmoid")]


def make(folder):
    import keras

    photographs(folder / "images")
    keras.utils.set_random_seed(7)
    keras.Sequential([keras.Input((SIZE, SIZE, 3)), *augmentation(keras), *head(keras)]).save(folder / "images.keras")
    (folder / "images.json").write_text(json.dumps(None))


def photographs(folder):
    """Writes parts of the samples' photographs, enlarged to 256 x 256 and made lighter or darker."""
    import numpy as np
    from PIL import Image, ImageEnhance, ImageOps

    draw = np.random.default_rng(7)
    photos = [Image.open(path).convert("RGB") for path in sorted(PHOTOS.glob("*.jpg"))]
    for number in range(COUNT):
        kind, factor = (("dark", 0.7), ("light", 1.3))[number % 2]
        side = int(draw.integers(180, 257))
        left, top = (int(place) for place in draw.integers(0, 257 - side, 2))
        part = photos[number % len(photos)].crop((left, top, left + side, top + side)).resize((256, 256))
        part = ImageOps.mirror(part) if draw.integers(2) else part
        (folder / kind).mkdir(parents=True, exist_ok=True)
        ImageEnhance.Brightness(part).enhance(factor).save(folder / kind / f"{number:03}.jpg", quality=90)


def work(folder, name, batch, optimizer, loss, metric, epochs, setting):
    import os

    import tensorflow as tf

    threads = int(os.environ.get("THREADS", "0"))
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    import keras

    data = keras.utils.image_dataset_from_directory(
        folder / name, image_size=(SIZE, SIZE), label_mode="binary", batch_size=batch, verbose=False)
    built = keras.models.load_model(folder / f"{name}.keras", compile=False)
    if setting == "map":
        augment = built.layers[:3]

        def augmented(images, labels):
            for layer in augment:
                images = layer(images, training=True)
            return images, labels

        data = data.map(augmented, num_parallel_calls=tf.data.AUTOTUNE)
        built = keras.Sequential([keras.Input((SIZE, SIZE, 3)), *built.layers[3:]])
    data = data.prefetch(tf.data.AUTOTUNE)
    built.compile(optimizer=optimizer, loss=loss, metrics=[metric])
    built.fit(data.take(1), verbose=0)
    serve(lambda: built.fit(data, epochs=int(epochs), verbose=0))


if __name__ == "__main__":
    job, folder, *arguments = sys.argv[1:]
    if job == "make":
        make(pathlib.Path(folder))
    else:
        name, batch, *rest = arguments
        work(pathlib.Path(folder), name, int(batch), *rest)
