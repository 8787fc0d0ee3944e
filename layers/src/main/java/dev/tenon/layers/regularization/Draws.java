package dev.tenon.layers.regularization;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.DataFormat;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Random tensors with the seeds and in the order of Keras' TensorFlow backend. */
public final class Draws {
  /** Keras takes seeds modulo this before it hands them to TensorFlow as int32. */
  private static final double SEEDS = Integer.MAX_VALUE - 1;

  private Draws() {}

  /** The handle to the seed's state; null for a layer without random numbers. */
  public record Weights(@Nullable Parameter seed) {}

  static Value uniform(Call call, Value like, Shape shape, DType dtype, Parameter state) {
    return draw(call, like, shape, new StatelessRandom.StatelessRandomUniform(dtype), state);
  }

  static Value normal(Call call, Value like, Parameter state) {
    return draw(
        call, like, like.shape(), new StatelessRandom.StatelessRandomNormal(like.dtype()), state);
  }

  private static Value draw(
      Call call, Value like, Shape shape, StatelessRandom operator, Parameter state) {
    Ops ops = call.ops();
    Value next = call.nextSeed(state);
    Value seed = ops.apply(new Binary.Mod(0), next, ops.scalar(next, SEEDS));
    return ops.applyAs(
        new TensorType(operator.dtype(), shape), operator, ops.shapeOf(like, shape), seed);
  }

  /**
   * Sets a part of x to 0 and scales the rest up.
   *
   * @param noise the shape of the draw, which broadcasts against x
   */
  static Value dropout(Call call, Value x, double rate, Shape noise, Parameter state) {
    Ops ops = call.ops();
    Value zero = ops.scalar(x, 0);
    if (rate == 1) {
      return ops.mul(x, zero);
    }
    Value draw = uniform(call, x, noise, x.dtype(), state);
    Value kept = ops.greaterOrEqual(draw, ops.scalar(x, rate));
    return ops.applyAs(x.type(), new Variadic.Where(), kept, ops.mul(x, 1 / (1 - rate)), zero);
  }

  /** Returns the shape of a draw: x's own, or as configured, with null for x's length. */
  static Shape shape(Shape x, @Nullable List<@Nullable Long> configured) {
    if (configured == null) {
      return x;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < configured.size(); i++) {
      Long length = configured.get(i);
      dims.add(length == null ? x.dim(i) : Dim.of(length));
    }
    return Shape.of(dims);
  }

  /** Returns the shape of one number a channel and sample. */
  static Shape channels(Shape x, DataFormat format) {
    List<Dim> dims = new ArrayList<>(Collections.nCopies(x.rank(), Dim.of(1)));
    dims.set(0, x.dim(0));
    dims.set(x.axis(format.channelAxis()), x.dim(format.channelAxis()));
    return Shape.of(dims);
  }
}
