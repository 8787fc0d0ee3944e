package dev.tenon.cli.train;

import dev.tenon.Model;
import dev.tenon.cli.dataset.Targets;
import dev.tenon.cli.input.CsvTable;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.ops.Ops;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.utils.FeatureSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The columns of a table as inputs of a network.
 *
 * <p>A table of numbers without gaps is one input, (rows, columns). Any other has an input for each
 * column, in the order of their names: numbers are normalized and a missing one becomes the mean,
 * texts become one-hot.
 *
 * @param plain whether the columns are one input
 * @param columns the columns by the name of their input, in the order of the inputs
 */
record TabularInputs(boolean plain, Map<String, Tensor> columns) {
  /** A column of more different texts than this share of its rows is a name, not a category. */
  private static final double MOST_DISTINCT = 0.5;

  /**
   * Chooses columns.
   *
   * @param notes gets a line for each column that is left out
   */
  static TabularInputs of(CsvTable table, List<String> notes) {
    List<String> names = List.copyOf(table.columns().keySet());
    boolean plain =
        !names.isEmpty()
            && names.stream().allMatch(name -> table.isNumeric(name) && !table.hasMissing(name));
    if (plain) {
      return new TabularInputs(true, Map.of("features", table.matrix()));
    }
    Map<String, Tensor> columns = new TreeMap<>();
    for (Map.Entry<String, String> input : table.inputNames().entrySet()) {
      String name = input.getValue();
      int distinct = table.distinct(name);
      boolean numeric = table.isNumeric(name);
      if (distinct < 2) {
        notes.add("column '" + name + "' is left out: all its values are equal");
      } else if (!numeric && distinct > Math.max(2, MOST_DISTINCT * table.rows())) {
        notes.add(
            "column '"
                + name
                + "' is left out: its "
                + distinct
                + " different texts in "
                + table.rows()
                + " rows are no categories");
      } else {
        columns.put(input.getKey(), numeric ? table.numbers(name) : table.texts(name));
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          table.file() + ": no column is left to learn from: " + String.join("; ", notes));
    }
    return new TabularInputs(false, columns);
  }

  List<Tensor> features() {
    return List.copyOf(columns.values());
  }

  /**
   * Returns a network that knows the statistics of samples.
   *
   * @param learned the samples to learn from, in the order of {@link #features()}
   */
  Model network(List<Tensor> learned, Targets targets) {
    if (plain) {
      return DenseNetwork.of(learned.get(0), targets);
    }
    Map<String, String> types = new LinkedHashMap<>();
    Map<String, Tensor> present = new LinkedHashMap<>();
    int at = 0;
    for (String name : columns.keySet()) {
      Tensor column = learned.get(at++);
      boolean text = column.dtype() == DType.STRING;
      types.put(name, text ? "string_categorical" : "float_normalized");
      present.put(name, text ? texts(column) : numbers(column));
    }
    FeatureSpace space = FeatureSpace.of(types).adapt(present);
    KerasTensor encoded = space.encodedFeatures();
    // A number that is not there is NaN; 0 after the normalization is the mean.
    return DenseNetwork.of(
        List.copyOf(space.inputs().values()), Ops.nanToNum(encoded, 0.0, 0.0, 0.0), targets);
  }

  private static Tensor numbers(Tensor column) {
    float[] all = column.toFloatArray();
    float[] present = new float[all.length];
    int count = 0;
    for (float value : all) {
      if (!Float.isNaN(value)) {
        present[count++] = value;
      }
    }
    return count == 0
        ? Tensor.of(new float[1], 1)
        : Tensor.of(Arrays.copyOf(present, count), count);
  }

  private static Tensor texts(Tensor column) {
    List<String> present = new ArrayList<>(List.of(column.toStringArray()));
    present.removeIf(String::isEmpty);
    return Tensor.ofStrings(present.toArray(String[]::new), present.size());
  }
}
