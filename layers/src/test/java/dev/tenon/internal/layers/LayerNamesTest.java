package dev.tenon.internal.layers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** As in Keras 3, which counts in a {@code threading.local}, see keras.src.backend.common. */
final class LayerNamesTest {
  @Test
  void aThreadCountsItsOwnLayers() throws InterruptedException {
    LayerNames.reset();
    assertThat(LayerNames.next("Conv2D")).isEqualTo("conv2d");
    assertThat(LayerNames.next("Conv2D")).isEqualTo("conv2d_1");
    String[] other = new String[1];
    Thread thread = new Thread(() -> other[0] = LayerNames.next("Conv2D"));
    thread.start();
    thread.join();
    assertThat(other).containsExactly("conv2d");
    assertThat(LayerNames.next("Conv2D")).isEqualTo("conv2d_2");
  }
}
