package dev.tenon.utils;

import dev.tenon.config.Config;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Encodes boxes relative to anchors, and decodes them. */
final class BoxDeltas {
  private BoxDeltas() {}

  static Tensor encode(
      Tensor anchors,
      Tensor boxes,
      String anchorFormat,
      String boxFormat,
      String encodingFormat,
      float @Nullable [] variance,
      long @Nullable [] imageShape) {
    checkCentered("encodingFormat", encodingFormat, variance, imageShape);
    Tensor anchor = BoxConversion.convert(anchors, anchorFormat, encodingFormat, imageShape);
    Tensor box = BoxConversion.convert(boxes, boxFormat, encodingFormat, imageShape);
    Tensor anchorSize = anchor.slice(-1, 2, 4).maximum(Config.epsilon());
    Tensor boxSize = box.slice(-1, 2, 4).maximum(Config.epsilon());
    Tensor deltas =
        Tensor.concat(
            -1,
            box.slice(-1, 0, 2).subtract(anchor.slice(-1, 0, 2)).divide(anchorSize),
            boxSize.divide(anchorSize).log());
    return variance == null ? deltas : deltas.divide(Tensor.of(variance));
  }

  static Tensor decode(
      Tensor anchors,
      Tensor boxesDelta,
      String anchorFormat,
      String boxFormat,
      String encodedFormat,
      float @Nullable [] variance,
      long @Nullable [] imageShape) {
    checkCentered("encodedFormat", encodedFormat, variance, imageShape);
    Tensor anchor = BoxConversion.convert(anchors, anchorFormat, encodedFormat, imageShape);
    Tensor deltas = variance == null ? boxesDelta : boxesDelta.multiply(Tensor.of(variance));
    Tensor size = anchor.slice(-1, 2, 4);
    Tensor box =
        Tensor.concat(
            -1,
            deltas.slice(-1, 0, 2).multiply(size).add(anchor.slice(-1, 0, 2)),
            deltas.slice(-1, 2, 4).exp().multiply(size));
    return BoxConversion.convert(box, encodedFormat, boxFormat, imageShape);
  }

  private static void checkCentered(
      String argument, String format, float @Nullable [] variance, long @Nullable [] imageShape) {
    if (!format.equals("center_xywh") && !format.equals("center_yxhw")) {
      throw new IllegalArgumentException(
          argument + ": expected 'center_xywh' or 'center_yxhw', received '" + format + "'");
    }
    if (variance != null && variance.length != 4) {
      throw new IllegalArgumentException(
          "variance: expected 4 numbers, received " + Arrays.toString(variance));
    }
    BoxConversion.checkImage(imageShape);
  }
}
