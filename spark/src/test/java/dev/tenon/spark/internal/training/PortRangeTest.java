package dev.tenon.spark.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.spark.internal.training.Meeting.PortRange;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortRangeTest {
  @Test
  void aTakenPortIsLeftOut() throws Exception {
    try (ServerSocket taken = PortRange.of("").open()) {
      int port = taken.getLocalPort();
      assertThatIOException()
          .isThrownBy(() -> new PortRange(port, port).open())
          .withMessageContaining("give Param 'ports' more");
      try (ServerSocket next = new PortRange(port, Math.min(port + 20, 65535)).open()) {
        assertThat(next.getLocalPort()).isGreaterThan(port);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "5-4", "0-10", "1-70000", "a-b", "1-2-3"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PortRange.of(text))
        .withMessageContaining("Param 'ports'");
  }
}
