package dev.tenon.runtime.tensorflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Processes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Images that come one by one are computed by one thread each where TensorFlow allows that, with
 * the numbers of before: a convolution by its definition.
 */
final class LightRunsTest {
  private static final int SIDE = 9;
  private static final int CHANNELS = 3;
  private static final int FILTERS = 8;

  @Test
  void numbersStayWhatTheyAre() throws Exception {
    List<String> command =
        List.of(
            "env",
            "TF_OVERRIDE_GLOBAL_THREADPOOL=1",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dtenon.threads=2",
            "-cp",
            System.getProperty("java.class.path"),
            LightRunsTest.class.getName());
    Processes.Result result = Processes.run(Checkout.root(), command);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out().strip()).isEqualTo("alone after 64 images");
  }

  @Test
  void withoutThreadsOfItsOwnAModelHasNone() {
    NativeLibrary.load();
    ParameterStore store = new ParameterStore();
    try (TensorFlowExecutable model = compile(convolution(), store)) {
      assertThat(model.light()).isNull();
    }
  }

  /** Predicts many images, and says when they began to be computed alone. */
  public static void main(String[] args) {
    NativeLibrary.load();
    ParameterStore store = new ParameterStore();
    Graph graph = convolution();
    try (TensorFlowExecutable model = compile(graph, store)) {
      LightRuns light = model.light();
      assertThat(light).isNotNull();
      // What a training changes later is of another executable.
      put(store, graph, Tensor.zeros(DType.FLOAT32, shape()));
      int first = 0;
      for (int i = 1; i <= 100; i++) {
        check(model, graph, i);
        first = light.isReady() && first == 0 ? i : first;
      }
      System.out.println("alone after " + first + " images");
    }
  }

  private static long[] shape() {
    return new long[] {3, 3, CHANNELS, FILTERS};
  }

  private static float[] waves(int count, double frequency) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Math.sin(frequency * (i + 1));
    }
    return values;
  }

  private static float[] kernel() {
    return waves(9 * CHANNELS * FILTERS, 0.7);
  }

  private static Graph convolution() {
    GraphBuilder builder = new GraphBuilder("convolution");
    Shape image = Shape.of(Dim.symbol("N")).concat(Shape.of(new long[] {SIDE, SIDE, CHANNELS}));
    Value x = builder.input("x", new TensorType(DType.FLOAT32, image));
    Parameter kernel =
        new Parameter("kernel", "kernel", shape(), DType.FLOAT32, Parameter.Role.WEIGHT, null);
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    Value sums =
        ops.apply(
            new Convolution.Conv("NOTSET", null, 1, null, null, null, true),
            x,
            builder.read(kernel));
    // An operand that may be absent is, as in files of ONNX.
    Value y = ops.apply(new Variadic.Clip(), sums, null, ops.scalar(DType.FLOAT32, 1e6));
    return builder.build(List.of(y), List.of("y"));
  }

  private static void put(ParameterStore store, Graph graph, Tensor kernel) {
    graph.parameterValues().forEach(read -> store.put(read.parameter(), kernel));
  }

  private static TensorFlowExecutable compile(Graph graph, ParameterStore store) {
    put(store, graph, Tensor.of(kernel(), shape()));
    return TensorFlowExecutable.compile(graph, store, List.of());
  }

  private static void check(TensorFlowExecutable model, Graph graph, int number) {
    float[] pixels = waves(SIDE * SIDE * CHANNELS, 0.1 * number);
    Tensor image = Tensor.of(pixels, 1, SIDE, SIDE, CHANNELS);
    double[] found =
        model.run(Map.of("x", image), graph.outputs(), Deadline.NONE).get(0).toDoubleArray();
    assertThat(found).as("image %d", number).containsExactly(expected(pixels), within(1e-5));
  }

  private static double[] expected(float[] pixels) {
    float[] kernel = kernel();
    int side = SIDE - 2;
    double[] sums = new double[side * side * FILTERS];
    Arrays.setAll(
        sums,
        place -> {
          int filter = place % FILTERS;
          int column = place / FILTERS % side;
          int row = place / FILTERS / side;
          double sum = 0;
          for (int k = 0; k < 9 * CHANNELS; k++) {
            int channel = k % CHANNELS;
            int pixel = (row + k / CHANNELS / 3) * SIDE + column + k / CHANNELS % 3;
            sum += (double) pixels[pixel * CHANNELS + channel] * kernel[k * FILTERS + filter];
          }
          return sum;
        });
    return sums;
  }
}
