package dev.tenon.tuning;

import dev.tenon.tuning.estimator.Estimator;
import java.util.List;
import java.util.Map;

/**
 * Tries every combination of hyperparameters out.
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

  /** Prepares a search over one grid. */
  public GridSearch(E estimator, Map<String, ? extends List<?>> grid, SearchOptions options) {
    this(estimator, new ParameterGrid(grid), options);
  }

  /** Prepares a search over one or several grids. */
  public GridSearch(E estimator, ParameterGrid grid, SearchOptions options) {
    super(estimator, options);
    this.grid = grid;
  }

  @Override
  Proposals proposals() {
    return Proposals.all(grid);
  }
}
