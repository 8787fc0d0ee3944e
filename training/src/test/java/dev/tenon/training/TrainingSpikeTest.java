package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ten steps of SGD on Dense, BatchNormalization and Dropout, against a recording of Keras.
 *
 * <p>Losses and weights after every step are equal within 1e-5, as docs/numbers.md asks; the
 * dropout masks are Keras' own.
 */
class TrainingSpikeTest {
  @ParameterizedTest
  @CsvSource({
    "spike, h5", "spike, keras",
    "spike_weighted, h5", "spike_weighted, keras",
    "spike_frozen, h5", "spike_frozen, keras",
    "spike_regularized, h5", "spike_regularized, keras",
    "spike_masked, h5", "spike_masked, keras"
  })
  @DisplayName("ten steps equal Keras'")
  void tenStepsEqualKeras(String name, String suffix) throws Exception {
    check(name, suffix, true);
  }

  @ParameterizedTest
  @CsvSource({"spike, h5", "spike, keras", "spike_weighted, h5", "spike_masked, keras"})
  @DisplayName("a compiled file needs no compile")
  void aFileSaysWhatItWasCompiledWith(String name, String suffix) throws Exception {
    check(name, suffix, false);
  }

  private static void check(String name, String suffix, boolean compile) throws Exception {
    Path folder = Checkout.file("tests/goldens/training");
    Map<String, Tensor> golden = Npz.read(Source.of(folder.resolve(name + ".npz")));
    try (Model model = Model.load(folder.resolve(name + "." + suffix))) {
      if (compile) {
        model.compile(Optimizers.sgd(0.1), "sparse_categorical_crossentropy");
      }
      Tensor weights = golden.get("sample_weight");
      for (int step = 0; step < 10; step++) {
        List<Tensor> weight = weights == null ? List.of() : List.of(weights.get(step));
        double loss =
            model
                .trainOnBatch(
                    new Batch(
                        List.of(golden.get("x").get(step)),
                        List.of(golden.get("y").get(step)),
                        weight))
                .loss();
        assertThat(loss)
            .as("loss of step " + step)
            .isCloseTo(golden.get("loss").getDouble(step), within(1e-5));
        Map<String, Tensor> found = model.weights();
        for (Map.Entry<String, Tensor> entry : found.entrySet()) {
          Tensor expected = golden.get("w" + (step + 1) + ":" + entry.getKey());
          if (entry.getKey().contains("seed_generator")) {
            expected = golden.get("seed_state").get(step + 1L);
          }
          compare(entry.getKey() + " after step " + step, entry.getValue(), expected);
        }
      }
    }
  }

  private static void compare(String what, Tensor found, Tensor expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.getDouble(i)).as(what).isCloseTo(expected.getDouble(i), within(1e-5));
    }
  }
}
