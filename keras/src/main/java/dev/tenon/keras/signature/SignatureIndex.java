package dev.tenon.keras.signature;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one kind by name, each parsed when it is first asked for: Keras has 138 classes
 * of layers, and a model few of them.
 */
final class SignatureIndex {
  private final SignatureKind kind;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private final Map<String, KerasSignature> parsed = new HashMap<>();
  private @Nullable Map<String, KerasSignature> others;

  /**
   * Makes an index of lines that start with their kind and name. A class stands before the function
   * of the same kind and name.
   */
  SignatureIndex(SignatureKind kind, List<String> lines) {
    this.kind = kind;
    for (String line : lines) {
      String unused = this.lines.putIfAbsent(SignatureReader.name(kind, line), line);
    }
  }

  /** Finds a signature by its name, or by another; null where there is none. */
  synchronized @Nullable KerasSignature find(String name) {
    String line = lines.get(name);
    return line == null ? others().get(name) : parsed(name, line);
  }

  /** Returns all signatures, each once, in the order of the first of its names. */
  synchronized Set<KerasSignature> all() {
    Set<String> names = new TreeSet<>(lines.keySet());
    names.addAll(others().keySet());
    Set<KerasSignature> all = new LinkedHashSet<>();
    names.forEach(name -> all.add(find(name)));
    return all;
  }

  private KerasSignature parsed(String name, String line) {
    return parsed.computeIfAbsent(name, key -> SignatureReader.parse(kind, line));
  }

  /** Returns signatures by the names under which Keras finds them, too, such as {@code mse}. */
  private Map<String, KerasSignature> others() {
    Map<String, KerasSignature> known = others;
    if (known == null) {
      known = new HashMap<>();
      for (Map.Entry<String, String> line : lines.entrySet()) {
        KerasSignature signature = parsed(line.getKey(), line.getValue());
        for (String other : signature.aliases()) {
          if (!lines.containsKey(other)) {
            known.putIfAbsent(other, signature);
          }
        }
      }
      others = known;
    }
    return known;
  }
}
