package dev.tenon.layers.augmentation;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Ops;
import dev.tenon.ir.op.Imaging;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How pixels are moved: Keras' {@code affine_transform}. */
record Affine(String fillMode, double fillValue, String interpolation) {
  private static final Set<String> FILL_MODES = Set.of("reflect", "wrap", "constant", "nearest");
  private static final Set<String> INTERPOLATIONS = Set.of("nearest", "bilinear");

  Affine {
    check("fill_mode", fillMode, FILL_MODES);
    check("interpolation", interpolation, INTERPOLATIONS);
  }

  private static void check(String option, String given, Set<String> known) {
    if (!known.contains(given)) {
      throw new IllegalArgumentException(option + " '" + given + "' is none of " + known);
    }
  }

  /** Returns the shape of one number a picture in a row of numbers. */
  static Shape column(Batch pictures) {
    return Shape.of(pictures.x().shape().dim(0), Dim.of(1));
  }

  /**
   * Moves pictures.
   *
   * @param rows a0, a1, a2, b0, b1, b2 of each picture: (batch, 1) each
   */
  Value move(Batch pictures, List<Value> rows) {
    Ops ops = pictures.ops();
    Value zero = ops.mul(rows.get(0), 0);
    List<Value> all = new ArrayList<>(rows);
    all.add(zero);
    all.add(zero);
    return move(pictures, ops.concat(1, all));
  }

  /** Moves pictures by eight numbers each, (batch, 8). */
  Value move(Batch pictures, Value rows) {
    return pictures.move(
        rows, new Imaging.ImageProjectiveTransform(fillMode, (float) fillValue, interpolation));
  }
}
