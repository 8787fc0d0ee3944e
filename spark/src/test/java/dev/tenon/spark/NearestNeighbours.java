package dev.tenon.spark;

import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Classifier;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** scikit-learn's KNeighborsClassifier: an estimator of a user's own that travels. */
final class NearestNeighbours implements Classifier<NearestNeighbours>, Serializable {
  private final TreeMap<String, Object> params = new TreeMap<>(Map.of("n_neighbors", 5, "p", 2));
  private transient Tensor x;
  private transient Tensor y;

  @Override
  public NearestNeighbours unfitted() {
    return new NearestNeighbours().setParams(params);
  }

  @Override
  public Map<String, Object> getParams() {
    return params;
  }

  @Override
  public NearestNeighbours setParams(Map<String, ?> given) {
    params.putAll(given);
    return this;
  }

  @Override
  public NearestNeighbours fit(Tensor samples, Tensor targets) {
    x = samples;
    y = targets;
    return this;
  }

  @Override
  public Tensor classes() {
    return UniqueLabels.of(y).classes();
  }

  @Override
  public Tensor predictProba(Tensor queries) {
    UniqueLabels labels = UniqueLabels.of(y);
    int[] codes = labels.codes();
    int count = (Integer) params.get("n_neighbors");
    if (count > codes.length) {
      throw new IllegalArgumentException("Expected n_neighbors <= n_samples_fit");
    }
    int samples = (int) queries.dim(0);
    float[] shares = new float[samples * labels.count()];
    for (int i = 0; i < samples; i++) {
      Tensor query = queries.get(i);
      double[] distances =
          IntStream.range(0, codes.length).mapToDouble(j -> distance(query, x.get(j))).toArray();
      int row = i * labels.count();
      IntStream.range(0, codes.length)
          .boxed()
          .sorted(Comparator.comparingDouble(j -> distances[j]))
          .limit(count)
          .forEach(j -> shares[row + codes[j]] += 1f / count);
    }
    return Tensor.of(shares, samples, labels.count());
  }

  private double distance(Tensor one, Tensor other) {
    int power = (Integer) params.get("p");
    return IntStream.range(0, one.size())
        .mapToDouble(k -> Math.pow(Math.abs(one.getDouble(k) - other.getDouble(k)), power))
        .sum();
  }

  @Override
  public Tensor predict(Tensor queries) {
    return UniqueLabels.take(classes(), predictProba(queries).argMax(-1));
  }

  @Override
  public void close() {}
}
