package dev.tenon.internal.assets;

import dev.tenon.image.ImageSpec;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a model beside its network.
 *
 * @param images how its images are read; null where that is not known
 * @param text its tokenizer; null where it has none
 */
public record ModelAssets(@Nullable ImageSpec images, @Nullable TextAssets text) {
  /** Nothing. */
  public static final ModelAssets NONE = new ModelAssets(null, null);
}
