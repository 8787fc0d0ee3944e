package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.dense;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that are the same whatever goes in prove nothing, and that is said. */
final class WeakCommandTest {
  private static final String SAID = "weak: equal within 1e-5, which proves nothing";

  @TempDir private Path folder;

  /** Writes a network with two outputs, of which each has its weights or zeros, and a bias. */
  private Path model(double firstBias, boolean first, boolean second) throws IOException {
    KerasTensor x = Layers.input("x", 3);
    try (Model model =
        Model.of(
            List.of(x), List.of(x.then(dense(4).name("first")), x.then(dense(2).name("second"))))) {
      Map<String, Tensor> weights = new HashMap<>(model.weights());
      if (!first) {
        weights.put("first/kernel", Tensor.of(new float[12], 3, 4));
        float bias = (float) firstBias;
        weights.put("first/bias", Tensor.of(new float[] {bias, bias, bias, bias}, 4));
      }
      if (!second) {
        weights.put("second/kernel", Tensor.of(new float[6], 3, 2));
      }
      model.setWeights(weights);
      Path file = folder.resolve("model.keras");
      model.save(file);
      return file;
    }
  }

  private String verified(Path file) {
    Ran ran = Ran.of("convert", file, folder.resolve("written.onnx"), "--verify");
    assertThat(ran.code()).as(ran.all()).isZero();
    return ran.out();
  }

  @Test
  void zerosAndOtherConstantsAreWeak() throws IOException {
    assertThat(verified(model(0, false, false))).contains(SAID).contains("first: largest");
    assertThat(verified(model(0.25, false, false))).contains(SAID);
  }

  @Test
  void oneOutputThatProvesSomethingIsEnough() throws IOException {
    assertThat(verified(model(0.25, false, true)))
        .doesNotContain(SAID)
        .contains("first: largest difference 0.00, relative 0.00 (weak")
        .contains("equal within 1e-5");
    assertThat(verified(model(0, true, true))).doesNotContain("weak");
  }
}
