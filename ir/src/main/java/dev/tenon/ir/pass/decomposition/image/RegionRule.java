package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Objects;

/**
 * Decomposition of RoiAlign: each cell of a region is sampled at a grid of positions between
 * pixels.
 */
public final class RegionRule {
  private final ExpansionContext rule;
  private final Ops ops;
  private final Vision.RoiAlign align;
  private final Value regions;

  public RegionRule(ExpansionContext rule, Vision.RoiAlign align) {
    this.rule = rule;
    this.ops = rule.ops();
    this.align = align;
    this.regions = rule.in(1);
  }

  /**
   * The samples along one axis, each (regions, cells, samples).
   *
   * @param low the pixel before
   * @param high the pixel after
   * @param share what the pixel after counts
   * @param seen 1 for a sample near the image, 0 for one outside
   * @param taken whether the region has so many samples at all
   * @param count how many samples a cell of each region has, (regions, 1, 1)
   */
  private record Samples(
      Value low, Value high, Value share, Value seen, Value taken, Value count) {}

  /** Returns (regions, channels, height, width). */
  public Value write() {
    Value x = rule.in(0);
    PixelRows pixels = new PixelRows(rule, x);
    Samples rows = samples(1, align.outputHeight(), pixels.height());
    Samples columns = samples(0, align.outputWidth(), pixels.width());
    Value image = rule.reshape(ops.cast(rule.in(2), DType.INT64), -1, 1, 1, 1, 1);
    boolean largest = align.mode().equals("max");
    Value result = null;
    for (int corner = 0; corner < 4; corner++) {
      boolean below = corner / 2 == 1;
      boolean right = corner % 2 == 1;
      Value weight =
          ops.mul(
              ofRows(below ? rows.share : ops.sub(1, rows.share)),
              ofColumns(right ? columns.share : ops.sub(1, columns.share)));
      weight = ops.mul(weight, ops.mul(ofRows(rows.seen), ofColumns(columns.seen)));
      Value read =
          pixels.at(
              image,
              ofRows(below ? rows.high : rows.low),
              ofColumns(right ? columns.high : columns.low));
      Value part = ops.mul(read, ops.unsqueeze(ops.cast(weight, x.dtype()), 5));
      result = result == null ? part : largest ? ops.max(result, part) : ops.add(result, part);
    }
    Value taken = ops.unsqueeze(ops.and(ofRows(rows.taken), ofColumns(columns.taken)), 5);
    Value all = Objects.requireNonNull(result);
    Value cells;
    if (largest) {
      Value shown = ops.where(taken, all, ops.scalar(all, Double.NEGATIVE_INFINITY));
      cells = ops.reduceMax(shown, false, 2, 4);
    } else {
      Value sum = ops.reduceSum(ops.where(taken, all, ops.scalar(all, 0)), false, 2, 4);
      Value count = ops.max(ops.mul(rows.count, columns.count), 1);
      cells = ops.div(sum, ops.cast(ops.unsqueeze(count, 3), x.dtype()));
    }
    return ops.transpose(cells, 0, 3, 1, 2);
  }

  private Value ofRows(Value samples) {
    return ops.unsqueeze(samples, 3, 4);
  }

  private Value ofColumns(Value samples) {
    return ops.unsqueeze(samples, 1, 2);
  }

  /** Returns the samples of the axis whose borders are in columns {@code at} and at + 2. */
  private Samples samples(int at, long cells, Value length) {
    boolean half = align.coordinateTransformationMode().equals("half_pixel");
    Value start = border(at, half);
    Value extent = ops.sub(border(at + 2, half), start);
    if (!half) {
      extent = ops.max(extent, 1);
    }
    Value cell = ops.div(extent, (double) cells);
    Value count;
    Value most;
    if (align.samplingRatio() > 0) {
      count = ops.constant(Tensor.full(cell.dtype(), (double) align.samplingRatio(), 1, 1, 1));
      most = ops.longs(align.samplingRatio());
    } else {
      count = ops.apply(new Unary.Ceil(), cell);
      Value largest = ops.reduceMax(ops.cast(count, DType.INT64), false, 0, 1, 2);
      most = rule.reshape(ops.max(largest, 1), 1);
    }
    Value number = rule.along(ops.cast(rule.positions(most), cell.dtype()), 2, 3);
    Value of = ops.cast(rule.positions(ops.longs(cells)), cell.dtype());
    Value before = ops.mul(rule.along(of, 1, 3), cell);
    Value within = ops.div(ops.mul(ops.add(number, 0.5), cell), ops.max(count, 1));
    Value place = ops.add(ops.add(start, before), within);
    Value size = ops.cast(length, cell.dtype());
    Value seen =
        ops.and(ops.greaterOrEqual(place, ops.scalar(place, -1)), ops.lessOrEqual(place, size));
    Value last = ops.sub(size, 1);
    Value kept = ops.min(ops.max(place, 0), last);
    Value low = ops.apply(new Unary.Floor(), kept);
    return new Samples(
        low,
        ops.min(ops.add(low, 1), last),
        ops.sub(kept, low),
        ops.cast(seen, cell.dtype()),
        ops.less(number, count),
        count);
  }

  private Value border(int column, boolean half) {
    Value scaled =
        ops.mul(
            rule.reshape(ops.slice(regions, 1, column, column + 1L, 1), -1, 1, 1),
            align.spatialScale());
    return half ? ops.sub(scaled, 0.5) : scaled;
  }
}
