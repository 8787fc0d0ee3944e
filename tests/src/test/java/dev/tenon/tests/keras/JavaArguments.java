package dev.tenon.tests.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignature;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.layers.LayerSpec;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.testing.JavaNames;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The setters and the present values of an object that a factory has made. */
final class JavaArguments {
  private final Object made;

  JavaArguments(Object made) {
    this.made = made;
  }

  /** Says whether a method of an argument's name takes a value like Keras' default. */
  boolean takes(String argument, JsonNode keras) {
    return setters(argument).anyMatch(type -> accepts(type, keras));
  }

  /** Says whether an argument is a function, whose default cannot be seen. */
  boolean isFunction(String argument) {
    return setters(argument).anyMatch(type -> type.isAnnotationPresent(FunctionalInterface.class));
  }

  boolean has(String argument) {
    return setters(argument).findAny().isPresent();
  }

  private Stream<Class<?>> setters(String argument) {
    return Stream.of(made.getClass().getMethods())
        .filter(method -> method.getName().equals(JavaNames.camelCase(argument)))
        .filter(method -> method.getParameterCount() == 1)
        .map(method -> method.getParameterTypes()[0]);
  }

  private static boolean accepts(Class<?> type, JsonNode keras) {
    if (keras.isBoolean()) {
      return type == boolean.class || type == Boolean.class || type == Object.class;
    }
    if (keras.isIntegralNumber()) {
      return isNumber(type) || type.isArray() || List.class.isAssignableFrom(type);
    }
    if (keras.isNumber()) {
      return type == double.class
          || type == Double.class
          || type == Object.class
          || type == double[].class;
    }
    if (keras.isTextual()) {
      return type == String.class || !type.isPrimitive();
    }
    return !keras.isArray()
        || type == Object.class
        || type.isArray()
        || List.class.isAssignableFrom(type);
  }

  private static boolean isNumber(Class<?> type) {
    return type == Object.class
        || Number.class.isAssignableFrom(type)
        || (type.isPrimitive() && type != boolean.class && type != char.class);
  }

  /** Returns the present value of an argument; nothing where it cannot be seen. */
  Optional<Optional<Object>> value(String argument) {
    String name = JavaNames.camelCase(argument);
    if (made instanceof LayerSpec<?, ?> && argument.equals("dtype")) {
      name = "policy";
    }
    String component = name;
    List<Object> holders = new ArrayList<>(records());
    holders.add(made);
    return holders.stream()
        .map(holder -> component(holder, component).or(() -> field(holder, component)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Returns the records that hold its options. */
  private List<Object> records() {
    List<Object> records = new ArrayList<>();
    for (Class<?> type = made.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getType().isRecord() && !Modifier.isStatic(field.getModifiers())) {
          Object value = get(field, made);
          if (value != null) {
            records.add(value);
          }
        }
      }
    }
    if (made instanceof LayerSpec<?, ?> spec) {
      records.add(0, spec.config());
    }
    return records;
  }

  private static Optional<Optional<Object>> component(Object holder, String name) {
    if (holder instanceof Record) {
      for (RecordComponent component : holder.getClass().getRecordComponents()) {
        Object value = get(component.getAccessor(), holder);
        if (component.getName().equals(name)) {
          return Optional.of(Optional.ofNullable(value));
        }
        if (component.getName().equals("options") && value != null) {
          Optional<Optional<Object>> inner = component(value, name);
          if (inner.isPresent()) {
            return inner;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Optional<Object>> field(Object holder, String name) {
    for (Class<?> type = holder.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return Optional.of(Optional.ofNullable(get(field, holder)));
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Object get(AccessibleObject member, Object holder) {
    try {
      member.setAccessible(true);
      return member instanceof Method method ? method.invoke(holder) : ((Field) member).get(holder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + member, e);
    }
  }

  /** Says whether a value means what Keras' default means. */
  static boolean same(@Nullable Object value, JsonNode keras) {
    if (value == null || keras.isNull()) {
      return value == null ? keras.isNull() : isNothing(value);
    }
    if (value instanceof Boolean || keras.isBoolean()) {
      return keras.isBoolean() && value.equals(keras.booleanValue());
    }
    if (value instanceof Number number) {
      return keras.isNumber() && number.doubleValue() == keras.doubleValue();
    }
    if (value instanceof Collection<?> || value.getClass().isArray()) {
      List<?> values = value instanceof Collection<?> some ? List.copyOf(some) : list(value);
      if (keras.isNumber()) {
        return !values.isEmpty() && values.stream().allMatch(each -> same(each, keras));
      }
      if (!keras.isArray() || values.size() != keras.size()) {
        return false;
      }
      for (int i = 0; i < values.size(); i++) {
        if (!same(values.get(i), keras.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (value instanceof KerasObject object) {
      KerasSignature initializer =
          KerasSignatures.of(KerasGeneration.KERAS_3)
              .find(SignatureKind.INITIALIZER, keras.asText());
      String name = initializer == null ? keras.asText() : initializer.name();
      return object.className().equalsIgnoreCase(name.replace("_", ""));
    }
    if (value instanceof Optimizer optimizer) {
      return optimizer.className().equalsIgnoreCase(keras.asText());
    }
    if (value instanceof Record record && record.getClass().getRecordComponents().length == 1) {
      return same(get(record.getClass().getRecordComponents()[0].getAccessor(), record), keras);
    }
    return value
        .toString()
        .toLowerCase(Locale.ROOT)
        .equals(keras.asText().toLowerCase(Locale.ROOT));
  }

  /** Says whether a value means none. */
  private static boolean isNothing(Object value) {
    if (value instanceof KerasObject object) {
      return object.className().equals("linear");
    }
    return value instanceof Map<?, ?> map
        ? map.isEmpty()
        : value instanceof Collection<?> some && some.isEmpty();
  }

  private static List<Object> list(Object array) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      values.add(Array.get(array, i));
    }
    return values;
  }
}
