package dev.tenon.utils;

import dev.tenon.internal.options.Setters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Visualization} draws segmentation masks; Keras' arguments of {@code
 * draw_segmentation_masks}.
 *
 * @param numClasses the number of classes: those from 0 to {@code numClasses} − 1 are drawn; null
 *     for the largest class in the masks, which is not drawn then, as in Keras
 * @param colorMapping red, green and blue from 0 to 255 of each class; null for Keras' palette
 * @param alpha the share of the colours, from 0 to 1; 0.8
 * @param blend whether colours are mixed with the image; true. Without, classes cover the image,
 *     the ignored one too, and the result is float32, as in Keras
 * @param ignoreIndex the class that is not drawn; −1
 * @param dataFormat {@code channels_last} or {@code channels_first}
 */
@Setters
public record MaskStyle(
    @Nullable Integer numClasses,
    @Nullable Map<Integer, List<Integer>> colorMapping,
    double alpha,
    boolean blend,
    int ignoreIndex,
    String dataFormat)
    implements MaskStyleSetters {
  /** Keras' defaults. */
  public static final MaskStyle DEFAULTS =
      new MaskStyle(null, null, 0.8, true, -1, ImageArrays.LAST);

  public MaskStyle {
    colorMapping = colorMapping == null ? null : Map.copyOf(colorMapping);
    ImageArrays.check(dataFormat);
  }
}
