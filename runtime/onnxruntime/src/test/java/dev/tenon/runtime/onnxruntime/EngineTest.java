package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution.Conv;
import dev.tenon.ir.op.Pooling.GlobalAveragePool;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.runtime.TrainingEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The engine on small graphs whose results are computed by hand. */
class EngineTest {
  private final GraphBuilder builder = new GraphBuilder("small");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final ParameterStore store = new ParameterStore();

  private Value parameter(String name, Tensor tensor) {
    Parameter parameter =
        new Parameter(name, name, tensor.shape(), tensor.dtype(), Parameter.Role.WEIGHT, null);
    store.put(parameter, tensor);
    return builder.read(parameter);
  }

  private Value input(String name, DType dtype, long... lengths) {
    return builder.input(
        name, new TensorType(dtype, Shape.of(lengths).insert(0, Dim.symbol("batch"))));
  }

  private static float[] counting(int count, float step) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i % 7 - 3) * step;
    }
    return values;
  }

  @Test
  void convolutionInKerasLayoutThenDense() {
    Value x = input("image", DType.FLOAT32, 4, 5, 2);
    Value kernel = parameter("conv/kernel", Tensor.of(counting(3 * 3 * 2 * 3, 0.25f), 3, 3, 2, 3));
    Value bias = parameter("conv/bias", Tensor.of(new float[] {0.5f, -0.25f, 1f}, 3));
    Value conv = ops.apply(new Conv("VALID", null, 1, null, null, null, true), x, kernel, bias);
    Value relu = ops.relu(conv);
    Value pooled = ops.apply(new GlobalAveragePool(true), relu);
    Value flat = ops.reshape(pooled, Shape.of(x.shape().dim(0), Dim.of(3)));
    Value dense = ops.matMul(flat, parameter("dense/kernel", Tensor.of(counting(6, 1f), 3, 2)));
    Graph graph = builder.build(List.of(dense), List.of("scores"));

    Tensor image = Tensor.of(counting(2 * 4 * 5 * 2, 0.5f), 2, 4, 5, 2);
    try (Executable run =
        GraphEngine.of(Engine.ONNX_RUNTIME).compile(graph, store, List.of(relu, kernel))) {
      List<Tensor> results = run.run(Map.of("image", image), List.of(relu, dense, kernel));
      assertThat(results.get(0).shape()).containsExactly(2, 2, 3, 3);
      float[] expected = conv(image);
      assertThat(results.get(0).toFloatArray()).containsExactly(expected, within(1e-5f));
      assertThat(results.get(1).toFloatArray()).containsExactly(dense(expected), within(1e-5f));
      assertThat(results.get(2).toFloatArray()).containsExactly(counting(54, 0.25f));
    }
  }

  /** Convolves by four loops, adds the bias, and cuts at zero. */
  private static float[] conv(Tensor image) {
    float[] kernel = counting(54, 0.25f);
    float[] bias = {0.5f, -0.25f, 1f};
    float[] result = new float[2 * 2 * 3 * 3];
    for (int at = 0; at < result.length; at++) {
      int out = at % 3;
      int column = at / 3 % 3;
      int row = at / 9 % 2;
      int sample = at / 18;
      float sum = bias[out];
      for (int k = 0; k < 18; k++) {
        int in = k % 2;
        int dx = k / 2 % 3;
        int dy = k / 6;
        long from = ((sample * 4L + row + dy) * 5 + column + dx) * 2 + in;
        sum += image.getFloat(from) * kernel[k * 3 + out];
      }
      result[at] = Math.max(0, sum);
    }
    return result;
  }

  private static float[] dense(float[] relu) {
    float[] kernel = counting(6, 1f);
    float[] result = new float[4];
    for (int i = 0; i < relu.length; i++) {
      for (int out = 0; out < 2; out++) {
        result[i / 18 * 2 + out] += relu[i] / 6 * kernel[i % 3 * 2 + out];
      }
    }
    return result;
  }

  /** ONNX Runtime refuses SAME with dilations; the exporter writes the pads out. */
  @Test
  void dilationKeepsTheLengthWithPaddingSame() {
    Value x = input("x", DType.FLOAT32, 5, 1);
    Value kernel = parameter("kernel", Tensor.of(new float[] {1, 10}, 2, 1, 1));
    Value even =
        ops.apply(new Conv("SAME_UPPER", List.of(3L), 1, null, null, null, true), x, kernel);
    Value strided =
        ops.apply(new Conv("SAME_UPPER", List.of(3L), 1, null, null, List.of(2L), true), x, kernel);
    Graph graph = builder.build(List.of(even, strided), List.of("even", "strided"));
    Tensor line = Tensor.of(new float[] {1, 2, 3, 4, 5}, 1, 5, 1);
    try (Executable run = new OnnxRuntimeEngine().compile(graph, store, List.of())) {
      List<Tensor> results = run.run(Map.of("x", line), List.of(even, strided));
      // Stride 1: 3 zeros in all, 1 before and 2 after. Stride 2: again 3, since 3 windows of
      // extent 4 reach over 8 entries.
      assertThat(results.get(0).toFloatArray()).containsExactly(30, 41, 52, 3, 4);
      assertThat(results.get(1).toFloatArray()).containsExactly(30, 52, 4);
    }
  }

  @Test
  void everyElementTypeGoesInAndComesOut() {
    // ONNX Runtime 1.29 converts no floats of 4 bits, and integers of 2 need opset 25.
    Set<DType> missing = EnumSet.of(DType.FLOAT4E2M1, DType.INT2, DType.UINT2);
    for (DType dtype : EnumSet.complementOf(EnumSet.copyOf(missing))) {
      GraphBuilder one = new GraphBuilder("echo");
      Value x = one.input("x", new TensorType(dtype, Shape.of(Dim.symbol("n"))));
      Value y =
          new Ops(() -> one, () -> Origin.NONE).apply(new dev.tenon.ir.op.Unary.Identity(), x);
      Graph graph = one.build(List.of(y), List.of("y"));
      Tensor given =
          dtype == DType.STRING
              ? Tensor.ofStrings(new String[] {"a", "", "ä"})
              : Tensor.of(new double[] {0, 1, 200}).cast(dtype);
      try (Executable run = new OnnxRuntimeEngine().compile(graph, store, List.of())) {
        Tensor result = run.run(Map.of("x", given), List.of(y)).get(0);
        assertThat(result).as(dtype.numpyName()).isEqualTo(given);
        Tensor none =
            dtype == DType.STRING ? Tensor.ofStrings(new String[0]) : given.slice(0, 0, 0);
        assertThat(run.run(Map.of("x", none), List.of(y)).get(0)).isEqualTo(none);
      }
    }
  }

  @Test
  void largestUnsignedNumbersKeepTheirBits() {
    GraphBuilder one = new GraphBuilder("echo");
    Value x = one.input("x", new TensorType(DType.UINT64, Shape.of(2)));
    Value y = new Ops(() -> one, () -> Origin.NONE).apply(new dev.tenon.ir.op.Unary.Identity(), x);
    Graph graph = one.build(List.of(y, x), List.of("y", "z"));
    Tensor given = Tensor.of(new long[] {-1, Long.MIN_VALUE}).cast(DType.INT64);
    Tensor unsigned = Tensor.of(DType.UINT64, given.shape(), given.bytes());
    try (Executable run = new OnnxRuntimeEngine().compile(graph, store, List.of())) {
      assertThat(run.run(Map.of("x", unsigned), List.of(y, x)))
          .isEqualTo(List.of(unsigned, unsigned));
    }
  }

  @Test
  void wrongInputsAreNamed() {
    Value x = input("x", DType.FLOAT32, 3);
    Value y = ops.relu(x);
    Value other = ops.neg(x);
    Graph graph = builder.build(List.of(y), List.of("y"));
    Executable run = new OnnxRuntimeEngine().compile(graph, store, List.of());
    assertThatThrownBy(() -> run.run(Map.of(), List.of(y)))
        .hasMessage("model 'small': input 'x' (float32[batch, 3]) is missing; received []");
    assertThatThrownBy(() -> run.run(Map.of("x", Tensor.of(new float[4], 2, 2)), List.of(y)))
        .hasMessage("model 'small': input 'x' (float32[batch, 3]) received float32(2, 2)");
    assertThatThrownBy(() -> run.run(Map.of("x", Tensor.of(new double[3], 1, 3)), List.of(y)))
        .hasMessageEndingWith("received float64(1, 3): convert it with cast(DType.FLOAT32)");
    Tensor good = Tensor.of(new float[3], 1, 3);
    assertThatThrownBy(() -> run.run(Map.of("x", good, "z", good), List.of(y)))
        .hasMessage("model 'small': has no input 'z'; expected ['x' (float32[batch, 3])]");
    assertThatThrownBy(() -> run.run(Map.of("x", good), List.of(other)))
        .hasMessageContaining("was not named when the graph was compiled");
    run.close();
    run.close();
    assertThatThrownBy(() -> run.run(Map.of("x", good), List.of(y)))
        .hasMessage("model 'small': the session is closed");
  }

  @Test
  void trainingIsRefused() {
    assertThatThrownBy(() -> TrainingEngine.of(Engine.ONNX_RUNTIME))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("does not train");
  }

  @Test
  void manyThreadsShareASession() {
    Value x = input("x", DType.FLOAT32, 3);
    Value y = ops.mul(x, 2);
    Graph graph = builder.build(List.of(y), List.of("y"));
    try (Executable run = new OnnxRuntimeEngine().compile(graph, store, List.of())) {
      List<Boolean> right =
          java.util.stream.IntStream.range(0, 200)
              .parallel()
              .mapToObj(
                  i -> {
                    float[] values = {i, -i, 1};
                    Tensor result =
                        run.run(Map.of("x", Tensor.of(values, 1, 3)), List.of(y)).get(0);
                    return Arrays.equals(result.toFloatArray(), new float[] {2f * i, 2f * -i, 2});
                  })
              .toList();
      assertThat(right).doesNotContain(false).hasSize(200);
    }
  }
}
