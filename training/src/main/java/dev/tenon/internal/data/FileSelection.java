package dev.tenon.internal.data;

import dev.tenon.internal.text.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a folder count, and in which order; Keras' arguments.
 *
 * @param kind what the files hold, such as {@code images}, for messages
 * @param endings how their names end, in lower case
 * @param labelMode {@code int}, {@code categorical}, {@code binary} or {@code none}
 * @param classNames the sub-folders that count, in order; null for all
 * @param labels the label of each file in the order of their paths; null where the sub-folders give
 *     them
 * @param shuffle whether they are shuffled with NumPy's numbers
 * @param validationSplit the share of the validation part
 * @param subset {@code training}, {@code validation} or null for all
 * @param followLinks whether linked folders count
 */
public record FileSelection(
    String kind,
    List<String> endings,
    String labelMode,
    @Nullable List<String> classNames,
    @Nullable List<Integer> labels,
    boolean shuffle,
    double validationSplit,
    @Nullable String subset,
    boolean followLinks) {
  private static final List<String> LABEL_MODES = List.of("int", "categorical", "binary", "none");
  private static final List<String> SUBSETS = List.of("training", "validation");

  /**
   * Returns the share of the validation part; 0 for no parts.
   *
   * @throws IllegalArgumentException where only one of both arguments is given
   */
  public static double share(@Nullable Double validationSplit, @Nullable String subset) {
    if ((validationSplit == null) != (subset == null)) {
      throw new IllegalArgumentException(
          "validationSplit and subset: expected both or neither, received "
              + validationSplit
              + " and "
              + subset);
    }
    return validationSplit == null ? 0 : validationSplit;
  }

  /** Checks each argument that data sets of folders share, by itself. */
  public static void checkArguments(
      String labelMode, int batchSize, @Nullable Double validationSplit, @Nullable String subset) {
    if (!LABEL_MODES.contains(labelMode)) {
      throw new IllegalArgumentException(Names.unknown("labelMode", labelMode, LABEL_MODES));
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize is " + batchSize + ", must be at least 1");
    }
    if (validationSplit != null) {
      checkShare(validationSplit);
    }
    if (subset != null && !SUBSETS.contains(subset)) {
      throw new IllegalArgumentException(Names.unknown("subset", subset, SUBSETS));
    }
  }

  private static void checkShare(double validationSplit) {
    if (!(validationSplit > 0 && validationSplit < 1)) {
      throw new IllegalArgumentException(
          "validationSplit: expected a share between 0 and 1, received " + validationSplit);
    }
  }

  /**
   * Returns the same selection.
   *
   * @throws IllegalArgumentException if arguments exclude each other
   */
  public FileSelection checked(@Nullable Long seed) {
    if (subset != null && shuffle && seed == null) {
      throw new IllegalArgumentException(
          "validationSplit: "
              + kind
              + " are shuffled, so give a seed with seed(1), the same for both parts; or call"
              + " shuffle(false)");
    }
    if (classNames != null && (labels != null || labelMode.equals("none"))) {
      throw new IllegalArgumentException(
          "classNames names sub-folders; expected neither labels nor labelMode 'none' beside it");
    }
    return this;
  }
}
