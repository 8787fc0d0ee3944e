package dev.tenon.exporters.keras;

/**
 * What a writer may choose.
 *
 * @param format the kind of file
 * @param includeOptimizer whether the optimizer's state goes into the file, where there is one
 */
public record KerasOptions(KerasFormat format, boolean includeOptimizer) {
  /** Returns the options of a format, with the optimizer's state. */
  public static KerasOptions of(KerasFormat format) {
    return new KerasOptions(format, true);
  }

  /** Returns these options without the optimizer's state. */
  public KerasOptions withoutOptimizer() {
    return new KerasOptions(format, false);
  }
}
