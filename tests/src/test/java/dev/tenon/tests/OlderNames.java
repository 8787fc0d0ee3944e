package dev.tenon.tests;

import dev.tenon.keras.family.Renames;
import java.util.ArrayList;
import java.util.List;

/** Lets the coverage test look into the importer's list of old names. */
final class OlderNames {
  private OlderNames() {}

  /** Returns the names that older files have for a class of Keras 3, in alphabetical order. */
  static List<String> of(String className) {
    List<String> names = new ArrayList<>();
    Renames.olderNames()
        .forEach(
            (old, now) -> {
              if (now.equals(className)) {
                names.add(old);
              }
            });
    return names;
  }
}
