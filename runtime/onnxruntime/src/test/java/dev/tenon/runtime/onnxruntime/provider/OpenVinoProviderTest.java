package dev.tenon.runtime.onnxruntime.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What OpenVINO computes, and what a user is told who lacks it. Its numbers need {@code
 * -Dtenon.openvino=FILE}; {@code tests/interop/make-openvino} downloads the file.
 */
class OpenVinoProviderTest {
  private static final int SIZE = 64;

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
    assertThat(product(ones(), ones())[0]).isEqualTo(SIZE);
  }

  @Test
  void numbersAreThoseOfFloat32UnlessLessIsAllowed(@TempDir Path folder) throws IOException {
    String property = System.getProperty("tenon.openvino");
    assumeTrue(property != null, "-Dtenon.openvino names no library of OpenVINO");
    Path library = Path.of(property);
    float[] a = randoms(1);
    float[] b = randoms(2);
    double[] expected = doubles(a, b);
    Engine.onnxruntime().openvino(library).use();
    float[] exact;
    try {
      exact = product(a, b);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("it finds no processor that it computes on");
      return;
    }
    Engine.onnxruntime().openvino(library).bfloat16(true).use();
    float[] allowed = product(a, b);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) exact[i]).isCloseTo(expected[i], within(1e-4));
      assertThat((double) allowed[i]).isCloseTo(expected[i], within(0.5));
    }
    Path another = Files.writeString(folder.resolve("another.so"), "text");
    refused(another, "this process has loaded " + library);
  }

  private static void refused(Path library, String reason) {
    Engine.onnxruntime().openvino(library).use();
    assertThatThrownBy(() -> product(ones(), ones()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Engine.onnxruntime().openvino(" + library + "): ")
        .hasMessageContaining("onnxruntime-ep-openvino")
        .hasMessageContaining(reason);
  }

  private static float[] ones() {
    float[] ones = new float[SIZE * SIZE];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static float[] randoms(long seed) {
    Random random = new Random(seed);
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double[] doubles(float[] a, float[] b) {
    double[] product = new double[SIZE * SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        for (int k = 0; k < SIZE; k++) {
          product[i * SIZE + j] += (double) a[i * SIZE + k] * b[k * SIZE + j];
        }
      }
    }
    return product;
  }

  /** Returns a product of square matrices, by the engine. */
  private static float[] product(float[] a, float[] b) {
    GraphBuilder builder = new GraphBuilder("product");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(SIZE, SIZE));
    Value x = builder.input("x", type);
    Value y = builder.input("y", type);
    Value z = ops.matMul(x, y);
    Graph graph = builder.build(List.of(z), List.of("z"));
    try (Executable executable =
        GraphEngine.of(Engine.ONNX_RUNTIME).compile(graph, new ParameterStore(), List.of())) {
      Map<String, Tensor> fed =
          Map.of("x", Tensor.of(a, SIZE, SIZE), "y", Tensor.of(b, SIZE, SIZE));
      return executable.run(fed, List.of(z)).get(0).toFloatArray();
    }
  }
}
