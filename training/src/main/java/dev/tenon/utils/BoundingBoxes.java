package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes with bounding boxes of objects in images; Keras' {@code keras.utils.bounding_boxes}.
 *
 * <p>Boxes are a tensor (boxes, 4) or (batch, boxes, 4). A format says what the four numbers are:
 * {@code xyxy}, {@code yxyx}, {@code xywh}, {@code center_xywh} and {@code center_yxhw} in pixels;
 * {@code rel_xyxy}, {@code rel_yxyx}, {@code rel_xywh} and {@code rel_center_xywh} as shares of the
 * image's width and height. Upper case counts as lower case. Results are float32 unless said
 * otherwise. Wrong shapes and formats give an IllegalArgumentException.
 *
 * <pre>{@code
 * Tensor boxes = Tensor.of(new float[][] {{10, 20, 30, 40}});
 * Tensor sizes = BoundingBoxes.convertFormat(boxes, "xyxy", "xywh"); // [[10. 20. 20. 20.]]
 * }</pre>
 *
 * @see <a href="https://keras.io/api/utils/bounding_boxes/">Keras: bounding box utilities</a>
 */
public final class BoundingBoxes {
  private BoundingBoxes() {}

  /** Returns boxes in another format; neither may be relative. */
  public static Tensor convertFormat(Tensor boxes, String source, String target) {
    return convertFormat(boxes, source, target, null, null, DType.FLOAT32);
  }

  /** Returns boxes of images of a height and a width in another format. */
  public static Tensor convertFormat(
      Tensor boxes, String source, String target, int height, int width) {
    return convertFormat(boxes, source, target, height, width, DType.FLOAT32);
  }

  /**
   * Returns boxes in another format and of another element type.
   *
   * @param height the height of the images in pixels; null where no format is relative
   * @param width the width of the images in pixels; null where no format is relative
   */
  public static Tensor convertFormat(
      Tensor boxes,
      String source,
      String target,
      @Nullable Integer height,
      @Nullable Integer width,
      DType dtype) {
    return BoxConversion.convert(boxes, source, target, height, width, dtype);
  }

  /** Returns boxes cut to the size of their images, in the format {@code xyxy}. */
  public static Map<String, Tensor> clipToImageSize(
      Map<String, Tensor> boundingBoxes, int height, int width) {
    return clipToImageSize(boundingBoxes, height, width, "xyxy");
  }

  /**
   * Returns boxes cut to the size of their images, with the label −1 where nothing is left.
   *
   * @param boundingBoxes the tensors {@code boxes} and, if there are any, {@code labels} (boxes) or
   *     (batch, boxes); other entries stay as they are
   * @param height the height of the images in pixels; of no effect on relative boxes
   * @param width the width of the images in pixels; of no effect on relative boxes
   * @param boundingBoxFormat {@code xyxy} or {@code rel_xyxy}
   */
  public static Map<String, Tensor> clipToImageSize(
      Map<String, Tensor> boundingBoxes, int height, int width, String boundingBoxFormat) {
    if (!boundingBoxFormat.equals("xyxy") && !boundingBoxFormat.equals("rel_xyxy")) {
      throw new IllegalArgumentException(
          "boundingBoxFormat: expected 'xyxy' or 'rel_xyxy', received '" + boundingBoxFormat + "'");
    }
    Tensor boxes = boundingBoxes.get("boxes");
    if (boxes == null) {
      throw new IllegalArgumentException(
          "boundingBoxes: expected an entry 'boxes', received " + boundingBoxes.keySet());
    }
    boolean relative = BoxFormat.isRelative(boundingBoxFormat);
    Tensor[] edges =
        BoxEdges.cut(BoxFormat.columns(boxes), relative ? 1 : height, relative ? 1 : width);
    Map<String, Tensor> clipped = new HashMap<>(boundingBoxes);
    clipped.put("boxes", Tensor.concat(-1, edges));
    Tensor labels = boundingBoxes.get("labels");
    if (labels != null) {
      clipped.put("labels", BoxEdges.labelsOfAreas(labels, BoxEdges.area(edges).squeeze(-1)));
    }
    return clipped;
  }

