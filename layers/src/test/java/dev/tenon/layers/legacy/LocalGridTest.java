package dev.tenon.layers.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections equal those of tf_keras' {@code conv_connected_inputs}. */
final class LocalGridTest {

  @Test
  void theExampleOfKeras() {
    LocalGrid grid =
        LocalGrid.of(
            "layer", Shape.of(-1, 4, 4, 1), true, List.of(2L, 1L), List.of(1L, 1L), "valid");
    assertThat(grid.output()).containsExactly(3, 4);
    // Output (1, 1) looks at rows 1 and 2 of column 1.
    assertThat(grid.connections().get(5)).containsExactly(5, 9);
  }

  @Test
  void theSamePaddingCutsWindowsOffAtTheEdges() {
    LocalGrid grid =
        LocalGrid.of("layer", Shape.of(-1, 2, 5), false, List.of(3L), List.of(2L), "same");
    assertThat(grid.output()).containsExactly(3);
    assertThat(grid.connections().get(0)).containsExactly(0, 1);
    assertThat(grid.connections().get(1)).containsExactly(1, 2, 3);
    assertThat(grid.connections().get(2)).containsExactly(3, 4);
  }
}
