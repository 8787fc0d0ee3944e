package dev.tenon.layers.ops.linalg;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.call.Operands;
import dev.tenon.layers.ops.numpy.ManipulationOps;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Products of vectors, and sums of products. */
public final class VectorProductOps {
  private VectorProductOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Outer", "", "x1 x2", args -> List.of(outer(args)));
    table.add("Vdot", "", "x1 x2", args -> List.of(flatDot(args)));
    table.add("Inner", "", "x1 x2", args -> List.of(inner(args)));
    table.add("Kron", "", "x1 x2", args -> List.of(kron(args)));
    table.add("Cross", "", "x1 x2 axisa axisb axisc axis", args -> List.of(cross(args)));
    table.add("Correlate", "", "x1 x2 mode", args -> List.of(correlate(args)));
    table.add("Corrcoef", "", "x", args -> List.of(correlation(args)));
    table.add("Trapezoid", "", "y x dx axis", args -> List.of(trapezoid(args)));
    table.add("Vander", "", "x N increasing", args -> List.of(vander(args)));
  }

  private static Value outer(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value a = Promotion.wide(ops, pair.get(0));
    Value b = Promotion.wide(ops, pair.get(1));
    Value product =
        ops.mul(
            ops.unsqueeze(ManipulationOps.flat(ops, a), 1),
            ops.unsqueeze(ManipulationOps.flat(ops, b), 0));
    return ops.cast(product, pair.get(0).dtype());
  }

  /** Returns two operands as the floating-point numbers with which Keras multiplies them. */
  private static List<Value> reals(OpArgs args, List<Value> pair) {
    DType type = pair.get(0).dtype();
    DType real = type.isFloating() ? type : DType.FLOAT32;
    return pair.stream().map(x -> args.ops().cast(x, real)).toList();
  }

  private static Value flatDot(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    List<Value> reals = reals(args, pair);
    Value a = ManipulationOps.flat(ops, reals.get(0));
    return ops.cast(ops.matMul(a, ManipulationOps.flat(ops, reals.get(1))), pair.get(0).dtype());
  }

  private static Value inner(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    List<Value> reals = reals(args, pair);
    Value a = reals.get(0);
    Value b = reals.get(1);
    Value product =
        a.rank() == 0 || b.rank() == 0
            ? ops.mul(a, b)
            : MatrixProductOps.contract(ops, a, b, List.of(a.rank() - 1), List.of(b.rank() - 1));
    return ops.cast(product, pair.get(0).dtype());
  }

  /** Each element of the first times the second: their axes alternate, then two become one. */
  private static Value kron(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Value a = Promotion.wide(ops, pair.get(0));
    Value b = Promotion.wide(ops, pair.get(1));
    int rank = Math.max(a.rank(), b.rank());
    a = filled(ops, a, rank);
    b = filled(ops, b, rank);
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(a.shape().dim(i).times(b.shape().dim(i)));
    }
    Value wideA = ops.unsqueeze(a, LongStream.range(0, rank).map(i -> 2 * i + 1).toArray());
    Value wideB = ops.unsqueeze(b, LongStream.range(0, rank).map(i -> 2 * i).toArray());
    Shape shape = Shape.of(dims);
    Value target =
        shape.isKnown() ? ops.longs(shape.toLongs()) : ops.mul(ops.shape(a), ops.shape(b));
    Value product = ops.mul(wideA, wideB);
    return ops.cast(
        ops.applyAs(shape, new Movement.Reshape(0), product, target), pair.get(0).dtype());
  }

  private static Value filled(Ops ops, Value x, int rank) {
    int missing = rank - x.rank();
    return missing == 0 ? x : ops.unsqueeze(x, LongStream.range(0, missing).toArray());
  }

  private static Value cross(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    Long axis = args.wholeOrNull(5);
    Value a = last(ops, pair.get(0), axis == null ? args.whole(2, -1) : axis);
    Value b = last(ops, pair.get(1), axis == null ? args.whole(3, -1) : axis);
    boolean flat = a.shape().length(-1) == 2 && b.shape().length(-1) == 2;
    Value third =
        ops.sub(
            ops.mul(entry(args, a, 0), entry(args, b, 1)),
            ops.mul(entry(args, a, 1), entry(args, b, 0)));
    if (flat) {
      return ops.squeeze(third, third.rank() - 1L);
    }
    Value first =
        ops.sub(
            ops.mul(entry(args, a, 1), entry(args, b, 2)),
            ops.mul(entry(args, a, 2), entry(args, b, 1)));
    Value second =
        ops.sub(
            ops.mul(entry(args, a, 2), entry(args, b, 0)),
            ops.mul(entry(args, a, 0), entry(args, b, 2)));
    Value product = ops.concat(first.rank() - 1, List.of(first, second, third));
    int to = product.shape().axis(Math.toIntExact(axis == null ? args.whole(4, -1) : axis));
    int[] perm = new int[product.rank()];
    for (int i = 0; i < perm.length; i++) {
      perm[i] = i < to ? i : i == to ? perm.length - 1 : i - 1;
    }
    return to == perm.length - 1 ? product : ops.transpose(product, perm);
  }

  private static Value last(Ops ops, Value x, long axis) {
    return Lengths.moved(ops, x, List.of(x.shape().axis(Math.toIntExact(axis))));
  }

  /** Returns an entry of the last axis; the third of two is 0. */
  private static Value entry(OpArgs args, Value x, long index) {
    long length = x.shape().length(-1);
    if (length != 2 && length != 3) {
      throw args.refuse("takes vectors of 2 or 3 numbers, not " + x.shape());
    }
    Ops ops = args.ops();
    int axis = x.rank() - 1;
    return index < length
        ? ops.slice(x, axis, index, index + 1, 1)
        : ops.mul(ops.slice(x, axis, 0, 1, 1), ops.scalar(x, 0));
  }

  private static Value correlate(OpArgs args) {
    Ops ops = args.ops();
    List<Value> pair = Operands.tensors(args, 0, 1);
    DType given = pair.get(0).dtype();
    DType type = given == DType.INT64 ? DType.FLOAT64 : given.isFloating() ? given : DType.FLOAT32;
    Value a = ops.cast(pair.get(0), type);
    Value b = ops.cast(pair.get(1), type);
    long n = a.rank() == 1 ? a.shape().length(0) : -1;
    long m = b.rank() == 1 ? b.shape().length(0) : -1;
    if (n < 1 || m < 1) {
      throw args.refuse("takes vectors of known length, not " + a.shape() + " and " + b.shape());
    }
    String mode = args.text(2, "valid");
    long from;
    long count;
    switch (mode) {
      case "valid" -> {
        from = m - 1;
        count = n - m + 1;
      }
      case "same" -> {
        count = Math.max(n, m);
        from = (n + m - 1 - count) / 2;
      }
      case "full" -> {
        from = 0;
        count = n + m - 1;
      }
      default -> throw args.refuse("is supported for mode valid, same and full, not " + mode);
    }
    if (count < 1) {
      throw args.refuse("finds no place for " + b.shape() + " within " + a.shape());
    }
    long pad = m - 1;
    Value padded =
        pad == 0
            ? a
            : ops.apply(new Movement.Pad("constant"), a, ops.longs(pad, pad), ops.scalar(a, 0));
    Value starts = ops.add(Lengths.positions(ops, count), Lengths.number(ops, from));
    Value places = ops.add(ops.unsqueeze(starts, 1), ops.unsqueeze(Lengths.positions(ops, m), 0));
    return ops.matMul(ops.gather(padded, places, 0), b);
  }

  private static Value correlation(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    if (args.value(0).dtype() == DType.INT64) {
      throw new UnsupportedModelException(
          "function 'Corrcoef' of int64, whose means Keras rounds: cast it to a floating-point type");
    }
    if (x.rank() != 2) {
      throw args.refuse("takes a matrix, as in Keras, not " + x.shape());
    }
    Value centered = ops.sub(x, ops.reduceMean(x, true, 1));
    Value samples = ops.cast(ops.sub(Lengths.of(ops, x, 1), 1), x.dtype());
    Value covariance = ops.div(ops.matMul(centered, ops.transpose(centered, 1, 0)), samples);
    Value deviation = ops.sqrt(DiagonalOps.part(ops, covariance, 0));
    Value scale = ops.mul(ops.unsqueeze(deviation, 1), ops.unsqueeze(deviation, 0));
    return ops.clip(ops.div(covariance, scale), -1, 1);
  }

  private static Value trapezoid(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.real(0);
    long along = args.whole(3, -1);
    Value y = last(ops, given, along);
    Value width;
    if (args.has(1)) {
      Value x = ops.cast(args.value(1), y.dtype());
      int axis = x.shape().axis(Math.toIntExact(along));
      width = last(ops, difference(ops, x, axis), axis);
    } else {
      width = ops.scalar(y, args.number(2, 1));
    }
    int axis = y.rank() - 1;
    Value behind = ops.slice(y, axis, 1, Long.MAX_VALUE, 1);
    Value sum = ops.add(behind, ops.slice(y, axis, 0, -1, 1));
    return ops.reduceSum(ops.mul(ops.mul(sum, 0.5), width), false, axis);
  }

  private static Value difference(Ops ops, Value x, int axis) {
    Value behind = ops.slice(x, axis, 1, Long.MAX_VALUE, 1);
    return ops.sub(behind, ops.slice(x, axis, 0, -1, 1));
  }

  private static Value vander(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    Value x = args.real(0);
    Long count = args.wholeOrNull(1);
    Value places =
        count == null ? Lengths.positions(ops, x, 0) : Lengths.positions(ops, Math.max(count, 0));
    if (!args.flag(2, false)) {
      Value most = count == null ? Lengths.of(ops, x, 0) : Lengths.number(ops, count);
      places = ops.sub(ops.sub(most, 1), places);
    }
    Value powers = ops.pow(ops.unsqueeze(x, x.rank()), ops.cast(places, x.dtype()));
    return ops.cast(powers, given.dtype());
  }
}
