package dev.tenon.spark.samples;

import static dev.tenon.Tenon.*;
import static dev.tenon.tuning.SearchOptions.searching;

import dev.tenon.Model;
import dev.tenon.data.sets.Iris;
import dev.tenon.spark.SparkSearch;
import dev.tenon.tuning.GridSearch;
import dev.tenon.tuning.SearchResults;
import dev.tenon.tuning.estimator.KerasClassifier;
import dev.tenon.tuning.estimator.Params;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Looks for the best small network for Fisher's iris flowers on a cluster. */
public final class SearchOnCluster {
  private SearchOnCluster() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().appName("SearchOnCluster").getOrCreate();
    Iris iris = Iris.load();

    KerasClassifier classifier =
        new KerasClassifier(SearchOnCluster::build, Map.of("units", 8, "rate", 0.01))
            .fitOptions(fit().epochs(10).batchSize(16).verbose(0));
    Map<String, List<?>> grid = Map.of("units", List.of(4, 16), "rate", List.of(0.0001, 0.03));
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(classifier, grid, searching().cv(3).seed(1).verbose(0))) {
      SearchResults results = SparkSearch.of(spark).fit(search, iris.data(), iris.target());
      System.out.println("candidates: " + results.candidates().size());
      System.out.println("best rate: " + search.bestParams().get("rate"));
      search.bestEstimator().predict(iris.data());
    }
  }

  /** Builds a compiled model of the options of one candidate; executors call it. */
  private static Model build(Params params) {
    Model model =
        sequential(
            dense(params.integer("units")).activation("relu").inputShape(4),
            dense(3).activation("softmax"));
    model.compile(adam(params.number("rate")), "sparse_categorical_crossentropy");
    return model;
  }
}
