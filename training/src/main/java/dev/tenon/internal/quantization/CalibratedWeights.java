package dev.tenon.internal.quantization;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.quantizers.Quantizers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights of a layer that is quantized by what reaches it. */
abstract class CalibratedWeights {
  private final Map<String, Tensor> weights;
  private final int rows;
  private final int columns;

  /**
   * Starts with what a layer has.
   *
   * @param weights its weights by the names of its parameters
   */
  CalibratedWeights(LayerNode node, Map<String, Tensor> weights) {
    this.weights = weights;
    Tensor kernel = weights.get("kernel");
    if (kernel == null || (kernel.rank() != 2 && kernel.rank() != 3)) {
      throw new UnsupportedModelException(
          "layer "
              + node
              + ": calibration of a kernel of "
              + (kernel == null ? "no" : "these")
              + " axes; expected two or three");
    }
    int first = Math.toIntExact(kernel.dim(0));
    // Keras takes the longest of three axes for that of the model, whatever the equation says.
    boolean leading = kernel.rank() == 2 || first >= Math.max(kernel.dim(1), kernel.dim(2));
    this.rows = leading ? first : Math.toIntExact(first * kernel.dim(1));
    this.columns = kernel.size() / rows;
  }

  /** Returns how many inputs the kernel has. */
  final int rows() {
    return rows;
  }

  final int columns() {
    return columns;
  }

  /** Looks at inputs of shape (samples, {@link #rows()}). */
  abstract void see(float[] inputs);

  /** Returns the weights after quantization. */
  abstract Map<String, Tensor> quantized();

  /** Returns the kernel, an array for each output. */
  final float[][] matrix() {
    float[] kernel = weight("kernel").cast(DType.FLOAT32).toFloatArray();
    float[][] matrix = new float[columns][rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix[column][row] = kernel[row * columns + column];
      }
    }
    return matrix;
  }

  private Tensor weight(String name) {
    Tensor weight = weights.get(name);
    if (weight == null) {
      throw new IllegalStateException("no weight '" + name + "' among " + weights.keySet());
    }
    return weight;
  }

  /** Returns the groups of inputs, each from its first one on, and the end. */
  final List<Integer> starts(long groupSize) {
    int size = groupSize == -1 ? rows : Math.toIntExact(Math.min(groupSize, rows));
    List<Integer> starts = new ArrayList<>();
    for (int start = 0; start < rows; start += size) {
      starts.add(start);
    }
    starts.add(rows);
    return starts;
  }

  /**
   * Returns all weights, by the names of the parameters of a quantized layer.
   *
   * @param numbers the kernel's numbers, an array for each output
   * @param ranges the scale of each group
   * @param groups the group of each input
   */
  final Map<String, Tensor> made(
      float[][] numbers, List<WeightRange> ranges, float[] groups, boolean packed) {
    Tensor.Writer kernel = new Tensor.Writer(DType.UINT8, rows * columns);
    Tensor.Writer scale = new Tensor.Writer(DType.FLOAT32, columns * ranges.size());
    Tensor.Writer zero = new Tensor.Writer(DType.UINT8, columns * ranges.size());
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        kernel.set(column * rows + row, (long) numbers[column][row]);
      }
      for (int group = 0; group < ranges.size(); group++) {
        int at = column * ranges.size() + group;
        scale.set(at, (double) ranges.get(group).scale()[column]);
        zero.set(at, (long) ranges.get(group).zero()[column]);
      }
    }
    Tensor whole = kernel.build(columns, rows);
    Map<String, Tensor> made = new LinkedHashMap<>(weights);
    made.put("kernel", packed ? Quantizers.packInt4(whole, 0) : whole);
    made.put("kernel_scale", scale.build(columns, ranges.size()));
    made.put("kernel_zero", zero.build(columns, ranges.size()));
    made.put("g_idx", Tensor.of(groups));
    return made;
  }

  static float[][] copy(float[][] matrix) {
    return Arrays.stream(matrix).map(float[]::clone).toArray(float[][]::new);
  }
}
