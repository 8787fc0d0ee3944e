package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.numpy.Arguments;
import dev.tenon.tuning.numpy.RandomStates;
import dev.tenon.tuning.oracle.ConfidenceBound;
import dev.tenon.tuning.oracle.GaussianProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hyperparameter search that predicts scores by a Gaussian process: Bayesian optimization.
 *
 * <p>The first candidates are random. Each later one maximizes the bound mean + beta × deviation of
 * the predicted score. The process is that of keras-tuner: a Matérn kernel of ν = 5/2 over the
 * hyperparameters in the unit cube. The candidates differ from keras-tuner's for the same seed.
 * Only the random candidates can run in parallel.
 *
 * @param <E> the class of the estimator
 * @see <a href="https://keras.io/keras_tuner/api/tuners/bayesian/">keras-tuner:
 *     BayesianOptimization</a>
 */
public final class BayesianSearch<E extends Estimator<E>> extends BayesianSearchSetters<E> {
  /**
   * keras-tuner's arguments of BayesianOptimization.
   *
   * @param numInitialPoints how many candidates are random; null for three for each hyperparameter
   * @param alpha the variance of the noise in the scores, of which the deviation is 1; 1e-4
   * @param beta how much a candidate is worth about which little is known; 2.6
   * @param randomState what the combinations follow from, 0 to 2³²−1; null for others each time
   */
  @Setters(owner = BayesianSearch.class, base = Search.class)
  record Options(
      @Nullable Integer numInitialPoints, double alpha, double beta, @Nullable Long randomState) {
    static final Options DEFAULTS = new Options(null, 1e-4, 2.6, null);

    Options {
      Arguments.require(
          numInitialPoints == null || numInitialPoints >= 1,
          "numInitialPoints must be at least 1, received " + numInitialPoints);
      Arguments.require(alpha > 0, "alpha must be more than 0, received " + alpha);
      Arguments.require(beta >= 0, "beta must be at least 0, received " + beta);
    }
  }

  private static final int POINTS_AN_AXIS = 3;

  private final Map<String, ?> distributions;
  private final UnitCube cube;
  private final int maxTrials;

  /**
   * Creates a search.
   *
   * @param estimator the estimator
   * @param distributions for each name a {@code List} of values, or {@link Distribution#uniform},
   *     {@link Distribution#loguniform} or {@link Distribution#randint}
   * @param maxTrials the number of candidates, at least 1; keras-tuner's default is 10
   * @param options the options
   * @throws IllegalArgumentException if {@code maxTrials} is less than 1 or a distribution is of
   *     another kind
   */
  public BayesianSearch(
      E estimator, Map<String, ?> distributions, int maxTrials, SearchOptions options) {
    this(estimator, distributions, maxTrials, options, Options.DEFAULTS);
  }

  private BayesianSearch(
      E estimator,
      Map<String, ?> distributions,
      int maxTrials,
      SearchOptions search,
      Options bayesian) {
    super(estimator, search, bayesian);
    Arguments.require(maxTrials >= 1, "maxTrials must be at least 1, received " + maxTrials);
    this.distributions = Map.copyOf(distributions);
    this.cube = new UnitCube(distributions);
    this.maxTrials = maxTrials;
  }

  @Override
  BayesianSearch<E> with(Options changed) {
    return new BayesianSearch<>(estimator(), distributions, maxTrials, searchOptions(), changed);
  }

  @Override
  Proposals proposals() {
    return new Sweep(RandomStates.of(options.randomState()));
  }

  private final class Sweep implements Proposals {
    private final NumpyRandom random;
    private final List<Map<String, Object>> tried = new ArrayList<>();

    Sweep(NumpyRandom random) {
      this.random = random;
    }

    @Override
    public int count() {
      return maxTrials;
    }

    @Override
    public List<Proposal> next(List<Double> scores) {
      Integer given = options.numInitialPoints();
      int initial = given == null ? Math.max(3, POINTS_AN_AXIS * cube.dimensions()) : given;
      List<Map<String, Object>> chosen = new ArrayList<>();
      while (tried.size() + chosen.size() < Math.min(initial, maxTrials)) {
        chosen.add(ParameterSampler.draw(distributions, random));
      }
      if (chosen.isEmpty() && tried.size() < maxTrials) {
        chosen.add(likeliest(scores));
      }
      tried.addAll(chosen);
      return chosen.stream().map(params -> new Proposal(params, 0, Proposal.WHOLE)).toList();
    }

    private Map<String, Object> likeliest(List<Double> scores) {
      List<double[]> points = new ArrayList<>();
      List<Double> losses = new ArrayList<>();
      for (int i = 0; i < scores.size(); i++) {
        if (Double.isFinite(scores.get(i))) {
          points.add(cube.point(tried.get(i)));
          losses.add(-scores.get(i));
        }
      }
      if (points.isEmpty()) {
        return ParameterSampler.draw(distributions, random);
      }
      double[] targets = losses.stream().mapToDouble(Double::doubleValue).toArray();
      GaussianProcess process =
          GaussianProcess.fit(points.toArray(double[][]::new), targets, options.alpha());
      return cube.params(
          new ConfidenceBound(process, options.beta()).least(cube.dimensions(), random));
    }
  }
}
