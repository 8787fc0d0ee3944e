package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.ir.pass.Reshapes;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What normalisations mean in means, products and roots. */
final class NormalizationExpansions {
  private NormalizationExpansions() {}

  static @Nullable Value layer(ExpansionContext at, Normalization.LayerNormalization norm) {
    Value y = scaled(at, norm.axis(), norm.epsilon(), norm.stashType() == 1, true);
    Value bias = at.optional(2);
    return y == null || bias == null ? y : at.ops().add(y, bias);
  }

  static @Nullable Value rms(ExpansionContext at, Normalization.RMSNormalization norm) {
    return scaled(at, norm.axis(), norm.epsilon(), norm.stashType() == 1, false);
  }

  private static @Nullable Value scaled(
      ExpansionContext at, long axis, double epsilon, boolean wide, boolean centre) {
    Value x = at.in(0);
    return x.shape().ranked()
        ? at.ops()
            .mul(normalize(at.ops(), x, epsilon, wide, centre, from(axis, x.rank())), at.in(1))
        : null;
  }

  private static long[] from(long axis, int rank) {
    int first = (int) (axis < 0 ? axis + rank : axis);
    long[] axes = new long[rank - first];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = first + (long) i;
    }
    return axes;
  }

  /**
   * Divides by the root mean square over axes, after taking the mean away where {@code centre}.
   *
   * @param wide whether half-precision numbers are computed with as float32, as ONNX does
   */
  private static Value normalize(
      Ops ops, Value x, double epsilon, boolean wide, boolean centre, long... axes) {
    boolean half = x.dtype() == DType.FLOAT16 || x.dtype() == DType.BFLOAT16;
    Value value = wide && half ? ops.cast(x, DType.FLOAT32) : x;
    if (centre) {
      value = ops.sub(value, ops.reduceMean(value, true, axes));
    }
    Value square = ops.reduceMean(ops.mul(value, value), true, axes);
    Value y = ops.div(value, ops.sqrt(ops.add(square, epsilon)));
    return ops.cast(y, x.dtype());
  }

  static @Nullable Value groups(ExpansionContext at, Normalization.GroupNormalization norm) {
    Ops ops = at.ops();
    Value x = at.in(0);
    if (!x.shape().ranked()) {
      return null;
    }
    int rank = x.rank();
    Dim channels = x.shape().dim(norm.channelAxis(rank));
    if (!channels.isKnown()) {
      return null;
    }
    long count = channels.orMinusOne();
    Value scale = at.in(1);
    Value bias = at.in(2);
    boolean wide = norm.stashType() == 1;
    Value y;
    if (norm.channelsLast()) {
      // (N, spatial…, groups, channels of one); 0 keeps a length that may be open.
      long[] split = new long[rank + 1];
      split[rank - 1] = norm.numGroups();
      split[rank] = count / norm.numGroups();
      List<Dim> dims = new ArrayList<>(x.shape().dims());
      dims.set(rank - 1, Dim.of(split[rank - 1]));
      dims.add(Dim.of(split[rank]));
      Value grouped = ops.applyAs(Shape.of(dims), new Movement.Reshape(0), x, ops.longs(split));
      long[] axes = new long[rank - 1];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i < rank - 2 ? i + 1L : rank;
      }
      Value normal = normalize(ops, grouped, norm.epsilon(), wide, true, axes);
      long[] back = new long[rank];
      back[rank - 1] = count;
      y = ops.applyAs(x.shape(), new Movement.Reshape(0), normal, ops.longs(back));
    } else {
      Shape shape = Shape.of(x.shape().dim(0), Dim.of(norm.numGroups()), Dim.unknown());
      Value grouped =
          ops.applyAs(shape, new Movement.Reshape(0), x, ops.longs(0, norm.numGroups(), -1));
      Value normal = normalize(ops, grouped, norm.epsilon(), wide, true, 2);
      long[] lengths = Reshapes.lengths(normal.shape(), x.shape());
      Value back =
          lengths == null ? ops.apply(new Generation.Shape(0, null), x) : ops.longs(lengths);
      y = ops.applyAs(x.shape(), new Movement.Reshape(0), normal, back);
      long[] column = new long[rank - 1];
      java.util.Arrays.fill(column, 1);
      column[0] = count;
      scale = ops.apply(new Movement.Reshape(0), scale, ops.longs(column));
      bias = ops.apply(new Movement.Reshape(0), bias, ops.longs(column));
    }
    return ops.add(ops.mul(y, scale), bias);
  }
}
