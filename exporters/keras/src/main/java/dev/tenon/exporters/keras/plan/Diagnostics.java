package dev.tenon.exporters.keras.plan;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.saving.keras.KerasFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the features that a format cannot express, and notes for the user. */
public final class Diagnostics {
  private final Map<String, Set<String>> refused = new LinkedHashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** Notes that a layer cannot be written. */
  public void refuse(String reason, String layer) {
    refused.computeIfAbsent(reason, k -> new LinkedHashSet<>()).add(layer);
  }

  /** Adds a note for the user. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /** Returns the notes for the user. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns whether anything was refused. */
  public boolean refuses() {
    return !refused.isEmpty();
  }

  /** Returns the refused features with their layers. */
  public List<String> reasons() {
    List<String> lines = new ArrayList<>();
    refused.forEach(
        (reason, layers) -> lines.add(reason + " (" + layers.size() + "): " + quoted(layers)));
    return lines;
  }

  /**
   * Returns the error, with all that was refused in its message.
   *
   * @param possible the other kinds of file that can express the model
   */
  public UnsupportedModelException refusal(String target, List<KerasFormat> possible) {
    String advice =
        possible.isEmpty()
            ? "no other kind of Keras file can either"
            : "these can: " + String.join(", ", possible.stream().map(Diagnostics::title).toList());
    return new UnsupportedModelException(
        target, "this kind of file cannot say what the model computes; " + advice + ":", reasons());
  }

  private static String title(KerasFormat format) {
    return switch (format) {
      case KERAS -> "a .keras file";
      case BOTH_H5 -> "an .h5 for both generations of Keras (both-h5)";
      case KERAS3_H5 -> "an .h5 for Keras 3 (keras3-h5)";
      case TF_KERAS_H5 -> "an .h5 for tf_keras (tf-keras-h5)";
      case WEIGHTS_H5 -> "a .weights.h5 file";
    };
  }

  private static String quoted(Set<String> layers) {
    List<String> shown = layers.stream().limit(5).map(name -> "'" + name + "'").toList();
    return String.join(", ", shown) + (layers.size() > shown.size() ? ", …" : "");
  }
}
