package dev.tenon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void theSmallNetworkIsReadAsKerasReadsIt() {
    KerasModel small = KerasImporter.fromJson(WarmUp.network(), KerasImporter.Options.DEFAULT);

    assertThat(small.warnings()).isEmpty();
    // What count_params() of Keras 3.15 says of each layer that has weights: 20, 8 and 38.
    assertThat(
            small.lowered().parameters().stream()
                .mapToLong(weight -> LongStream.of(weight.shape()).reduce(1, (a, b) -> a * b))
                .sum())
        .isEqualTo(66);
  }

  @Test
  void onlyKerasFilesAreWarmedUpFor() {
    assertThat(WarmUp.start("summary", "model.onnx")).isNull();
    assertThat(WarmUp.start("--version")).isNull();
  }
}
