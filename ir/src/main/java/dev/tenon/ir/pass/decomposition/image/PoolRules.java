package dev.tenon.ir.pass.decomposition.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Decompositions of MaxPool with positions and of MaxUnpool. */
public final class PoolRules {
  private PoolRules() {}

  /** Returns the largest elements and their positions. */
  public static List<Value> positions(ExpansionContext rule, Vision.MaxPoolPositions o) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    int axes = o.kernelShape().size();
    Value values = ops.apply(o.values(), x);
    List<Value> starts = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      starts.add(starts(rule, o, i, ops.length(values, 2 + i)));
    }
    Value best = best(rule, o, starts, ops.shape(values));
    List<Value> places = new ArrayList<>();
    long following = o.kernelShape().stream().reduce(1L, Math::multiplyExact);
    for (int i = 0; i < axes; i++) {
      following /= o.kernelShape().get(i);
      Value step = ops.div(best, (double) following);
      step = ops.apply(new Binary.Mod(0), step, ops.scalar(step, o.kernelShape().get(i)));
      Value inside = ops.mul(step, (double) ExpansionContext.entry(o.dilations(), i, 1));
      places.add(ops.add(inside, rule.along(starts.get(i), 2 + i, axes + 2)));
    }
    Value size = ops.longs(1);
    Value flat = ops.longs(0);
    for (int i = 0; i < axes; i++) {
      int axis = o.storageOrder() == 1 ? axes - 1 - i : i;
      Value length = ops.length(x, 2 + axis);
      flat = ops.add(ops.mul(flat, length), places.get(axis));
      size = rule.times(size, length);
    }
    Value planes = rule.positions(rule.times(ops.length(x, 0), ops.length(x, 1)));
    List<Value> shape = new ArrayList<>(List.of(ops.length(x, 0), ops.length(x, 1)));
    for (int i = 0; i < axes; i++) {
      shape.add(ops.longs(1));
    }
    return List.of(values, ops.add(flat, rule.reshape(ops.mul(planes, size), shape)));
  }

  /** Where the windows begin along an axis: before 0 if they begin in the padding. */
  private static Value starts(
      ExpansionContext rule, Vision.MaxPoolPositions o, int i, Value count) {
    Ops ops = rule.ops();
    long stride = ExpansionContext.entry(o.strides(), i, 1);
    Value regular = rule.affine(rule.positions(count), stride, 0);
    if (!o.autoPad().startsWith("SAME")) {
      return rule.affine(
          regular, 1, o.autoPad().equals("VALID") ? 0 : -ExpansionContext.entry(o.pads(), i, 0));
    }
    long extent = (o.kernelShape().get(i) - 1) * ExpansionContext.entry(o.dilations(), i, 1) + 1;
    Value covered = rule.affine(count, stride, extent - stride);
    Value padding = ops.max(ops.sub(covered, ops.length(rule.in(0), 2 + i)), 0);
    boolean lower = o.autoPad().equals("SAME_LOWER");
    return ops.sub(regular, ops.div(lower ? ops.add(padding, 1) : padding, 2));
  }

  /** Returns which entry of each window is the largest, counted through the window. */
  private static Value best(
      ExpansionContext rule, Vision.MaxPoolPositions o, List<Value> starts, Value shape) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    int axes = starts.size();
    Value flat = ops.longs(0);
    Value seen = null;
    for (int i = 0; i < axes; i++) {
      Value within =
          rule.affine(
              rule.positions(ops.longs(o.kernelShape().get(i))),
              ExpansionContext.entry(o.dilations(), i, 1),
              0);
      Value places =
          ops.add(rule.along(starts.get(i), i, 2 * axes), rule.along(within, axes + i, 2 * axes));
      Value length = ops.length(x, 2 + i);
      Value inside = ops.max(ops.min(places, ops.sub(length, 1)), 0);
      Value there = ops.equal(inside, places);
      seen = seen == null ? there : ops.and(seen, there);
      flat = ops.add(ops.mul(flat, length), inside);
    }
    if (seen == null) {
      throw new IllegalArgumentException("kernel_shape is empty");
    }
    List<Value> window = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      window.add(ops.length(starts.get(i), 0));
    }
    window.add(ops.longs(-1));
    Value entries = ops.gather(rule.reshape(x, 0, 0, -1), rule.reshape(flat, window), 2);
    Value lowest = ops.constant(lowest(x.dtype()));
    Value shown = ops.where(rule.reshape(seen, window), entries, lowest);
    Value first = ops.apply(new Reduction.ArgMax(-1, 0, 0), shown);
    return ops.apply(new Movement.Reshape(0), first, shape);
  }

  private static Tensor lowest(DType type) {
    if (type.isFloating()) {
      return Tensor.scalar(type, Double.NEGATIVE_INFINITY);
    }
    return Tensor.scalar(type, type == DType.INT8 ? Byte.MIN_VALUE : 0L);
  }

  /** Writes elements to their former positions in zeros. */
  public static Value unpool(ExpansionContext rule, Vision.MaxUnpool o) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    int axes = o.kernelShape().size();
    List<Value> lengths = new ArrayList<>(List.of(ops.length(x, 0), ops.length(x, 1)));
    for (int i = 0; i < axes; i++) {
      long stride = ExpansionContext.entry(o.strides(), i, 1);
      long pads =
          ExpansionContext.entry(o.pads(), i, 0) + ExpansionContext.entry(o.pads(), axes + i, 0);
      Value pooled = ops.length(x, 2 + i);
      lengths.add(rule.affine(pooled, stride, o.kernelShape().get(i) - stride - pads));
    }
    Value empty = rule.zeros(x.dtype(), rule.product(lengths));
    Value places = rule.reshape(rule.in(1), -1, 1);
    Value flat = ops.apply(new Indexing.ScatterND("none"), empty, places, rule.reshape(x, -1));
    Value result = rule.reshape(flat, lengths);
    if (!rule.has(2)) {
      return result;
    }
    Value more = ops.sub(rule.in(2), rule.shape(lengths));
    Value pads = ops.concat(0, List.of(ops.longs(new long[axes + 2]), more));
    return ops.apply(new Movement.Pad("constant"), result, pads);
  }
}
