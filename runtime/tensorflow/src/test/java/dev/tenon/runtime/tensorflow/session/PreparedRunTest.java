package dev.tenon.runtime.tensorflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A prepared run gives what arithmetic says, in each element type, shape and thread. */
final class PreparedRunTest {
  private final GraphBuilder builder = new GraphBuilder("sums");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);

  @BeforeAll
  static void load() {
    NativeLibrary.load();
  }

  @ParameterizedTest
  @EnumSource
  void bitsPassInEachTypeAndShape(DType type) {
    for (long[] lengths : List.of(new long[0], new long[] {2, 3}, new long[] {0, 3})) {
      Tensor ones =
          type == DType.STRING
              ? Tensor.ofStrings(new String[] {"a"}, 1).reshape(new long[0])
              : Tensor.ones(type, lengths);
      GraphBuilder same = new GraphBuilder("same");
      Value x = same.input("x", new TensorType(type, Shape.of(ones.shape())));
      Graph graph = same.build(List.of(x), List.of("y"));
      try (TensorFlowExecutable model = compile(graph)) {
        for (int i = 0; i < 3; i++) {
          assertThat(model.run(Map.of("x", ones), List.of(x), Deadline.NONE))
              .singleElement()
              .isEqualTo(ones);
        }
      }
    }
  }

  /** A graph of x + y and x - y. */
  private Graph sums() {
    TensorType row = new TensorType(DType.FLOAT32, Shape.of(Dim.symbol("N")));
    Value x = builder.input("x", row);
    Value y = builder.input("y", row);
    return builder.build(List.of(ops.add(x, y), ops.sub(x, y)), List.of("sum", "difference"));
  }

  private static TensorFlowExecutable compile(Graph graph) {
    return TensorFlowExecutable.compile(graph, new ParameterStore(), List.of());
  }

  private static void check(TensorFlowExecutable model, Graph graph, int number) {
    Map<String, Tensor> inputs =
        Map.of("x", Tensor.of(new float[] {number, 5}, 2), "y", Tensor.of(new float[] {1, 2}, 2));
    List<Tensor> found = model.run(inputs, graph.outputs(), Deadline.NONE);
    assertThat(found.get(0).toFloatArray()).containsExactly(number + 1, 7);
    assertThat(found.get(1).toFloatArray()).containsExactly(number - 1, 3);
  }

  @Test
  void inputsAndResultsKeepTheirPlaces() {
    Graph graph = sums();
    try (TensorFlowExecutable model = compile(graph)) {
      check(model, graph, 3);
      Value sum = graph.outputs().get(0);
      Value difference = graph.outputs().get(1);
      Map<String, Tensor> inputs =
          Map.of("x", Tensor.of(new float[] {9}, 1), "y", Tensor.of(new float[] {2}, 1));
      for (Deadline deadline : List.of(Deadline.NONE, Deadline.after(Duration.ofMinutes(1)))) {
        List<Tensor> found = model.run(inputs, List.of(difference, sum, difference), deadline);
        assertThat(found).extracting(tensor -> tensor.getFloat(0)).containsExactly(7f, 11f, 7f);
      }
    }
  }

  @Test
  void severalThreadsRunAtATime() {
    Graph graph = sums();
    try (TensorFlowExecutable model = compile(graph)) {
      IntStream.range(0, 8_000).parallel().forEach(i -> check(model, graph, i));
    }
  }

  @Test
  void aFailureLeavesTheNextRunWhole() {
    Graph graph = sums();
    try (TensorFlowExecutable model = compile(graph)) {
      Map<String, Tensor> unfit =
          Map.of("x", Tensor.ones(DType.FLOAT32, 2), "y", Tensor.ones(DType.FLOAT32, 3));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> model.run(unfit, graph.outputs(), Deadline.NONE))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContainingAll("'x' (2,)", "'y' (3,)");
        check(model, graph, i);
      }
    }
  }

  @Test
  void theScopeOfTheFirstCallerFreesNothing() {
    Graph graph = sums();
    try (TensorFlowExecutable model = compile(graph)) {
      try (PointerScope scope = new PointerScope()) {
        check(model, graph, 0);
        assertThat(PointerScope.getInnerScope()).isSameAs(scope);
      }
      IntStream.range(0, 1_000).forEach(i -> check(model, graph, i));
    }
  }
}
