package dev.tenon.spark;

import dev.tenon.spark.internal.search.SearchData;
import dev.tenon.spark.internal.search.SparkTrials;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.Search;
import dev.tenon.tuning.SearchResults;
import dev.tenon.tuning.estimator.Estimator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a hyperparameter search on a Spark cluster: a task for each candidate and fold.
 *
 * <pre>{@code
 * var search = new GridSearch<>(classifier, Map.of("units", List.of(4, 8)), searching().seed(1));
 * SearchResults results = SparkSearch.of(spark).fit(search, x, y);
 * Tensor labels = search.bestEstimator().predict(others);
 * }</pre>
 *
 * <p>Every search of {@code dev.tenon.tuning} can run here, with the candidates, folds, scores and
 * winner that {@link Search#fit(Tensor, Tensor)} finds for the same seed. The data are broadcast
 * once. The driver proposes candidates, collects scores, and trains the winner on all samples.
 *
 * <p>Spark repeats a trial whose executor was lost. A trial that throws is a failed candidate, as
 * on one machine. The {@code nJobs} of the search has no effect, and its {@code maxMemory} is that
 * of one executor.
 *
 * <p>Estimators, model functions and scorers travel to executors: what a lambda uses must be {@link
 * java.io.Serializable}, and its class must be on the executors' class path. Immutable.
 */
public final class SparkSearch {
  private final JavaSparkContext context;
  private final int parallelism;

  private SparkSearch(JavaSparkContext context, int parallelism) {
    this.context = context;
    this.parallelism = parallelism;
  }

  /**
   * Returns a runner of searches with as many trials at once as the cluster has cores.
   *
   * @param spark the session
   */
  public static SparkSearch of(SparkSession spark) {
    return new SparkSearch(JavaSparkContext.fromSparkContext(spark.sparkContext()), 0);
  }

  /**
   * Sets the number of trials at once, as Spark's {@code CrossValidator.setParallelism}; the
   * default is Spark's {@code spark.default.parallelism} or the number of cores.
   *
   * @param trials at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  public SparkSearch parallelism(int trials) {
    if (trials < 1) {
      throw new IllegalArgumentException(
          "parallelism(trials): trials is " + trials + ", must be at least 1");
    }
    return new SparkSearch(context, trials);
  }

  /**
   * Evaluates all candidates on the cluster, and trains the best one on all samples here.
   *
   * <p>The search then has the results, and the best estimator unless {@code refit} is false.
   *
   * @param search the search
   * @param x the samples, along the first axis
   * @param y a target for each sample
   * @return the results of all candidates
   * @throws IllegalArgumentException if the estimator is not serializable or lacks a hyperparameter
   * @throws IllegalStateException if every trial failed; the cause is the first error
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  public <E extends Estimator<E>> SearchResults fit(Search<E> search, Tensor x, Tensor y) {
    int trials = parallelism == 0 ? context.defaultParallelism() : parallelism;
    SearchData data = new SearchData(x, y);
    try (SparkTrials runner = new SparkTrials(context, data, trials)) {
      return search.fit(x, y, runner);
    }
  }
}
