package dev.tenon.lifting.rules;

import dev.tenon.lifting.recurrent.LoopRules;
import dev.tenon.lifting.recurrent.RecurrentRules;
import dev.tenon.lifting.recurrent.ScanRules;
import dev.tenon.lifting.walk.RuleTable;
import java.util.List;

/** All rules, a file for each family of operators. */
public final class Rules {
  public static final RuleTable TABLE =
      new RuleTable(
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
              LookupRules.ALL));

  private Rules() {}
}
