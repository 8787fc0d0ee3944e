package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Converts boxes from one format to another, relative ones by the size of their images. */
final class BoxConversion {
  private BoxConversion() {}

  /** Returns boxes in another format and of another element type. */
  static Tensor convert(
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

  /** Returns float32 boxes of images of a shape (height, width, channels); null for none. */
  static Tensor convert(Tensor boxes, String source, String target, long @Nullable [] imageShape) {
    if (imageShape == null) {
      return convert(boxes, source, target, null, null, DType.FLOAT32);
    }
    int height = Math.toIntExact(imageShape[0]);
    int width = Math.toIntExact(imageShape[1]);
    return convert(boxes, source, target, height, width, DType.FLOAT32);
  }

  /** Refuses a shape of an image that is not (height, width, channels). */
  static void checkImage(long @Nullable [] imageShape) {
    if (imageShape != null && imageShape.length != 3) {
      throw new IllegalArgumentException(
          "imageShape: expected height, width and channels, received "
              + Arrays.toString(imageShape));
    }
  }
}
