package dev.tenon.runtime.tensorflow.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.runtime.tensorflow.graph.HostTensors;
import dev.tenon.runtime.tensorflow.graph.Tf;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;

final class BiasGradientsTest {
  private static final long[] IMAGES = {2, 3, 4, 5};

  private static Output<?> gradient(Tf tf, long... shape) {
    Output<?> bias = tf.constant(Tensor.zeros(DType.FLOAT32, shape[shape.length - 1]));
    Output<?> y = tf.binary("BiasAdd", tf.constant(Tensor.full(1f, shape)), bias);
    return new Gradients(tf, Map.of()).of(y, null, List.of(bias)).get(0);
  }

  @Test
  void ofImagesIsTheSumOverAllPlaces() {
    try (Graph graph = new Graph()) {
      Output<?> found = gradient(new Tf(graph), IMAGES);
      assertThat(((GraphOperation) found.op()).input(0).shape().asArray()).containsExactly(24, 5);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(found).run()) {
        assertThat(HostTensors.fromNative(result.get(0), DType.FLOAT32))
            .isEqualTo(Tensor.full(24f, 5));
      }
    }
  }

  @Test
  void ofAMatrixIsLeft() {
    try (Graph graph = new Graph()) {
      Output<?> found = gradient(new Tf(graph), 3, 5);
      assertThat(found.op().name()).startsWith("gradients/");
    }
  }
}
