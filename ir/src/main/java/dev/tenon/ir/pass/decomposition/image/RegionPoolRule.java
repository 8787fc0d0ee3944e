package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Decomposition of MaxRoiPool: the maximum of each cell of a region, along rows, then along
 * columns.
 */
public final class RegionPoolRule {
  private RegionPoolRule() {}

  /** Returns the pooled regions. */
  public static Value pool(ExpansionContext rule, Vision.MaxRoiPool o) {
    Ops ops = rule.ops();
    Value regions = rule.in(1);
    Value number = rule.reshape(ops.slice(regions, 1, 0, 1, 1), -1);
    Value x = ops.gather(rule.in(0), ops.cast(number, DType.INT64), 0);
    Value lowest = ops.scalar(x, Double.NEGATIVE_INFINITY);
    List<Value> columns = new ArrayList<>();
    for (Value cell : cells(rule, o, 1, ops.length(x, 3))) {
      Value shown = ops.where(ops.unsqueeze(cell, 1, 2), x, lowest);
      columns.add(ops.reduceMax(shown, true, 3));
    }
    Value narrow = ops.concat(3, columns);
    List<Value> rows = new ArrayList<>();
    for (Value cell : cells(rule, o, 0, ops.length(x, 2))) {
      Value shown = ops.where(ops.unsqueeze(cell, 1, 3), narrow, lowest);
      rows.add(ops.reduceMax(shown, true, 2));
    }
    Value cells = ops.concat(2, rows);
    // A cell outside the image has no pixel.
    return ops.where(ops.equal(cells, lowest), ops.scalar(x, 0), cells);
  }

  /** For each cell along an axis: which pixels are in it, (regions, pixels). */
  private static List<Value> cells(
      ExpansionContext rule, Vision.MaxRoiPool o, int axis, Value length) {
    Ops ops = rule.ops();
    long count = o.pooledShape().get(axis);
    Value start = border(rule, o, 2 - axis);
    Value extent = ops.max(ops.add(ops.sub(border(rule, o, 4 - axis), start), 1), 1);
    Value pixels = ops.cast(rule.along(rule.positions(length), 1, 2), start.dtype());
    List<Value> cells = new ArrayList<>();
    for (int cell = 0; cell < count; cell++) {
      Value first = ops.add(ops.div(ops.mul(extent, cell), (double) count), start);
      Value beyond = ops.add(ops.mul(extent, cell + 1.0), count - 1.0);
      Value end = ops.add(ops.div(beyond, (double) count), start);
      cells.add(ops.and(ops.greaterOrEqual(pixels, first), ops.less(pixels, end)));
    }
    return cells;
  }

  /**
   * A border in whole pixels, half ones rounded up, (regions, 1): an integer, as TensorFlow makes
   * products with a reciprocal of quotients of reals.
   */
  private static Value border(ExpansionContext rule, Vision.MaxRoiPool o, int column) {
    Ops ops = rule.ops();
    Value given = ops.slice(rule.in(1), 1, column, column + 1L, 1);
    Value whole = ops.apply(new Unary.Floor(), ops.add(ops.mul(given, o.spatialScale()), 0.5));
    return ops.cast(whole, DType.INT64);
  }
}
