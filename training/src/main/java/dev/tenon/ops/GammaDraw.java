package dev.tenon.ops;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Build;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Layer;
import dev.tenon.tensor.DType;
import java.util.List;

/** Gamma numbers of a shape: two integers as a seed, and the distributions' shapes. */
record GammaDraw(List<?> shape, DType dtype) implements Layer<GammaDraw.None> {
  static final String NAME = "GammaDraw";

  /** No weights. */
  record None() {}

  @Override
  public None build(Build build, List<Shape> inputs) {
    return new None();
  }

  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    long[] lengths = shape.stream().mapToLong(length -> ((Number) length).longValue()).toArray();
    return List.of(
        call.ops()
            .apply(
                new StatelessRandom.StatelessRandomGamma(dtype),
                call.ops().longs(lengths),
                inputs.get(0),
                inputs.get(1)));
  }
}
