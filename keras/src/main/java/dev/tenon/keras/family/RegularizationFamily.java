package dev.tenon.keras.family;

import dev.tenon.keras.KerasDialect;
import java.util.Set;

/** The differences of layers that drop numbers. */
final class RegularizationFamily implements KerasFamily {
  private static final String NOISE = "noise_shape";

  @Override
  public Set<String> classes() {
    return Set.of("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    boolean says =
        layer.className().equals("Dropout")
            && !(layer.dialect() == KerasDialect.TF_KERAS && layer.config().path(NOISE).isNull());
    if (!says) {
      layer.config().remove(NOISE);
    }
  }
}
