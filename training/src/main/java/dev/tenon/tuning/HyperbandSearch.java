package dev.tenon.tuning;

import dev.tenon.internal.options.Setters;
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
public final class HyperbandSearch<E extends KerasEstimator<E>> extends HyperbandSearchSetters<E> {
  /**
   * keras-tuner's arguments of Hyperband.
   *
   * @param maxEpochs up to which epoch the best candidates are trained; 100
   * @param factor by how much a round reduces the candidates; 3
   * @param hyperbandIterations how often all brackets are run; 1
   * @param randomState what the combinations follow from, 0 to 2³²−1; null for others each time
   */
  @Setters(owner = HyperbandSearch.class, base = Search.class)
  record Options(int maxEpochs, int factor, int hyperbandIterations, @Nullable Long randomState) {
    static final Options DEFAULTS = new Options(100, 3, 1, null);

    Options {
      Arguments.require(
          hyperbandIterations >= 1,
          "hyperbandIterations must be at least 1, received " + hyperbandIterations);
    }

    Brackets brackets() {
      return new Brackets(maxEpochs, factor);
    }
  }

  private static final String EPOCHS = "epochs";

  /** The number of repeated draws of a known combination, as in keras-tuner. */
  private static final int COLLISIONS = 20;

  private final Map<String, ?> distributions;
  private final Brackets brackets;

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
    this(estimator, distributions, options, Options.DEFAULTS);
  }

  private HyperbandSearch(
      E estimator, Map<String, ?> distributions, SearchOptions search, Options hyperband) {
    super(estimator, search, hyperband);
    Arguments.require(
        !distributions.containsKey(EPOCHS),
        "HyperbandSearch chooses the hyperparameter 'epochs' itself: leave it out");
    this.distributions = Map.copyOf(distributions);
    this.brackets = hyperband.brackets();
  }

  @Override
  HyperbandSearch<E> with(Options changed) {
    return new HyperbandSearch<>(estimator(), distributions, searchOptions(), changed);
  }

  @Override
  Proposals proposals() {
    return new Sweep(
        distributions,
        brackets,
        options.hyperbandIterations(),
        RandomStates.of(options.randomState()));
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
