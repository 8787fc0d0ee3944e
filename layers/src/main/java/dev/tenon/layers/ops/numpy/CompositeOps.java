package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Functions composed of others. */
public final class CompositeOps {
  private static final String X = "x|input|tensor|values|a";

  private CompositeOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Average", "", "x axis weights", args -> List.of(average(args)));
    table.add("Moments", "moments", "x axes shift keepdims", CompositeOps::moments);
    table.add("Tril", "", X + " k", args -> List.of(triangle(args, 0)));
    table.add("", "band_part", "input|x num_lower num_upper", args -> List.of(band(args)));
    table.add("Triu", "", X + " k", args -> List.of(triangle(args, 1)));
    table.add("Hstack", "", "xs", args -> List.of(joined(args, 1)));
    table.add("Vstack", "", "xs", args -> List.of(joined(args, 0)));
    table.add("Fliplr", "", X, args -> List.of(flipped(args, 1)));
    table.add("Flipud", "", X, args -> List.of(flipped(args, 0)));
    table.add("Diff", "", X + " n axis", args -> List.of(difference(args)));
    table.add("Arctan2", "atan2", "y|x1 x|x2", args -> List.of(angle(args)));
    table.add("Hypot", "", "x1 x2", args -> List.of(hypotenuse(args)));
    table.add("Exp2", "", X, args -> List.of(scaledExp(args)));
    table.add("Logaddexp", "", "x1 x2", args -> List.of(logOfSum(args)));
    table.add("Deg2rad", "", X, args -> List.of(args.ops().mul(args.real(0), Math.PI / 180)));
    table.add("Sort", "sort", X + " axis direction", args -> List.of(sorted(args).get(0)));
    table.add(
        "Argsort",
        "argsort",
        X + " axis direction",
        args -> List.of(args.ops().cast(sorted(args).get(1), DType.INT32)));
  }

  private static Value average(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    long[] given = args.wholes(1);
    long[] axes = given == null ? LongStream.range(0, x.rank()).toArray() : given;
    if (!args.has(2)) {
      return ops.reduceMean(x, false, axes);
    }
    Value weights = ops.cast(args.value(2), x.dtype());
    if (weights.rank() < x.rank()) {
      if (weights.rank() != 1 || axes.length != 1) {
        throw args.refuse("takes weights of the shape of x, or as many as x is long on one axis");
      }
      int axis = x.shape().axis(Math.toIntExact(axes[0]));
      long[] others = LongStream.range(0, x.rank()).filter(a -> a != axis).toArray();
      weights = ops.unsqueeze(weights, others);
    }
    Value sum = ops.reduceSum(ops.mul(x, weights), false, axes);
    return ops.div(sum, ops.reduceSum(weights, false, axes));
  }

  private static List<Value> moments(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    long[] axes = args.wholes(1);
    if (axes == null) {
      throw args.refuse("needs the argument 'axes'");
    }
    boolean keep = args.flag(3, false);
    Value distance = ops.sub(x, ops.reduceMean(x, true, axes));
    Value variance = ops.reduceMean(ops.mul(distance, distance), keep, axes);
    return List.of(ops.reduceMean(x, keep, axes), variance);
  }

  private static Value triangle(OpArgs args, long upper) {
    Ops ops = args.ops();
    Value diagonal = ops.scalar(DType.INT64, (double) args.whole(1, 0));
    Value x = args.value(0);
    Value numbers = Promotion.wide(ops, x);
    return ops.cast(ops.apply(new Movement.Trilu(upper), numbers, diagonal), x.dtype());
  }

  /**
   * Keeps so many diagonals below and above the main one; all of them where a number is negative.
   */
  private static Value band(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value band = Promotion.wide(ops, x);
    long lower = args.whole(1, -1);
    long upper = args.whole(2, -1);
    if (lower >= 0) {
      band = ops.apply(new Movement.Trilu(1), band, ops.scalar(DType.INT64, (double) -lower));
    }
    if (upper >= 0) {
      band = ops.apply(new Movement.Trilu(0), band, ops.scalar(DType.INT64, (double) upper));
    }
    return ops.cast(band, x.dtype());
  }

  private static Value joined(OpArgs args, int axis) {
    Ops ops = args.ops();
    List<Value> values = Promotion.together(ops, args.values(0));
    int rank = values.get(0).rank();
    if (rank >= 2) {
      return ops.concat(axis, values);
    }
    // TensorFlow joins vectors to one in both directions, other than NumPy.
    return ops.concat(
        0, rank == 1 ? values : values.stream().map(x -> ops.unsqueeze(x, 0)).toList());
  }

  private static Value flipped(OpArgs args, int axis) {
    return args.ops().reversed(args.value(0), axis);
  }

  private static Value difference(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    int axis = x.shape().axis(Math.toIntExact(args.whole(2, -1)));
    for (long n = args.whole(1, 1); n > 0; n--) {
      Value behind = ops.slice(x, axis, 1, Long.MAX_VALUE, 1);
      x = ops.sub(behind, ops.slice(x, axis, 0, -1, 1));
    }
    return x;
  }

  private static Value angle(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = reals(args);
    Value y = pair.get(0);
    Value x = pair.get(1);
    Value zero = ops.scalar(x, 0);
    Value slope = ops.apply(new Unary.Atan(), ops.div(y, x));
    Value turned = ops.where(ops.less(y, zero), ops.sub(slope, Math.PI), ops.add(slope, Math.PI));
    Value angle = ops.where(ops.less(x, zero), turned, slope);
    Value nowhere = ops.and(ops.equal(x, zero), ops.equal(y, zero));
    return ops.where(nowhere, zero, angle);
  }

  private static Value hypotenuse(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = reals(args);
    Value a = ops.mul(pair.get(0), pair.get(0));
    return ops.sqrt(ops.add(a, ops.mul(pair.get(1), pair.get(1))));
  }

  private static Value scaledExp(OpArgs args) {
    Value x = args.real(0);
    return args.ops().pow(args.ops().scalar(x, 2), x);
  }

  private static Value logOfSum(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = reals(args);
    Value far = ops.exp(ops.neg(ops.abs(ops.sub(pair.get(0), pair.get(1)))));
    return ops.add(ops.max(pair.get(0), pair.get(1)), ops.log(ops.add(far, 1)));
  }

  private static List<Value> reals(OpArgs args) {
    List<Value> reals = new ArrayList<>();
    for (Value x : Operands.pair(args, 0, 1)) {
      reals.add(x.dtype().isFloating() ? x : args.ops().cast(x, DType.FLOAT32));
    }
    return reals;
  }

  /** Returns the elements along an axis in order, and where they were. */
  private static List<Value> sorted(OpArgs args) {
    Value x = args.value(0);
    int axis = x.shape().axis(Math.toIntExact(args.whole(1, -1)));
    long largest = args.text(2, "ascending").equals("descending") ? 1 : 0;
    Ops ops = args.ops();
    List<Value> found =
        ops.applyAll(
            new Indexing.TopK(axis, largest, 1), Promotion.wide(ops, x), ops.length(x, axis));
    return List.of(ops.cast(found.get(0), x.dtype()), found.get(1));
  }
}
