package dev.tenon.samples;

import static dev.tenon.optimizers.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.TrainingStep;
import dev.tenon.data.Batch;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.training.StepFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Ten steps of the samples with a step of one's own against the same steps in Keras. */
final class StepGoldensTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/training");
  private static final int STEPS = 10;
  private static final int BATCH = 16;

  @Test
  void dcgan() throws IOException {
    try (Model generator = model("dcgan_generator");
        Model discriminator = model("dcgan_discriminator")) {
      compare("dcgan", true, Dcgan.step(generator, discriminator, adam(1e-3), adam(1e-3)));
    }
  }

  @Test
  void wganWithGradientPenalty() throws IOException {
    try (Model generator = model("wgan-gp_generator");
        Model critic = model("wgan-gp_critic")) {
      compare("wgan-gp", true, WganGp.step(generator, critic, WganGp.rule(), WganGp.rule()));
    }
  }

  @Test
  void distillation() throws IOException {
    try (Model teacher = model("distillation_teacher");
        Model student = model("distillation_student")) {
      compare("distillation", false, Distillation.step(teacher, student, adam(1e-3)));
    }
  }

  @Test
  void contrastiveLoss() throws IOException {
    try (Model encoder = model("contrastive-loss_encoder")) {
      compare("contrastive-loss", false, ContrastiveLoss.step(encoder, adam(1e-3)));
    }
  }

  private static Model model(String name) throws IOException {
    return Model.load(GOLDENS.resolve("steps").resolve(name + ".keras"));
  }

  private static void compare(String sample, boolean channels, StepFunction function)
      throws IOException {
    Map<String, Tensor> recorded;
    try (Source source = Source.of(GOLDENS.resolve("steps.npz"))) {
      recorded = Npz.read(source);
    }
    StandIns.Labelled digits = MnistDigits.shipped(STEPS * BATCH).train();
    Tensor x = channels ? digits.x().expandDims(3) : digits.x();
    try (TrainingStep step = TrainingStep.of(function)) {
      for (int i = 0; i < STEPS; i++) {
        int from = i * BATCH;
        Batch batch =
            Batch.of(
                List.of(x.slice(0, from, from + BATCH)),
                List.of(digits.y().slice(0, from, from + BATCH)));
        Map<String, Tensor> found = step.run(batch);
        int number = i;
        recorded.forEach(
            (name, values) -> {
              if (name.startsWith(sample + "/")) {
                double expected = values.getDouble(number);
                assertThat(found.get(name.substring(sample.length() + 1)).getDouble(0))
                    .as(name + " in step " + number)
                    .isCloseTo(expected, within(1e-4 * Math.max(0.1, Math.abs(expected))));
              }
            });
      }
      assertThat(recorded.keySet()).anyMatch(name -> name.startsWith(sample + "/"));
    }
  }
}
