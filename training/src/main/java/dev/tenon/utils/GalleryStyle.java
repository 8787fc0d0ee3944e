package dev.tenon.utils;

import dev.tenon.internal.options.Setters;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How {@link Visualization} arranges images; Keras' arguments of its three galleries.
 *
 * @param labelMap the names of classes, for titles above images; empty where there are none
 * @param rows the rows of images; null for the rounded up square root of their number
 * @param cols the columns of images; null for their number divided by the rows, rounded down as in
 *     Keras: the images that are too many are left out
 * @param valueRange the numbers of black and white; 0 and 255
 * @param scale the length of an image's cell in inches; 2
 * @param transparent whether the ground is transparent instead of white; true
 * @param dpi pixels an inch; 60
 * @param dataFormat {@code channels_last} or {@code channels_first}
 * @param trueColor the colour of true boxes
 * @param predColor the colour of predicted boxes
 * @param groundTruthMapping the names beside true boxes; null for the class mapping of the boxes
 * @param predictionMapping the names beside predicted boxes; null for the class mapping of the
 *     boxes
 * @param legend whether the colours of boxes are explained below; false
 */
@Setters
public record GalleryStyle(
    Map<Integer, String> labelMap,
    @Nullable Integer rows,
    @Nullable Integer cols,
    List<Double> valueRange,
    double scale,
    boolean transparent,
    int dpi,
    String dataFormat,
    List<Integer> trueColor,
    List<Integer> predColor,
    @Nullable Map<Integer, String> groundTruthMapping,
    @Nullable Map<Integer, String> predictionMapping,
    boolean legend)
    implements GalleryStyleSetters {
  /** Keras' defaults. */
  public static final GalleryStyle DEFAULTS =
      new GalleryStyle(
          Map.of(),
          null,
          null,
          List.of(0.0, 255.0),
          2,
          true,
          60,
          ImageArrays.LAST,
          List.of(0, 188, 212),
          List.of(255, 235, 59),
          null,
          null,
          false);

  public GalleryStyle {
    labelMap = Map.copyOf(labelMap);
    valueRange = List.copyOf(valueRange);
    trueColor = List.copyOf(trueColor);
    predColor = List.copyOf(predColor);
    groundTruthMapping = groundTruthMapping == null ? null : Map.copyOf(groundTruthMapping);
    predictionMapping = predictionMapping == null ? null : Map.copyOf(predictionMapping);
    ImageArrays.check(dataFormat);
    if (valueRange.size() != 2 || valueRange.get(0).equals(valueRange.get(1))) {
      throw new IllegalArgumentException(
          "valueRange: expected two different numbers, received " + valueRange);
    }
    if (!(scale > 0) || dpi < 1 || (rows != null && rows < 1) || (cols != null && cols < 1)) {
      throw new IllegalArgumentException(
          "scale, dpi, rows and cols: expected positive numbers, received %s, %s, %s and %s"
              .formatted(scale, dpi, rows, cols));
    }
  }
}
