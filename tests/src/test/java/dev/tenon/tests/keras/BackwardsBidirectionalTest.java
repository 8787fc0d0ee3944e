package dev.tenon.tests.keras;

import static dev.tenon.layers.Layers.bidirectional;
import static dev.tenon.layers.Layers.lstm;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Bidirectional whose first layer runs backwards opens in Keras 3, which refuses it where the
 * second layer is left out: "forward_layer.go_backwards True, backward_layer.go_backwards=True".
 */
final class BackwardsBidirectionalTest {
  @TempDir Path folder;

  @Test
  void theSecondLayerIsWrittenWithItsOwnDirection() throws IOException {
    Path file = folder.resolve("m.keras");
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 2);
    try (Model model =
        Model.sequential(bidirectional(lstm(2).goBackwards(true)).inputShape(3, 2))) {
      model.save(file);
      try (Model again = Model.load(file)) {
        assertThat(again.predict(x)).isEqualTo(model.predict(x));
      }
    }
    JsonNode layers = KerasImporter.configuration(file).model().path("config").path("layers");
    JsonNode both = layers.get(layers.size() - 1).path("config");
    assertThat(both.path("layer").path("config").path("go_backwards").asBoolean()).isTrue();
    JsonNode second = both.path("backward_layer").path("config");
    assertThat(second.path("go_backwards").isBoolean()).isTrue();
    assertThat(second.path("go_backwards").asBoolean()).isFalse();
  }
}
