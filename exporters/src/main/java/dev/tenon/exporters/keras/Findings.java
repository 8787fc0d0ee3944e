package dev.tenon.exporters.keras;

import dev.tenon.error.UnsupportedModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects what a format cannot say, and what the user should know of the file. */
final class Findings {
  private final Map<String, Set<String>> refused = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** Notes that a layer cannot be written. */
  void refuse(String reason, String layer) {
    refused.computeIfAbsent(reason, k -> new LinkedHashSet<>()).add(layer);
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Throws where anything was refused, with all of it in the message. */
  void throwIfAny(String target, KerasFormat format) {
    if (refused.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    refused.forEach(
        (reason, layers) -> lines.add(reason + " (" + layers.size() + "): " + quoted(layers)));
    String advice =
        switch (format) {
          case BOTH_H5 ->
              "; a .keras file, or an .h5 for one generation of Keras only (keras3-h5,"
                  + " tf-keras-h5), may be able to";
          case KERAS3_H5 -> "; a .keras file may be able to";
          case KERAS, WEIGHTS_H5 -> "; an .h5 for tf_keras (tf-keras-h5) may be able to";
          case TF_KERAS_H5 -> "; a .keras file may be able to";
        };
    throw new UnsupportedModelException(
        target + ": this kind of file cannot say what the model computes" + advice + ":", lines);
  }

  private static String quoted(Set<String> layers) {
    List<String> shown = layers.stream().limit(5).map(name -> "'" + name + "'").toList();
    return String.join(", ", shown) + (layers.size() > shown.size() ? ", …" : "");
  }
}
