"""Records a loop in which two optimizers train parts of the same layers in turn: a tiny generative adversarial net.

    "$(tests/interop/make-venv | tail -1)/bin/python" tests/goldens/training/make_gan.py

Writes gan_generator.keras and gan_discriminator.keras, as they start, and gan.npz: `real` and `noise`, a row a step; `d_loss` and
`g_loss`, what each train_on_batch returns; `gN` and `dN`, the weights of both after the last step. The discriminator learns with
SGD(0.1) to tell real from made samples; behind the generator it is frozen, and the generator learns with Adam(0.01).
"""

import make
import keras
import numpy as np

STEPS, BATCH = 6, 8


def main():
    keras.utils.set_random_seed(5)
    rng = np.random.default_rng(6)
    layers = keras.layers
    generator = keras.Sequential([keras.Input((3,)), layers.Dense(6, activation="tanh"), layers.Dense(5)], name="generator")
    discriminator = keras.Sequential(
        [keras.Input((5,)), layers.Dense(6, activation="relu"), layers.Dense(1, activation="sigmoid")], name="discriminator"
    )
    for model in (generator, discriminator):
        make.draw_weights(model, rng)
        make.packed(model, make.HERE / f"gan_{model.name}.keras")
    discriminator.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", jit_compile=False)
    noise_in = keras.Input((3,))
    both = keras.Model(noise_in, discriminator(generator(noise_in)), name="both")
    both.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", jit_compile=False)
    real = rng.normal(1, 1, (STEPS, BATCH, 5)).astype("float32")
    noise = rng.normal(0, 1, (STEPS, BATCH, 3)).astype("float32")
    labels = np.array([[1]] * BATCH + [[0]] * BATCH, "float32")
    d_loss, g_loss = [], []
    for step in range(STEPS):
        discriminator.trainable = True
        samples = np.concatenate([real[step], np.asarray(generator(noise[step]))])
        d_loss.append(discriminator.train_on_batch(samples, labels))
        discriminator.trainable = False
        g_loss.append(both.train_on_batch(noise[step], labels[:BATCH]))
    arrays = {"real": real, "noise": noise, "d_loss": np.array(d_loss, "float32"), "g_loss": np.array(g_loss, "float32")}
    arrays |= {f"g{i}": np.asarray(w) for i, w in enumerate(generator.weights)}
    arrays |= {f"d{i}": np.asarray(w) for i, w in enumerate(discriminator.weights)}
    np.savez_compressed(make.HERE / "gan.npz", **arrays)
    print(d_loss, g_loss)


if __name__ == "__main__":
    main()
