package dev.tenon.runtime.tensorflow.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.tensorflow.graph.NativeLibrary;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Processes;
import dev.tenon.testing.SmallConvolution;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Images that come one by one are computed by one thread each where TensorFlow allows that, with
 * the numbers of before: a convolution by its definition.
 */
final class LightRunsTest {
  @Test
  void numbersStayWhatTheyAre() throws Exception {
    Processes.Result result = Processes.withOwnThreads(LightRunsTest.class);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out().strip()).isEqualTo("alone after 64 images");
  }

  @Test
  void withoutThreadsOfItsOwnAModelHasNone() {
    NativeLibrary.load();
    ParameterStore store = new ParameterStore();
    try (TensorFlowExecutable model = compile(SmallConvolution.graph(), store)) {
      assertThat(model.light()).isNull();
    }
  }

  @Test
  void numbersThatOnlySomeThreadsRoundAreSeen() {
    assertThat(LightRuns.isTiny(Tensor.of(new float[] {1, -1e-40f}, 2))).isTrue();
    assertThat(LightRuns.isTiny(Tensor.of(new float[] {0, -Float.MIN_NORMAL}, 2))).isFalse();
  }

  /** Predicts many images, and says when they began to be computed alone. */
  public static void main(String[] args) {
    NativeLibrary.load();
    ParameterStore store = new ParameterStore();
    Graph graph = SmallConvolution.graph();
    try (TensorFlowExecutable model = compile(graph, store)) {
      LightRuns light = model.light();
      assertThat(light).isNotNull();
      // What a training changes later is of another executable.
      put(store, graph, Tensor.zeros(DType.FLOAT32, SmallConvolution.kernel().shape()));
      int first = 0;
      for (int i = 1; i <= 100; i++) {
        check(model, graph, i);
        first = light.isReady() && first == 0 ? i : first;
      }
      System.out.println("alone after " + first + " images");
    }
  }

  private static void put(ParameterStore store, Graph graph, Tensor kernel) {
    graph.parameterValues().forEach(read -> store.put(read.parameter(), kernel));
  }

  private static TensorFlowExecutable compile(Graph graph, ParameterStore store) {
    put(store, graph, SmallConvolution.kernel());
    return TensorFlowExecutable.compile(graph, store, List.of());
  }

  private static void check(TensorFlowExecutable model, Graph graph, int number) {
    SmallConvolution.check(number, inputs -> model.run(inputs, graph.outputs(), Deadline.NONE));
  }
}
