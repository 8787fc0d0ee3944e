package dev.tenon.schema;

import dev.tenon.tensor.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ONNX's schema of one version of an operator.
 *
 * @param since the opset of the version
 * @param removed whether this version removes the operator
 * @param inputs the inputs
 * @param outputs the outputs
 * @param attributes the attributes by name, in alphabetical order
 */
public record OperatorSchema(
    int since, boolean removed, Ports inputs, Ports outputs, Map<String, Attribute> attributes) {
  public OperatorSchema {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * An attribute.
   *
   * @param kind the kind, such as {@code INTS}
   * @param required whether it is required
   * @param absent its default: a Long, Float or String; null for no default
   */
  public record Attribute(String kind, boolean required, @Nullable Object absent) {
    private static Attribute read(String name, String text) {
      int equals = text.indexOf('=');
      if (equals >= 0) {
        String kind = text.substring(0, equals);
        String value = text.substring(equals + 1);
        Object absent =
            switch (kind) {
              case "INT" -> Long.valueOf(value);
              case "FLOAT" -> Float.valueOf(value);
              default -> value;
            };
        return new Attribute(kind, false, absent);
      }
      boolean marked = text.endsWith("!");
      // What opsets before 6 said of memory nobody writes any more.
      boolean required = marked && !name.equals("consumed_inputs");
      return new Attribute(marked ? text.substring(0, text.length() - 1) : text, required, null);
    }
  }

  /**
   * The inputs or outputs.
   *
   * @param least the smallest number of names
   * @param most the largest number of names
   * @param letters s for each required one, o for an optional one, v for all further ones
   * @param types for each an element type, or a name that ports of one type share; - for any type
   * @param first the element types of the first one
   */
  public record Ports(int least, int most, String letters, List<String> types, Set<DType> first) {
    private static final Ports ANY = new Ports(0, Integer.MAX_VALUE, "v", List.of("-"), Set.of());

    public Ports {
      types = List.copyOf(types);
      first = Set.copyOf(first);
    }

    /** Returns whether a position is optional. */
    public boolean isOptional(int index) {
      return !letters.isEmpty() && letters.charAt(Math.min(index, letters.length() - 1)) == 'o';
    }

    /** Returns the type of a position; beyond the last one, the type of the last. */
    public String type(int index) {
      return types.get(Math.min(index, types.size() - 1));
    }

    private static Ports read(String word, Set<DType> first) {
      String[] parts = word.split(",", 4);
      int most = parts[1].equals("*") ? Integer.MAX_VALUE : Integer.parseInt(parts[1]);
      String types = parts[3].isEmpty() ? "-" : parts[3];
      return new Ports(
          Integer.parseInt(parts[0]), most, parts[2], List.of(types.split(",", -1)), first);
    }
  }

  /** Reads a line. */
  static OperatorSchema read(String line) {
    String[] words = line.split(" ", -1);
    int since = Integer.parseInt(words[2]);
    if (words[3].equals("x")) {
      return new OperatorSchema(since, true, Ports.ANY, Ports.ANY, Map.of());
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (int i = 6; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      String name = words[i].substring(0, colon);
      attributes.put(name, Attribute.read(name, words[i].substring(colon + 1)));
    }
    String[] first = (words[5] + ",").split(",", -1);
    return new OperatorSchema(
        since,
        false,
        Ports.read(words[3], SchemaText.types(first[0])),
        Ports.read(words[4], SchemaText.types(first[1])),
        attributes);
  }
}
