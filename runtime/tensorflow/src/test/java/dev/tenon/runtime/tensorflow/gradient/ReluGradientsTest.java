package dev.tenon.runtime.tensorflow.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.runtime.tensorflow.graph.HostTensors;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;

final class ReluGradientsTest {
  private static final float[] X = {-2, -0f, 0, 1e-37f, 0.5f, 5.9f, 6, 7, Float.NaN};

  private static float[] run(Session session, Output<?> y) {
    try (Result result = session.runner().fetch(y).run()) {
      return HostTensors.fromNative(result.get(0), DType.FLOAT32).toFloatArray();
    }
  }

  private static Output<?> gradient(Tf tf, Output<?> y, Output<?> x) {
    return new Gradients(tf, Map.of()).of(y, null, List.of(x)).get(0);
  }

  @ParameterizedTest
  @CsvSource({"Relu, ReluGrad, 3, 8", "Relu6, Relu6Grad, 3, 6"})
  void isOneBetweenTheCornersAndReadsTheResult(String type, String ofType, int from, int to) {
    try (Graph graph = new Graph()) {
      Tf tf = new Tf(graph);
      Output<?> x = tf.constant(Tensor.of(X, X.length));
      Output<?> y = tf.unary(type, x);
      Output<?> dx = gradient(tf, y, x);
      GraphOperation found = of(graph, ofType).get(0);
      assertThat(found.input(1)).isEqualTo(y);
      float[] expected = new float[X.length];
      for (int i = from; i < to; i++) {
        expected[i] = 1;
      }
      try (Session session = new Session(graph)) {
        assertThat(run(session, dx)).containsExactly(expected);
      }
    }
  }

  private static List<GraphOperation> of(Graph graph, String type) {
    List<GraphOperation> found = new ArrayList<>();
    graph
        .operations()
        .forEachRemaining(
            operation -> {
              if (operation.type().equals(type)) {
                found.add(operation);
              }
            });
    return found;
  }

  @Test
  void onlyItsGradientReadsWhatWentIn() {
    try (Graph graph = new Graph()) {
      Tf tf = new Tf(graph);
      Output<?> x = tf.constant(Tensor.of(new float[] {-1, 2}, 2));
      Output<?> inner = tf.unary("Neg", x);
      Output<?> y = tf.unary("Relu", inner);
      gradient(tf, y, x);
      Set<GraphOperation> readers = ((GraphOperation) inner.op()).consumers(0);
      assertThat(readers).containsExactly((GraphOperation) y.op());
    }
  }

  /** TensorFlow warns of a change to what was run, and does not do it. */
  @Test
  void gradientsThatMayHaveBeenRunStay() {
    try (Graph graph = new Graph()) {
      Tf tf = new Tf(graph);
      Output<?> x = tf.constant(Tensor.of(new float[] {-1, 2}, 2));
      Output<?> twice = tf.unary("Relu", tf.unary("Relu", x));
      Output<?> first = gradient(tf, twice, x);
      List<GraphOperation> gradients = of(graph, "ReluGrad");
      List<Output<?>> read = inputs(gradients);
      Output<?> second = gradient(tf, tf.unary("Square", twice), x);
      assertThat(inputs(gradients)).isEqualTo(read);
      try (Session session = new Session(graph)) {
        assertThat(run(session, first)).containsExactly(0, 1);
        assertThat(run(session, second)).containsExactly(0, 4);
      }
    }
  }

  private static List<Output<?>> inputs(List<GraphOperation> operations) {
    List<Output<?>> inputs = new ArrayList<>();
    operations.forEach(operation -> inputs.add(operation.input(1)));
    return inputs;
  }
}
