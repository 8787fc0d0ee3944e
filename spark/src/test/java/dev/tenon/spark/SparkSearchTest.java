package dev.tenon.spark;

import static dev.tenon.Tenon.adam;
import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.fit;
import static dev.tenon.Tenon.sequential;
import static dev.tenon.tuning.SearchOptions.searching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.data.sets.Iris;
import dev.tenon.spark.samples.SearchOnCluster;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.GridSearch;
import dev.tenon.tuning.HyperbandSearch;
import dev.tenon.tuning.RandomizedSearch;
import dev.tenon.tuning.Search;
import dev.tenon.tuning.SearchOptions;
import dev.tenon.tuning.SearchResults;
import dev.tenon.tuning.estimator.KerasClassifier;
import dev.tenon.tuning.estimator.Params;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search on executors finds what it finds on one machine, and what scikit-learn found. */
@Tag("soak")
final class SparkSearchTest {
  private static final AtomicInteger BUILT_HERE = new AtomicInteger();
  private static SparkSession spark;
  private static Iris iris;

  @BeforeAll
  static void start() throws IOException {
    spark = LocalCluster.of(2);
    iris = Iris.load();
  }

  @AfterAll
  static void stop() {
    LocalCluster.stop(spark);
  }

  private static Model build(Params params) {
    if (params.integer("units") == 3) {
      throw new IllegalStateException("no machine for 3 units");
    }
    BUILT_HERE.incrementAndGet();
    Model model =
        sequential(
            dense(params.integer("units")).activation("tanh").inputShape(4),
            dense(3).activation("softmax"));
    model.compile(adam(params.number("rate")), "sparse_categorical_crossentropy");
    return model;
  }

  private static KerasClassifier classifier() {
    return new KerasClassifier(SparkSearchTest::build, Map.of("units", 5, "rate", 0.05))
        .fitOptions(fit().epochs(3).batchSize(32).verbose(0));
  }

  private static SearchOptions options() {
    return searching().cv(3).verbose(0).seed(11).scoring("neg_log_loss");
  }

  /** Runs a search here and on the cluster, and compares all that it finds. */
  private static SearchResults same(Search<KerasClassifier> search) {
    try (search) {
      SearchResults local = search.fit(iris.data(), iris.target());
      Tensor expected = search.bestEstimator().predictProba(iris.data());
      BUILT_HERE.set(0);
      SearchResults spread = SparkSearch.of(spark).fit(search, iris.data(), iris.target());
      // Only the winner.
      assertThat(BUILT_HERE).hasValue(1);
      assertThat(spread.candidates()).hasSameSizeAs(local.candidates());
      for (int i = 0; i < local.candidates().size(); i++) {
        SearchResults.Candidate one = spread.candidates().get(i);
        SearchResults.Candidate other = local.candidates().get(i);
        assertThat(one.params()).isEqualTo(other.params());
        assertThat(one.rank()).isEqualTo(other.rank());
        for (int fold = 0; fold < 3; fold++) {
          if (other.testScores().get(fold).isNaN()) {
            assertThat(one.testScores().get(fold)).isNaN();
          } else {
            assertThat(one.testScores().get(fold))
                .isCloseTo(other.testScores().get(fold), within(1e-6));
          }
        }
      }
      assertThat(search.bestParams()).isEqualTo(local.bestParams());
      assertThat(search.bestEstimator().predictProba(iris.data())).isEqualTo(expected);
      assertThat(spread.failures().stream().map(Throwable::getMessage))
          .containsExactlyElementsOf(local.failures().stream().map(Throwable::getMessage).toList());
      return spread;
    }
  }

  @Test
  void aGridGivesTheSameTable() {
    Map<String, List<?>> grid = Map.of("units", List.of(3, 5), "rate", List.of(0.05, 0.001));
    SearchResults results = same(new GridSearch<>(classifier(), grid, options()));
    assertThat(results.bestParams()).isEqualTo(Map.of("units", 5, "rate", 0.05));
    assertThat(results.failures()).hasSize(6);
    assertThat(results.toString()).contains("6 of 12 fits failed; the first: no machine for 3");
  }

  @Test
  void randomCandidatesAreTheSame() {
    Map<String, List<?>> lists = Map.of("units", List.of(4, 5, 6), "rate", List.of(0.1, 0.01));
    same(new RandomizedSearch<>(classifier(), lists, 3, options()).randomState(4));
  }

  /** The weights of a round travel to the next one. */
  @Test
  void hyperbandGoesOnFromItsWeights() {
    Map<String, List<?>> lists = Map.of("units", List.of(4, 5, 6), "rate", List.of(0.1, 0.01));
    same(
        new HyperbandSearch<>(classifier(), lists, options())
            .maxEpochs(3)
            .factor(3)
            .randomState(2));
  }

