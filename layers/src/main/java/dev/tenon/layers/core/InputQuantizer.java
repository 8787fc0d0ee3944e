package dev.tenon.layers.core;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Unary;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.base.Quantization;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a quantised layer rounds its inputs: Keras' AbsMaxQuantizer.
 *
 * @param axes the axes that share a scale where the layer does not say
 * @param low the least number
 * @param high the greatest number, which the greatest magnitude becomes
 * @param epsilon keeps a scale of nothing but zeros finite
 */
record InputQuantizer(List<Long> axes, double low, double high, double epsilon) {
  private static final InputQuantizer PLAIN = new InputQuantizer(List.of(-1L), -127, 127, 1e-7);

  /** Rounded inputs, as numbers of the inputs' type, and what they were multiplied by. */
  record Rounded(Value numbers, Value scale) {}

  /**
   * Returns the quantizer that a layer's configuration names, or null for none.
   *
   * @param byDefault whether a layer that does not say has one
   * @throws UnsupportedModelException for a quantizer that Tenon does not know
   */
  static @Nullable InputQuantizer of(Quantization how, boolean byDefault) {
    if (how.mode() != Quantization.Mode.INT8 && how.mode() != Quantization.Mode.INT4) {
      return null;
    }
    KerasObject config = how.config();
    if (config == null) {
      return byDefault ? PLAIN : null;
    }
    Object given = config.config().get("activation_quantizer");
    if (given == null) {
      return null;
    }
    if (given instanceof Map<?, ?> named
        && "AbsMaxQuantizer".equals(named.get("class_name"))
        && named.get("config") instanceof Map<?, ?> options
        && options.get("value_range") instanceof List<?> range
        && range.size() == 2
        && range.get(0) instanceof Number low
        && range.get(1) instanceof Number high
        && "int8".equals(options.get("output_dtype"))) {
      double epsilon = options.get("epsilon") instanceof Number n ? n.doubleValue() : 1e-7;
      return new InputQuantizer(
          axes(options.get("axis")), low.doubleValue(), high.doubleValue(), epsilon);
    }
    throw new UnsupportedModelException(
        "the activation_quantizer "
            + (given instanceof Map<?, ?> named ? named.get("class_name") : given)
            + " of a quantised layer; Tenon knows AbsMaxQuantizer with output_dtype int8");
  }

  private static List<Long> axes(@Nullable Object axis) {
    if (axis instanceof Number n) {
      return List.of(n.longValue());
    }
    if (axis instanceof List<?> list) {
      return list.stream().map(entry -> ((Number) entry).longValue()).toList();
    }
    return PLAIN.axes();
  }

  /** Rounds a tensor; the scale keeps the axes, with length 1. */
  Rounded round(Call call, Value x, long... shared) {
    if (call.training()) {
      throw new UnsupportedModelException(
          "training through the inputs of a quantised layer, which are rounded; train the model"
              + " before it is quantised, or freeze it up to here");
    }
    Ops ops = call.ops();
    long[] over = shared.length == 0 ? axes.stream().mapToLong(axis -> axis).toArray() : shared;
    Value most = ops.reduceMax(ops.abs(x), true, over);
    Value scale = ops.div(ops.scalar(x, high), ops.add(most, epsilon));
    Value rounded = ops.apply(new Unary.Round(), ops.mul(x, scale));
    return new Rounded(ops.clip(rounded, low, high), scale);
  }
}
