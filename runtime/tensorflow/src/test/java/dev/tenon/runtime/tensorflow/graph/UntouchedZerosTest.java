package dev.tenon.runtime.tensorflow.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;

final class UntouchedZerosTest {
  private static final long[] SHAPE = {2, 3};

  @Test
  void whatWasZeroStays() {
    assertThat(found(DType.FLOAT32, tf -> tf.constant(Tensor.zeros(DType.FLOAT32, SHAPE))))
        .containsExactly(new byte[24]);
  }

  @Test
  void memoryThatSomebodyWroteToIsCleared() {
    assertThat(
            found(
                DType.FLOAT32, tf -> tf.constant(Tensor.of(new float[] {0, 0, 0, 0, 0, 1}, SHAPE))))
        .containsExactly(new byte[24]);
    assertThat(found(DType.FLOAT32, tf -> tf.constant(Tensor.full(Float.MIN_VALUE, SHAPE))))
        .containsExactly(new byte[24]);
    assertThat(found(DType.FLOAT64, tf -> tf.constant(Tensor.full(DType.FLOAT64, -0.0, SHAPE))))
        .containsExactly(new byte[48]);
  }

  @Test
  void whatIsNotAllocatedByTheTestIsZeroToo() {
    try (Graph graph = new Graph()) {
      Tf tf = new Tf(graph);
      UntouchedZeros zeros = new UntouchedZeros(tf);
      Output<?> read = zeros.of(DType.FLOAT32, SHAPE);
      assertThat(read(graph, zeros, read)).containsExactly(new byte[24]);
    }
  }

  private static byte[] found(DType dtype, Function<Tf, Output<?>> content) {
    try (Graph graph = new Graph()) {
      Tf tf = new Tf(graph);
      UntouchedZeros zeros = new UntouchedZeros(tf);
      Output<?> fresh = content.apply(tf);
      return read(graph, zeros, zeros.of(dtype, SHAPE, fresh));
    }
  }

  private static byte[] read(Graph graph, UntouchedZeros zeros, Output<?> read) {
    try (Session session = new Session(graph)) {
      zeros.fill(session);
      try (Result result = session.runner().fetch(read).run()) {
        byte[] bytes = new byte[(int) result.get(0).numBytes()];
        result.get(0).asRawTensor().data().read(bytes, 0, bytes.length);
        return bytes;
      }
    }
  }
}
