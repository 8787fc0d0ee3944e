package dev.tenon.lifting.rules;

import dev.tenon.ir.graph.OperatorTable;
import dev.tenon.lifting.recurrent.LoopRules;
import dev.tenon.lifting.recurrent.RecurrentRules;
import dev.tenon.lifting.recurrent.ScanRules;
import dev.tenon.lifting.walk.LiftingRule;
import java.util.List;

/** All rules, a file for each family of operators. */
public final class Rules {
  public static final OperatorTable<LiftingRule> TABLE = new OperatorTable<>("rules");

  static {
    List.of(
            ConvolutionRules.ALL,
            PoolingRules.ALL,
            ProductRules.ALL,
            ArithmeticRules.ALL,
            ActivationRules.ALL,
            MovementRules.ALL,
            ImageRules.ALL,
            RepeatRules.ALL,
            NormalizationRules.ALL,
            RecurrentRules.ALL,
            LoopRules.ALL,
            ScanRules.ALL,
            SpreadRules.ALL,
            LookupRules.ALL)
        .forEach(family -> family.forEach(TABLE::put));
  }

  private Rules() {}
}
