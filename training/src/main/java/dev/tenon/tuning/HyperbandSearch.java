package dev.tenon.tuning;

import dev.tenon.random.NumpyRandom;
import dev.tenon.tuning.estimator.KerasEstimator;
import dev.tenon.tuning.numpy.Arguments;
import dev.tenon.tuning.numpy.RandomStates;
import dev.tenon.tuning.oracle.Brackets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A hyperparameter search that trains many random candidates for few epochs and the best ones for
 * more: Hyperband.
 *
 * <p>Brackets, rounds and epochs are those of keras-tuner. A candidate of a later round continues
 * with its weights and epoch of the round before and a new optimizer. Its score is that of {@link
 * SearchOptions}; {@code epochs} is one of its hyperparameters. The candidates differ from
 * keras-tuner's for the same seed.
 *
 * @param <E> the class of the estimator
 * @see <a href="https://keras.io/keras_tuner/api/tuners/hyperband/">keras-tuner: Hyperband</a>
 * @see <a href="https://jmlr.org/papers/v18/16-558.html">Li et al., 2018</a>
 */
public final class HyperbandSearch<E extends KerasEstimator<E>> extends Search<E> {
  private static final String EPOCHS = "epochs";

  /** The number of repeated draws of a known combination, as in keras-tuner. */
  private static final int COLLISIONS = 20;

  private static final int MAX_EPOCHS = 100;
  private static final int FACTOR = 3;

  private final Map<String, ?> distributions;
  private Brackets brackets = new Brackets(MAX_EPOCHS, FACTOR);
  private int hyperbandIterations = 1;
  private @Nullable Long randomState;

  /**
   * Creates a search.
   *
   * @param estimator the estimator
   * @param distributions a {@code List} of values or a {@link Distribution} for each name but
   *     {@code epochs}
   * @param options the options
   * @throws IllegalArgumentException if {@code epochs} is among the distributions
   */
  public HyperbandSearch(E estimator, Map<String, ?> distributions, SearchOptions options) {
    super(estimator, options);
    Arguments.require(
        !distributions.containsKey(EPOCHS),
        "HyperbandSearch chooses the hyperparameter 'epochs' itself: leave it out");
    this.distributions = Map.copyOf(distributions);
  }

  /**
   * Sets the epochs of the last rounds; 100 by default.
   *
   * @param epochs at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public HyperbandSearch<E> maxEpochs(int epochs) {
    brackets = new Brackets(epochs, brackets.factor());
    return this;
  }

  /**
   * Sets the factor by which a round reduces the candidates; 3 by default.
   *
   * @param reduction at least 2
   * @throws IllegalArgumentException if it is less than 2
   */
  public HyperbandSearch<E> factor(int reduction) {
    brackets = new Brackets(brackets.maxEpochs(), reduction);
    return this;
  }

  /**
   * Sets the number of repetitions of all brackets; 1 by default.
   *
   * @param iterations at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public HyperbandSearch<E> hyperbandIterations(int iterations) {
    Arguments.require(
        iterations >= 1, "hyperbandIterations must be at least 1, received " + iterations);
    hyperbandIterations = iterations;
    return this;
  }

  /**
   * Sets the seed of the candidates, from 0 to 2³² − 1; random by default.
   *
   * @param seed the seed
   */
  public HyperbandSearch<E> randomState(long seed) {
    randomState = seed;
    return this;
  }

  @Override
  Proposals proposals() {
    return new Sweep(distributions, brackets, hyperbandIterations, RandomStates.of(randomState));
  }

  /** One search, from the bracket with the strongest reduction to the random search. */
  static final class Sweep implements Proposals {
    private final Map<String, ?> distributions;
    private final Brackets brackets;
    private final int iterations;
    private final NumpyRandom random;
    private final Set<Map<String, Object>> drawn = new HashSet<>();
    private final List<Proposal> all = new ArrayList<>();
    private List<Integer> current = List.of();
    private int iteration;
    private int bracket;
    private int round;

    Sweep(Map<String, ?> distributions, Brackets brackets, int iterations, NumpyRandom random) {
      this.distributions = distributions;
      this.brackets = brackets;
      this.iterations = iterations;
      this.random = random;
      this.bracket = brackets.count();
    }

    int bracket() {
      return bracket;
    }

    int round() {
      return round;
    }

    @Override
    public int count() {
      return brackets.trials() * iterations;
    }

    @Override
    public List<Proposal> next(List<Double> scores) {
      boolean first = bracket == brackets.count();
      List<Proposal> proposed =
          !first && round + 1 < brackets.rounds(bracket) ? promoted(scores) : begun();
      current = new ArrayList<>();
      for (Proposal proposal : proposed) {
        current.add(all.size());
        all.add(proposal);
      }
      return proposed;
    }

    /** Continues with the best candidates of the round before. */
    private List<Proposal> promoted(List<Double> scores) {
      round++;
      List<Integer> ranked = new ArrayList<>(current);
      // Stable, so that the first of equals is the better one; those that failed come last.
      ranked.sort((a, b) -> Double.compare(key(scores.get(b)), key(scores.get(a))));
      List<Proposal> proposed = new ArrayList<>();
      for (int past : ranked.subList(0, Math.min(brackets.size(bracket, round), ranked.size()))) {
        int before = brackets.epochs(bracket, round - 1);
        proposed.add(proposal(all.get(past).params(), before, past));
      }
      return proposed;
    }

    private static double key(double score) {
      return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    /** Starts the next bracket with new candidates. */
    private List<Proposal> begun() {
      bracket--;
      round = 0;
      if (bracket < 0) {
        bracket = brackets.count() - 1;
        iteration++;
      }
      List<Proposal> proposed = new ArrayList<>();
      int wanted = iteration < iterations ? brackets.size(bracket, 0) : 0;
      for (int collisions = 0; proposed.size() < wanted && collisions < COLLISIONS; ) {
        Map<String, Object> params = ParameterSampler.draw(distributions, random);
        if (drawn.add(params)) {
          proposed.add(proposal(params, 0, Proposal.NEW));
          collisions = 0;
        } else {
          collisions++;
        }
      }
      return proposed;
    }

    private Proposal proposal(Map<String, Object> params, int initialEpoch, int past) {
      Map<String, Object> own = new TreeMap<>(params);
      own.put(EPOCHS, brackets.epochs(bracket, round));
      return new Proposal(own, initialEpoch, past);
    }
  }
}
