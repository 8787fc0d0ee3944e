package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Imaging;
import dev.tenon.ir.op.Ops;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How pixels are moved: Keras' {@code affine_transform}. */
public record AffineTransform(String fillMode, double fillValue, String interpolation) {
  private static final Set<String> FILL_MODES = Set.of("reflect", "wrap", "constant", "nearest");
  private static final Set<String> INTERPOLATIONS = Set.of("nearest", "bilinear");

  public AffineTransform {
    check("fill_mode", fillMode, FILL_MODES);
    check("interpolation", interpolation, INTERPOLATIONS);
  }

  private static void check(String option, String given, Set<String> known) {
    if (!known.contains(given)) {
      throw new IllegalArgumentException(option + " '" + given + "' is none of " + known);
    }
  }

  /** Returns the shape of one number a picture in a row of numbers. */
  public static Shape column(ImageBatch pictures) {
    return Shape.of(pictures.x().shape().dim(0), Dim.of(1));
  }

  /**
   * Moves pictures.
   *
   * @param rows a0, a1, a2, b0, b1, b2 of each picture: (batch, 1) each
   */
  public Value move(ImageBatch pictures, List<Value> rows) {
    Ops ops = pictures.ops();
    Value zero = ops.mul(rows.get(0), 0);
    List<Value> all = new ArrayList<>(rows);
    all.add(zero);
    all.add(zero);
    return move(pictures, ops.concat(1, all));
  }

  /** Moves pictures by eight numbers each, (batch, 8). */
  public Value move(ImageBatch pictures, Value rows) {
    return pictures.move(
        rows, new Imaging.ImageProjectiveTransform(fillMode, (float) fillValue, interpolation));
  }
}
