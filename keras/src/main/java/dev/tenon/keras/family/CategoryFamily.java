package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The differences of layers that put numbers into categories. */
final class CategoryFamily implements KerasFamily {
  @Override
  public Set<String> classes() {
    return Set.of("CategoryEncoding", "Discretization", "HashedCrossing");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    ObjectNode config = layer.config();
    if (layer.className().equals("Discretization")) {
      layer.rename("bins", config.path("bins").isArray() ? "bin_boundaries" : "num_bins");
    } else if (layer.className().equals("CategoryEncoding")) {
      layer.rename("max_tokens", "num_tokens");
      if (config.path("output_mode").asText().equals("binary")) {
        config.put("output_mode", "multi_hot");
      }
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    if (layer.className().equals("HashedCrossing") && layer.format().forKeras3()) {
      // Keras 3 leaves it out.
      layer.config().remove("trainable");
    }
    if (layer.format().forTfKeras() && layer.config().path("bin_boundaries").isArray()) {
      // How many were asked for before they were found; tf_keras takes one of both.
      layer.config().putNull("num_bins");
    }
  }
}
