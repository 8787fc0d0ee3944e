package dev.tenon.layers.augmentation.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import java.util.List;

/** The projective transformation that maps four points to four others. */
public final class Homography {
  private Homography() {}

  /**
   * Returns eight numbers an image, (batch, 8), for {@link AffineTransform#move}.
   *
   * @param start the corners, (batch, 4, 2) or (1, 4, 2), x before y
   * @param end their images, (batch, 4, 2)
   */
  public static Value rows(Ops ops, Value start, Value end) {
    Value x = ops.slice(end, 2, 0, 1, 1);
    Value y = ops.slice(end, 2, 1, 2, 1);
    Value zero = ops.mul(x, 0);
    Value one = ops.add(zero, 1);
    Value ofX = equation(ops, List.of(x, y, one, zero, zero, zero), start, 0, x, y);
    Value ofY = equation(ops, List.of(zero, zero, zero, x, y, one), start, 1, x, y);
    Value both = ops.concat(2, List.of(ofX, ofY));
    Dim batch = end.shape().dim(0);
    Shape square = Shape.of(batch, Dim.of(8), Dim.of(8));
    Value left = ops.applyAs(square, new Movement.Reshape(0), both, ops.longs(-1, 8, 8));
    Value column = ops.mul(ops.slice(left, 2, 0, 1, 1), 0);
    Value right =
        ops.add(column, ops.reshape(start, Shape.of(start.shape().dim(0), Dim.of(8), Dim.of(1))));
    Value solved = ops.apply(new Linear.MatrixSolve(), left, right);
    return ops.squeeze(solved, 2);
  }

  /** Returns one equation a corner, (batch, 4, 8). */
  private static Value equation(
      Ops ops, List<Value> first, Value start, int axis, Value x, Value y) {
    Value back = ops.neg(ops.slice(start, 2, axis, axis + 1L, 1));
    Value begin = ops.concat(2, first);
    return ops.concat(2, List.of(begin, ops.mul(back, x), ops.mul(back, y)));
  }
}
