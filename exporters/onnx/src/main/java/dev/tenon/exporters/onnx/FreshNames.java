package dev.tenon.exporters.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names that are unique in a model, the graphs nested in it included. */
public final class FreshNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Takes a name as it is; says whether it was free. */
  boolean take(String name) {
    return taken.add(name);
  }

  /** Takes the name wished for, with a number where it is not free. */
  String unique(String hint) {
    String name = hint.isEmpty() ? "value" : hint;
    String candidate = name;
    while (!taken.add(candidate)) {
      candidate = name + "_" + counts.merge(name, 1, Integer::sum);
    }
    return candidate;
  }
}
