package dev.tenon.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.estimator.Estimator;
import dev.tenon.tuning.split.KFold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search over nearest neighbours finds what scikit-learn's finds, with the same table. */
class SearchGoldenTest {
  private static final JsonNode GOLDEN = TuningGolden.get("search");

  private static JsonNode golden(String name) {
    return TuningGolden.each(GOLDEN.get("cases"))
        .filter(each -> each.get("name").asText().equals(name))
        .findAny()
        .orElseThrow();
  }

  private static <E extends Estimator<E>> Search<E> search(
      E estimator, String name, SearchOptions options) {
    return switch (name) {
      case "grid" ->
          grid(
              estimator, List.of(1, 4, 9, 20), List.of(1, 2), options.cv(5).returnTrainScore(true));
      case "f1" ->
          grid(estimator, List.of(3, 30, 5), List.of(2), options.cv(3).scoring("f1_macro"));
      case "loss" ->
          grid(
              estimator,
              List.of(2, 8),
              List.of(2, 1),
              options.cv(new KFold(4).randomState(1)).scoring("balanced_accuracy"));
      case "failing" -> grid(estimator, List.of(5, 60), List.of(2), options.cv(3));
      case "regression" ->
          grid(
              estimator,
              List.of(1, 5, 9),
              List.of(2),
              options.cv(5).scoring("neg_mean_squared_error"));
      case "random" ->
          new RandomizedSearch<>(
                  estimator,
                  Map.of(
                      "n_neighbors", IntStream.range(1, 20).boxed().toList(), "p", List.of(1, 2)),
                  5,
                  options.cv(4))
              .randomState(3);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static <E extends Estimator<E>> Search<E> grid(
      E estimator, List<Integer> neighbours, List<Integer> powers, SearchOptions options) {
    return new GridSearch<>(estimator, Map.of("n_neighbors", neighbours, "p", powers), options);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "f1", "loss", "random", "failing", "regression"})
  void finds(String name, @TempDir Path folder) throws IOException {
    JsonNode golden = golden(name);
    boolean numbers = name.equals("regression");
    SearchOptions options = SearchOptions.searching().nJobs(2).verbose(0);
    Tensor x = TuningGolden.tensor(GOLDEN.get("x")).cast(DType.FLOAT32);
    Tensor y = TuningGolden.tensor(GOLDEN.get(numbers ? "target" : "y"));
    try (Search<?> search =
        numbers
            ? search(new Neighbours.Averaging(), name, options)
            : search(new Neighbours.Voting(), name, options)) {
      SearchResults results = search.fit(x, y);
      assertThat(search.bestIndex()).isEqualTo(golden.get("best").asInt());
      assertThat(search.bestScore()).isCloseTo(golden.get("score").asDouble(), within(1e-14));
      assertThat(results.candidates().stream().mapToInt(SearchResults.Candidate::rank).toArray())
          .isEqualTo(TuningGolden.ints(golden.get("ranks")));
      assertThat(results.failures()).hasSize(name.equals("failing") ? 3 : 0);
      Path csv = folder.resolve("results.csv");
      results.toCsv(csv);
      compare(Files.readAllLines(csv), golden.get("csv").asText().lines().toList(), name);
    }
  }

  private static void compare(List<String> written, List<String> expected, String name) {
    List<Map<String, String>> rows = rows(written);
    List<Map<String, String>> wanted = rows(expected);
    assertThat(rows).hasSameSizeAs(wanted);
    if (!name.equals("random")) {
      // What is drawn from lists, scikit-learn writes with its names in the opposite order.
      assertThat(written.get(0)).isEqualTo(expected.get(0));
    }
    for (int i = 0; i < rows.size(); i++) {
      Map<String, String> row = rows.get(i);
      assertThat(row).containsOnlyKeys(wanted.get(i).keySet());
      wanted
          .get(i)
          .forEach(
              (column, value) -> {
                if (column.endsWith("_score") && !value.isEmpty()) {
                  // The scores of f1 and of errors are added up in another order than NumPy's.
                  assertThat(Double.parseDouble(row.get(column)))
                      .as(column)
                      .isCloseTo(Double.parseDouble(value), within(1e-15));
                } else if (!column.endsWith("_time")
                    && !(column.equals("params") && name.equals("random"))) {
                  assertThat(row.get(column)).as(column).isEqualTo(value);
                }
              });
    }
  }

  /** Reads comma-separated values of which only the parameters are quoted. */
  private static List<Map<String, String>> rows(List<String> lines) {
    String[] columns = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
