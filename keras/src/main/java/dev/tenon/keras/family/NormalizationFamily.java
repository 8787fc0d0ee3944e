package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.layers.base.LegacyOption;
import java.util.Set;

/** The differences of normalization layers. */
final class NormalizationFamily implements KerasFamily {
  @Override
  public Set<String> classes() {
    return Set.of("BatchNormalization", "LayerNormalization");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    if (layer.className().equals("LayerNormalization")) {
      layer.behaves(LegacyOption.REAL_RESULTS);
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    JsonNode axis = layer.config().path("axis");
    if (layer.className().equals("LayerNormalization")) {
      return;
    }
    if (axis.size() == 1) {
      layer.config().set("axis", axis.get(0));
    } else if (axis.size() > 1 && layer.format().forKeras3()) {
      layer.refuse("BatchNormalization over several axes, which Keras 3 does not have");
    }
  }
}
