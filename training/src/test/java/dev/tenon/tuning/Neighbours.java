package dev.tenon.tuning;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Classifier;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.numpy.UniqueLabels;
import dev.tenon.tuning.scoring.Scores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** scikit-learn's nearest neighbours, the plain way: an estimator that is no neural network. */
abstract class Neighbours<E extends Neighbours<E>> implements Estimator<E> {
  private final TreeMap<String, Object> params = new TreeMap<>(Map.of("n_neighbors", 5, "p", 2));
  private @Nullable Tensor x;
  private @Nullable Tensor y;

  abstract E self();

  @Override
  public Map<String, Object> getParams() {
    return params;
  }

  @Override
  public E setParams(Map<String, ?> given) {
    params.putAll(given);
    return self();
  }

  @Override
  public E fit(Tensor samples, Tensor targets) {
    x = samples;
    y = targets;
    return self();
  }

  Tensor targets() {
    return Objects.requireNonNull(y);
  }

  /** Returns the nearest samples of each, the first of equally near ones. */
  int[][] nearest(Tensor queries) {
    Tensor known = Objects.requireNonNull(x);
    int samples = (int) known.dim(0);
    int count = (Integer) params.get("n_neighbors");
    if (count > samples) {
      throw new IllegalArgumentException("Expected n_neighbors <= n_samples_fit");
    }
    int power = (Integer) params.get("p");
    int[][] nearest = new int[(int) queries.dim(0)][];
    for (int i = 0; i < nearest.length; i++) {
      double[] distances = new double[samples];
      Tensor query = queries.get(i);
      for (int j = 0; j < samples; j++) {
        Tensor other = known.get(j);
        distances[j] =
            IntStream.range(0, query.size())
                .mapToDouble(k -> Math.abs(query.getDouble(k) - other.getDouble(k)))
                .map(d -> Math.pow(d, power))
                .sum();
      }
      nearest[i] =
          IntStream.range(0, samples)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> distances[j]))
              .limit(count)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    return nearest;
  }

  @Override
  public void close() {}

  /** Votes; the least of equally frequent labels wins. */
  static final class Voting extends Neighbours<Voting> implements Classifier<Voting> {
    @Override
    Voting self() {
      return this;
    }

    @Override
    public Voting unfitted() {
      return new Voting().setParams(getParams());
    }

    @Override
    public Tensor classes() {
      return UniqueLabels.of(targets()).classes();
    }

    @Override
    public Tensor predictProba(Tensor x) {
      UniqueLabels labels = UniqueLabels.of(targets());
      int[] codes = labels.codes();
      int[][] nearest = nearest(x);
      float[] shares = new float[nearest.length * labels.count()];
      for (int i = 0; i < nearest.length; i++) {
        for (int j : nearest[i]) {
          shares[i * labels.count() + codes[j]] += 1f / nearest[i].length;
        }
      }
      return Tensor.of(shares, nearest.length, labels.count());
    }

    @Override
    public Tensor predict(Tensor x) {
      return UniqueLabels.take(classes(), predictProba(x).argMax(-1));
    }
  }

  /** Takes the mean. */
  static final class Averaging extends Neighbours<Averaging> {
    @Override
    Averaging self() {
      return this;
    }

    @Override
    public Averaging unfitted() {
      return new Averaging().setParams(getParams());
    }

    @Override
    public Tensor predict(Tensor x) {
      int[][] nearest = nearest(x);
      double[] means = new double[nearest.length];
      for (int i = 0; i < means.length; i++) {
        means[i] =
            Arrays.stream(nearest[i]).mapToDouble(targets()::getDouble).average().orElseThrow();
      }
      return Tensor.of(means, means.length);
    }

    @Override
    public double score(Tensor x, Tensor y) {
      return Scores.r2Score(y, predict(x));
    }
  }
}
