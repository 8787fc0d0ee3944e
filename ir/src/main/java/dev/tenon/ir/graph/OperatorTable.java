package dev.tenon.ir.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of handlers by operator class, or of the reasons why an operator has none.
 *
 * @param <F> the handler
 */
public class OperatorTable<F> {
  private final String what;
  private final Map<Class<? extends Operator>, F> handlers = new LinkedHashMap<>();
  private final Map<Class<? extends Operator>, String> reasons = new LinkedHashMap<>();

  /**
   * Creates an empty table.
   *
   * @param what the plural of the handler, for the message about a duplicate
   */
  public OperatorTable(String what) {
    this.what = what;
  }

  /**
   * Registers the handler of an operator.
   *
   * @throws IllegalStateException if the operator has a handler or a reason
   */
  public final void put(Class<? extends Operator> operator, F handler) {
    if (reasons.containsKey(operator) || handlers.putIfAbsent(operator, handler) != null) {
      throw twice(operator);
    }
  }

  /**
   * Registers the reason why an operator has no handler.
   *
   * @throws IllegalStateException if the operator has a handler or a reason
   */
  public final void unsupported(Class<? extends Operator> operator, String reason) {
    if (handlers.containsKey(operator) || reasons.putIfAbsent(operator, reason) != null) {
      throw twice(operator);
    }
  }

  private IllegalStateException twice(Class<? extends Operator> operator) {
    return new IllegalStateException("two " + what + " for " + operator.getSimpleName());
  }

  /** Returns the handler of an operator; null if it has none. */
  public final @Nullable F find(Class<?> operator) {
    return handlers.get(operator);
  }

  /** Returns why an operator has no handler; null if no reason is registered. */
  public final @Nullable String reason(Class<?> operator) {
    return reasons.get(operator);
  }

  /** Returns the operators with a handler, in the order of registration. */
  public final Set<Class<? extends Operator>> operators() {
    return Collections.unmodifiableSet(handlers.keySet());
  }
}
