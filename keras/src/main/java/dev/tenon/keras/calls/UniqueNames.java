package dev.tenon.keras.calls;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers names that occur more than once, as Keras numbers layers. */
final class UniqueNames {
  private UniqueNames() {}

  static List<String> of(List<String> names) {
    Set<String> taken = new HashSet<>();
    List<String> unique = new ArrayList<>();
    for (String name : names) {
      String candidate = name;
      for (int i = 1; !taken.add(candidate); i++) {
        candidate = name + "_" + i;
      }
      unique.add(candidate);
    }
    return unique;
  }
}
