package dev.tenon.formats.onnx.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What ONNX says of one version of an operator.
 *
 * @param removed whether this version takes the operator away
 * @param inputs what it is given
 * @param outputs what it gives
 * @param attributes the kind of each attribute, such as {@code INTS}
 * @param required the attributes that must be there
 */
record OperatorSchema(
    boolean removed,
    Ports inputs,
    Ports outputs,
    Map<String, String> attributes,
    List<String> required) {
  OperatorSchema {
    attributes = Map.copyOf(attributes);
    required = List.copyOf(required);
  }

  /**
   * The inputs or outputs.
   *
   * @param least how many names there are at least
   * @param most how many names there are at most
   * @param letters s for each that must be there, o for one that may be left out, v for the rest
   * @param types for each a name that those of one type share, or an element type; - for any
   */
  record Ports(int least, int most, String letters, List<String> types) {
    Ports {
      types = List.copyOf(types);
    }

    /** Returns the letter of a position, of one behind all the last. */
    char letter(int index) {
      return letters.isEmpty() ? 'v' : letters.charAt(Math.min(index, letters.length() - 1));
    }

    /** Returns the type of a position, of one behind all the last. */
    String type(int index) {
      return types.isEmpty() ? "-" : types.get(Math.min(index, types.size() - 1));
    }

    private static Ports read(String word) {
      String[] parts = word.split(",", 4);
      int most = parts[1].equals("*") ? Integer.MAX_VALUE : Integer.parseInt(parts[1]);
      return new Ports(
          Integer.parseInt(parts[0]), most, parts[2], List.of(parts[3].split(",", -1)));
    }
  }

  /** Reads the words of a line behind the version. */
  static OperatorSchema read(String[] words) {
    if (words[0].equals("x")) {
      Ports none = new Ports(0, Integer.MAX_VALUE, "v", List.of());
      return new OperatorSchema(true, none, none, Map.of(), List.of());
    }
    Map<String, String> attributes = new HashMap<>();
    List<String> required = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      String name = words[i].substring(0, colon);
      String kind = words[i].substring(colon + 1);
      // What opsets before 6 said of memory nobody writes any more.
      if (kind.endsWith("!") && !name.equals("consumed_inputs")) {
        required.add(name);
      }
      attributes.put(name, kind.replace("!", ""));
    }
    return new OperatorSchema(
        false, Ports.read(words[0]), Ports.read(words[1]), attributes, required);
  }
}
