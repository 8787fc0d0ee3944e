package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Decomposition of AffineGrid: the positions of a regular grid times one matrix for each sample.
 */
public final class AffineRule {
  private AffineRule() {}

  /** Returns the grid of positions. */
  public static Value grid(ExpansionContext rule, Vision.AffineGrid o) {
    Ops ops = rule.ops();
    Value theta = rule.in(0);
    int axes = rule.count(1) - 2;
    List<Value> lengths = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      lengths.add(rule.element(rule.in(1), 2 + i));
    }
    List<Value> wide = new ArrayList<>(lengths);
    wide.add(ops.longs(1));
    Value shape = rule.shape(wide);
    List<Value> columns = new ArrayList<>();
    for (int i = axes - 1; i >= 0; i--) {
      Value line = line(ops, rule.positions(lengths.get(i)), lengths.get(i), theta.dtype(), o);
      columns.add(ops.apply(new Movement.Expand(), rule.along(line, i, axes + 1), shape));
    }
    columns.add(ops.apply(new Movement.Expand(), ops.scalar(theta, 1), shape));
    Value points = rule.reshape(ops.concat(axes, columns), -1, axes + 1L);
    List<Value> target = new ArrayList<>(lengths);
    target.add(0, ops.longs(0));
    target.add(ops.longs(axes));
    return rule.reshape(ops.matMul(points, ops.transpose(theta, 0, 2, 1)), target);
  }

  /** The numbers from -1 to 1: at the corners' centres or at their outer edges. */
  private static Value line(
      Ops ops, Value positions, Value length, DType type, Vision.AffineGrid o) {
    Value steps = ops.cast(positions, type);
    if (o.alignCorners() == 1) {
      // A single entry lies at -1.
      Value gaps = ops.cast(ops.max(ops.sub(length, 1), 1), type);
      return ops.sub(ops.div(ops.mul(steps, 2), gaps), 1);
    }
    Value places = ops.add(ops.mul(steps, 2), 1);
    return ops.sub(ops.div(places, ops.cast(length, type)), 1);
  }
}
