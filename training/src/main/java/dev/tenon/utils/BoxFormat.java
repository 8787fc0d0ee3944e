package dev.tenon.utils;

import dev.tenon.internal.text.Names;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the four numbers of a box are to be read, apart from relative ones. */
enum BoxFormat {
  XYXY,
  YXYX,
  XYWH,
  CENTER_XYWH,
  CENTER_YXHW;

  private static final String RELATIVE = "rel_";

  /** Keras' names of formats. */
  static final List<String> NAMES =
      List.of(
          "xyxy",
          "yxyx",
          "xywh",
          "center_xywh",
          "center_yxhw",
          "rel_xyxy",
          "rel_yxyx",
          "rel_xywh",
          "rel_center_xywh");

  /** Returns the checked name in lower case. */
  static String checked(String argument, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAMES.contains(lower)) {
      throw new IllegalArgumentException(Names.unknown(argument, name, NAMES));
    }
    return lower;
  }

  static boolean isRelative(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(RELATIVE);
  }

  /** Returns the format of a checked name, without regard to the size of an image. */
  static BoxFormat of(String name) {
    String absolute = isRelative(name) ? name.substring(RELATIVE.length()) : name;
    return valueOf(absolute.toUpperCase(Locale.ROOT));
  }

  /** Returns the four columns of a tensor (…, 4), each (…, 1). */
  static Tensor[] columns(Tensor boxes) {
    Tensor[] columns = new Tensor[4];
    Arrays.setAll(columns, i -> boxes.slice(-1, i, i + 1));
    return columns;
  }

  /** Returns left, top, right and bottom, each (…, 1). */
  Tensor[] edges(Tensor boxes) {
    Tensor[] c = columns(boxes);
    return switch (this) {
      case XYXY -> c;
      case YXYX -> new Tensor[] {c[1], c[0], c[3], c[2]};
      case XYWH -> new Tensor[] {c[0], c[1], c[0].add(c[2]), c[1].add(c[3])};
      case CENTER_XYWH -> around(c[0], c[1], c[2], c[3]);
      case CENTER_YXHW -> around(c[1], c[0], c[3], c[2]);
    };
  }

  private static Tensor[] around(Tensor x, Tensor y, Tensor width, Tensor height) {
    Tensor halfWidth = width.divide(2);
    Tensor halfHeight = height.divide(2);
    return new Tensor[] {
      x.subtract(halfWidth), y.subtract(halfHeight), x.add(halfWidth), y.add(halfHeight)
    };
  }

  /** Returns boxes in this format from left, top, right and bottom. */
  Tensor boxes(Tensor[] edges) {
    Tensor x1 = edges[0];
    Tensor y1 = edges[1];
    Tensor x2 = edges[2];
    Tensor y2 = edges[3];
    return switch (this) {
      case XYXY -> Tensor.concat(-1, edges);
      case YXYX -> Tensor.concat(-1, y1, x1, y2, x2);
      case XYWH -> Tensor.concat(-1, x1, y1, x2.subtract(x1), y2.subtract(y1));
      case CENTER_XYWH, CENTER_YXHW -> {
        Tensor width = x2.subtract(x1);
        Tensor height = y2.subtract(y1);
        Tensor x = x1.add(width.divide(2));
        Tensor y = y1.add(height.divide(2));
        yield this == CENTER_XYWH
            ? Tensor.concat(-1, x, y, width, height)
            : Tensor.concat(-1, y, x, height, width);
      }
    };
  }
}
