package dev.tenon.utils;

import dev.tenon.internal.options.Setters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Visualization} draws bounding boxes; Keras' arguments of {@code draw_bounding_boxes}.
 *
 * @param classMapping the names that are written beside boxes, by class; empty for none
 * @param color red, green and blue from 0 to 255; 128 each
 * @param lineThickness the thickness of lines as OpenCV counts it; 2
 * @param textThickness the thickness of letters: bold from 2 on; null for 1, and for {@code
 *     lineThickness} in a gallery
 * @param fontScale the size of letters; 1 for capital letters of 21 pixels
 * @param dataFormat {@code channels_last} or {@code channels_first}
 */
@Setters
public record BoxStyle(
    Map<Integer, String> classMapping,
    List<Integer> color,
    int lineThickness,
    @Nullable Integer textThickness,
    double fontScale,
    String dataFormat)
    implements BoxStyleSetters {
  /** Keras' defaults. */
  public static final BoxStyle DEFAULTS =
      new BoxStyle(Map.of(), List.of(128, 128, 128), 2, null, 1.0, ImageArrays.LAST);

  public BoxStyle {
    classMapping = Map.copyOf(classMapping);
    color = List.copyOf(color);
    ImageArrays.check(dataFormat);
    if (lineThickness < 1 || lineThickness > 255) {
      throw new IllegalArgumentException(
          "lineThickness: expected a number from 1 to 255, received " + lineThickness);
    }
  }
}
