package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.engine.Engine;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFlowEngineTest {
  private final GraphEngine engine = GraphEngine.of(Engine.TENSORFLOW);
  private final GraphBuilder builder = new GraphBuilder("small");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final ParameterStore store = new ParameterStore();

  private Value weight(String name, float[] values, long... shape) {
    Parameter parameter =
        new Parameter(name, name, shape, DType.FLOAT32, Parameter.Role.WEIGHT, null);
    store.put(parameter, Tensor.of(values, shape));
    return builder.read(parameter);
  }

  private Value batchOf(String name, DType type, long... rest) {
    return builder.input(
        name, new TensorType(type, Shape.of(Dim.symbol("N")).concat(Shape.of(rest))));
  }

  private static float[] counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i % 7 - 3;
    }
    return values;
  }

  @Test
  void runsADenseLayerWithInnerValues() {
    Value x = batchOf("x", DType.FLOAT32, 2);
    Value product = ops.matMul(x, weight("kernel", new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    Value sum = ops.add(product, weight("bias", new float[] {1, 0, -100}, 3));
    Value y = ops.relu(sum);
    Graph graph = builder.build(List.of(y), List.of("y"));
    try (Executable run = engine.compile(graph, store, List.of(product))) {
      List<Tensor> found =
          run.run(Map.of("x", Tensor.of(new float[][] {{1, 1}, {2, 0}})), List.of(y, product));
      assertThat(found.get(0).toFloatArray()).containsExactly(6, 7, 0, 3, 4, 0);
      assertThat(found.get(1).toFloatArray()).containsExactly(5, 7, 9, 2, 4, 6);
      assertThat(found.get(0).shape()).containsExactly(2, 3);
      assertThatThrownBy(() -> run.run(Map.of(), List.of(y)))
          .hasMessageContaining("input 'x' is missing")
          .hasMessageContaining("float32(N, 2)");
      assertThatThrownBy(
              () -> run.run(Map.of("x", Tensor.of(new float[][] {{1, 1, 1}})), List.of(y)))
          .hasMessageContaining("expects float32(N, 2) but received float32(1, 3)");
    }
  }

  @Test
  void convolvesAlikeInBothLayouts() {
    Value x = batchOf("x", DType.FLOAT32, 5, 6, 3);
    Value kernel = weight("kernel", counting(3 * 3 * 3 * 4), 3, 3, 3, 4);
    Value bias = weight("bias", counting(4), 4);
    Convolution.Conv last =
        new Convolution.Conv(
            "NOTSET", null, 1, null, List.of(1L, 0L, 1L, 2L), List.of(1L, 2L), true);
    Value y = ops.apply(last, x, kernel, bias);
    Value first = ops.transpose(x, 0, 3, 1, 2);
    Value z =
        ops.transpose(
            ops.apply(last.channelsLast(false), first, ops.transpose(kernel, 3, 2, 0, 1), bias),
            0,
            2,
            3,
            1);
    Graph graph = builder.build(List.of(y, z), List.of("y", "z"));
    try (Executable run = engine.compile(graph, store, List.of())) {
      Tensor input = Tensor.of(counting(2 * 5 * 6 * 3), 2, 5, 6, 3);
      List<Tensor> found = run.run(Map.of("x", input), List.of(y, z));
      assertThat(found.get(0)).isEqualTo(found.get(1));
      assertThat(found.get(0).shape()).containsExactly(2, 5, 3, 4);
      // The top left corner: rows 0 and 1, columns 0 to 2; the row above is padding.
      double expected = bias(0);
      float[] k = counting(3 * 3 * 3 * 4);
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 3; j++) {
          for (int c = 0; c < 3; c++) {
            expected += input.getDouble((i * 6 + j) * 3 + c) * k[(((i + 1) * 3 + j) * 3 + c) * 4];
          }
        }
      }
      assertThat(found.get(0).getDouble(0)).isCloseTo(expected, within(1e-4));
    }
  }

  private static double bias(int i) {
    return counting(4)[i];
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeGoesInAndOutUnchanged(DType type) {
    Value x = batchOf("x", type, 3);
    Value y = ops.apply(new Unary.Identity(), x);
    Value constant =
        ops.apply(
            new Unary.Identity(),
            type == DType.STRING
                ? ops.constant(Tensor.ofStrings(new String[] {"ä", ""}, 2))
                : ops.scalar(type, 1));
    Graph graph = builder.build(List.of(y, constant), List.of("y", "c"));
    Tensor input =
        type == DType.STRING
            ? Tensor.ofStrings(new String[] {"a", "", "ü€", "b", "c", "d"}, 2, 3)
            : Tensor.of(new float[] {1, 0, 3, 4, -5, 100}, 2, 3).cast(type);
    try (Executable run = engine.compile(graph, store, List.of())) {
      List<Tensor> found = run.run(Map.of("x", input), List.of(y, constant));
      assertThat(found.get(0)).isEqualTo(input);
      assertThat(found.get(1).dtype()).isEqualTo(type);
    }
  }

  @Test
  void anEmptyBatchGivesAnEmptyResult() {
    Value x = batchOf("x", DType.FLOAT32, 2);
    Value y = ops.relu(x);
    Graph graph = builder.build(List.of(y), List.of("y"));
    try (Executable run = engine.compile(graph, store, List.of())) {
      Tensor found = run.run(Map.of("x", Tensor.zeros(DType.FLOAT32, 0, 2)), List.of(y)).get(0);
      assertThat(found.shape()).containsExactly(0, 2);
    }
  }

  @Test
  void eightThreadsGetTheirOwnResults() throws Exception {
    Value x = batchOf("x", DType.FLOAT32, 4);
    Value y = ops.matMul(x, weight("kernel", counting(16), 4, 4));
    Graph graph = builder.build(List.of(y), List.of("y"));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (Executable run = engine.compile(graph, store, List.of())) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        Tensor input = Tensor.full(DType.FLOAT32, thread, 3, 4);
        Tensor expected = run.run(Map.of("x", input), List.of(y)).get(0);
        Callable<Boolean> work =
            () -> {
              for (int i = 0; i < 50; i++) {
                if (!run.run(Map.of("x", input), List.of(y)).get(0).equals(expected)) {
                  return false;
                }
              }
              return true;
            };
        all.add(pool.submit(work));
      }
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aClosedModelSaysSo() {
    Value x = batchOf("x", DType.FLOAT32, 2);
    Value y = ops.relu(x);
    Executable kept;
    try (Executable run =
        engine.compile(builder.build(List.of(y), List.of("y")), store, List.of())) {
      kept = run;
    }
    Map<String, Tensor> inputs = Map.of("x", Tensor.zeros(DType.FLOAT32, 1, 2));
    assertThatThrownBy(() -> kept.run(inputs, List.of(y))).hasMessageContaining("is closed");
  }
}
