package dev.tenon.tuning;

import dev.tenon.tuning.estimator.Estimator;
import java.util.List;
import java.util.Map;

/**
 * A hyperparameter search over every combination of values.
 *
 * <pre>{@code
 * try (GridSearch<KerasClassifier> search =
 *     new GridSearch<>(classifier, Map.of("units", List.of(4, 8)), searching().cv(3))) {
 *   System.out.println(search.fit(x, y));
 *   Tensor labels = search.bestEstimator().predict(others);
 * }
 * }</pre>
 *
 * @param <E> the class of the estimator
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.GridSearchCV.html">scikit-learn:
 *     GridSearchCV</a>
 */
public final class GridSearch<E extends Estimator<E>> extends Search<E> {
  private final ParameterGrid grid;

  /**
   * Creates a search over one grid.
   *
   * @param estimator the estimator
   * @param grid the values of each hyperparameter
   * @param options the options
   */
  public GridSearch(E estimator, Map<String, ? extends List<?>> grid, SearchOptions options) {
    this(estimator, new ParameterGrid(grid), options);
  }

  /**
   * Creates a search over one or several grids.
   *
   * @param estimator the estimator
   * @param grid the combinations
   * @param options the options
   */
  public GridSearch(E estimator, ParameterGrid grid, SearchOptions options) {
    super(estimator, options);
    this.grid = grid;
  }

  @Override
  Proposals proposals() {
    return Proposals.all(grid);
  }
}
