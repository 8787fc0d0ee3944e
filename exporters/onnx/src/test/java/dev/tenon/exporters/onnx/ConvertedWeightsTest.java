package dev.tenon.exporters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** tests/interop/large_folder.py has weights that do not fit into memory. */
class ConvertedWeightsTest {
  @Test
  void whatIsBeyondTheBoundMovesUnchanged() {
    ConvertedWeights weights = new ConvertedWeights(24);
    Tensor first = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    Tensor names = Tensor.ofStrings(new String[] {"a", "b"});
    assertThat(weights.apply(first)).isSameAs(first);
    assertThat(weights.apply(names)).isSameAs(names);
    Tensor moved = weights.apply(Tensor.of(new float[] {5, 6, 7}, 3, 1));
    assertThat(moved.bytes().isDirect()).isTrue();
    assertThat(moved.shape()).containsExactly(3, 1);
    assertThat(moved.toFloatArray()).containsExactly(5, 6, 7);
  }
}
