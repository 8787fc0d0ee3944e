package dev.tenon.layers.convolution;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/** Treats several leading axes as one batch, as Keras 2 does for channels_last inputs. */
final class LeadingAxes {
  private LeadingAxes() {}

  /** Joins the batch with so many axes behind it. */
  static Value merged(Ops ops, Value x, int extra) {
    if (extra == 0) {
      return x;
    }
    Shape batch = Shape.of(x.shape().sub(0, extra + 1).size());
    Shape merged = batch.concat(x.shape().sub(extra + 1, x.rank()));
    List<Value> lengths = new ArrayList<>(List.of(ops.longs(-1)));
    for (int i = extra + 1; i < x.rank(); i++) {
      lengths.add(ops.length(x, i));
    }
    return ops.applyAs(merged, new Movement.Reshape(0), x, ops.concat(0, lengths));
  }

  /** Takes the axes apart that {@link #merged} joined. */
  static Value restored(Ops ops, Value y, Value x, int extra) {
    if (extra == 0) {
      return y;
    }
    Shape apart = x.shape().sub(0, extra + 1).concat(y.shape().sub(1, y.rank()));
    List<Value> lengths = new ArrayList<>();
    for (int i = 0; i <= extra; i++) {
      lengths.add(ops.length(x, i));
    }
    for (int i = 1; i < y.rank(); i++) {
      lengths.add(ops.length(y, i));
    }
    return ops.applyAs(apart, new Movement.Reshape(0), y, ops.concat(0, lengths));
  }
}
