package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
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
  private static final double EPSILON = 1e-7;

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
    if (boxes.rank() == 0 || boxes.dim(-1) != 4) {
      throw new IllegalArgumentException(
          "boxes: expected a tensor whose last axis has the length 4, received the shape "
              + boxes.shapeString());
    }
    String from = BoxFormat.checked("source", source);
    String to = BoxFormat.checked("target", target);
    boolean relativeFrom = BoxFormat.isRelative(from);
    boolean relativeTo = BoxFormat.isRelative(to);
    if ((relativeFrom || relativeTo) && (height == null || width == null)) {
      throw new IllegalArgumentException(
          "convertFormat: expected height and width, since '"
              + from
              + "' or '"
              + to
              + "' is relative; received "
              + height
              + " and "
              + width);
    }
    Tensor numbers = boxes.cast(dtype);
    if (from.equals(to)) {
      return numbers;
    }
    Tensor[] edges = BoxFormat.of(from).edges(numbers);
    if (relativeFrom == relativeTo || height == null || width == null) {
      return BoxFormat.of(to).boxes(edges);
    }
    if (relativeFrom) {
      return BoxFormat.of(to).boxes(scaled(edges, height, width));
    }
    Tensor[] sizes = BoxFormat.columns(BoxFormat.of(to).boxes(edges));
    boolean yFirst = BoxFormat.of(to) == BoxFormat.YXYX;
    for (int i = 0; i < 4; i++) {
      sizes[i] = sizes[i].divide((double) ((i % 2 == 0) == yFirst ? height : width));
    }
    return Tensor.concat(-1, sizes);
  }

  private static Tensor[] scaled(Tensor[] edges, double height, double width) {
    Tensor[] scaled = new Tensor[4];
    Arrays.setAll(scaled, i -> edges[i].multiply(i % 2 == 0 ? width : height));
    return scaled;
  }

  private static Tensor convertFormat(
      Tensor boxes, String source, String target, long @Nullable [] imageShape) {
    return imageShape == null
        ? convertFormat(boxes, source, target)
        : convertFormat(
            boxes,
            source,
            target,
            Math.toIntExact(imageShape[0]),
            Math.toIntExact(imageShape[1]),
            DType.FLOAT32);
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
    Tensor[] edges = cut(BoxFormat.columns(boxes), relative ? 1 : height, relative ? 1 : width);
    Map<String, Tensor> clipped = new HashMap<>(boundingBoxes);
    clipped.put("boxes", Tensor.concat(-1, edges));
    Tensor labels = boundingBoxes.get("labels");
    if (labels != null) {
      clipped.put("labels", labelsOfAreas(labels, area(edges).squeeze(-1)));
    }
    return clipped;
  }

  private static Tensor labelsOfAreas(Tensor labels, Tensor areas) {
    if (!Arrays.equals(labels.shape(), areas.shape())) {
      throw new IllegalArgumentException(
          "labels: expected one for each box, of the shape "
              + areas.shapeString()
              + ", received "
              + labels.shapeString());
    }
    Tensor.Writer writer = new Tensor.Writer(labels.dtype(), labels.size());
    for (int i = 0; i < labels.size(); i++) {
      writer.set(i, areas.getDouble(i) > 0 ? labels.getDouble(i) : -1);
    }
    return writer.build(labels.shape());
  }

  private static Tensor area(Tensor[] edges) {
    return edges[2].subtract(edges[0]).multiply(edges[3].subtract(edges[1]));
  }

  private static Tensor[] cut(Tensor[] edges, long height, long width) {
    Tensor[] cut = new Tensor[4];
    Arrays.setAll(cut, i -> edges[i].clip(0, i % 2 == 0 ? width : height));
    return cut;
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
    return Tensor.concat(
        -1, cut(moved(BoxFormat.columns(boxes), -(long) top, -(long) left), height, width));
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
    return Tensor.concat(-1, moved(BoxFormat.columns(boxes), top, left));
  }

  private static Tensor[] moved(Tensor[] edges, long down, long right) {
    Tensor[] moved = new Tensor[4];
    Arrays.setAll(moved, i -> edges[i].add(i % 2 == 0 ? right : down));
    return moved;
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
    checkCentered("encodingFormat", encodingFormat, variance, imageShape);
    Tensor anchor = convertFormat(anchors, anchorFormat, encodingFormat, imageShape);
    Tensor box = convertFormat(boxes, boxFormat, encodingFormat, imageShape);
    Tensor anchorSize = anchor.slice(-1, 2, 4).maximum(EPSILON);
    Tensor boxSize = box.slice(-1, 2, 4).maximum(EPSILON);
    Tensor deltas =
        Tensor.concat(
            -1,
            box.slice(-1, 0, 2).subtract(anchor.slice(-1, 0, 2)).divide(anchorSize),
            boxSize.divide(anchorSize).log());
    return variance == null ? deltas : deltas.divide(Tensor.of(variance));
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
    checkCentered("encodedFormat", encodedFormat, variance, imageShape);
    Tensor anchor = convertFormat(anchors, anchorFormat, encodedFormat, imageShape);
    Tensor deltas = variance == null ? boxesDelta : boxesDelta.multiply(Tensor.of(variance));
    Tensor size = anchor.slice(-1, 2, 4);
    Tensor box =
        Tensor.concat(
            -1,
            deltas.slice(-1, 0, 2).multiply(size).add(anchor.slice(-1, 0, 2)),
            deltas.slice(-1, 2, 4).exp().multiply(size));
    return convertFormat(box, encodedFormat, boxFormat, imageShape);
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
    checkImage(imageShape);
  }

  private static void checkImage(long @Nullable [] imageShape) {
    if (imageShape != null && imageShape.length != 3) {
      throw new IllegalArgumentException(
          "imageShape: expected height, width and channels, received "
              + Arrays.toString(imageShape));
    }
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
    checkRank("boxes1", boxes1);
    checkRank("boxes2", boxes2);
    checkImage(imageShape);
    Tensor first = convertFormat(boxes1, boundingBoxFormat, "xyxy", imageShape);
    Tensor second = convertFormat(boxes2, boundingBoxFormat, "xyxy", imageShape);
    Tensor[] a = BoxFormat.columns(first);
    Tensor[] b = BoxFormat.columns(second);
    Arrays.setAll(b, i -> flat(BoxFormat.columns(second)[i]));
    Tensor common = common(a, b);
    Tensor iou = common.divide(area(a).add(area(b)).subtract(common).add(EPSILON));
    if (!useMasking) {
      return iou;
    }
    Tensor mask = first.max(-1, true).less(0).add(flat(second.max(-1, true).less(0)));
    Tensor.Writer writer = new Tensor.Writer(iou.dtype(), iou.size());
    for (int i = 0; i < iou.size(); i++) {
      writer.set(i, mask.getLong(i) != 0 ? maskVal : iou.getDouble(i));
    }
    return writer.build(iou.shape());
  }

  private static void checkRank(String argument, Tensor boxes) {
    if (boxes.rank() != 2 && boxes.rank() != 3) {
      throw new IllegalArgumentException(
          "computeIou: "
              + argument
              + ": expected the shape (boxes, 4) or (batch, boxes, 4), received "
              + boxes.shapeString());
    }
  }

  /** Returns a column (…, n, 1) as a row (…, 1, n). */
  private static Tensor flat(Tensor column) {
    return column.squeeze(-1).expandDims(-2);
  }

  private static Tensor common(Tensor[] a, Tensor[] b) {
    Tensor width = a[2].minimum(b[2]).subtract(a[0].maximum(b[0])).maximum(0);
    Tensor height = a[3].minimum(b[3]).subtract(a[1].maximum(b[1])).maximum(0);
    return width.multiply(height);
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
    checkImage(imageShape);
    Tensor[] a = BoxFormat.columns(convertFormat(boxes1, boundingBoxFormat, "xyxy", imageShape));
    Tensor[] b = BoxFormat.columns(convertFormat(boxes2, boundingBoxFormat, "xyxy", imageShape));
    Tensor widthA = a[2].subtract(a[0]);
    Tensor heightA = a[3].subtract(a[1]).add(EPSILON);
    Tensor widthB = b[2].subtract(b[0]);
    Tensor heightB = b[3].subtract(b[1]).add(EPSILON);
    Tensor common = common(a, b);
    Tensor union =
        widthA.multiply(heightA).add(widthB.multiply(heightB)).subtract(common).add(EPSILON);
    Tensor iou = common.divide(union.add(EPSILON));
    Tensor diagonal =
        a[2].maximum(b[2])
            .subtract(a[0].minimum(b[0]))
            .square()
            .add(a[3].maximum(b[3]).subtract(a[1].minimum(b[1])).square())
            .add(EPSILON);
    Tensor distance =
        middle(a, 0)
            .subtract(middle(b, 0))
            .square()
            .add(middle(a, 1).subtract(middle(b, 1)).square());
    Tensor v =
        arctan(widthB.divide(heightB))
            .subtract(arctan(widthA.divide(heightA)))
            .square()
            .multiply(4 / (Math.PI * Math.PI));
    Tensor alpha = v.divide(v.subtract(iou).add(1 + EPSILON));
    return iou.subtract(distance.divide(diagonal).add(v.multiply(alpha))).squeeze(-1);
  }

  private static Tensor middle(Tensor[] edges, int axis) {
    return edges[axis].add(edges[axis + 2]).divide(2);
  }

  private static Tensor arctan(Tensor x) {
    Tensor.Writer writer = new Tensor.Writer(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      writer.set(i, Math.atan(x.getDouble(i)));
    }
    return writer.build(x.shape());
  }
}
