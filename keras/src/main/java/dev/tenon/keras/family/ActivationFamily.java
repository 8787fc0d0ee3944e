package dev.tenon.keras.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.layers.base.LegacyOption;
import java.util.Set;

/** The differences of activations that are layers. */
final class ActivationFamily implements KerasFamily {
  private static final String ROBUST = "robust_masking";

  @Override
  public Set<String> classes() {
    return Set.of("LeakyReLU", "PReLU", "Softmax");
  }

  @Override
  public void fromKeras1(OlderLayer layer) {
    if (layer.className().equals("PReLU")) {
      layer.rename("kernel_initializer", "alpha_initializer");
    }
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    switch (layer.className()) {
      case "LeakyReLU" -> layer.rename("alpha", "negative_slope");
      case "Softmax" -> {
        JsonNode robust = layer.config().remove(ROBUST);
        boolean replaces = robust != null && robust.asBoolean();
        layer.behaves(replaces ? LegacyOption.ROBUST_MASK : LegacyOption.ADDED_MASK);
      }
      default -> {}
    }
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    ObjectNode config = layer.config();
    if (layer.format().forTfKeras()) {
      if (layer.className().equals("LeakyReLU")) {
        config.set("alpha", config.remove("negative_slope"));
      } else if (layer.behaves(LegacyOption.ROBUST_MASK)) {
        config.put(ROBUST, true);
      }
    }
  }
}
