package dev.tenon.layers.attention;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.layers.base.Call;
import dev.tenon.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Drops attention weights in training, as Keras' {@code random.dropout}. */
final class AttentionDropout {
  private AttentionDropout() {}

  static Value apply(Call call, @Nullable Parameter seed, double rate, Value weights) {
    if (seed == null || !call.training() || rate <= 0) {
      return weights;
    }
    Ops ops = call.ops();
    Value drawn =
        ops.apply(
            new StatelessRandom.StatelessRandomUniform(DType.FLOAT32),
            ops.shape(weights),
            call.nextSeed(seed));
    Value kept = ops.greaterOrEqual(drawn, ops.scalar(drawn, rate));
    Value scaled = ops.mul(weights, 1 / (1 - rate));
    return ops.where(kept, scaled, ops.scalar(weights, 0));
  }
}
