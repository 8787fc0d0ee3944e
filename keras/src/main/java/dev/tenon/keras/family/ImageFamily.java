package dev.tenon.keras.family;

import dev.tenon.layers.base.LegacyOption;
import java.util.Set;

/** The differences of layers that resize, cut or change images. */
final class ImageFamily implements KerasFamily {
  /** How Keras 3 resizes images. */
  private static final Set<String> INTERPOLATIONS =
      Set.of("area", "bicubic", "bilinear", "lanczos3", "lanczos5", "nearest");

  @Override
  public Set<String> classes() {
    return Set.of("RandomBrightness", "RandomContrast", "RandomCrop", "Resizing", "UpSampling2D");
  }

  @Override
  public void fromKeras2(OlderLayer layer) {
    boolean crops = layer.className().equals("RandomCrop");
    layer.behaves(crops ? LegacyOption.RESIZED_CROP : LegacyOption.REAL_RESULTS);
  }

  @Override
  public void toReaders(WrittenLayer layer) {
    String className = layer.className();
    switch (className) {
      case "RandomCrop" -> {
        if (layer.differs(LegacyOption.RESIZED_CROP)) {
          layer.refuse(
              className + ", which cuts images at inference in tf_keras and not in Keras 3");
        }
      }
      case "Resizing", "UpSampling2D" -> {
        String interpolation = layer.config().path("interpolation").asText();
        if (layer.format().forKeras3() && !INTERPOLATIONS.contains(interpolation)) {
          layer.refuse(
              className + " with interpolation=" + interpolation + ", which Keras 3 does not have");
        }
      }
      default -> {}
    }
  }
}
