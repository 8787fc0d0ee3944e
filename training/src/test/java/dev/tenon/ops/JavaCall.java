package dev.tenon.ops;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Calls a function of {@link Ops} with the arguments of Python, as a user would write them. */
final class JavaCall {
  /** Stands for an argument that a parameter does not take. */
  private static final Object UNFIT = new Object();

  private JavaCall() {}

  /**
   * Returns all results of a function.
   *
   * @throws IllegalStateException where Java has no such form
   */
  static List<Object> of(String name, List<Object> arguments) throws ReflectiveOperationException {
    List<List<Object>> spellings = List.of(arguments, flattened(arguments));
    for (Method method : methods(name)) {
      for (List<Object> spelling : spellings) {
        Object[] fitted = fitted(method, spelling);
        if (fitted != null) {
          try {
            method.setAccessible(true);
            return results(method.invoke(null, fitted));
          } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
              throw cause;
            }
            throw e;
          }
        }
      }
    }
    throw new IllegalStateException("Ops." + name + " does not take " + arguments);
  }

  static boolean knows(String name) {
    return !methods(name).isEmpty();
  }

  /** Returns the methods of a name; those that take a list of known length first. */
  private static List<Method> methods(String name) {
    return Arrays.stream(Ops.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .sorted(Comparator.comparing(Method::isVarArgs).thenComparing(Method::toString))
        .toList();
  }

  /** Returns the arguments with others in the places of tensors. */
  static Object replaced(Object argument, Replacement replacement) {
    if (argument instanceof Tensor tensor) {
      return replacement.of(tensor);
    }
    if (argument instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(replaced(item, replacement)));
      return items;
    }
    return argument;
  }

  /** Returns all arguments with others in the places of tensors. */
  static List<Object> allReplaced(List<Object> arguments, Replacement replacement) {
    List<Object> replaced = new ArrayList<>();
    arguments.forEach(argument -> replaced.add(replaced(argument, replacement)));
    return replaced;
  }

  interface Replacement {
    Object of(Tensor tensor);
  }

  private static List<Object> flattened(List<Object> arguments) {
    List<Object> flat = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof List<?> list
          && list.size() == 2
          && (list.get(0) instanceof Tensor || list.get(0) instanceof KerasTensor)) {
        flat.addAll(list);
      } else {
        flat.add(argument);
      }
    }
    return flat;
  }

  private static Object[] fitted(Method method, List<Object> arguments) {
    Class<?>[] types = method.getParameterTypes();
    List<Object> given = arguments;
    if (method.isVarArgs()
        && types[types.length - 1].getComponentType() != int.class
        && types[types.length - 1].getComponentType() != long.class) {
      int fixed = types.length - 1;
      if (given.size() < fixed) {
        return null;
      }
      given = new ArrayList<>(arguments.subList(0, fixed));
      given.add(arguments.subList(fixed, arguments.size()));
    }
    if (given.size() != types.length) {
      return null;
    }
    Object[] fitted = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      fitted[i] = fit(types[i], given.get(i));
      if (fitted[i] == UNFIT) {
        return null;
      }
    }
    return fitted;
  }

  private static Object fit(Class<?> type, Object argument) {
    if (argument == null) {
      return type.isPrimitive() ? UNFIT : null;
    }
    if (type == int.class || type == Integer.class) {
      return argument instanceof Integer ? argument : UNFIT;
    }
    if (type == double.class) {
      return argument instanceof Number number ? number.doubleValue() : UNFIT;
    }
    if (type == boolean.class) {
      return argument instanceof Boolean ? argument : UNFIT;
    }
    if (type.isArray() && argument instanceof List<?> list) {
      Object array = Array.newInstance(type.getComponentType(), list.size());
      for (int i = 0; i < list.size(); i++) {
        Object item = fit(type.getComponentType(), list.get(i));
        if (item == UNFIT) {
          return UNFIT;
        }
        Array.set(array, i, item);
      }
      return array;
    }
    if (type == long.class) {
      return argument instanceof Integer number ? (Object) number.longValue() : UNFIT;
    }
    boolean map = type == Map.class && argument instanceof Map;
    boolean tensors =
        type == List.class
            && argument instanceof List<?> list
            && list.stream().noneMatch(Number.class::isInstance);
    return map
            || tensors
            || (type != Object.class && type.isInstance(argument) && !(argument instanceof List))
        ? argument
        : UNFIT;
  }

  private static List<Object> results(Object result) throws ReflectiveOperationException {
    if (result instanceof Record several && !(result instanceof Tensor)) {
      List<Object> parts = new ArrayList<>();
      for (RecordComponent component : several.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        parts.add(component.getAccessor().invoke(several));
      }
      return parts;
    }
    return result instanceof List<?> list ? List.copyOf(list) : List.of(result);
  }
}
