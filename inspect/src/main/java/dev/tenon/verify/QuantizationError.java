package dev.tenon.verify;

import dev.tenon.Model;
import dev.tenon.engine.Engine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The error of an output of a file with quantized weights.
 *
 * @param output the name of the output
 * @param maxAbs the largest absolute difference
 * @param meanAbs the mean absolute difference
 * @param relative the largest difference relative to the largest expected value
 * @param rows the number of compared rows along the last axis; 0 if their largest elements are
 *     meaningless
 * @param agreeing the number of rows whose largest element has the same index
 */
public record QuantizationError(
    String output, double maxAbs, double meanAbs, double relative, int rows, int agreeing) {
  private static final int BATCH = 32;
  private static final long SEED = 20261125;

  /**
   * Compares a file with its source on random inputs; the source runs on ONNX Runtime.
   *
   * @param model the source
   * @param written the file with quantized weights
   * @throws IOException if the file cannot be read
   */
  public static List<QuantizationError> onRandom(Model model, Path written) throws IOException {
    InputSearch.Found found = InputSearch.find(model.on(Engine.ONNX_RUNTIME), BATCH, SEED);
    return compare(List.copyOf(found.outputs().values()), found.inputs(), written);
  }

  /**
   * Compares a file with recorded outputs.
   *
   * @param model the source
   * @param golden the recorded inputs and outputs
   * @param written the file with quantized weights
   * @throws IllegalArgumentException if the recording lacks an output
   * @throws IOException if the file cannot be read
   */
  public static List<QuantizationError> onGolden(Model model, Recording golden, Path written)
      throws IOException {
    Map<String, Tensor> recorded = new LinkedHashMap<>();
    golden.expected(model.outputs()).forEach(line -> recorded.put(line.name(), line.tensor()));
    List<Tensor> expected = new ArrayList<>();
    for (var output : model.outputs()) {
      Tensor tensor = recorded.get(output.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            golden.file() + ": has no output '" + output.name() + "'; it has " + recorded.keySet());
      }
      expected.add(tensor);
    }
    return compare(expected, golden.inputs(model.inputs()), written);
  }

  /**
   * Compares a file with its source on given inputs; the source runs on its own engine.
   *
   * @param model the source
   * @param inputs a tensor for each input of the source, by name
   * @param written the file with quantized weights
   * @throws IOException if the file cannot be read
   */
  public static List<QuantizationError> onInputs(
      Model model, Map<String, Tensor> inputs, Path written) throws IOException {
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    model
        .inputs()
        .forEach(
            input -> ordered.put(input.name(), Objects.requireNonNull(inputs.get(input.name()))));
    return compare(List.copyOf(model.predict(inputs).values()), ordered, written);
  }

  private static List<QuantizationError> compare(
      List<Tensor> expected, Map<String, Tensor> inputs, Path written) throws IOException {
    try (Model small = Model.load(written)) {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      List<Tensor> given = List.copyOf(inputs.values());
      for (int i = 0; i < small.inputs().size(); i++) {
        String name = small.inputs().get(i).name();
        Tensor byName = inputs.get(name);
        fed.put(name, byName == null ? given.get(i) : byName);
      }
      Map<String, Tensor> actual = small.predict(fed);
      List<QuantizationError> losses = new ArrayList<>();
      List<String> names = List.copyOf(actual.keySet());
      for (int i = 0; i < expected.size(); i++) {
        Tensor result = Objects.requireNonNull(actual.get(names.get(i)));
        losses.add(of(names.get(i), expected.get(i), result));
      }
      return losses;
    }
  }

  static QuantizationError of(String output, Tensor expected, Tensor actual) {
    if (!Arrays.equals(expected.shape(), actual.shape()) || expected.dtype() == DType.STRING) {
      return new QuantizationError(output, Double.NaN, Double.NaN, Double.NaN, 0, 0);
    }
    double largest = 0;
    double sum = 0;
    double scale = 1e-6;
    for (int i = 0; i < expected.size(); i++) {
      double difference = Math.abs(expected.getDouble(i) - actual.getDouble(i));
      largest = Math.max(largest, difference);
      sum += difference;
      scale = Math.max(scale, Math.abs(expected.getDouble(i)));
    }
    int last = expected.rank() == 0 ? 1 : (int) expected.dim(expected.rank() - 1);
    int rows = last < 2 || !expected.dtype().isFloating() ? 0 : expected.size() / last;
    int agreeing = 0;
    if (rows > 0) {
      long[] places = expected.argMax(-1).toLongArray();
      long[] others = actual.argMax(-1).toLongArray();
      for (int i = 0; i < rows; i++) {
        agreeing += places[i] == others[i] ? 1 : 0;
      }
    }
    return new QuantizationError(
        output, largest, sum / Math.max(1, expected.size()), largest / scale, rows, agreeing);
  }
}
