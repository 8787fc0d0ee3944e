package dev.tenon.runtime.onnxruntime.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.engine.Engine;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.SmallConvolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What OpenVINO computes, and what a user is told who lacks it. Its numbers need {@code
 * -Dtenon.openvino=FILE}; {@code tests/interop/make-openvino} downloads the file.
 */
class OpenVinoProviderTest {
  @AfterEach
  void chooseNothing() {
    Engine.onnxruntime().use();
  }

  @Test
  void missingFileIsNamedWithWhereItComesFrom(@TempDir Path folder) {
    refused(folder.resolve("libopenvino.so"), "received: there is no such file");
    refused(folder, "received: there is no such file");
  }

  @Test
  void fileThatIsNoLibraryIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("libonnxruntime_providers_openvino_plugin.so");
    Files.writeString(file, "text");
    refused(file, "received: ");
    refused(file, "received: ");
    chooseNothing();
    SmallConvolution.check(0, OpenVinoProviderTest::run);
  }

  @Test
  void numbersAreThoseOfFloat32UnlessLessIsAllowed(@TempDir Path folder) throws IOException {
    String property = System.getProperty("tenon.openvino");
    assumeTrue(property != null, "-Dtenon.openvino names no library of OpenVINO");
    Path library = Path.of(property);
    Engine.onnxruntime().openvino(library).use();
    List<Tensor> exact = new ArrayList<>();
    try {
      SmallConvolution.check(
          1,
          inputs -> {
            exact.addAll(run(inputs));
            return exact;
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("it finds no processor that it computes on");
      return;
    }
    Engine.onnxruntime().openvino(library).bfloat16(true).use();
    Tensor allowed = run(Map.of("x", SmallConvolution.image(1))).get(0);
    assertThat(allowed.toDoubleArray()).containsExactly(exact.get(0).toDoubleArray(), within(0.2));
    Path another = Files.writeString(folder.resolve("another.so"), "text");
    refused(another, "this process has loaded " + library);
  }

  @Test
  void batchWithoutRowsIsRefused() {
    String property = System.getProperty("tenon.openvino");
    assumeTrue(property != null, "-Dtenon.openvino names no library of OpenVINO");
    Engine.onnxruntime().openvino(Path.of(property)).use();
    Tensor none = SmallConvolution.image(1).slice(0, 0, 0);
    assertThatThrownBy(() -> run(Map.of("x", none)))
        .isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
        .hasMessageMatching("(?s).*(has no elements|it finds no processor).*");
  }

  private static void refused(Path library, String reason) {
    Engine.onnxruntime().openvino(library).use();
    assertThatThrownBy(() -> SmallConvolution.check(0, OpenVinoProviderTest::run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Engine.onnxruntime().openvino(" + library + "): ")
        .hasMessageContaining("onnxruntime-ep-openvino")
        .hasMessageContaining(reason);
  }

  private static List<Tensor> run(Map<String, Tensor> inputs) {
    Graph graph = SmallConvolution.graph();
    ParameterStore store = new ParameterStore();
    graph.parameterValues().forEach(read -> store.put(read.parameter(), SmallConvolution.kernel()));
    try (Executable executable =
        GraphEngine.of(Engine.ONNX_RUNTIME).compile(graph, store, List.of())) {
      return executable.run(inputs, graph.outputs());
    }
  }
}
