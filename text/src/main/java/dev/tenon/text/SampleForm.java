package dev.tenon.text;

import dev.tenon.data.Batch;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a data set that a pipeline learns from.
 *
 * @param expected what they are, for the message
 * @param texts the least number of columns of texts, which are the features
 * @param mostTexts the largest number
 * @param targets the least number of targets
 * @param mostTargets the largest number
 */
record SampleForm(String expected, int texts, int mostTexts, int targets, int mostTargets) {
  /**
   * Checks a batch.
   *
   * @throws IllegalArgumentException if it has another form
   */
  void check(Batch batch) {
    boolean fits =
        isBetween(batch.features().size(), texts, mostTexts)
            && isBetween(batch.targets().size(), targets, mostTargets)
            && batch.features().stream().allMatch(feature -> isText(feature, batch.size()))
            && batch.targets().stream().allMatch(Objects::nonNull);
    if (!fits) {
      throw wrong(batch, "");
    }
  }

  /** As {@link #check}, and refuses weights of samples, for targets that are not one a text. */
  void checkUnweighted(Batch batch) {
    check(batch);
    if (batch.weights().stream().anyMatch(Objects::nonNull)) {
      throw wrong(batch, " with weights of samples, which are for classes of whole texts only");
    }
  }

  /** Returns an error that names the form of a batch. */
  IllegalArgumentException wrong(Batch batch, String more) {
    return new IllegalArgumentException(
        "fit: expected a Dataset of "
            + expected
            + "; received features "
            + shapes(batch.features())
            + " and targets "
            + shapes(batch.targets())
            + more);
  }

  /** Returns the texts of a column of the features. */
  static List<String> texts(Batch batch, int column) {
    return List.of(batch.features().get(column).toStringArray());
  }

  /** Returns a target, which {@link #check} has found. */
  static Tensor target(Batch batch, int index) {
    return Objects.requireNonNull(batch.targets().get(index));
  }

  /** Returns whether a tensor has a text for each sample, (batch) or (batch, 1). */
  static boolean isText(Tensor tensor, int size) {
    return tensor.dtype() == DType.STRING && tensor.size() == size;
  }

  /** Returns the words of a text that spaces separate. */
  static List<String> words(String text) {
    String plain = text.strip();
    return plain.isEmpty() ? List.of() : Arrays.asList(plain.split("\\s+"));
  }

  private static boolean isBetween(int number, int least, int most) {
    return number >= least && number <= most;
  }

  private static List<String> shapes(List<? extends @Nullable Tensor> tensors) {
    return tensors.stream()
        .map(one -> one == null ? "null" : one.dtype() + one.shapeString())
        .toList();
  }
}
