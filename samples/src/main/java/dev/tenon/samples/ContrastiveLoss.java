package dev.tenon.samples;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
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
 * A network learns without labels: of two noisy copies of a digit it is to say the same, and of
 * copies of two digits something else.
 *
 * @see <a href="https://keras.io/examples/vision/semisupervised_simclr/">Keras: contrastive
 *     pretraining with SimCLR</a>
 */
public final class ContrastiveLoss {
  private static final double TEMPERATURE = 0.1;
  private static final double NOISE = 0.3;
  private static final long SEED = 7;

  private ContrastiveLoss() {}

  /** Trains the encoder. */
  public static void main(String[] args) throws Exception {
    Tensor images = MnistDigits.shipped(Quick.or(512, 5_000)).train().x();
    try (Model encoder = encoder();
        TrainingStep step = TrainingStep.of(step(encoder, adam(1e-3)))) {
      Dataset data = Dataset.of(Batch.of(List.of(images), List.of())).shuffle(SEED).batch(64);
      encoder.trainStep(step).fit(data, fit().epochs(Quick.or(1, 10)));
      Tensor two = images.slice(0, 0, 2);
      Tensor codes = encoder.predict(two);
      Tensor others = encoder.predict(noisy(two, SEED));
      System.out.printf(
          "similarity of a digit and its noisy copy: %.2f, of two digits: %.2f%n",
          similarity(codes.get(0), others.get(0)), similarity(codes.get(0), others.get(1)));
    }
  }

  private static Tensor noisy(Tensor images, long seed) {
    float[] pixels = images.toFloatArray().clone();
    float[] noise = StandIns.normal(1, pixels.length, seed).toFloatArray();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] += (float) (NOISE * noise[i]);
    }
    return Tensor.of(pixels, images.shape());
  }

  /** Returns the cosine of the angle between two codes. */
  private static double similarity(Tensor a, Tensor b) {
    double product = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < a.size(); i++) {
      product += a.getDouble(i) * b.getDouble(i);
      left += a.getDouble(i) * a.getDouble(i);
      right += b.getDouble(i) * b.getDouble(i);
    }
    return product / Math.sqrt(left * right);
  }

  static Model encoder() {
    return Model.sequential(
        "encoder", List.of(flatten().inputShape(28, 28), dense(64).activation("relu"), dense(16)));
  }

  /** Returns the step: two views of each digit, and the similarity of each to each. */
  static StepFunction step(Model encoder, Optimizer rule) {
    return s -> {
      KerasTensor left = projected(s, encoder);
      KerasTensor right = projected(s, encoder);
      KerasTensor similarity =
          s.op("Matmul", left, s.op("Transpose", right)).dividedBy(TEMPERATURE);
      KerasTensor loss =
          match(s, similarity).plus(match(s, s.op("Transpose", similarity))).times(0.5);
      s.minimize(rule, loss, encoder);
      s.metric("loss", loss);
    };
  }

  private static KerasTensor projected(StepContext s, Model encoder) {
    KerasTensor noisy = s.x().plus(s.randomNormal(SEED, s.x(), 28, 28).times(NOISE));
    KerasTensor code = s.call(encoder, noisy, true);
    KerasTensor length = s.op("Sqrt", s.op("Sum", s.op("Square", code), -1, true));
    return code.dividedBy(length);
  }

  /** Returns how badly each row says that its own column is the most similar. */
  private static KerasTensor match(StepContext s, KerasTensor similarity) {
    return s.op("Negative", s.op("Mean", s.op("Diagonal", s.op("LogSoftmax", similarity))));
  }
}
