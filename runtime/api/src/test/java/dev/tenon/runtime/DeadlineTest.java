package dev.tenon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
  @Test
  void onlyAPositiveTimeLimits() {
    assertThat(Deadline.after(null).isLimited()).isFalse();
    assertThat(Deadline.after(Duration.ofHours(1)).isLimited()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> Deadline.after(Duration.ZERO));
  }
}
