package dev.tenon.tuning;

import dev.tenon.internal.csv.CsvWriter;
import dev.tenon.tensor.PythonText;
import dev.tenon.tuning.numpy.NumpyStatistics;
import dev.tenon.tuning.numpy.PythonRepr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The results of a search in the columns of scikit-learn's {@code cv_results_}. */
final class ResultsCsv {
  private final Map<String, Function<SearchResults.Candidate, String>> columns =
      new LinkedHashMap<>();

  private ResultsCsv(SearchResults results) {
    statistics("fit_time", SearchResults.Candidate::fitTimes);
    statistics("score_time", SearchResults.Candidate::scoreTimes);
    for (SearchResults.Candidate candidate : results.candidates()) {
      for (String name : candidate.params().keySet()) {
        columns.putIfAbsent(
            "param_" + name, each -> PythonRepr.str(each.params().getOrDefault(name, "")));
      }
    }
    columns.put("params", each -> PythonRepr.repr(each.params()));
    scores(results, "test_score", SearchResults.Candidate::testScores);
    columns.put("mean_test_score", each -> number(each.meanTestScore()));
    columns.put("std_test_score", each -> number(each.stdTestScore()));
    columns.put("rank_test_score", each -> String.valueOf(each.rank()));
    if (results.withTrainScores()) {
      scores(results, "train_score", SearchResults.Candidate::trainScores);
      statistics("train_score", SearchResults.Candidate::trainScores);
    }
  }

  private void statistics(String name, Function<SearchResults.Candidate, List<Double>> values) {
    columns.put("mean_" + name, each -> number(NumpyStatistics.mean(array(values.apply(each)))));
    columns.put("std_" + name, each -> number(NumpyStatistics.std(array(values.apply(each)))));
  }

  private void scores(
      SearchResults results, String name, Function<SearchResults.Candidate, List<Double>> values) {
    int splits = results.candidates().get(0).testScores().size();
    for (int i = 0; i < splits; i++) {
      int split = i;
      columns.put("split" + i + "_" + name, each -> number(values.apply(each).get(split)));
    }
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** As pandas, nothing where there is no number. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : PythonText.repr(value);
  }

  static void write(SearchResults results, Path csv) throws IOException {
    Map<String, Function<SearchResults.Candidate, String>> columns =
        new ResultsCsv(results).columns;
    List<List<String>> rows = new ArrayList<>(List.of(List.copyOf(columns.keySet())));
    for (SearchResults.Candidate candidate : results.candidates()) {
      rows.add(columns.values().stream().map(cell -> cell.apply(candidate)).toList());
    }
    CsvWriter.write(csv, rows);
  }
}
