package dev.tenon.samples;

import static dev.tenon.layers.Layers.batchNormalization;
import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.conv2DTranspose;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.leakyReLU;
import static dev.tenon.layers.Layers.reshape;
import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.Model;
import dev.tenon.TrainingStep;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.StepContext;
import dev.tenon.training.StepFunction;
import java.util.List;

/**
 * A Wasserstein network that draws digits: its critic is punished where its gradient is not of
 * length 1, so that the step has gradients of gradients.
 *
 * @see <a href="https://keras.io/examples/generative/wgan_gp/">Keras: WGAN-GP</a>
 */
public final class WganGp {
  /** How many numbers a digit is drawn from. */
  static final int LATENT = 16;

  private static final int CRITIC_STEPS = 2;
  private static final double PENALTY = 10;
  private static final long SEED = 42;

  private WganGp() {}

  /** Trains both networks and draws two digits. */
  public static void main(String[] args) throws Exception {
    Tensor images = MnistDigits.shipped(Quick.or(256, 5_000)).train().x().reshape(-1, 28, 28, 1);
    try (Model generator = generator();
        Model critic = critic();
        TrainingStep step = TrainingStep.of(step(generator, critic, rule(), rule()))) {
      Dataset data = Dataset.of(Batch.of(List.of(images), List.of())).shuffle(SEED).batch(64);
      generator.trainStep(step).fit(data, fit().epochs(Quick.or(2, 30)));
      Tensor drawn = generator.predict(StandIns.normal(2, LATENT, SEED));
      System.out.println("two digits that nobody wrote:");
      DigitDrawing.sideBySide(drawn.get(0), drawn.get(1)).forEach(System.out::println);
    }
  }

  static Optimizer rule() {
    return adam(2e-4).beta1(0.5).beta2(0.9);
  }

  static Model generator() {
    return Model.sequential(
        "generator",
        List.of(
            dense(7 * 7 * 16).useBias(false).inputShape(LATENT),
            batchNormalization(),
            leakyReLU(0.2),
            reshape(7, 7, 16),
            conv2DTranspose(8, 4).strides(2).padding("same").useBias(false),
            batchNormalization(),
            leakyReLU(0.2),
            conv2DTranspose(1, 4).strides(2).padding("same").activation("sigmoid")));
  }

  static Model critic() {
    return Model.sequential(
        "critic",
        List.of(
            conv2D(8, 4).strides(2).padding("same").inputShape(28, 28, 1),
            leakyReLU(0.2),
            conv2D(16, 4).strides(2).padding("same"),
            leakyReLU(0.2),
            flatten(),
            dense(1)));
  }

  /** Returns the step: the critic learns several times, then the generator. */
  static StepFunction step(
      Model generator, Model critic, Optimizer generatorRule, Optimizer criticRule) {
    return s -> {
      KerasTensor real = s.x();
      for (int i = 0; i < CRITIC_STEPS; i++) {
        KerasTensor fake = s.call(generator, s.randomNormal(SEED, real, LATENT), true);
        KerasTensor ofFake = s.call(critic, fake, true);
        KerasTensor ofReal = s.call(critic, real, true);
        KerasTensor penalty = penalty(s, critic, real, fake);
        KerasTensor loss =
            s.op("Mean", ofFake).minus(s.op("Mean", ofReal)).plus(penalty.times(PENALTY));
        s.minimize(criticRule, loss, critic);
        if (i == CRITIC_STEPS - 1) {
          s.metric("d_loss", loss);
        }
      }
      KerasTensor drawn = s.call(generator, s.randomNormal(SEED, real, LATENT), true);
      KerasTensor loss = s.op("Negative", s.op("Mean", s.call(critic, drawn, true)));
      s.minimize(generatorRule, loss, generator);
      s.metric("g_loss", loss);
    };
  }

  /** Returns how far the critic's gradients, between real and drawn digits, are from length 1. */
  private static KerasTensor penalty(
      StepContext s, Model critic, KerasTensor real, KerasTensor fake) {
    KerasTensor share = s.randomUniform(SEED, real, 1, 1, 1);
    KerasTensor between = real.plus(fake.minus(real).times(share));
    KerasTensor gradient = s.gradient(s.call(critic, between, true), between);
    KerasTensor length = s.op("Sqrt", s.op("Sum", s.op("Square", gradient), List.of(1, 2, 3)));
    return s.op("Mean", s.op("Square", length.minus(1)));
  }
}
