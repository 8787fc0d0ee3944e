package dev.tenon.exporters.layers;

import java.util.List;

/** All rules, a file for each family of operators. */
final class Rules {
  static final RuleTable TABLE =
      new RuleTable(
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
              LookupRules.ALL));

  private Rules() {}
}
