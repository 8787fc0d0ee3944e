package dev.tenon.ir.op;

import dev.tenon.ir.graph.Operator;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Converts the components of an operator record to ONNX attributes, and back.
 *
 * <p>A component in camel case is an attribute in snake case. Values are {@code Long}, {@code
 * Float}, {@code String}, lists of these, {@link dev.tenon.tensor.Tensor}, {@link DType} and {@link
 * dev.tenon.ir.graph.Graph}. Absent values and components marked {@link NotInOnnx} are not in the
 * map.
 */
public final class Attributes {
  private Attributes() {}

  /** Returns the attributes of an operator under ONNX's names, in the order of the components. */
  public static Map<String, Object> of(Operator operator) {
    if (operator instanceof CustomOperator.Opaque opaque) {
      return opaque.attributes();
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (RecordComponent component : components(operator.getClass())) {
      Object value = value(operator, component);
      if (value != null) {
        attributes.put(
            name(component), value instanceof Double d ? (Object) d.floatValue() : value);
      }
    }
    return attributes;
  }

  /**
   * Returns the operator of these attributes; absent ones take ONNX's default.
   *
   * @param types returns the element type of an ONNX {@code data_type} number
   * @throws IllegalArgumentException if an attribute is unknown, missing or of another type, or a
   *     component has no attribute
   */
  public static Operator create(
      Class<? extends Operator> record, Map<String, ?> attributes, LongFunction<DType> types) {
    String opType = record.getSimpleName();
    Set<String> unknown = new TreeSet<>(attributes.keySet());
    List<@Nullable Object> arguments = new ArrayList<>();
    List<Class<?>> parameters = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      parameters.add(component.getType());
      if (component.isAnnotationPresent(NotInOnnx.class)) {
        arguments.add(own(opType, component));
        continue;
      }
      String name = name(component);
      unknown.remove(name);
      Object given = attributes.get(name);
      arguments.add(
          given == null
              ? absent(Operators.domain(record), opType, name, component)
              : fit(opType, name, component, given, types));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          opType + " has no attribute " + String.join(", ", unknown));
    }
    return construct(record, parameters, arguments);
  }

  /** Returns the names of an operator's attributes in ONNX, in the order of the components. */
  public static List<String> names(Class<? extends Operator> record) {
    return components(record).stream().map(Attributes::name).toList();
  }

  /** Returns the components that ONNX has. */
  public static List<RecordComponent> components(Class<? extends Operator> record) {
    List<RecordComponent> components = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      if (!component.isAnnotationPresent(NotInOnnx.class)) {
        components.add(component);
      }
    }
    return components;
  }

  /** Returns ONNX's name of a component. */
  public static String name(RecordComponent component) {
    String camel = component.getName();
    if (camel.startsWith("trans")) {
      // Gemm's transA and transB are the only attributes that ONNX spells in camel case.
      return camel;
    }
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char letter = camel.charAt(i);
      if (Character.isUpperCase(letter)) {
        snake.append('_');
      }
      snake.append(letter);
    }
    return snake.toString().toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object value(Operator operator, RecordComponent component) {
    try {
      return component.getAccessor().invoke(operator);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static Object own(String opType, RecordComponent component) {
    if (component.getType() == boolean.class) {
      return false;
    }
    throw new IllegalArgumentException(
        opType + " needs '" + component.getName() + "', which no ONNX attribute says");
  }

  private static @Nullable Object absent(
      String domain, String opType, String name, RecordComponent component) {
    Object value = OperatorSchemas.absent(domain, opType, name);
    if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      throw new IllegalArgumentException(opType + " needs the attribute " + name);
    }
    return value instanceof Float f && component.getType() == double.class
        ? Double.valueOf(f)
        : value;
  }

  private static Object fit(
      String opType,
      String name,
      RecordComponent component,
      Object given,
      LongFunction<DType> types) {
    Class<?> wanted = component.getType();
    if (wanted == DType.class && given instanceof Long number) {
      return types.apply(number);
    }
    if (wanted == double.class && given instanceof Float number) {
      return Double.valueOf(number);
    }
    if (given instanceof List<?> list) {
      if (wanted == List.class) {
        return Collections.unmodifiableList(new ArrayList<>(list));
      }
    } else if (boxed(wanted).isInstance(given)) {
      return given;
    }
    throw new IllegalArgumentException(
        opType
            + ": attribute "
            + name
            + " is a "
            + given.getClass().getSimpleName()
            + "; expected "
            + wanted.getSimpleName());
  }

  private static Class<?> boxed(Class<?> type) {
    return type == long.class ? Long.class : type == float.class ? Float.class : type;
  }

  private static Operator construct(
      Class<? extends Operator> record,
      List<Class<?>> parameters,
      List<@Nullable Object> arguments) {
    try {
      Constructor<? extends Operator> constructor =
          record.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
      return constructor.newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(record.getSimpleName() + ": " + cause.getMessage(), cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + record, e);
    }
  }
}
