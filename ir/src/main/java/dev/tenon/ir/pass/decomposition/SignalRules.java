package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.pass.ExpansionContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fourier transforms as products with matrices of sines and cosines, which have a gradient. */
final class SignalRules {
  private SignalRules() {}

  /** Writes one transform. */
  static Value transform(ExpansionContext rule, Signal.DFT o) {
    Ops ops = rule.ops();
    Axis axis = axis(rule);
    Value x =
        rule.reshape(rule.in(0), List.of(axis.before, axis.length, axis.after, ops.longs(-1)));
    boolean half = o.inverse() == 1 && o.onesided() == 1;
    Value length = axis.length;
    if (rule.has(1)) {
      length = rule.length(rule.in(1));
      x = fitted(rule, x, axis.length, half ? halved(rule, length) : length);
    } else if (half) {
      length = rule.affine(axis.length, 2, -2);
    }
    boolean onesided = o.inverse() == 0 && o.onesided() == 1;
    Value outputs = onesided ? halved(rule, length) : length;
    DftMatrix waves = new DftMatrix(rule, length, outputs, half ? halved(rule, length) : length);
    DType type = x.dtype();
    Value cosines = waves.cosines(type);
    Value sines = waves.sines(type);
    Value real = ops.squeeze(ops.slice(x, 3, 0, 1, 1), 3);
    Value imaginary = imaginary(rule, x);
    if (o.inverse() == 0) {
      return back(rule, axis, outputs, forward(ops, cosines, sines, real, imaginary));
    }
    Value other = imaginary == null ? ops.mul(real, 0) : imaginary;
    Value count = ops.cast(length, type);
    List<Value> parts = new ArrayList<>();
    parts.add(ops.div(ops.sub(ops.matMul(cosines, real), ops.matMul(sines, other)), count));
    if (!half) {
      parts.add(ops.div(ops.add(ops.matMul(cosines, other), ops.matMul(sines, real)), count));
    }
    return back(rule, axis, outputs, parts);
  }

  /** Returns the imaginary parts; null if there are none, zeros where the run has none. */
  private static @Nullable Value imaginary(ExpansionContext rule, Value x) {
    Ops ops = rule.ops();
    long numbers = rule.in(0).shape().length(-1);
    if (numbers == 1) {
      return null;
    }
    if (numbers == 2) {
      return ops.squeeze(ops.slice(x, 3, 1, 2, 1), 3);
    }
    Value last = ops.squeeze(ops.slice(x, 3, -1, Long.MAX_VALUE, 1), 3);
    Value pairs = ops.sub(ops.cast(ops.squeeze(ops.length(x, 3), 0), x.dtype()), 1);
    return ops.mul(last, pairs);
  }

  private static List<Value> forward(
      Ops ops, Value cosines, Value sines, Value real, @Nullable Value imaginary) {
    Value first = ops.matMul(cosines, real);
    Value second = ops.neg(ops.matMul(sines, real));
    return imaginary == null
        ? List.of(first, second)
        : List.of(
            ops.add(first, ops.matMul(sines, imaginary)),
            ops.add(second, ops.matMul(cosines, imaginary)));
  }

  private static Value halved(ExpansionContext rule, Value length) {
    return rule.affine(rule.ops().div(length, 2), 1, 1);
  }

  /** Cuts or fills the axis of the transform, the second one. */
  private static Value fitted(ExpansionContext rule, Value x, Value length, Value wanted) {
    Ops ops = rule.ops();
    Value cut = ops.apply(new Movement.Slice(), x, ops.longs(0), wanted, ops.longs(1));
    Value more = ops.max(ops.sub(wanted, length), 0);
    Value pads = ops.concat(0, List.of(ops.longs(0, 0, 0, 0, 0), more, ops.longs(0, 0)));
    return ops.apply(new Movement.Pad("constant"), cut, pads);
  }

  private static Value back(ExpansionContext rule, Axis axis, Value outputs, List<Value> parts) {
    Ops ops = rule.ops();
    List<Value> columns = parts.stream().map(part -> ops.unsqueeze(part, 3)).toList();
    Value all = ops.concat(3, columns);
    List<Value> shape = new ArrayList<>(axis.leading);
    shape.add(outputs);
    shape.addAll(axis.following);
    shape.add(ops.longs(parts.size()));
    return ops.apply(new Movement.Reshape(0), all, rule.shape(shape));
  }

  /**
   * The axis of a transform between those before and after it.
   *
   * @param before the number of entries of the axes before
   * @param after the number of entries of the axes after, without the last
   * @param leading the lengths of the axes before, one or several in each vector
   */
  private record Axis(
      Value before, Value length, Value after, List<Value> leading, List<Value> following) {}

  private static Axis axis(ExpansionContext rule) {
    Ops ops = rule.ops();
    Value x = rule.in(0);
    int rank = rule.rank(0);
    Tensor known = rule.has(2) ? rule.in(2).constant() : Tensor.scalar(DType.INT64, -2L);
    if (known != null) {
      int at = x.shape().axis(Math.toIntExact(known.getLong(0)));
      List<Value> leading = new ArrayList<>();
      List<Value> following = new ArrayList<>();
      for (int i = 0; i < rank - 1; i++) {
        if (i != at) {
          (i < at ? leading : following).add(ops.length(x, i));
        }
      }
      return new Axis(
          rule.product(leading), ops.length(x, at), rule.product(following), leading, following);
    }
    Value at = ops.apply(new Binary.Mod(0), rule.length(rule.in(2)), ops.longs(rank));
    Value shape = ops.shape(x);
    Value next = ops.add(at, 1);
    Value leading = part(ops, shape, ops.longs(0), at);
    Value following = part(ops, shape, next, ops.longs(rank - 1L));
    return new Axis(
        product(ops, leading),
        ops.gather(shape, at, 0),
        product(ops, following),
        List.of(leading),
        List.of(following));
  }

  private static Value part(Ops ops, Value shape, Value from, Value to) {
    return ops.apply(new Movement.Slice(), shape, from, to, ops.longs(0));
  }

  private static Value product(Ops ops, Value lengths) {
    return ops.apply(new Reduction.ReduceProd(1, 0), lengths, ops.longs(0));
  }

  /** Writes the transforms of pieces: reads the pieces, then transforms each. */
  static Value pieces(ExpansionContext rule, Signal.STFT o) {
    Ops ops = rule.ops();
    Value signal = rule.in(0);
    if (rule.rank(0) == 2) {
      signal = ops.unsqueeze(signal, 2);
    }
    Value step = rule.length(rule.in(1));
    Value length = rule.has(3) ? rule.length(rule.in(3)) : ops.length(rule.in(2), 0);
    Value free = ops.sub(ops.length(signal, 1), length);
    Value count = ops.add(ops.div(free, step), 1);
    Value starts = ops.mul(rule.positions(count), step);
    Value places = ops.add(rule.along(starts, 0, 2), rule.along(rule.positions(length), 1, 2));
    Value pieces = ops.gather(signal, places, 1);
    if (rule.has(2)) {
      pieces = ops.mul(pieces, rule.along(rule.in(2), 0, 2));
    }
    return ops.apply(new Signal.DFT(0, o.onesided()), pieces, null, ops.scalar(DType.INT64, 2));
  }
}
