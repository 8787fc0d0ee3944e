package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pairs Tenon's element types with the numbers that ONNX gives them. */
public final class TypeNumbers {
  /** Where ONNX calls a type otherwise than NumPy. */
  private static final Map<String, DType> OTHERWISE =
      Map.of("float", DType.FLOAT32, "double", DType.FLOAT64, "string", DType.STRING);

  private static final List<@Nullable DType> TYPES =
      SchemaText.TYPES.stream().<@Nullable DType>map(TypeNumbers::named).toList();

  private TypeNumbers() {}

  /** Returns the element type of a number; null where Tenon has none. */
  public static @Nullable DType type(int number) {
    return number < 0 || number >= TYPES.size() ? null : TYPES.get(number);
  }

  /**
   * Returns the element type of a number in an attribute of an operator that gives numbers.
   *
   * @throws IllegalArgumentException where it is no type of numbers that Tenon has
   */
  public static DType ofNumbers(long number) {
    DType type = type(Math.toIntExact(number));
    if (type == null || type.isSmall() || !(type.isInteger() || type.isFloating())) {
      throw new IllegalArgumentException("type " + number + " is none of numbers");
    }
    return type;
  }

  /** Returns the number of an element type. */
  public static int of(DType type) {
    return TYPES.indexOf(type);
  }

  /** Returns the name of a number, also of those that Tenon has no type for. */
  public static String name(int number) {
    DType type = type(number);
    if (type != null) {
      return type.numpyName();
    }
    return number < 0 || number >= TYPES.size() ? "number " + number : SchemaText.TYPES.get(number);
  }

  private static @Nullable DType named(String name) {
    return OTHERWISE.containsKey(name)
        ? OTHERWISE.get(name)
        : Arrays.stream(DType.values())
            .filter(type -> type.numpyName().equals(name))
            .findFirst()
            .orElse(null);
  }
}
