package dev.tenon.spark.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleStoreTest {
  @TempDir private Path folder;

  @Test
  void rowsAreReadInAnyOrder() throws Exception {
    try (SampleStore store = new SampleStore(folder)) {
      store.add(
          Map.of(
              "x", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2),
              "text", Tensor.ofStrings(new String[] {"a", "b"}, 2)));
      store.add(
          Map.of(
              "x", Tensor.of(new float[] {5, 6}, 1, 2),
              "text", Tensor.ofStrings(new String[] {"c"}, 1)));
      assertThat(store.size()).isEqualTo(3);
      Map<String, Tensor> read = store.read(new int[] {2, 0, 1, 2});
      assertThat(read.get("x").toFloatArray()).containsExactly(5, 6, 1, 2, 3, 4, 5, 6);
      assertThat(read.get("x").shape()).containsExactly(4, 2);
      assertThat(read.get("text").toStringArray()).containsExactly("c", "a", "b", "c");
      Tensor none = store.read(new int[0]).get("x");
      assertThat(none.shape()).containsExactly(0, 2);
      assertThat(none.dtype()).isEqualTo(DType.FLOAT32);
    }
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void rowsOfAnotherShapeAreRefused() throws Exception {
    try (SampleStore store = new SampleStore(folder)) {
      store.add(Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.add(Map.of("x", Tensor.of(new float[] {1, 2, 3}, 1, 3))))
          .withMessageContaining("pad them to one length");
    }
  }
}
