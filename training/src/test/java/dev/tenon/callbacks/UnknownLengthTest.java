package dev.tenon.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.UnknownLength;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is printed of data of unknown length is what Keras prints, in unknown.json. */
class UnknownLengthTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");
  private static final long SECOND = 1_000_000_000L;

  private final StringBuilder printed = new StringBuilder();
  private long now;

  /** A logger whose clock goes on by a second whenever it is asked, as that of the recording. */
  private ProgbarLogger logger() {
    printed.setLength(0);
    return new ProgbarLogger(true, '━', printed::append, () -> now += SECOND);
  }

  @Test
  void theFirstEpochSaysUnknown() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(FOLDER.resolve("unknown.json").toFile());
    Path runs = FOLDER.resolve("runs");
    String run = golden.get("run").textValue();
    Map<String, Tensor> arrays;
    try (Source source = Source.of(runs.resolve(run + ".npz"))) {
      arrays = Npz.read(source);
    }
    int size = golden.get("batch_size").intValue();
    Dataset data = new UnknownLength(batches(arrays, "", size));
    try (Model model = Model.load(runs.resolve(run + ".keras"))) {
      FitOptions options =
          FitOptions.fit()
              .epochs(golden.get("epochs").intValue())
              .callbacks(List.of(logger()))
              .validationData(new UnknownLength(batches(arrays, "v", size)));
      model.fit(data, options);
      assertThat(printed.toString())
          .contains("      1/Unknown")
          .isEqualTo(golden.get("fit").textValue());
      model.evaluate(data, EvaluateOptions.evaluate().verbose(1).callbacks(logger()));
      assertThat(printed.toString()).isEqualTo(golden.get("evaluate").textValue());
    }
  }

  private static Dataset batches(Map<String, Tensor> arrays, String prefix, int size) {
    Tensor x = arrays.get(prefix + "x0");
    Tensor y = arrays.get(prefix + "y0");
    return Dataset.of(Batch.of(List.of(x), List.of(y))).batch(size);
  }
}
