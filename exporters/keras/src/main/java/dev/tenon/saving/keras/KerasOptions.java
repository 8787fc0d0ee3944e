package dev.tenon.saving.keras;

import java.util.Map;

/**
 * Options of a written Keras file.
 *
 * @param format the kind of file
 * @param includeOptimizer whether the file contains the optimizer's state
 * @param notes texts by name that Keras ignores: attributes of an {@code .h5}, entries of a {@code
 *     .keras}; a file of weights has none
 */
public record KerasOptions(
    KerasFormat format, boolean includeOptimizer, Map<String, String> notes) {
  public KerasOptions {
    notes = Map.copyOf(notes);
  }

  /** Creates options without notes. */
  public KerasOptions(KerasFormat format, boolean includeOptimizer) {
    this(format, includeOptimizer, Map.of());
  }

  /** Returns the options of a format, with the optimizer's state. */
  public static KerasOptions of(KerasFormat format) {
    return new KerasOptions(format, true);
  }

  /** Returns a copy without the optimizer's state. */
  public KerasOptions withoutOptimizer() {
    return new KerasOptions(format, false, notes);
  }

  /** Returns a copy for another kind of file. */
  public KerasOptions as(KerasFormat other) {
    return new KerasOptions(other, includeOptimizer, notes);
  }

  /** Returns a copy with other notes. */
  public KerasOptions notes(Map<String, String> newNotes) {
    return new KerasOptions(format, includeOptimizer, newNotes);
  }
}
