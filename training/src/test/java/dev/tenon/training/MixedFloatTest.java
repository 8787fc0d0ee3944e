package dev.tenon.training;

import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model in mixed_float16 learns on from its file as in Keras, which puts its optimizer into one
 * that scales the loss: the file holds the variables of both, its configuration the inner one.
 *
 * <p>Within 3e-3: float16 has eleven bits, and the two round sums in another order. A processor
 * with AVX512-FP16 adds up in float16, unlike the one of the recording: on such a one Keras itself
 * is 4.8e-3 from its own recording, with Tenon's numbers (0.2425935 where 0.2469434 is recorded),
 * and 6e-3 is allowed there alone.
 */
final class MixedFloatTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");
  private static final double TOLERANCE = addsUpInFloat16() ? 6e-3 : 3e-3;

  @TempDir Path folder;

  private static boolean addsUpInFloat16() {
    Path processors = Path.of("/proc/cpuinfo");
    try {
      return Files.exists(processors) && Files.readString(processors).contains("avx512_fp16");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theInnerOptimizersStateIsTaken() throws IOException {
    try (Source source = Source.of(FOLDER.resolve("mixed_float16.npz"));
        Model model = Model.load(FOLDER.resolve("mixed_float16.keras"))) {
      Map<String, Tensor> recorded = Npz.read(source);
      Tensor x = recorded.get("x0");
      Tensor y = recorded.get("y0");
      assertThat(model.summary()).contains(" Optimizer params: 2 (12.00 B)");
      History history = model.fit(x, y, fit().epochs(5).batchSize(4).shuffle(false).verbose(0));
      for (int epoch = 0; epoch < 5; epoch++) {
        Distances.near(
            recorded.get("h:loss").getDouble(epoch),
            history.get("loss").get(epoch),
            TOLERANCE,
            "loss of epoch " + epoch);
      }
      Distances.near(recorded.get("p0"), model.predict(x), TOLERANCE, "prediction");
      Path again = folder.resolve("again.keras");
      model.save(again);
      try (Model loaded = Model.load(again)) {
        assertThat(loaded.trainOnBatch(x, y).loss()).isFinite();
      }
    }
  }
}
