"""Records ten steps of each training step of one's own among the samples: DCGAN, WGAN-GP, distillation, contrastive loss.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_steps.py

Writes steps/SAMPLE_MODEL.keras, the models as they start, and steps.npz: SAMPLE/METRIC, a number a step. Each step takes the
next 16 of the digits that ship with Tenon, from 0 to 1. The steps are written as Keras' own examples write them, with
tf.GradientTape; models, options and seeds are those of the Java samples. Random numbers come from keras.random with a
SeedGenerator, so that they are the same in Java.
"""

import gzip
import pathlib

import make
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

STEPS, BATCH, LATENT = 10, 16, 16
OUT = make.HERE / "steps"
DATA = make.HERE.parents[2] / "training/src/main/resources/dev/tenon/data/sets"


def digits():
    images = gzip.decompress((DATA / "digits-train-images-idx3-ubyte.gz").read_bytes())[16:]
    labels = gzip.decompress((DATA / "digits-train-labels-idx1-ubyte.gz").read_bytes())[8:]
    count = STEPS * BATCH
    x = np.frombuffer(images, "uint8").reshape(-1, 28, 28)[:count].astype("float32") / np.float32(255)
    return x, np.frombuffer(labels, "uint8")[:count].astype("int32")


def leaky():
    return layers.LeakyReLU(0.2)


def up(filters, **more):
    return layers.Conv2DTranspose(filters, 4, strides=2, padding="same", **more)


def down(filters):
    return layers.Conv2D(filters, 4, strides=2, padding="same")


def image_input():
    return keras.Input((28, 28, 1))


def save(sample, **models):
    for name, model in models.items():
        make.packed(model, OUT / f"{sample}_{name}.keras")


def minimize(tape, loss, optimizer, model):
    weights = model.trainable_weights
    optimizer.apply(tape.gradient(loss, weights), weights)


def dcgan():
    generator = keras.Sequential(
        [keras.Input((LATENT,)), layers.Dense(7 * 7 * 16), leaky(), layers.Reshape((7, 7, 16)), up(16), leaky()]
        + [up(1, activation="sigmoid")],
        name="generator",
    )
    discriminator = keras.Sequential(
        [image_input(), down(8), leaky(), down(16), leaky(), layers.Flatten(), layers.Dropout(0.2, seed=3), layers.Dense(1)],
        name="discriminator",
    )
    save("dcgan", generator=generator, discriminator=discriminator)
    g_rule, d_rule = keras.optimizers.Adam(1e-3), keras.optimizers.Adam(1e-3)
    loss_of = keras.losses.BinaryCrossentropy(from_logits=True)
    seeds = keras.random.SeedGenerator(1337)

    def step(x, y):
        noise = keras.random.normal((len(x), LATENT), seed=seeds)
        with tf.GradientTape() as tape:
            fake = generator(noise, training=True)
            of_real, of_fake = discriminator(x, training=True), discriminator(fake, training=True)
            d_loss = (loss_of(ops.ones_like(of_real), of_real) + loss_of(ops.zeros_like(of_fake), of_fake)) * 0.5
        minimize(tape, d_loss, d_rule, discriminator)
        noise = keras.random.normal((len(x), LATENT), seed=seeds)
        with tf.GradientTape() as tape:
            of_drawn = discriminator(generator(noise, training=True), training=True)
            g_loss = loss_of(ops.ones_like(of_drawn), of_drawn)
        minimize(tape, g_loss, g_rule, generator)
        return {"d_loss": d_loss, "g_loss": g_loss}

    return step