  /**
   * Returns boxes turned, moved, scaled and sheared about the middle of their images.
   *
   * @see #affineTransform(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, int, int, Tensor,
   *     Tensor, String)
   */
  public static Tensor affineTransform(
      Tensor boxes,
      Tensor angle,
      Tensor translateX,
      Tensor translateY,
      Tensor scale,
      Tensor shearX,
      Tensor shearY,
      int height,
      int width) {
    return affineTransform(
        boxes,
        angle,
        translateX,
        translateY,
        scale,
        shearX,
        shearY,
        height,
        width,
        null,
        null,
        "xyxy");
  }

  /**
   * Returns the boxes around the transformed corners of boxes.
   *
   * @param boxes (batch, boxes, 4); the numbers that follow are tensors (batch)
   * @param angle degrees
   * @param translateX a share of the width less one
   * @param translateY a share of the height less one
   * @param scale the factor of the inverse transformation, as in Keras
   * @param shearX degrees
   * @param shearY degrees
   * @param height the height of the images in pixels
   * @param width the width of the images in pixels
   * @param centerX the centre as a share of the width less one; null for 0.5
   * @param centerY the centre as a share of the height less one; null for 0.5
   * @param boundingBoxFormat {@code xyxy}, as in Keras
   */
  public static Tensor affineTransform(
      Tensor boxes,
      Tensor angle,
      Tensor translateX,
      Tensor translateY,
      Tensor scale,
      Tensor shearX,
      Tensor shearY,
      int height,
      int width,
      @Nullable Tensor centerX,
      @Nullable Tensor centerY,
      String boundingBoxFormat) {
    checkEdges("affineTransform", boundingBoxFormat);
    Tensor half = Tensor.scalar(DType.FLOAT32, 0.5);
    return new AffineBoxes(
            angle,
            translateX,
            translateY,
            scale,
            shearX,
            shearY,
            centerX == null ? half : centerX,
            centerY == null ? half : centerY)
        .apply(boxes, height, width);
  }

  /** Returns boxes in a part of their images, in the format {@code xyxy}. */
  public static Tensor crop(Tensor boxes, int top, int left, int height, int width) {
    return crop(boxes, top, left, height, width, "xyxy");
  }

  /**
   * Returns boxes in a part of their images: moved, and cut to the part.
   *
   * @param top the first row of the part
   * @param left the first column of the part
   * @param height the rows of the part
   * @param width the columns of the part
   * @param boundingBoxFormat {@code xyxy}, as in Keras
   * @return boxes of the same element type
   */
  public static Tensor crop(
      Tensor boxes, int top, int left, int height, int width, String boundingBoxFormat) {
    checkEdges("crop", boundingBoxFormat);
    Tensor[] moved = BoxEdges.moved(BoxFormat.columns(boxes), -(long) top, -(long) left);
    return Tensor.concat(-1, BoxEdges.cut(moved, height, width));
  }

  /** Returns boxes in images with rows and columns added at the top and left. */
  public static Tensor pad(Tensor boxes, int top, int left) {
    return pad(boxes, top, left, null, null, "xyxy");
  }

  /**
   * Returns boxes in images with rows and columns added at the top and left.
   *
   * @param top the rows that were added
   * @param left the columns that were added
   * @param height of no effect, as in Keras
   * @param width of no effect, as in Keras
   * @param boundingBoxFormat {@code xyxy}, as in Keras
   * @return boxes of the same element type
   */
  public static Tensor pad(
      Tensor boxes,
      int top,
      int left,
      @Nullable Integer height,
      @Nullable Integer width,
      String boundingBoxFormat) {
    checkEdges("pad", boundingBoxFormat);
    return Tensor.concat(-1, BoxEdges.moved(BoxFormat.columns(boxes), top, left));
  }

  private static void checkEdges(String function, String boundingBoxFormat) {
    if (!boundingBoxFormat.equals("xyxy")) {
      throw new IllegalArgumentException(
          function
              + ": boundingBoxFormat: expected 'xyxy', received '"
              + boundingBoxFormat
              + "'; call convertFormat first");
    }
  }

  /** Returns boxes relative to anchors, by {@code center_yxhw}; no format may be relative. */
  public static Tensor encodeBoxToDeltas(
      Tensor anchors, Tensor boxes, String anchorFormat, String boxFormat) {
    return encodeBoxToDeltas(anchors, boxes, anchorFormat, boxFormat, "center_yxhw", null, null);
  }

