package dev.tenon.internal.quantization;

import dev.tenon.layers.base.LayerNode;
import dev.tenon.ops.Ops;
import dev.tenon.quantizers.GPTQConfig;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rounds a kernel input by input, and takes each error out of the inputs that follow, by the
 * inverse of the Hessian of the squared error.
 */
final class GptqWeights extends CalibratedWeights {
  /** So many inputs are worked through before the errors reach those behind them. */
  private static final int BLOCK = 128;

  private final GPTQConfig config;
  private final float[][] hessian;
  private long seen;

  GptqWeights(LayerNode node, Map<String, Tensor> weights, GPTQConfig config) {
    super(node, weights);
    this.config = config;
    this.hessian = new float[rows()][rows()];
  }

  @Override
  void see(float[] inputs) {
    int rows = rows();
    int count = inputs.length / rows;
    long total = seen + count;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int sample = 0; sample < count; sample++) {
          sum += (double) inputs[sample * rows + i] * inputs[sample * rows + j];
        }
        double before = hessian[i][j] * ((double) seen / total);
        hessian[i][j] = (float) (before + 2.0 / total * sum);
        hessian[j][i] = hessian[i][j];
      }
    }
    seen = total;
  }

  @Override
  Map<String, Tensor> quantized() {
    int rows = rows();
    double mean = 0;
    for (int i = 0; i < rows; i++) {
      hessian[i][i] = hessian[i][i] == 0 ? 1 : hessian[i][i];
      mean += hessian[i][i] / (double) rows;
    }
    for (int i = 0; i < rows; i++) {
      hessian[i][i] += (float) (config.hessianDamping() * mean);
    }
    int[] order = order();
    float[][] inverse = permuted(inverse(), order);
    float[][] weights = matrix();
    for (int output = 0; output < weights.length; output++) {
      weights[output] = permuted(weights[output], order);
    }
    float[][] numbers = new float[weights.length][rows];
    List<WeightRange> ranges = rounded(weights, inverse, numbers);
    float[] groups = new float[rows];
    float size = config.groupSize() == -1 ? rows : (float) config.groupSize();
    float[][] back = new float[weights.length][rows];
    for (int i = 0; i < rows; i++) {
      // Keras keeps the fraction, which is cut off in a call.
      groups[order[i]] = i / size;
      for (int output = 0; output < back.length; output++) {
        back[output][order[i]] = numbers[output][i];
      }
    }
    return made(back, ranges, groups, config.weightBits() == 4);
  }

  private int[] order() {
    IntStream all = IntStream.range(0, rows());
    return config.activationOrder()
        ? all.boxed()
            .sorted(Comparator.comparing((Integer i) -> -hessian[i][i]))
            .mapToInt(Integer::intValue)
            .toArray()
        : all.toArray();
  }

  private float[][] inverse() {
    int rows = rows();
    Tensor.Writer matrix = new Tensor.Writer(DType.FLOAT32, rows * rows);
    for (int i = 0; i < rows; i++) {
      matrix.set(i * rows, hessian[i], rows);
    }
    float[] flat = Ops.inv(matrix.build(rows, rows)).toFloatArray();
    float[][] inverse = new float[rows][rows];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(flat, i * rows, inverse[i], 0, rows);
    }
    return inverse;
  }

  private static float[][] permuted(float[][] matrix, int[] order) {
    float[][] permuted = new float[order.length][];
    for (int i = 0; i < order.length; i++) {
      permuted[i] = permuted(matrix[order[i]], order);
    }
    return permuted;
  }

  private static float[] permuted(float[] row, int[] order) {
    float[] permuted = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      permuted[i] = row[order[i]];
    }
    return permuted;
  }

  /** Fills the numbers; scales are those of the weights before the errors of the same block. */
  private List<WeightRange> rounded(float[][] weights, float[][] inverse, float[][] numbers) {
    List<WeightRange> ranges = new ArrayList<>();
    List<Integer> starts = starts(config.groupSize());
    int rows = rows();
    for (int start = 0; start < rows; start += BLOCK) {
      int end = Math.min(start + BLOCK, rows);
      float[][] block = copy(weights);
      float[][] errors = new float[weights.length][end - start];
      for (int i = start; i < end; i++) {
        if (starts.get(ranges.size()) == i) {
          ranges.add(
              WeightRange.of(
                  weights,
                  i,
                  starts.get(ranges.size() + 1),
                  Math.toIntExact(config.weightBits()),
                  config.symmetric(),
                  config.perChannel()));
        }
        WeightRange range = ranges.get(ranges.size() - 1);
        for (int output = 0; output < weights.length; output++) {
          float number = range.number(output, block[output][i]);
          float error = (block[output][i] - range.weight(output, number)) / inverse[i][i];
          numbers[output][i] = number;
          errors[output][i - start] = error;
          for (int later = i + 1; later < end; later++) {
            block[output][later] -= error * inverse[i][later];
          }
        }
      }
      for (int output = 0; output < weights.length; output++) {
        for (int later = end; later < rows; later++) {
          double change = 0;
          for (int i = start; i < end; i++) {
            change += (double) errors[output][i - start] * inverse[i][later];
          }
          weights[output][later] -= (float) change;
        }
      }
    }
    return ranges;
  }
}
