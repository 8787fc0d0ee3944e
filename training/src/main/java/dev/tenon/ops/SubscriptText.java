package dev.tenon.ops;

import dev.tenon.layers.base.Arg;
import java.util.ArrayList;
import java.util.List;

/** Reads Python's subscripts of integers, slices, {@code ...} and {@code None}. */
final class SubscriptText {
  private static final int PARTS = 3;

  private SubscriptText() {}

  /**
   * Returns the key that a text says.
   *
   * @throws IllegalArgumentException naming the part that is not understood
   */
  static Arg parse(String text) {
    List<Arg> items = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      items.add(item(text, part.strip()));
    }
    return new Arg.Seq(items);
  }

  private static Arg item(String text, String part) {
    if (part.equals("...")) {
      return new Arg.Ellipsis();
    }
    if (part.equals("None")) {
      return new Arg.Const(null);
    }
    if (!part.contains(":")) {
      return new Arg.Const(number(text, part));
    }
    String[] ends = part.split(":", -1);
    if (ends.length > PARTS) {
      throw refused(text, part);
    }
    List<Arg> three = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      String end = i < ends.length ? ends[i].strip() : "";
      three.add(new Arg.Const(end.isEmpty() ? null : (Object) number(text, end)));
    }
    return new Arg.Slice(three.get(0), three.get(1), three.get(2));
  }

  private static Long number(String text, String part) {
    if (!part.matches("-?[0-9]{1,18}")) {
      throw refused(text, part);
    }
    return Long.valueOf(part);
  }

  private static IllegalArgumentException refused(String text, String part) {
    return new IllegalArgumentException(
        "subscript \""
            + text
            + "\": expected integers, slices such as 1:-1 or ::2, ... or None between commas,"
            + " received \""
            + part
            + "\"");
  }
}
