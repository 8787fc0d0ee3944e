package dev.tenon.internal.train.step;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.Value;
import dev.tenon.optimizers.OptimizerOptions;
import dev.tenon.optimizers.WeightGradient;
import dev.tenon.tensor.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes gradients smaller that are too large, as Keras does. */
final class GradientClipping {
  private GradientClipping() {}

  /** Returns the gradients as an optimizer's options want them. */
  static Map<Parameter, WeightGradient> of(
      OptimizerOptions options, Ops ops, Map<Parameter, WeightGradient> gradients) {
    Double norm = options.clipnorm();
    if (norm != null) {
      return each(gradients, g -> byNorm(ops, g, norm));
    }
    Double value = options.clipvalue();
    if (value != null) {
      return each(gradients, g -> g.each(x -> ops.clip(x, -value, value)));
    }
    Double global = options.globalClipnorm();
    return global == null || gradients.isEmpty() ? gradients : byGlobalNorm(ops, gradients, global);
  }

  private static Map<Parameter, WeightGradient> each(
      Map<Parameter, WeightGradient> gradients, UnaryOperator<WeightGradient> change) {
    Map<Parameter, WeightGradient> changed = new LinkedHashMap<>();
    gradients.forEach((weight, gradient) -> changed.put(weight, change.apply(gradient)));
    return changed;
  }

  private static WeightGradient byNorm(Ops ops, WeightGradient gradient, double limit) {
    Value norm = ops.sqrt(squares(ops, gradient.values()));
    return gradient.each(x -> ops.div(ops.mul(x, limit), ops.max(norm, limit)));
  }

  private static Map<Parameter, WeightGradient> byGlobalNorm(
      Ops ops, Map<Parameter, WeightGradient> gradients, double limit) {
    @Nullable Value sum = null;
    for (WeightGradient gradient : gradients.values()) {
      Value squares = ops.cast(squares(ops, gradient.values()), DType.FLOAT32);
      sum = sum == null ? squares : ops.add(sum, squares);
    }
    if (sum == null) {
      return gradients;
    }
    Value norm = ops.sqrt(sum);
    Value inverse = ops.min(ops.div(ops.scalar(norm, 1), norm), 1 / limit);
    // The difference is 0, or no number where the norm is infinite: that must not go unseen.
    Value scale = ops.add(ops.mul(inverse, limit), ops.sub(norm, norm));
    Map<Parameter, WeightGradient> changed = new LinkedHashMap<>();
    gradients.forEach(
        (weight, gradient) -> {
          // Keras' product adds slices up, so that the rule squares the sum.
          Value whole = gradient.whole();
          Value scaled = ops.mul(whole, ops.cast(scale, whole.dtype()));
          changed.put(weight, WeightGradient.of(ops, weight, scaled));
        });
    return changed;
  }

  private static Value squares(Ops ops, Value x) {
    Value squares = ops.mul(x, x);
    long[] axes = new long[x.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    return axes.length == 0 ? squares : ops.reduceSum(squares, false, axes);
  }
}
