package dev.tenon.exporters.keras;

import dev.tenon.keras.KerasGeneration;
import java.util.List;

/**
 * The kind of {@code .h5} file that is written where nobody asked for one.
 *
 * @param format the kind
 * @param notes a sentence about who opens the file, where one generation of Keras does not
 */
public record KerasChoice(KerasFormat format, List<String> notes) {
  /** Reasons that a note names. */
  private static final int REASONS = 2;

  public KerasChoice {
    notes = List.copyOf(notes);
  }

  /**
   * Returns the kind that both generations of Keras read where it can say what the model computes,
   * else the kind of one generation that can; where none can, the first again, whose writer lists
   * what is missing.
   *
   * @param options the other choices of the writer
   * @param preferred the generation that is tried first
   */
  public static KerasChoice h5(
      KerasContent content, KerasOptions options, KerasGeneration preferred) {
    Findings common = KerasExporter.found(content, options.as(KerasFormat.BOTH_H5));
    if (common.refuses()) {
      List<KerasFormat> order =
          preferred == KerasGeneration.TF_KERAS
              ? List.of(KerasFormat.TF_KERAS_H5, KerasFormat.KERAS3_H5)
              : List.of(KerasFormat.KERAS3_H5, KerasFormat.TF_KERAS_H5);
      for (KerasFormat format : order) {
        if (canSay(content, options.as(format))) {
          return new KerasChoice(format, List.of(note(content, options, format, common)));
        }
      }
    }
    return new KerasChoice(KerasFormat.BOTH_H5, List.of());
  }

  private static boolean canSay(KerasContent content, KerasOptions options) {
    return !KerasExporter.found(content, options).refuses();
  }

  private static String note(
      KerasContent content, KerasOptions options, KerasFormat format, Findings common) {
    boolean archive = !format.forKeras3() && canSay(content, options.as(KerasFormat.KERAS));
    List<String> reasons = common.reasons();
    int more = reasons.size() - REASONS;
    return "only "
        + format.readerTitles()
        + " opens this file: "
        + String.join("; ", reasons.subList(0, Math.min(REASONS, reasons.size())))
        + (more > 0 ? "; and " + more + " more" : "")
        + (archive ? ". Write a .keras file for Keras 3." : ".");
  }
}
