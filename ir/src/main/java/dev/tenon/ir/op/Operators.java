package dev.tenon.ir.op;

import dev.tenon.ir.graph.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The list of all operators, from the sealed families. */
public final class Operators {
  private static final Map<String, Class<? extends Operator>> BY_NAME = collect();

  private Operators() {}

  /**
   * Returns the record of every operator, {@link CustomOperator} ones included, family by family.
   */
  public static List<Class<? extends Operator>> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** Returns the record of an operator of ONNX's standard domain, or null. */
  public static @Nullable Class<? extends Operator> byName(String opType) {
    return byName("", opType);
  }

  /**
   * Returns the record of an operator of ONNX, or null.
   *
   * @param domain empty, or {@code ai.onnx.ml}
   */
  public static @Nullable Class<? extends Operator> byName(String domain, String opType) {
    Class<? extends Operator> found = BY_NAME.get(opType);
    return found == null
            || found.isAnnotationPresent(NotInOnnx.class)
            || !domain.equals(domain(found))
        ? null
        : found;
  }

  /** Returns the domain of an operator's record, as far as it is one of ONNX's. */
  public static String domain(Class<? extends Operator> record) {
    return TraditionalMl.class.isAssignableFrom(record) ? TraditionalMl.DOMAIN : "";
  }

  /** The families in the order in which they are listed; what is in one, by name. */
  private static List<Class<?>> members(Class<?> sealed) {
    List<Class<?>> members = new ArrayList<>(List.of(sealed.getPermittedSubclasses()));
    if (sealed != OperatorFamily.class) {
      // The compiler lists members that are not named in the order in which it met them.
      members.sort(Comparator.comparing(Class::getSimpleName));
    }
    return members;
  }

  private static Map<String, Class<? extends Operator>> collect() {
    Map<String, Class<? extends Operator>> found = new LinkedHashMap<>();
    List<Class<?>> open = new ArrayList<>();
    open.add(OperatorFamily.class);
    while (!open.isEmpty()) {
      Class<?> next = open.remove(0);
      if (next.isRecord()) {
        Class<?> twin = found.put(next.getSimpleName(), next.asSubclass(Operator.class));
        if (twin != null) {
          throw new IllegalStateException("two operators are called " + next.getSimpleName());
        }
      } else {
        open.addAll(0, members(next));
      }
    }
    return Collections.unmodifiableMap(found);
  }
}
