package dev.tenon.utils;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** Moves, cuts and measures boxes given as left, top, right and bottom, each (…, 1). */
final class BoxEdges {
  private BoxEdges() {}

  static Tensor[] moved(Tensor[] edges, long down, long right) {
    Tensor[] moved = new Tensor[4];
    Arrays.setAll(moved, i -> edges[i].add(i % 2 == 0 ? right : down));
    return moved;
  }

  static Tensor[] cut(Tensor[] edges, long height, long width) {
    Tensor[] cut = new Tensor[4];
    Arrays.setAll(cut, i -> edges[i].clip(0, i % 2 == 0 ? width : height));
    return cut;
  }

  static Tensor area(Tensor[] edges) {
    return edges[2].subtract(edges[0]).multiply(edges[3].subtract(edges[1]));
  }

  /** Returns labels of boxes, with −1 where the area of a box is not positive. */
  static Tensor labelsOfAreas(Tensor labels, Tensor areas) {
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
}
