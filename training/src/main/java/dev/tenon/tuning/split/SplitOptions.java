package dev.tenon.tuning.split;

import dev.tenon.internal.options.Setters;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * How samples are split in two: the arguments of scikit-learn's {@code train_test_split}.
 *
 * <p>Written as {@code splitting().testSize(0.2).randomState(42)}; each method returns new ones.
 *
 * @param testSize a share of the samples (a fraction such as 0.25) or their number (an integer);
 *     null for what the training leaves, or 0.25
 * @param trainSize the same for the training; null for all others
 * @param randomState what the shuffling follows from, 0 to 2³²−1; null for another one each time
 * @param shuffle whether the samples are shuffled; true
 * @param stratify labels whose shares both parts have as the whole; null for none
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
  /** scikit-learn's defaults. */
  public static final SplitOptions DEFAULTS = new SplitOptions(null, null, null, true, null);

  public SplitOptions {
    Arguments.require(
        shuffle || stratify == null, "stratify is for shuffle(true): it chooses at random");
  }

  /** Returns scikit-learn's defaults. */
  public static SplitOptions splitting() {
    return DEFAULTS;
  }
}
