package dev.tenon.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.data.ArrayDataset;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The frozen network of the sample beats the same network from scratch, on a fixed split. */
final class FineTuningDigitsTest {
  @Test
  void theFrozenNetworkIsBetterAfterTheSameTime() throws IOException {
    ArrayDataset train = FineTuningDigits.unknown(false, 100);
    ArrayDataset test = FineTuningDigits.unknown(true, Integer.MAX_VALUE);
    assertThat(test.size()).isEqualTo(492);
    FineTuningDigits.Result result = FineTuningDigits.compare(train, test, 20);
    assertThat(result.frozen()).as(result.toString()).isGreaterThan(0.7);
    assertThat(result.frozen()).as(result.toString()).isGreaterThan(result.scratch());
  }
}
