package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Affine transformations of images: Keras' {@code affine_transform}. */
public record AffineTransform(String fillMode, double fillValue, String interpolation) {
  /** What {@link #zoom} may read outside of an image and still be near, in lengths of the image. */
  public static final double NEAR = 0.9;

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

  /** Returns the shape of one number an image in a row of numbers. */
  public static Shape column(ImageBatch images) {
    return Shape.of(images.x().shape().dim(0), Dim.of(1));
  }

  /**
   * Moves images.
   *
   * @param rows a0, a1, a2, b0, b1, b2 of each image: (batch, 1) each
   */
  public Value move(ImageBatch images, List<Value> rows) {
    Ops ops = images.ops();
    Value zero = ops.mul(rows.get(0), 0);
    List<Value> all = new ArrayList<>(rows);
    all.add(zero);
    all.add(zero);
    return move(images, ops.concat(1, all));
  }

  /** Moves images by eight numbers each, (batch, 8). */
  public Value move(ImageBatch images, Value rows) {
    return images.move(rows, transform(false));
  }

  /**
   * Zooms or shifts images: the pixel (x, y) of the result is at (wide x + right, tall y + down).
   *
   * @param near whether it reads no further outside of an image than {@link #NEAR}
   * @param wide (batch, 1), as all others
   */
  public Value zoom(
      ImageBatch images, boolean near, Value wide, Value right, Value tall, Value down) {
    Value zero = images.ops().mul(wide, 0);
    Value rows = images.ops().concat(1, List.of(wide, zero, right, zero, tall, down, zero, zero));
    return images.move(rows, transform(near));
  }

  private ImageResampling.ImageProjectiveTransform transform(boolean aligned) {
    return new ImageResampling.ImageProjectiveTransform(
        fillMode, (float) fillValue, interpolation, aligned);
  }
}
