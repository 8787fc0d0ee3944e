package dev.tenon.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When it is made, and that it is made once or never. */
final class MadeLaterTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void itIsMadeOnceWhenItIsWorthIt() {
    MadeLater<String> later = new MadeLater<>(3, () -> "made " + calls.incrementAndGet());
    assertThat(later.want()).isNull();
    assertThat(later.want()).isNull();
    assertThat(later.get()).isNull();
    assertThat(later.want()).isEqualTo("made 1");
    assertThat(later.want()).isEqualTo("made 1");
    assertThat(later.end()).isEqualTo("made 1");
  }

  @Test
  void afterItsEndItIsNeverMade() {
    MadeLater<String> later = new MadeLater<>(1, () -> "made " + calls.incrementAndGet());
    assertThat(later.end()).isNull();
    assertThat(later.want()).isNull();
    assertThat(calls).hasValue(0);
  }

  @Test
  void whereItCannotBeMadeItsUsersGoOn() {
    MadeLater<String> later =
        new MadeLater<>(
            1,
            () -> {
              throw new IllegalStateException("failure " + calls.incrementAndGet());
            });
    assertThat(later.want()).isNull();
    assertThat(later.want()).isNull();
    assertThat(calls).hasValue(1);
  }
}