  /**
   * Returns boxes relative to anchors: (centre − anchor's centre) / anchor's size, and the
   * logarithm of the ratio of sizes.
   *
   * @param anchors (boxes, 4)
   * @param boxes (boxes, 4) or (batch, boxes, 4)
   * @param encodingFormat {@code center_yxhw} or {@code center_xywh}
   * @param variance four divisors of the result; null for none
   * @param imageShape height, width and channels, for relative formats; null for none
   */
  public static Tensor encodeBoxToDeltas(
      Tensor anchors,
      Tensor boxes,
      String anchorFormat,
      String boxFormat,
      String encodingFormat,
      float @Nullable [] variance,
      long @Nullable [] imageShape) {
    return BoxDeltas.encode(
        anchors, boxes, anchorFormat, boxFormat, encodingFormat, variance, imageShape);
  }

  /** Returns boxes from deltas of {@code center_yxhw}; no format may be relative. */
  public static Tensor decodeDeltasToBoxes(
      Tensor anchors, Tensor boxesDelta, String anchorFormat, String boxFormat) {
    return decodeDeltasToBoxes(
        anchors, boxesDelta, anchorFormat, boxFormat, "center_yxhw", null, null);
  }

  /**
   * Returns boxes from what {@link #encodeBoxToDeltas encodeBoxToDeltas} gives.
   *
   * @param anchors (boxes, 4)
   * @param boxesDelta (boxes, 4) or (batch, boxes, 4)
   * @param encodedFormat {@code center_yxhw} or {@code center_xywh}
   * @param variance four factors of the deltas; null for none
   * @param imageShape height, width and channels, for relative formats; null for none
   */
  public static Tensor decodeDeltasToBoxes(
      Tensor anchors,
      Tensor boxesDelta,
      String anchorFormat,
      String boxFormat,
      String encodedFormat,
      float @Nullable [] variance,
      long @Nullable [] imageShape) {
    return BoxDeltas.decode(
        anchors, boxesDelta, anchorFormat, boxFormat, encodedFormat, variance, imageShape);
  }

  /** Returns the intersection over union of each box with each other one. */
  public static Tensor computeIou(Tensor boxes1, Tensor boxes2, String boundingBoxFormat) {
    return computeIou(boxes1, boxes2, boundingBoxFormat, false, -1, null);
  }

  /**
   * Returns the intersection over union of each box with each other one: (m, n) or (batch, m, n).
   *
   * @param boxes1 (m, 4) or (batch, m, 4)
   * @param boxes2 (n, 4) or (batch, n, 4)
   * @param useMasking whether pairs with a box of negative numbers only get {@code maskVal}
   * @param maskVal the result of such pairs
   * @param imageShape height, width and channels, for relative formats; null for none
   */
  public static Tensor computeIou(
      Tensor boxes1,
      Tensor boxes2,
      String boundingBoxFormat,
      boolean useMasking,
      double maskVal,
      long @Nullable [] imageShape) {
    return BoxOverlap.iou(boxes1, boxes2, boundingBoxFormat, useMasking, maskVal, imageShape);
  }

  /** Returns the complete intersection over union of boxes in pixels, pair by pair. */
  public static Tensor computeCiou(Tensor boxes1, Tensor boxes2, String boundingBoxFormat) {
    return computeCiou(boxes1, boxes2, boundingBoxFormat, null);
  }

  /**
   * Returns the complete intersection over union, pair by pair: iou − (d² / c² + v·α), where d is
   * the distance of the centres, c the diagonal of the box around both, v the difference of the
   * aspect ratios, and α = v / (v − iou + 1).
   *
   * @param boxes1 (…, 4)
   * @param boxes2 (…, 4)
   * @param imageShape height, width and channels, for relative formats, which Keras refuses; null
   *     for none
   * @see <a href="https://arxiv.org/abs/1911.08287">Distance-IoU Loss</a>
   */
  public static Tensor computeCiou(
      Tensor boxes1, Tensor boxes2, String boundingBoxFormat, long @Nullable [] imageShape) {
    return BoxOverlap.ciou(boxes1, boxes2, boundingBoxFormat, imageShape);
  }
}
