package dev.tenon.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keras' lattice of element types: the result of operands is their least upper bound.
 *
 * <p>{@code int} and {@code float} are the weak types of plain numbers.
 */
final class TypeLattice {
  private static final String WHOLE = "int";
  private static final String FRACTION = "float";

  /** The types right above each type. */
  private static final Map<String, List<String>> ABOVE =
      Map.ofEntries(
          Map.entry("bool", List.of(WHOLE)),
          Map.entry("uint8", List.of("int16", "uint16")),
          Map.entry("uint16", List.of("int32", "uint32")),
          Map.entry("uint32", List.of("int64", "uint64")),
          Map.entry("uint64", List.of(FRACTION)),
          Map.entry(WHOLE, List.of("uint8", "int8")),
          Map.entry("int8", List.of("int16")),
          Map.entry("int16", List.of("int32")),
          Map.entry("int32", List.of("int64")),
          Map.entry("int64", List.of(FRACTION)),
          Map.entry(FRACTION, List.of("bfloat16", "float16")),
          Map.entry("bfloat16", List.of("float32")),
          Map.entry("float16", List.of("float32")),
          Map.entry("float32", List.of("float64")),
          Map.entry("float64", List.of()));

  private static final Map<String, Set<String>> BOUNDS =
      ABOVE.keySet().stream().collect(Collectors.toUnmodifiableMap(n -> n, TypeLattice::bounds));

  private TypeLattice() {}

  private static Set<String> bounds(String type) {
    Set<String> bounds = new LinkedHashSet<>(Set.of(type));
    ABOVE.getOrDefault(type, List.of()).forEach(above -> bounds.addAll(bounds(above)));
    return bounds;
  }

  /**
   * Returns the least upper bound.
   *
   * @param floatx what a fraction of no other type is, which also says how wide a weak type is
   * @throws IllegalArgumentException for a type that is not on the lattice
   */
  static String join(List<String> types, String floatx) {
    Set<String> distinct = new LinkedHashSet<>(types);
    Set<String> common = null;
    for (String type : distinct) {
      Set<String> bounds = BOUNDS.get(type);
      if (bounds == null) {
        throw new IllegalArgumentException(
            "resultType: '" + type + "' has no implicit conversion, among " + types + ": cast it");
      }
      common = common == null ? new LinkedHashSet<>(bounds) : kept(common, bounds);
    }
    String least = least(common == null ? Set.of() : common);
    // As in Keras: bfloat16 makes a weak fraction float16, and no result is uint64.
    return switch (least) {
      case WHOLE, FRACTION -> least + floatx.substring(floatx.length() - 2);
      case "uint64" -> "uint32";
      default -> least;
    };
  }

  private static Set<String> kept(Set<String> common, Set<String> bounds) {
    Set<String> kept = new LinkedHashSet<>(common);
    kept.retainAll(bounds);
    return kept;
  }

  private static String least(Set<String> common) {
    return common.stream()
        .filter(type -> BOUNDS.getOrDefault(type, Set.of()).containsAll(common))
        .findFirst()
        .orElseThrow();
  }
}
