package dev.tenon.saving.keras;

import java.util.Map;

/**
 * What a writer may choose.
 *
 * @param format the kind of file
 * @param includeOptimizer whether the optimizer's state goes into the file, where there is one
 * @param notes texts that lie beside the model under these names, which Keras passes by: attributes
 *     of an {@code .h5}, entries of a {@code .keras}; a file of weights has none
 */
public record KerasOptions(
    KerasFormat format, boolean includeOptimizer, Map<String, String> notes) {
  public KerasOptions {
    notes = Map.copyOf(notes);
  }

  /** Chooses format and state, without notes. */
  public KerasOptions(KerasFormat format, boolean includeOptimizer) {
    this(format, includeOptimizer, Map.of());
  }

  /** Returns the options of a format, with the optimizer's state. */
  public static KerasOptions of(KerasFormat format) {
    return new KerasOptions(format, true);
  }

  /** Returns these options without the optimizer's state. */
  public KerasOptions withoutOptimizer() {
    return new KerasOptions(format, false, notes);
  }

  /** Returns these options for another kind of file. */
  public KerasOptions as(KerasFormat other) {
    return new KerasOptions(other, includeOptimizer, notes);
  }

  /** Returns these options with other notes. */
  public KerasOptions notes(Map<String, String> newNotes) {
    return new KerasOptions(format, includeOptimizer, newNotes);
  }
}
