package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.verify.Verdict;
import dev.tenon.verify.Verifier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks of others, on both engines, as they are and written again. */
class OnnxModelsTest {
  /**
   * The recording of this one, a probability of 2.4e-4, is itself 9.4e-5 away from what ONNX's
   * reference gives in double precision; four times that is allowed.
   */
  private static final String FAINT = "silero_vad_op18_ifless.onnx";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iris-lr-model.onnx",
        "onnx-mlir_mnist.onnx",
        "output_cnn_mnist.onnx",
        "silero_vad_16k_op15.onnx",
        "silero_vad_legacy.onnx",
        FAINT,
        "squeezenet_v1_1_imagenet.tf2onnx15.onnx"
      })
  void givesTheRecordedNumbers(String name) throws Exception {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    Path model = Path.of(foreign, "onnx", "models", name);
    Path golden =
        name.startsWith("squeezenet")
            ? Path.of(foreign, "golden", "zoo", "squeezenet_v1_1_imagenet.npz")
            : Path.of(foreign, "golden", "onnx", name + ".npz");
    Verifier verifier =
        new Verifier(List.of(Engine.values()), name.equals(FAINT) ? 4e-4 : 1e-5, (n, o) -> {});
    Path again = folder.resolve("again.onnx");
    Path same = folder.resolve("same.onnx");
    try (Model loaded = Model.load(model)) {
      loaded.save(again, OnnxOptions.DEFAULTS);
      loaded.save(same);
    }
    for (Path file : List.of(model, again, same)) {
      Verdict verdict = verifier.verify(file, golden);
      assertThat(verdict.status().good()).as(file + ": " + verdict).isTrue();
    }
  }
}
