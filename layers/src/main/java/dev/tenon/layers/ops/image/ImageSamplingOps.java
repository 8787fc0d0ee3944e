package dev.tenon.layers.ops.image;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Reduction;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.ops.call.Constants;
import dev.tenon.layers.ops.call.Lengths;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Interpolation between the elements of a tensor: {@code map_coordinates}, {@code
 * scale_and_translate}.
 */
public final class ImageSamplingOps {
  private static final double SMALL = 1000 * 1.1920928955078125e-07;

  private ImageSamplingOps() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add(
        "MapCoordinates",
        "",
        "inputs coordinates order fill_mode fill_value",
        args -> List.of(mapped(args)));
    table.add(
        "ScaleAndTranslate",
        "",
        "images output_shape scale translation spatial_dims method antialias",
        args -> List.of(scaled(args)));
  }

  /** An element beside the place to read from, whether it is one, and how much it counts. */
  private record Side(Value place, Value valid, Value weight) {}

  private static Value mapped(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.value(0);
    Value places = args.real(1);
    long order = args.whole(2, 1);
    String mode = args.text(3, "constant");
    if (!x.shape().isKnown() || places.shape().length(0) != x.rank() || order > 1 || order < 0) {
      throw args.refuse(
          "takes a tensor of known shape, a row of places for each axis, and order 0 or 1; not "
              + x.shape()
              + " and "
              + places.shape());
    }
    List<List<Side>> axes = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      Value own = ops.squeeze(ops.slice(places, 0, i, i + 1L, 1), 0);
      axes.add(sides(args, own, x.shape().length(i), mode, order == 0));
    }
    Value sum = null;
    for (int corner = 0; corner < 1 << (order == 0 ? 0 : x.rank()); corner++) {
      List<Value> at = new ArrayList<>();
      Value weight = null;
      Value valid = null;
      for (int i = 0; i < x.rank(); i++) {
        Side side = axes.get(i).get(corner >> i & 1);
        at.add(ops.unsqueeze(side.place(), side.place().rank()));
        weight = weight == null ? side.weight() : ops.mul(weight, side.weight());
        valid = valid == null ? side.valid() : ops.and(valid, side.valid());
      }
      Value index = ops.concat(at.get(0).rank() - 1, at);
      Value read = ops.cast(ops.apply(new Indexing.GatherND(0), x, index), places.dtype());
      if (mode.equals("constant") && valid != null) {
        read = ops.where(valid, read, ops.scalar(read, args.number(4, 0)));
      }
      Value part = weight == null ? read : ops.mul(weight, read);
      sum = sum == null ? part : ops.add(sum, part);
    }
    if (sum == null) {
      throw args.refuse("takes a tensor with axes");
    }
    return ops.cast(x.dtype().isFloating() ? sum : ops.apply(new Unary.Round(), sum), x.dtype());
  }

  private static List<Side> sides(
      OpArgs args, Value place, long length, String mode, boolean nearest) {
    Ops ops = args.ops();
    if (nearest) {
      Value whole = ops.apply(new Unary.Round(), place);
      return List.of(side(args, whole, length, mode, ops.add(ops.mul(place, 0), 1)));
    }
    Value lower = ops.apply(new Unary.Floor(), place);
    Value more = ops.sub(place, lower);
    return List.of(
        side(args, lower, length, mode, ops.sub(1, more)),
        side(args, ops.add(lower, 1), length, mode, more));
  }

  private static Side side(OpArgs args, Value place, long length, String mode, Value weight) {
    Ops ops = args.ops();
    Value whole = ops.cast(place, DType.INT64);
    Value size = ops.scalar(whole, (double) length);
    Value zero = ops.scalar(whole, 0);
    Value valid = ops.and(ops.greaterOrEqual(whole, zero), ops.less(whole, size));
    Value limited = ops.max(ops.min(whole, (double) (length - 1)), 0);
    Value inside =
        switch (mode) {
          case "constant", "nearest" -> limited;
          case "wrap" -> ops.apply(new Binary.Mod(0), whole, size);
          case "mirror", "reflect" -> {
            Value twice = ops.scalar(whole, 2.0 * length);
            Value rest = ops.apply(new Binary.Mod(0), ops.abs(whole), twice);
            Value back = ops.sub(twice, rest);
            back = mode.equals("reflect") ? ops.sub(back, 1) : ops.min(back, (double) (length - 1));
            yield ops.where(ops.less(rest, size), rest, back);
          }
          default -> throw args.refuse("has the fill_mode '" + mode + "', which Keras has not");
        };
    return new Side(inside, valid, weight);
  }

  private static Value scaled(OpArgs args) {
    Ops ops = args.ops();
    Value given = args.value(0);
    long[] axes = args.wholes(4);
    Value scale = args.real(2);
    Value shift = ops.cast(args.real(3), scale.dtype());
    if (axes == null
        || !(args.required(1) instanceof Arg.Seq shape)
        || shape.items().size() != given.rank()) {
      throw args.refuse("needs 'spatial_dims', and an 'output_shape' of all axes");
    }
    boolean whole = !given.dtype().isFloating();
    Value x = whole ? ops.cast(given, DType.FLOAT32) : given;
    for (int i = 0; i < axes.length; i++) {
      int axis = given.shape().axis(Math.toIntExact(axes[i]));
      long in = given.shape().length(axis);
      if (in < 0) {
        throw args.refuse("needs a known length of axis " + axis + " of " + given.shape());
      }
      Value factor = ops.slice(scale, 0, i, i + 1L, 1);
      Value offset = ops.slice(shift, 0, i, i + 1L, 1);
      long out = Constants.tensor(args, shape.items().get(axis)).getLong(0);
      Value weights = weights(args, in, out, factor, offset);
      int last = x.rank() - 1;
      Value turned = ops.swapAxes(x, axis, last);
      x = ops.swapAxes(ops.matMul(turned, ops.cast(weights, x.dtype())), axis, last);
    }
    if (whole) {
      long[] all = Lengths.axes(given);
      Value rounded = ops.apply(new Unary.Round(), x);
      Value least = ops.cast(ops.reduceMin(given, false, all), x.dtype());
      Value most = ops.cast(ops.reduceMax(given, false, all), x.dtype());
      x = ops.cast(ops.max(ops.min(rounded, most), least), given.dtype());
    }
    return x;
  }

  private static Value counted(Ops ops, DType type, long length, long... shape) {
    double[] numbers = new double[Math.toIntExact(length)];
    Arrays.setAll(numbers, i -> i);
    return ops.constant(Tensor.of(numbers, shape).cast(type));
  }

  /** Returns how much each entry of an axis counts in each entry of the result, (in, out). */
  private static Value weights(OpArgs args, long in, long out, Value scale, Value shift) {
    Ops ops = args.ops();
    DType type = scale.dtype();
    Value inverse = ops.div(ops.scalar(scale, 1), scale);
    Value centre = ops.mul(ops.add(counted(ops, type, out, 1, out), 0.5), inverse);
    Value from = ops.sub(ops.sub(centre, ops.mul(shift, inverse)), 0.5);
    Value width = args.flag(6, true) ? ops.max(inverse, 1) : ops.scalar(scale, 1);
    Value far = ops.div(ops.abs(ops.sub(from, counted(ops, type, in, in, 1))), width);
    Value bell = kernel(args, far);
    Value sum = ops.apply(new Reduction.ReduceSum(1, 0), bell, ops.longs(0));
    Value zero = ops.scalar(bell, 0);
    Value some = ops.where(ops.equal(sum, zero), ops.scalar(bell, 1), sum);
    Value large = ops.greater(ops.abs(sum), ops.scalar(sum, SMALL));
    Value even = ops.where(large, ops.div(bell, some), zero);
    Value inside =
        ops.and(
            ops.greaterOrEqual(from, ops.scalar(from, -0.5)),
            ops.lessOrEqual(from, ops.scalar(from, in - 0.5)));
    return ops.applyAs(
        bell.type().with(Shape.of(in, out)), new Variadic.Where(), inside, even, zero);
  }

  private static Value kernel(OpArgs args, Value x) {
    Ops ops = args.ops();
    String method = args.text(5, "linear");
    Value zero = ops.scalar(x, 0);
    switch (method) {
      case "linear", "bilinear", "trilinear" -> {
        return ops.max(ops.sub(1, x), zero);
      }
      case "cubic", "bicubic", "tricubic" -> {
        Value near = ops.add(ops.mul(ops.mul(ops.sub(ops.mul(x, 1.5), 2.5), x), x), 1);
        Value far = ops.mul(ops.add(ops.mul(x, -0.5), 2.5), x);
        far = ops.add(ops.mul(ops.sub(far, 4), x), 2);
        Value either = ops.where(ops.less(x, ops.scalar(x, 1)), near, far);
        return ops.where(ops.less(x, ops.scalar(x, 2)), either, zero);
      }
      case "lanczos3", "lanczos5" -> {
        double radius = method.equals("lanczos3") ? 3 : 5;
        Value wave = ops.apply(new Unary.Sin(), ops.mul(x, Math.PI));
        Value slow = ops.apply(new Unary.Sin(), ops.mul(x, Math.PI / radius));
        Value square = ops.mul(ops.mul(x, x), Math.PI * Math.PI);
        Value some = ops.where(ops.equal(x, zero), ops.scalar(x, 1), square);
        Value away = ops.div(ops.mul(ops.mul(wave, slow), radius), some);
        Value either = ops.where(ops.greater(x, ops.scalar(x, 1e-3)), away, ops.scalar(x, 1));
        return ops.where(ops.greater(x, ops.scalar(x, radius)), zero, either);
      }
      default -> throw args.refuse("has the method '" + method + "', which Keras has not");
    }
  }
}
