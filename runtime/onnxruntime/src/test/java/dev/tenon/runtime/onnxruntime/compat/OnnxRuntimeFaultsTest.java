package dev.tenon.runtime.onnxruntime.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.runtime.internal.Workaround;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeFaultsTest {
  @Test
  void everyFaultIsInTheListUnderItsName() {
    assertThat(OnnxRuntimeFaults.ALL)
        .extracting(fault -> fault.name().toUpperCase(java.util.Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(OnnxRuntimeFaults.class.getFields())
                .filter(field -> field.getType() == Workaround.class)
                .map(java.lang.reflect.Field::getName)
                .toList());
  }

  @Test
  void everyWorkaroundIsMade() {
    assertThat(OnnxRuntimeFaults.ALL).allMatch(Workaround::isMade);
  }

  @Test
  void aReportIsAnIssueOrAPullRequest() {
    assertThat(OnnxRuntimeFaults.ALL)
        .extracting(Workaround::upstream)
        .allMatch(
            address ->
                address.isEmpty()
                    || address.matches("https://github.com/[\\w-]+/[\\w-]+/(issues|pull)/\\d+"));
  }
}
