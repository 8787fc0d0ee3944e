package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void eachTaskIsDoneOnce() throws OrtException {
    for (int count : new int[] {0, 1, 2, 1000}) {
      AtomicIntegerArray done = new AtomicIntegerArray(count);
      Workers.run(count, done::incrementAndGet);
      for (int i = 0; i < count; i++) {
        assertThat(done.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void aFailureIsHandedOver() {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.run(
                    100_000,
                    i -> {
                      begun.incrementAndGet();
                      throw new OrtException("number " + i);
                    }))
        .isInstanceOf(OrtException.class)
        .hasMessageContaining("number");
    assertThat(begun).hasValueLessThan(100_000);
    assertThatThrownBy(
            () ->
                Workers.run(
                    100,
                    i -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }
}
