package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.data.Rows;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loops of one's own, in which several models with optimizers of their own share layers. */
class CustomLoopTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");

  @Test
  @DisplayName("two optimizers that train parts of the same layers in turn give Keras' numbers")
  void adversaries() throws IOException {
    Map<String, Tensor> golden;
    try (Source source = Source.of(FOLDER.resolve("gan.npz"))) {
      golden = Npz.read(source);
    }
    int batch = (int) golden.get("real").dim(1);
    float[] numbers = new float[2 * batch];
    Arrays.fill(numbers, 0, batch, 1);
    Tensor labels = Tensor.of(numbers, 2L * batch, 1);
    try (Model generator = Model.load(FOLDER.resolve("gan_generator.keras"));
        Model discriminator = Model.load(FOLDER.resolve("gan_discriminator.keras"))) {
      discriminator.compile(Optimizers.sgd(0.1), "binary_crossentropy");
      try (Model both = Model.sequential(generator, discriminator)) {
        for (int step = 0; step < golden.get("real").dim(0); step++) {
          Tensor noise = golden.get("noise").get(step);
          Tensor samples =
              Rows.concat(List.of(golden.get("real").get(step), generator.predict(noise)));
          double loss = discriminator.trainOnBatch(samples, labels).loss();
          near(loss, golden.get("d_loss").getDouble(step), 1e-5, "discriminator's loss", step);
          if (step == 0) {
            // Its own training has begun: only models that are compiled from here on see it frozen.
            discriminator.layers().freeze();
            both.compile(Optimizers.adam(0.01), "binary_crossentropy");
          }
          loss = both.trainOnBatch(noise, Rows.range(labels, 0, batch)).loss();
          near(loss, golden.get("g_loss").getDouble(step), 1e-5, "generator's loss", step);
        }
        compare(generator, golden, "g");
        compare(discriminator, golden, "d");
      }
    }
  }

  private static void compare(Model model, Map<String, Tensor> golden, String prefix) {
    int at = 0;
    for (Map.Entry<String, Tensor> weight : model.weights().entrySet()) {
      Tensor expected = golden.get(prefix + at++);
      for (int i = 0; i < expected.size(); i++) {
        near(weight.getValue().getDouble(i), expected.getDouble(i), 1e-4, weight.getKey(), i);
      }
    }
  }

  private static void near(double found, double expected, double tolerance, String what, int at) {
    assertThat(found).as(what + " " + at).isCloseTo(expected, within(tolerance));
  }
}
