package dev.tenon.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a store keeps, and whose values are the newest. */
final class ParameterStoreTest {
  private final ParameterStore store = new ParameterStore();
  private final Parameter weight =
      new Parameter("w", "w", new long[] {2}, DType.FLOAT32, Parameter.Role.WEIGHT, null);

  private static Tensor pair(float first, float second) {
    return Tensor.of(new float[] {first, second}, 2);
  }

  /** The zeros of an optimizer are as large as the weights, and the engine has them. */
  @Test
  void oneNumberIsNotKeptAsATensor() {
    store.putFilled(weight, 0.5);
    Tensor once = store.get(weight);
    assertThat(once).isEqualTo(pair(0.5f, 0.5f));
    assertThat(store.get(weight)).isEqualTo(once).isNotSameAs(once);
    store.putLater(weight, () -> pair(1f, 2f));
    assertThat(store.get(weight)).isSameAs(store.get(weight));
  }

  @Test
  void valuesThatWereNotHandedBackAreAskedForAgain() {
    store.put(weight, pair(1f, 2f));
    AtomicInteger asked = new AtomicInteger();
    ParameterStore.Holder holder =
        () -> {
          if (asked.incrementAndGet() == 1) {
            throw new IllegalStateException("the run was stopped");
          }
          store.put(weight, pair(3f, 4f));
        };
    store.hold(holder);
    assertThatThrownBy(() -> store.hold(null)).hasMessage("the run was stopped");
    assertThat(store.isHeldBy(holder)).isTrue();
    store.hold(null);
    assertThat(store.isHeldBy(holder)).isFalse();
    assertThat(store.get(weight)).isEqualTo(pair(3f, 4f));
  }
}
