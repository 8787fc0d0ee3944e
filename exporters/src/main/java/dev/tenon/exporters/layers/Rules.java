package dev.tenon.exporters.layers;

import dev.tenon.ir.graph.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rule writes which operator. */
final class Rules {
  private static final Map<Class<? extends Operator>, Rule> RULES = new HashMap<>();

  static {
    List<Map<Class<? extends Operator>, Rule>> families =
        List.of(
            ConvolutionRules.ALL,
            PoolingRules.ALL,
            ProductRules.ALL,
            ArithmeticRules.ALL,
            ActivationRules.ALL,
            MovementRules.ALL,
            PictureRules.ALL,
            RepeatRules.ALL,
            NormalizationRules.ALL,
            RecurrentRules.ALL,
            LoopRules.ALL,
            ScanRules.ALL,
            SpreadRules.ALL,
            LookupRules.ALL);
    for (Map<Class<? extends Operator>, Rule> family : families) {
      family.forEach(
          (kind, rule) -> {
            if (RULES.put(kind, rule) != null) {
              throw new IllegalStateException("two rules for " + kind.getSimpleName());
            }
          });
    }
  }

  private Rules() {}

  static @Nullable Rule of(Operator operator) {
    return RULES.get(operator.getClass());
  }

  /** Says whether layers may stand for an operator. */
  static boolean has(Class<? extends Operator> operator) {
    return RULES.containsKey(operator);
  }
}
