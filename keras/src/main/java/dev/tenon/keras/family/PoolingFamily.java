package dev.tenon.keras.family;

import dev.tenon.layers.base.LegacyOption;
import java.util.Set;

/** The differences of means over all places of an image or a sequence. */
final class PoolingFamily implements KerasFamily {
  @Override
  public Set<String> classes() {
    return Set.of("GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    layer.behaves(LegacyOption.INTEGER_MEANS);
  }
}