  @Test
  void scikitLearnFoundTheSame() throws IOException {
    Path file = Path.of(System.getProperty("tenon.root"), "tests/goldens/tuning/tuning.json");
    JsonNode golden = new ObjectMapper().readTree(file.toFile()).get("search");
    JsonNode expected =
        StreamSupport.stream(golden.get("cases").spliterator(), false)
            .filter(each -> each.get("name").asText().equals("f1"))
            .findAny()
            .orElseThrow();
    Map<String, List<?>> grid = Map.of("n_neighbors", List.of(3, 30, 5), "p", List.of(2));
    try (GridSearch<NearestNeighbours> search =
        new GridSearch<>(
            new NearestNeighbours(), grid, searching().cv(3).verbose(0).scoring("f1_macro"))) {
      SearchResults results =
          SparkSearch.of(spark)
              .parallelism(3)
              .fit(search, matrix(golden.get("x")), vector(golden.get("y")));
      assertThat(search.bestIndex()).isEqualTo(expected.get("best").asInt());
      assertThat(search.bestScore()).isCloseTo(expected.get("score").asDouble(), within(1e-14));
      assertThat(results.candidates())
          .extracting(SearchResults.Candidate::rank)
          .containsExactlyElementsOf(
              StreamSupport.stream(expected.get("ranks").spliterator(), false)
                  .map(JsonNode::asInt)
                  .toList());
    }
  }

  private static Tensor matrix(JsonNode rows) {
    double[] all =
        StreamSupport.stream(rows.spliterator(), false)
            .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
            .mapToDouble(JsonNode::asDouble)
            .toArray();
    return Tensor.of(all, rows.size(), rows.get(0).size()).cast(DType.FLOAT32);
  }

  private static Tensor vector(JsonNode values) {
    return Tensor.of(
        StreamSupport.stream(values.spliterator(), false).mapToInt(JsonNode::asInt).toArray(),
        values.size());
  }

  @Test
  void theSampleSearches() throws Exception {
    assertThat(Printed.by(() -> SearchOnCluster.main(new String[0])))
        .isEqualToNormalizingNewlines("candidates: 4\nbest rate: 0.03\n");
  }

  @Test
  void anInterruptStopsTheTasks(@TempDir Path folder) throws InterruptedException {
    // What a trial writes as soon as it has its model.
    KerasClassifier telling =
        new KerasClassifier(
                params -> {
                  Model model = build(params);
                  try {
                    Files.createTempFile(Path.of(params.text("folder")), "trial", "");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  return model;
                },
                Map.of("units", 5, "rate", 0.05, "folder", folder.toString()))
            .fitOptions(fit().epochs(1_000_000).verbose(0));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread searcher =
        new Thread(
            () -> {
              try (GridSearch<KerasClassifier> search =
                  new GridSearch<>(telling, Map.of("units", List.of(5)), options())) {
                SparkSearch.of(spark).fit(search, iris.data(), iris.target());
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    searcher.start();
    while (folder.toFile().list().length < 2) {
      Thread.sleep(20);
    }
    searcher.interrupt();
    searcher.join(30_000);
    assertThat(thrown.get()).hasMessageContaining("the search was interrupted");
    // Both executors are free again.
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> assertThat(spark.range(0, 8, 1, 4).count()).isEqualTo(8));
    assertThat(spark.sparkContext().statusTracker().getActiveJobIds()).isEmpty();
  }

  @Test
  void errorsEndASearchAsHere() {
    Map<String, List<?>> grid = Map.of("units", List.of(3));
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(classifier(), grid, options().errorScore("raise"))) {
      assertThatThrownBy(() -> SparkSearch.of(spark).fit(search, iris.data(), iris.target()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no machine for 3 units");
    }
    Object notSerializable = new Object();
    KerasClassifier bound =
        new KerasClassifier(
            params -> {
              throw new IllegalStateException(notSerializable.toString());
            },
            Map.of("units", 5));
    try (GridSearch<KerasClassifier> search =
        new GridSearch<>(bound, Map.of("units", List.of(4)), options())) {
      assertThatThrownBy(() -> SparkSearch.of(spark).fit(search, iris.data(), iris.target()))
          .hasMessageContaining("the estimator must be java.io.Serializable")
          .hasMessageContaining("java.lang.Object");
    }
    assertThatThrownBy(() -> SparkSearch.of(spark).parallelism(0))
        .hasMessageContaining("must be at least 1");
  }
}
