package dev.tenon.tuning;

import dev.tenon.random.NumpyRandom;
import dev.tenon.tuning.numpy.RandomStates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Draws random combinations of hyperparameters, equal to scikit-learn's for the same {@code
 * random_state}.
 *
 * <p>If all values are lists, no combination is drawn twice. {@link Distribution#uniform} and
 * {@link Distribution#randint} give the numbers of SciPy's distributions. {@link
 * Distribution#loguniform} differs in the last one or two digits. SciPy's other distributions have
 * no counterpart.
 *
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.ParameterSampler.html">scikit-learn:
 *     ParameterSampler</a>
 */
public final class ParameterSampler {
  /** The limits of the fraction between which indices come from a shuffle of all. */
  private static final double FEW = 0.01;

  private static final double NEARLY_ALL = 0.99;

  private ParameterSampler() {}

  /**
   * Returns random combinations.
   *
   * @param distributions a {@code List} of values or a {@link Distribution} for each name
   * @param nIter the number of combinations, at least 1; lists with fewer combinations give fewer
   * @param randomState the seed, from 0 to 2³² − 1; null for a random one
   * @throws IllegalArgumentException if {@code nIter} is less than 1 or values are neither a list
   *     nor a distribution
   */
  public static List<Map<String, Object>> sample(
      Map<String, ?> distributions, int nIter, @Nullable Long randomState) {
    return sample(List.of(distributions), nIter, randomState);
  }

  /**
   * Returns random combinations of several sets of distributions with equal probabilities.
   *
   * @param several sets of a {@code List} of values or a {@link Distribution} for each name
   * @param nIter the number of combinations, at least 1; lists with fewer combinations give fewer
   * @param randomState the seed, from 0 to 2³² − 1; null for a random one
   * @throws IllegalArgumentException if {@code nIter} is less than 1, there are no sets, or values
   *     are neither a list nor a distribution
   */
  public static List<Map<String, Object>> sample(
      List<? extends Map<String, ?>> several, int nIter, @Nullable Long randomState) {
    if (nIter < 1 || several.isEmpty()) {
      throw new IllegalArgumentException(
          "nIter must be at least 1 and there must be distributions, received "
              + nIter
              + " and "
              + several);
    }
    NumpyRandom random = RandomStates.of(randomState);
    List<Map<String, List<?>>> lists = lists(several);
    List<Map<String, Object>> drawn = new ArrayList<>();
    if (lists != null) {
      ParameterGrid grid = new ParameterGrid(lists);
      for (int index : indices(grid.size(), Math.min(nIter, grid.size()), random)) {
        drawn.add(grid.get(index));
      }
      return drawn;
    }
    for (int i = 0; i < nIter; i++) {
      drawn.add(draw(several.get((int) random.randint(0, several.size())), random));
    }
    return drawn;
  }

  /** Returns the lists; null if there is a distribution. */
  private static @Nullable List<Map<String, List<?>>> lists(
      List<? extends Map<String, ?>> several) {
    List<Map<String, List<?>>> all = new ArrayList<>();
    for (Map<String, ?> distributions : several) {
      Map<String, List<?>> lists = new TreeMap<>();
      for (Map.Entry<String, ?> entry : distributions.entrySet()) {
        if (!(entry.getValue() instanceof List<?> list)) {
          return null;
        }
        lists.put(entry.getKey(), list);
      }
      all.add(lists);
    }
    return all;
  }

  /** Returns one combination. */
  static Map<String, Object> draw(Map<String, ?> distributions, NumpyRandom random) {
    Map<String, Object> drawn = new TreeMap<>();
    new TreeMap<>(distributions)
        .forEach((name, values) -> drawn.put(name, value(name, values, random)));
    return drawn;
  }

  private static Object value(String name, Object values, NumpyRandom random) {
    if (values instanceof Distribution distribution) {
      return distribution.draw(random);
    }
    if (values instanceof List<?> list && !list.isEmpty()) {
      return list.get((int) random.randint(0, list.size()));
    }
    throw new IllegalArgumentException(
        "hyperparameter '"
            + name
            + "' must have a list of values or a Distribution to draw from, received "
            + values);
  }

  /** Returns distinct indices below a bound by one of scikit-learn's three methods. */
  private static int[] indices(int all, int wanted, NumpyRandom random) {
    double share = (double) wanted / all;
    if (share > FEW && share < NEARLY_ALL) {
      return random.choice(all, wanted, false);
    }
    if (share <= FEW) {
      Set<Integer> chosen = new LinkedHashSet<>();
      while (chosen.size() < wanted) {
        chosen.add((int) random.randint(0, all));
      }
      return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
    int[] reservoir = new int[wanted];
    for (int i = 0; i < all; i++) {
      int at = i < wanted ? i : (int) random.randint(0, i + 1L);
      if (at < wanted) {
        reservoir[at] = i;
      }
    }
    return reservoir;
  }
}
