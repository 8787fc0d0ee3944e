package dev.tenon.tuning;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.RandomAccess;
import java.util.TreeMap;

/**
 * Every combination of the values of hyperparameters, in scikit-learn's order.
 *
 * <p>Names are sorted and the last one changes fastest. Several grids follow one another.
 * Combinations are computed on access.
 *
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.ParameterGrid.html">scikit-learn:
 *     ParameterGrid</a>
 */
public final class ParameterGrid extends AbstractList<Map<String, Object>> implements RandomAccess {
  private final List<TreeMap<String, List<Object>>> grids = new ArrayList<>();
  private final int size;

  /**
   * Creates the combinations of one grid.
   *
   * @param grid the values of each hyperparameter
   * @throws IllegalArgumentException if a name has no value
   */
  public ParameterGrid(Map<String, ? extends List<?>> grid) {
    this(List.of(grid));
  }

  /**
   * Creates the combinations of several grids.
   *
   * @param several the values of each hyperparameter, for each grid
   * @throws IllegalArgumentException if a name has no value
   */
  public ParameterGrid(List<? extends Map<String, ? extends List<?>>> several) {
    long all = 0;
    for (Map<String, ? extends List<?>> grid : several) {
      TreeMap<String, List<Object>> sorted = new TreeMap<>();
      grid.forEach((name, values) -> sorted.put(name, values(name, values)));
      grids.add(sorted);
      all += combinations(sorted);
    }
    size = Math.toIntExact(all);
  }

  private static List<Object> values(String name, List<?> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("the grid has no value for '" + name + "'");
    }
    return List.copyOf(values);
  }

  private static long combinations(Map<String, List<Object>> grid) {
    long product = 1;
    for (List<Object> values : grid.values()) {
      product = Math.multiplyExact(product, values.size());
    }
    return product;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Map<String, Object> get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("combination " + index + " of " + size);
    }
    long rest = index;
    for (TreeMap<String, List<Object>> grid : grids) {
      long here = combinations(grid);
      if (rest < here) {
        return combination(grid, (int) rest);
      }
      rest -= here;
    }
    throw new IllegalStateException();
  }

  private static Map<String, Object> combination(
      NavigableMap<String, List<Object>> grid, int index) {
    TreeMap<String, Object> combination = new TreeMap<>();
    int rest = index;
    for (Map.Entry<String, List<Object>> entry : grid.descendingMap().entrySet()) {
      List<Object> values = entry.getValue();
      combination.put(entry.getKey(), values.get(rest % values.size()));
      rest /= values.size();
    }
    return combination;
  }
}
