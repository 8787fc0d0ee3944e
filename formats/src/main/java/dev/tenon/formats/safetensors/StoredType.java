package dev.tenon.formats.safetensors;

import dev.tenon.tensor.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of element types in safetensors files. */
final class StoredType {
  private static final Map<String, DType> TYPES = types();

  /** Types of the format that have no {@link DType}. */
  private static final Set<String> WITHOUT_DTYPE = Set.of("F4", "F6_E2M3", "F6_E3M2", "C64");

  private StoredType() {}

  private static Map<String, DType> types() {
    Map<String, DType> types = new LinkedHashMap<>();
    types.put("BOOL", DType.BOOL);
    types.put("U8", DType.UINT8);
    types.put("I8", DType.INT8);
    types.put("F8_E5M2", DType.FLOAT8E5M2);
    types.put("F8_E4M3", DType.FLOAT8E4M3FN);
    types.put("F8_E8M0", DType.FLOAT8E8M0);
    types.put("F8_E4M3FNUZ", DType.FLOAT8E4M3FNUZ);
    types.put("F8_E5M2FNUZ", DType.FLOAT8E5M2FNUZ);
    types.put("I16", DType.INT16);
    types.put("U16", DType.UINT16);
    types.put("F16", DType.FLOAT16);
    types.put("BF16", DType.BFLOAT16);
    types.put("I32", DType.INT32);
    types.put("U32", DType.UINT32);
    types.put("F32", DType.FLOAT32);
    types.put("F64", DType.FLOAT64);
    types.put("I64", DType.INT64);
    types.put("U64", DType.UINT64);
    return types;
  }

  /** Returns the type of a name; null where it has none. */
  static @Nullable DType find(String name) {
    return TYPES.get(name);
  }

  /** Returns whether the format has a type that Tenon lacks. */
  static boolean isKnownWithoutDtype(String name) {
    return WITHOUT_DTYPE.contains(name);
  }

  /** Returns the name of a type; null where the format has none. */
  static @Nullable String nameOf(DType dtype) {
    for (Map.Entry<String, DType> type : TYPES.entrySet()) {
      if (type.getValue() == dtype) {
        return type.getKey();
      }
    }
    return null;
  }

  /**
   * Returns the rank of a type in the order of a file: the library writes wide types first, and of
   * equally wide ones those that this list has later.
   */
  static int rank(DType dtype) {
    int rank = 0;
    for (DType type : TYPES.values()) {
      if (type == dtype) {
        return rank;
      }
      rank++;
    }
    throw new IllegalArgumentException(dtype.numpyName());
  }

  static Set<String> names() {
    return TYPES.keySet();
  }
}
