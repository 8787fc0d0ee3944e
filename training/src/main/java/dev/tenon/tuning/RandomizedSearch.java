package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
import dev.tenon.tuning.estimator.Estimator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hyperparameter search over random combinations.
 *
 * @param <E> the class of the estimator
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.RandomizedSearchCV.html">scikit-learn:
 *     RandomizedSearchCV</a>
 */
public final class RandomizedSearch<E extends Estimator<E>> extends RandomizedSearchSetters<E> {
  /**
   * scikit-learn's further arguments of RandomizedSearchCV.
   *
   * @param randomState the seed of the combinations, from 0 to 2³² − 1; random by default
   */
  @Setters(owner = RandomizedSearch.class, base = Search.class)
  record Options(@Nullable Long randomState) {
    static final Options DEFAULTS = new Options(null);
  }

  private final List<? extends Map<String, ?>> distributions;
  private final int nIter;

  /**
   * Creates a search.
   *
   * @param estimator the estimator
   * @param distributions a {@code List} of values or a {@link Distribution} for each name
   * @param nIter the number of combinations; scikit-learn's default is 10
   * @param options the options
   */
  public RandomizedSearch(
      E estimator, Map<String, ?> distributions, int nIter, SearchOptions options) {
    this(estimator, List.of(distributions), nIter, options);
  }

  /**
   * Creates a search over several sets of distributions with equal probabilities.
   *
   * @param estimator the estimator
   * @param several sets of a {@code List} of values or a {@link Distribution} for each name
   * @param nIter the number of combinations; scikit-learn's default is 10
   * @param options the options
   */
  public RandomizedSearch(
      E estimator, List<? extends Map<String, ?>> several, int nIter, SearchOptions options) {
    this(estimator, several, nIter, options, Options.DEFAULTS);
  }

  private RandomizedSearch(
      E estimator,
      List<? extends Map<String, ?>> several,
      int nIter,
      SearchOptions search,
      Options randomized) {
    super(estimator, search, randomized);
    this.distributions = List.copyOf(several);
    this.nIter = nIter;
  }

  @Override
  RandomizedSearch<E> with(Options changed) {
    return new RandomizedSearch<>(estimator(), distributions, nIter, searchOptions(), changed);
  }

  @Override
  Proposals proposals() {
    return Proposals.all(ParameterSampler.sample(distributions, nIter, options.randomState()));
  }
}
