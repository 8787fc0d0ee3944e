package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps Tenon's element types to ONNX's numbers. */
public final class TypeNumbers {
  /** Where ONNX calls a type otherwise than NumPy. */
  private static final Map<DType, String> OTHERWISE =
      Map.of(DType.FLOAT32, "float", DType.FLOAT64, "double", DType.STRING, "string");

  private static final @Nullable DType[] TYPES = new DType[SchemaText.TYPES.size()];

  static {
    for (DType type : DType.values()) {
      TYPES[SchemaText.TYPES.indexOf(OTHERWISE.getOrDefault(type, type.numpyName()))] = type;
    }
  }

  private TypeNumbers() {}

  /** Returns the element type of a number; null for an unsupported type. */
  public static @Nullable DType type(int number) {
    return number < 0 || number >= TYPES.length ? null : TYPES[number];
  }

  /**
   * Returns the numeric element type of a number in an attribute.
   *
   * @throws IllegalArgumentException if it is not a supported numeric type
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
    return Arrays.asList(TYPES).indexOf(type);
  }

  /** Returns the name of a number, including unsupported types. */
  public static String name(int number) {
    DType type = type(number);
    if (type != null) {
      return type.numpyName();
    }
    return number < 0 || number >= TYPES.length ? "number " + number : SchemaText.TYPES.get(number);
  }
}
