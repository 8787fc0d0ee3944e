package dev.tenon.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a folder count, and in which order; Keras' arguments.
 *
 * @param kind what the files hold, such as {@code images}, for messages
 * @param endings how their names end, in lower case
 * @param labelMode one of {@link #LABEL_MODES}
 * @param classNames the sub-folders that count, in order; null for all
 * @param labels the label of each file in the order of their paths; null where the sub-folders give
 *     them
 * @param shuffle whether they are shuffled with NumPy's numbers
 * @param validationSplit the share of the validation part
 * @param subset {@code training}, {@code validation} or null for all
 * @param followLinks whether linked folders count
 */
record FileSelection(
    String kind,
    List<String> endings,
    String labelMode,
    @Nullable List<String> classNames,
    @Nullable List<Integer> labels,
    boolean shuffle,
    double validationSplit,
    @Nullable String subset,
    boolean followLinks) {
  static final List<String> LABEL_MODES = List.of("int", "categorical", "binary", "none");
  static final List<String> SUBSETS = List.of("training", "validation");
}
