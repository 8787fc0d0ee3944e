package dev.tenon.tuning.split;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of scikit-learn's {@code train_test_split}.
 *
 * <p>{@code splitting().testSize(0.2).randomState(42)}; setters return a new object.
 *
 * @param testSize the test part: a Double for a fraction, an Integer for samples; null for the rest
 *     of the training part, or 0.25 without one
 * @param trainSize the training part: a Double for a fraction, an Integer for samples; null for the
 *     rest, the default
 * @param randomState the seed of the shuffle, from 0 to 2³² − 1; null for a random one, the default
 * @param shuffle whether the samples are shuffled; true by default
 * @param stratify the labels whose proportions both parts keep; null for none, the default; needs
 *     {@code shuffle}
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html">scikit-learn:
 *     train_test_split</a>
 */
@Setters
public record SplitOptions(
    @Nullable Number testSize,
    @Nullable Number trainSize,
    @Nullable Long randomState,
    boolean shuffle,
    @Nullable Tensor stratify)
    implements SplitOptionsSetters {
  /** The default arguments of scikit-learn. */
  public static final SplitOptions DEFAULTS = new SplitOptions(null, null, null, true, null);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if {@code stratify} is set without {@code shuffle}
   */
  public SplitOptions {
    Arguments.require(
        shuffle || stratify == null, "stratify is for shuffle(true): it chooses at random");
  }

  /** Returns the default arguments of scikit-learn. */
  public static SplitOptions splitting() {
    return DEFAULTS;
  }
}
