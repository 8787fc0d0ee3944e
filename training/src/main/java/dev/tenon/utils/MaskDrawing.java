package dev.tenon.utils;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws the classes of pixels in colours as Keras does. */
final class MaskDrawing {
  private static final long[] PALETTE = {(1 << 25) - 1, (1 << 15) - 1, (1 << 21) - 1};

  private MaskDrawing() {}

  static Tensor draw(Tensor given, Tensor classes, MaskStyle style) {
    Tensor images = ImageArrays.last(given, style.dataFormat()).cast(DType.FLOAT32);
    Tensor masks = masks(images, classes, style);
    Integer chosen = style.numClasses();
    int count = chosen != null ? chosen : masks.size() == 0 ? 0 : (int) masks.max().getLong(0);
    List<List<Integer>> colors = colors(count, style.colorMapping());
    int channels = Math.toIntExact(images.dim(3));
    float share = (float) style.alpha();
    float rest = (float) (1 - style.alpha());
    Tensor.Writer writer =
        new Tensor.Writer(style.blend() ? DType.UINT8 : DType.FLOAT32, images.size());
    for (int i = 0; i < masks.size(); i++) {
      long label = masks.getLong(i);
      List<Integer> color = label >= 0 && label < count ? colors.get((int) label) : null;
      for (int c = 0; c < channels; c++) {
        int at = i * channels + c;
        float pixel = images.getFloat(at);
        float drawn = color == null ? pixel : color.get(Math.min(c, color.size() - 1));
        if (!style.blend()) {
          writer.set(at, drawn);
        } else {
          writer.set(
              at,
              label == style.ignoreIndex() ? (long) pixel : (long) (pixel * rest + drawn * share));
        }
      }
    }
    return writer.build(images.shape());
  }

  private static Tensor masks(Tensor images, Tensor classes, MaskStyle style) {
    if (!classes.dtype().isInteger()) {
      throw new IllegalArgumentException(
          "segmentationMasks: expected integers, received " + classes.dtype().numpyName());
    }
    Tensor masks =
        classes.rank() == 4 && ImageArrays.isFirst(style.dataFormat())
            ? classes.transpose(0, 2, 3, 1)
            : classes;
    long[] wanted = Arrays.copyOf(images.shape(), 3);
    long[] found = masks.shape();
    boolean single = found.length == 4 && found[3] == 1;
    if (!Arrays.equals(wanted, single ? Arrays.copyOf(found, 3) : found)) {
      throw new IllegalArgumentException(
          "segmentationMasks: expected a class for each pixel of images of the shape "
              + images.shapeString()
              + ", received the shape "
              + classes.shapeString());
    }
    return masks;
  }

  private static List<List<Integer>> colors(
      int count, @Nullable Map<Integer, List<Integer>> mapping) {
    List<List<Integer>> colors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Integer> color;
      if (mapping == null) {
        int number = i;
        color = Arrays.stream(PALETTE).mapToObj(step -> (int) (number * step % 255)).toList();
      } else {
        color = mapping.get(i);
      }
      if (color == null || color.isEmpty()) {
        throw new IllegalArgumentException(
            "colorMapping: expected a colour for each class from 0 to "
                + (count - 1)
                + ", received those of "
                + (mapping == null ? List.of() : mapping.keySet()));
      }
      colors.add(color);
    }
    return colors;
  }
}
