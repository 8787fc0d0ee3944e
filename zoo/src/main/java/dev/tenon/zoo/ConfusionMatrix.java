package dev.tenon.zoo;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.internal.console.TextTable;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The confusion matrix of a classifier: the counts of true and predicted classes.
 *
 * <p>Rows are true classes and columns predicted ones, as in scikit-learn.
 *
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.metrics.confusion_matrix.html">scikit-learn:
 *     confusion_matrix</a>
 */
public final class ConfusionMatrix {
  /** The number of classes above which the table shows only the most frequent mistakes. */
  private static final int WIDEST = 12;

  private final List<String> labels;
  private final long[][] counts;

  private ConfusionMatrix(List<String> labels, long[][] counts) {
    this.labels = List.copyOf(labels);
    this.counts = counts;
  }

  /**
   * Counts predictions.
   *
   * @param labels the names of the classes
   * @param actual the true class index of each sample, from 0
   * @param predicted the predicted class index of each sample, from 0
   * @throws IllegalArgumentException if the numbers of samples differ or an index is out of range
   */
  public static ConfusionMatrix of(List<String> labels, int[] actual, int[] predicted) {
    if (actual.length != predicted.length) {
      throw new IllegalArgumentException(
          "expected as many predictions as samples, received "
              + predicted.length
              + " for "
              + actual.length);
    }
    long[][] counts = new long[labels.size()][labels.size()];
    for (int i = 0; i < actual.length; i++) {
      counts[check(labels, actual[i])][check(labels, predicted[i])]++;
    }
    return new ConfusionMatrix(labels, counts);
  }

  private static int check(List<String> labels, int label) {
    if (label < 0 || label >= labels.size()) {
      throw new IllegalArgumentException(
          "class " + label + " is none of the " + labels.size() + " that have names");
    }
    return label;
  }

  /**
   * Counts the predictions of a classifier for the samples of a data set; the highest score
   * decides.
   *
   * @param labels the names of the classes, in the order of the scores
   * @param classifier the model
   * @param samples samples with class indices as targets
   */
  public static ConfusionMatrix of(List<String> labels, Model classifier, Dataset samples) {
    List<Integer> actual = new ArrayList<>();
    List<Integer> predicted = new ArrayList<>();
    for (Batch batch : samples) {
      Tensor scores = scores(classifier, batch);
      Tensor targets = batch.targets().get(0);
      for (int i = 0; i < batch.size(); i++) {
        actual.add((int) targets.getDouble(i));
        predicted.add(highest(scores.get(i)));
      }
    }
    return of(labels, array(actual), array(predicted));
  }

  /** Returns the first output; the features of a batch are in the order of the inputs. */
  private static Tensor scores(Model classifier, Batch batch) {
    List<TensorSpec> inputs = classifier.inputs();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      fed.put(inputs.get(i).name(), batch.features().get(i));
    }
    return classifier.predict(fed).values().iterator().next();
  }

  private static int highest(Tensor scores) {
    int best = 0;
    for (int i = 1; i < scores.size(); i++) {
      best = scores.getDouble(i) > scores.getDouble(best) ? i : best;
    }
    return best;
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the names of the classes. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Returns the number of samples of a true class with a predicted class.
   *
   * @param actual the true class
   * @param predicted the predicted class
   */
  public long count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** Returns the number of samples. */
  public long samples() {
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      all += samples(i);
    }
    return all;
  }

  /**
   * Returns the number of samples of a true class.
   *
   * @param actual the true class
   */
  public long samples(int actual) {
    long all = 0;
    for (long count : counts[actual]) {
      all += count;
    }
    return all;
  }

  /** Returns the accuracy, the share of correctly predicted samples; 0 without samples. */
  public double accuracy() {
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return samples() == 0 ? 0 : (double) right / samples();
  }

  /**
   * Returns the recall of a class, the share of its samples that are correctly predicted; NaN
   * without samples.
   *
   * @param actual the true class
   */
  public double recall(int actual) {
    return (double) counts[actual][actual] / samples(actual);
  }

  /**
   * Draws the matrix to a PNG or SVG file.
   *
   * @param file a name that ends in {@code .png} or {@code .svg}
   * @throws IllegalArgumentException if the suffix is another one
   * @throws IOException if the file cannot be written
   */
  public void plot(Path file) throws IOException {
    ConfusionImage.write(this, file);
  }

  /**
   * Returns a table for a terminal: all counts, or the most frequent mistakes for more than 12
   * classes.
   */
  @Override
  public String toString() {
    return labels.size() > WIDEST ? mistakes() : whole();
  }

  private String whole() {
    List<String> headings = new ArrayList<>(List.of("is \\ taken for"));
    headings.addAll(labels);
    headings.add("recall");
    TextTable table = new TextTable(headings, rightAligned(headings.size()));
    for (int row = 0; row < counts.length; row++) {
      List<String> cells = new ArrayList<>(List.of(labels.get(row)));
      for (long count : counts[row]) {
        cells.add(count == 0 ? "·" : Long.toString(count));
      }
      cells.add(percent(recall(row)));
      table.row(cells);
    }
    return table.toString();
  }

  private String mistakes() {
    List<String> headings = List.of("class", "samples", "right", "recall", "else mostly taken for");
    TextTable table = new TextTable(headings, Set.of(1, 2, 3));
    for (int row = 0; row < counts.length; row++) {
      int other = -1;
      for (int column = 0; column < counts.length; column++) {
        boolean more =
            other < 0 ? counts[row][column] > 0 : counts[row][column] > counts[row][other];
        other = column != row && more ? column : other;
      }
      table.row(
          labels.get(row),
          Long.toString(samples(row)),
          Long.toString(counts[row][row]),
          percent(recall(row)),
          other < 0 ? "" : labels.get(other) + " (" + counts[row][other] + ")");
    }
    return table.toString();
  }

  private static Set<Integer> rightAligned(int columns) {
    Set<Integer> right = new HashSet<>();
    for (int i = 1; i < columns; i++) {
      right.add(i);
    }
    return right;
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
