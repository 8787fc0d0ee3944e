package dev.tenon.utils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.internal.console.Progbar.Look;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Progress is shown as Keras shows it. */
class ProgressBarTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void barIsThatOfKeras() throws IOException {
    JsonNode recorded = JSON.readTree(Checkout.file("tests/goldens/utils/progress.json").toFile());
    for (JsonNode row : recorded.get("cases")) {
      AtomicLong now = new AtomicLong(100_000_000_000L);
      List<String> printed = new ArrayList<>();
      ProgressBar bar =
          new ProgressBar(
              ProgressBar.unknown().options, Look.TERMINAL, '━', printed::add, now::get);
      for (Map.Entry<String, JsonNode> argument : row.get("arguments").properties()) {
        JsonNode value = argument.getValue();
        bar =
            switch (argument.getKey()) {
              case "target" -> value.isNull() ? bar : bar.target(value.longValue());
              case "width" -> bar.width(value.intValue());
              case "verbose" -> bar.verbose(value.intValue());
              case "interval" -> bar.interval(value.doubleValue());
              case "unit_name" -> bar.unitName(value.textValue());
              case "stateful_metrics" ->
                  bar.statefulMetrics(JSON.convertValue(value, String[].class));
              case "stateless_metrics" ->
                  bar.statelessMetrics(JSON.convertValue(value, String[].class));
              default -> throw new AssertionError(argument.getKey());
            };
      }
      for (JsonNode step : recorded.get("steps")) {
        now.addAndGet(300_000_000);
        bar.update(
            step.get(0).longValue(),
            JSON.convertValue(step.get(1), new TypeReference<LinkedHashMap<String, Double>>() {}));
      }
      assertThat(printed)
          .as("%s", row.get("arguments"))
          .isEqualTo(JSON.convertValue(row.get("printed"), List.class));
    }
  }

  @Test
  void optionsExcludeEachOther() {
    ProgressBar bar = ProgressBar.of(3).verbose(0).statefulMetrics("acc");
    assertThatThrownBy(() -> bar.statelessMetrics("loss"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one of them");
    bar.add(2, Map.of());
  }
}
