package dev.tenon.tuning;

import dev.tenon.tuning.estimator.Estimator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries combinations of hyperparameters out that are drawn at random.
 *
 * @param <E> the class of the estimator
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.RandomizedSearchCV.html">scikit-learn:
 *     RandomizedSearchCV</a>
 */
public final class RandomizedSearch<E extends Estimator<E>> extends Search<E> {
  private final List<? extends Map<String, ?>> distributions;
  private final int nIter;
  private @Nullable Long randomState;

  /**
   * Prepares a search.
   *
   * @param distributions a {@code List} of values or a {@link Distribution} for each name
   * @param nIter how many combinations are tried; scikit-learn's default is 10
   */
  public RandomizedSearch(
      E estimator, Map<String, ?> distributions, int nIter, SearchOptions options) {
    this(estimator, List.of(distributions), nIter, options);
  }

  /** Prepares a search over several sets of distributions, each as likely as the others. */
  public RandomizedSearch(
      E estimator, List<? extends Map<String, ?>> several, int nIter, SearchOptions options) {
    super(estimator, options);
    this.distributions = List.copyOf(several);
    this.nIter = nIter;
  }

  /** Sets what the combinations follow from, 0 to 2³²−1; without, others are drawn each time. */
  public RandomizedSearch<E> randomState(long seed) {
    randomState = seed;
    return this;
  }

  @Override
  Proposals proposals() {
    return Proposals.all(ParameterSampler.sample(distributions, nIter, randomState));
  }
}
