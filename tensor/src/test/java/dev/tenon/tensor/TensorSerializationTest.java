package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors through Java's serialization. */
final class TensorSerializationTest {
  static Stream<Tensor> tensors() {
    return Stream.of(
        Tensor.of(new float[] {1, -0f, Float.NaN, 4, 5, 6}, 2, 3),
        Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2).slice(0, 1, 2),
        Tensor.of(new long[] {Long.MIN_VALUE}).reshape(),
        Tensor.of(new float[0], 0, 7),
        Tensor.of(new float[] {1, 2}, 2).cast(DType.FLOAT16),
        Tensor.ofStrings(new String[] {"a", "ü"}, 1, 2),
        Tensor.ofStrings(new String[] {"scalar"}));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void comeBackEqual(Tensor tensor) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(tensor);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Tensor back = (Tensor) in.readObject();
      assertThat(back).isEqualTo(tensor);
      assertThat(back.shape()).isEqualTo(tensor.shape());
    }
  }
}
