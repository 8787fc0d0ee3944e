package dev.tenon.samples;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.conv2DTranspose;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.leakyReLU;
import static dev.tenon.layers.Layers.reshape;
import static dev.tenon.losses.Losses.binaryCrossentropy;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.TrainingStep;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.losses.Loss;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.StepFunction;
import java.util.List;

/**
 * Two networks against each other: one draws digits, the other tells drawn digits from real ones.
 *
 * @see <a href="https://keras.io/examples/generative/dcgan_overriding_train_step/">Keras: DCGAN to
 *     generate face images</a>
 */
public final class Dcgan {
  /** How many numbers a digit is drawn from. */
  static final int LATENT = 16;

  private static final long SEED = 1337;

  private Dcgan() {}

  /** Trains both networks and draws two digits. */
  public static void main(String[] args) throws Exception {
    Tensor images = MnistDigits.shipped(Quick.or(256, 5_000)).train().x().reshape(-1, 28, 28, 1);
    try (Model generator = generator();
        Model discriminator = discriminator();
        TrainingStep step =
            TrainingStep.of(step(generator, discriminator, adam(1e-3), adam(1e-3)))) {
      Dataset data = Dataset.of(Batch.of(List.of(images), List.of())).shuffle(SEED).batch(64);
      generator.trainStep(step).fit(data, fit().epochs(Quick.or(2, 30)));
      Tensor drawn = generator.predict(StandIns.normal(2, LATENT, SEED));
      System.out.println("two digits that nobody wrote:");
      DigitDrawing.sideBySide(drawn.get(0), drawn.get(1)).forEach(System.out::println);
    }
  }

  static Model generator() {
    return Model.sequential(
        "generator",
        List.of(
            dense(7 * 7 * 16).inputShape(LATENT),
            leakyReLU(0.2),
            reshape(7, 7, 16),
            conv2DTranspose(16, 4).strides(2).padding("same"),
            leakyReLU(0.2),
            conv2DTranspose(1, 4).strides(2).padding("same").activation("sigmoid")));
  }

  static Model discriminator() {
    return Model.sequential(
        "discriminator",
        List.of(
            conv2D(8, 4).strides(2).padding("same").inputShape(28, 28, 1),
            leakyReLU(0.2),
            conv2D(16, 4).strides(2).padding("same"),
            leakyReLU(0.2),
            flatten(),
            dropout(0.2).seed(3),
            dense(1)));
  }

  /** Returns the step: the discriminator learns first, then the generator against it. */
  static StepFunction step(
      Model generator, Model discriminator, Optimizer generatorRule, Optimizer discriminatorRule) {
    Loss loss = binaryCrossentropy().fromLogits(true);
    return s -> {
      KerasTensor real = s.x();
      KerasTensor fake = s.call(generator, s.randomNormal(SEED, real, LATENT), true);
      KerasTensor ofReal = s.call(discriminator, real, true);
      KerasTensor ofFake = s.call(discriminator, fake, true);
      KerasTensor discriminatorLoss =
          s.loss(loss, s.op("OnesLike", ofReal), ofReal)
              .plus(s.loss(loss, s.op("ZerosLike", ofFake), ofFake))
              .times(0.5);
      s.minimize(discriminatorRule, discriminatorLoss, discriminator);

      // The discriminator has learned: it is called with its new weights.
      KerasTensor drawn = s.call(generator, s.randomNormal(SEED, real, LATENT), true);
      KerasTensor ofDrawn = s.call(discriminator, drawn, true);
      KerasTensor generatorLoss = s.loss(loss, s.op("OnesLike", ofDrawn), ofDrawn);
      s.minimize(generatorRule, generatorLoss, generator);

      s.metric("d_loss", discriminatorLoss);
      s.metric("g_loss", generatorLoss);
    };
  }
}
