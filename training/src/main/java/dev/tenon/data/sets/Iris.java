package dev.tenon.data.sets;

import dev.tenon.data.ArrayDataset;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Fisher's Iris data set of 1936, with the values of scikit-learn's {@code load_iris}; it ships
 * with Tenon.
 *
 * @param data float32 (150, 4), with the columns {@link #FEATURE_NAMES} in centimetres
 * @param target int64 (150), the index in {@link #TARGET_NAMES}; fifty of each class, in order
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_iris.html">scikit-learn:
 *     load_iris</a>
 */
public record Iris(Tensor data, Tensor target) {
  /** The names of the columns, with the unit. */
  public static final List<String> FEATURE_NAMES =
      List.of("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)");

  /** The names of the classes, by label. */
  public static final List<String> TARGET_NAMES = List.of("setosa", "versicolor", "virginica");

  private static final String RESOURCE = "iris.csv";

  /**
   * Loads the data from the jar.
   *
   * @throws IOException if the jar is incomplete
   */
  public static Iris load() throws IOException {
    List<String> rows = new ArrayList<>();
    try (InputStream in = Iris.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + ": is missing in the jar of tenon-training");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .skip(1)
          .forEach(rows::add);
    }
    int columns = FEATURE_NAMES.size();
    float[] data = new float[rows.size() * columns];
    long[] target = new long[rows.size()];
    for (int row = 0; row < target.length; row++) {
      List<String> cells = List.of(rows.get(row).split(",", -1));
      for (int column = 0; column < columns; column++) {
        data[row * columns + column] = Float.parseFloat(cells.get(column));
      }
      target[row] = TARGET_NAMES.indexOf(cells.get(columns));
    }
    return new Iris(Tensor.of(data, target.length, columns), Tensor.of(target, target.length));
  }

  /** Returns the samples in batches of 32. */
  public ArrayDataset dataset() {
    return Dataset.of(data, target);
  }
}
