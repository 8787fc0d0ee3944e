package dev.tenon.importers.onnx.upgrade;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of operators whose axes or pads are known only in the run. */
final class RunTimeUpgrades {
  private RunTimeUpgrades() {}

  /** Writes Unsqueeze as a reshape to lengths that are computed; null if its axes are known. */
  static @Nullable List<Value> unsqueeze(NodeDraft node) {
    Value axes = node.input(1);
    if (axes.constant() != null || isOpen(node, axes)) {
      return null;
    }
    Ops ops = node.ops;
    int rank = node.rank(0) + Math.toIntExact(count(axes));
    Value added = isAmong(ops, axes, rank);
    Value from =
        ops.sub(
            ops.apply(
                new Reduction.CumSum(0, 0),
                ops.cast(ops.not(added), DType.INT64),
                ops.scalar(DType.INT64, 0)),
            1);
    Value old = node.rank(0) == 0 ? ops.longs(1) : ops.shape(node.input(0));
    Value lengths = ops.where(added, ops.longs(1), ops.gather(old, ops.max(from, 0), 0));
    return List.of(reshape(node, lengths, rank));
  }

  /** Writes Squeeze likewise. */
  static @Nullable List<Value> squeeze(NodeDraft node) {
    Value axes = node.optional(1);
    if (axes == null || axes.constant() != null || isOpen(node, axes)) {
      return null;
    }
    Ops ops = node.ops;
    int rank = node.rank(0);
    Value kept = ops.apply(new Indexing.NonZero(), ops.not(isAmong(ops, axes, rank)));
    Value lengths =
        ops.gather(
            ops.shape(node.input(0)), ops.apply(new Movement.Reshape(0), kept, ops.longs(-1)), 0);
    return List.of(reshape(node, lengths, rank - Math.toIntExact(count(axes))));
  }

  private static boolean isOpen(NodeDraft node, Value axes) {
    return !node.input(0).shape().ranked() || count(axes) < 0;
  }

  private static long count(Value axes) {
    return axes.shape().ranked() ? axes.shape().size().orMinusOne() : -1;
  }

  private static Value reshape(NodeDraft node, Value lengths, int rank) {
    return node.ops.applyAs(Shape.ofRank(rank), new Movement.Reshape(1), node.input(0), lengths);
  }

  /** Says of every axis whether it is among some that may be counted from the end. */
  private static Value isAmong(Ops ops, Value axes, int rank) {
    long[] all = new long[rank];
    Arrays.setAll(all, i -> i);
    Value column =
        ops.unsqueeze(
            ops.apply(new Movement.Reshape(0), ops.cast(axes, DType.INT64), ops.longs(-1)), 1);
    Value counted = ops.apply(new Binary.Mod(0), column, ops.longs(rank));
    Value hits = ops.cast(ops.equal(ops.longs(all), counted), DType.INT64);
    return ops.greater(ops.reduceSum(hits, false, 0), ops.scalar(DType.INT64, 0));
  }

  /** Writes Pad for axes, or for a mode other than constant, that come with the run. */
  static @Nullable List<Value> pad(NodeDraft node) {
    Value pads = node.input(1);
    Value axes = node.optional(3);
    if (!node.input(0).shape().ranked()
        || (pads.constant() != null && (axes == null || axes.constant() != null))) {
      return null;
    }
    int rank = node.rank(0);
    if (axes != null) {
      pads = ofAllAxes(node.ops, pads, axes, rank);
      node.set(1, pads);
      node.keepInputs(3);
    }
    String mode = node.text("mode", "constant");
    if (mode.equals("constant")) {
      return null;
    }
    Value result = node.input(0);
    for (int axis = 0; axis < rank; axis++) {
      result = node.ops.gather(result, source(node.ops, mode, result, pads, axis, rank), axis);
    }
    return List.of(result);
  }

  private static Value ofAllAxes(Ops ops, Value pads, Value axes, int rank) {
    Value wide = ops.cast(axes, DType.INT64);
    Value counted = ops.apply(new Binary.Mod(0), wide, ops.scalar(DType.INT64, rank));
    Value places = ops.concat(0, List.of(counted, ops.add(counted, rank)));
    return ops.apply(
        new Indexing.ScatterElements(0, "none"), ops.longs(new long[2 * rank]), places, pads);
  }

  /** The positions of x's entries that the padded axis shows. */
  private static Value source(Ops ops, String mode, Value x, Value pads, int axis, int rank) {
    Value length = ops.squeeze(ops.length(x, axis), 0);
    Value before = ops.squeeze(ops.slice(pads, 0, axis, axis + 1L, 1), 0);
    Value after = ops.squeeze(ops.slice(pads, 0, rank + (long) axis, rank + axis + 1L, 1), 0);
    Value all =
        ops.apply(
            new Generation.Range(),
            ops.neg(before),
            ops.add(length, after),
            ops.scalar(DType.INT64, 1));
    return switch (mode) {
      case "edge" -> ops.min(ops.max(all, 0), ops.sub(length, 1));
      case "wrap" -> ops.apply(new Binary.Mod(0), all, length);
      default -> {
        Value last = ops.sub(length, 1);
        Value period = ops.max(ops.mul(last, 2), 1);
        Value turned = ops.apply(new Binary.Mod(0), all, period);
        yield ops.min(turned, ops.sub(period, turned));
      }
    };
  }

  /** Writes CenterCropPad for lengths that come with the run. */
  static List<Value> center(NodeDraft node) {
    Ops ops = node.ops;
    Value x = node.input(0);
    int rank = node.rank(0);
    Value wanted = ops.cast(node.input(1), DType.INT64);
    long[] given = node.integers("axes");
    int count = given == null ? rank : given.length;
    List<Value> starts = new ArrayList<>();
    List<Value> ends = new ArrayList<>();
    List<Value> before = new ArrayList<>();
    List<Value> after = new ArrayList<>();
    long[] axes = new long[count];
    for (int i = 0; i < count; i++) {
      axes[i] = given == null ? i : x.shape().axis(Math.toIntExact(given[i]));
      Value length = ops.length(x, (int) axes[i]);
      Value target = ops.slice(wanted, 0, i, i + 1L, 1);
      Value less = ops.max(ops.sub(length, target), 0);
      Value start = ops.div(less, 2);
      starts.add(start);
      ends.add(ops.add(start, ops.min(length, target)));
      Value more = ops.max(ops.sub(target, length), 0);
      Value front = ops.div(more, 2);
      before.add(front);
      after.add(ops.sub(more, front));
    }
    Value cut =
        ops.apply(
            new Movement.Slice(), x, ops.concat(0, starts), ops.concat(0, ends), ops.longs(axes));
    before.addAll(after);
    Value pads = ofAllAxes(ops, ops.concat(0, before), ops.longs(axes), rank);
    return List.of(ops.apply(new Movement.Pad("constant"), cut, pads));
  }
}
