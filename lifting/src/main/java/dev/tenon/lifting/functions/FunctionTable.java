package dev.tenon.lifting.functions;

import dev.tenon.ir.graph.Operator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which function stands for which operator; every operator is listed once. */
public final class FunctionTable {
  private final Map<Class<? extends Operator>, Function> functions = new HashMap<>();

  void put(Class<? extends Operator> operator, Function function) {
    if (functions.put(operator, function) != null) {
      throw new IllegalStateException("two functions for " + operator.getSimpleName());
    }
  }

  public void one(Class<? extends Operator> operator, Function.One function) {
    put(operator, Function.one(function));
  }

  public @Nullable Function find(Class<? extends Operator> operator) {
    return functions.get(operator);
  }

  Set<Class<? extends Operator>> operators() {
    return functions.keySet();
  }
}
