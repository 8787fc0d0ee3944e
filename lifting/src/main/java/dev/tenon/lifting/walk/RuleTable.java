package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rule writes which operator. */
public final class RuleTable {
  private final Map<Class<? extends Operator>, LiftingRule> rules = new HashMap<>();

  /**
   * Joins families of rules.
   *
   * @throws IllegalStateException where an operator has two
   */
  public RuleTable(List<Map<Class<? extends Operator>, LiftingRule>> families) {
    for (Map<Class<? extends Operator>, LiftingRule> family : families) {
      family.forEach(
          (kind, rule) -> {
            if (rules.put(kind, rule) != null) {
              throw new IllegalStateException("two rules for " + kind.getSimpleName());
            }
          });
    }
  }

  /** Returns the rule of an operator; null where it has none. */
  public @Nullable LiftingRule of(Operator operator) {
    return rules.get(operator.getClass());
  }

  /** Says whether layers may stand for an operator. */
  public boolean has(Class<? extends Operator> operator) {
    return rules.containsKey(operator);
  }
}