def wgan_gp():
    generator = keras.Sequential(
        [keras.Input((LATENT,)), layers.Dense(7 * 7 * 16, use_bias=False), layers.BatchNormalization(), leaky()]
        + [layers.Reshape((7, 7, 16)), up(8, use_bias=False), layers.BatchNormalization(), leaky(), up(1, activation="sigmoid")],
        name="generator",
    )
    critic = keras.Sequential(
        [image_input(), down(8), leaky(), down(16), leaky(), layers.Flatten(), layers.Dense(1)], name="critic"
    )
    save("wgan-gp", generator=generator, critic=critic)
    rules = [keras.optimizers.Adam(2e-4, beta_1=0.5, beta_2=0.9) for _ in range(2)]
    seeds = keras.random.SeedGenerator(42)

    def penalty(real, fake):
        share = keras.random.uniform((len(real), 1, 1, 1), seed=seeds)
        between = real + (fake - real) * share
        with tf.GradientTape() as tape:
            tape.watch(between)
            found = critic(between, training=True)
        gradient = tape.gradient(found, between)
        length = ops.sqrt(ops.sum(ops.square(gradient), axis=[1, 2, 3]))
        return ops.mean(ops.square(length - 1))

    def step(x, y):
        x = ops.convert_to_tensor(x)
        for _ in range(2):
            noise = keras.random.normal((len(x), LATENT), seed=seeds)
            with tf.GradientTape() as tape:
                fake = generator(noise, training=True)
                of_fake, of_real = critic(fake, training=True), critic(x, training=True)
                d_loss = ops.mean(of_fake) - ops.mean(of_real) + penalty(x, fake) * 10
            minimize(tape, d_loss, rules[1], critic)
        noise = keras.random.normal((len(x), LATENT), seed=seeds)
        with tf.GradientTape() as tape:
            g_loss = -ops.mean(critic(generator(noise, training=True), training=True))
        minimize(tape, g_loss, rules[0], generator)
        return {"d_loss": d_loss, "g_loss": g_loss}

    return step


def network(name, size):
    dense = [layers.Dense(size, activation="relu"), layers.Dense(10)]
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), *dense], name=name)


def distillation():
    teacher, student = network("teacher", 128), network("student", 16)
    save("distillation", teacher=teacher, student=student)
    rule = keras.optimizers.Adam(1e-3)
    of_data = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    of_teacher = keras.losses.KLDivergence()

    def step(x, y):
        said = teacher(x, training=False)
        with tf.GradientTape() as tape:
            logits = student(x, training=True)
            distilled = of_teacher(ops.softmax(said / 10), ops.softmax(logits / 10)) * 100
            loss = of_data(y, logits) * 0.1 + distilled * 0.9
        minimize(tape, loss, rule, student)
        return {"loss": loss, "distillation_loss": distilled}

    return step


def contrastive_loss():
    dense = [layers.Dense(64, activation="relu"), layers.Dense(16)]
    encoder = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), *dense], name="encoder")
    save("contrastive-loss", encoder=encoder)
    rule = keras.optimizers.Adam(1e-3)
    seeds = keras.random.SeedGenerator(7)

    def projected(x):
        code = encoder(x + keras.random.normal((len(x), 28, 28), seed=seeds) * 0.3, training=True)
        return code / ops.sqrt(ops.sum(ops.square(code), axis=-1, keepdims=True))

    def match(similarity):
        return -ops.mean(ops.diagonal(ops.log_softmax(similarity)))

    def step(x, y):
        with tf.GradientTape() as tape:
            left = projected(x)
            similarity = ops.matmul(left, ops.transpose(projected(x))) / 0.1
            loss = (match(similarity) + match(ops.transpose(similarity))) * 0.5
        minimize(tape, loss, rule, encoder)
        return {"loss": loss}

    return step


def main():
    OUT.mkdir(exist_ok=True)
    x, y = digits()
    arrays = {}
    for name, make_step in {
        "dcgan": dcgan,
        "wgan-gp": wgan_gp,
        "distillation": distillation,
        "contrastive-loss": contrastive_loss,
    }.items():
        keras.backend.clear_session()
        keras.utils.set_random_seed(5)
        step = make_step()
        images = x[..., None] if "gan" in name else x
        rows = []
        for i in range(STEPS):
            part = slice(i * BATCH, (i + 1) * BATCH)
            rows.append({key: float(value) for key, value in step(images[part], y[part]).items()})
        for key in rows[0]:
            arrays[f"{name}/{key}"] = np.array([row[key] for row in rows], "float32")
            print(name, key, arrays[f"{name}/{key}"])
    np.savez_compressed(make.HERE / "steps.npz", **arrays)


if __name__ == "__main__":
    main()
