package dev.tenon.internal.quantization;

import dev.tenon.layers.base.LayerNode;
import dev.tenon.quantizers.AWQConfig;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Multiplies the weights of each input by a power of its largest activation before they are
 * rounded, and chooses the power by the error that is left.
 */
final class AwqWeights extends CalibratedWeights {
  private static final int BITS = 4;
  private static final float LEAST_ACTIVATION = 1e-8f;
  private static final float LEAST_FACTOR = 1e-4f;

  private final AWQConfig config;
  private final float[] largest;

  AwqWeights(LayerNode node, Map<String, Tensor> weights, AWQConfig config) {
    super(node, weights);
    this.config = config;
    this.largest = new float[rows()];
  }

  /** A kernel that was multiplied by factors and rounded. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Rounded(float[][] numbers, List<WeightRange> ranges) {}

  @Override
  void see(float[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      int row = i % largest.length;
      largest[row] = Math.max(largest[row], Math.abs(inputs[i]));
    }
  }

  @Override
  Map<String, Tensor> quantized() {
    float[][] weights = matrix();
    float[] factors = best(weights);
    Rounded rounded = rounded(weights, factors);
    float[] groups = new float[rows()];
    List<Integer> starts = starts(config.groupSize());
    for (int group = 0; group + 1 < starts.size(); group++) {
      Arrays.fill(groups, starts.get(group), starts.get(group + 1), group);
    }
    Map<String, Tensor> made = made(rounded.numbers(), rounded.ranges(), groups, true);
    made.put("awq_scales", Tensor.of(factors));
    return made;
  }

  private float[] best(float[][] weights) {
    float[] activations = new float[largest.length];
    for (int i = 0; i < activations.length; i++) {
      activations[i] = largest[i] < LEAST_ACTIVATION ? 1 : largest[i];
    }
    float[] best = {};
    double least = Double.POSITIVE_INFINITY;
    for (int point = 0; point <= config.numGridPoints(); point++) {
      float[] factors = factors(activations, (double) point / config.numGridPoints());
      double loss = loss(weights, factors, activations);
      if (best.length == 0 || loss < least) {
        least = loss;
        best = factors;
      }
    }
    return best;
  }

  private static float[] factors(float[] activations, double power) {
    float[] factors = new float[activations.length];
    float low = Float.POSITIVE_INFINITY;
    float high = 0;
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Math.max((float) Math.pow(activations[i], power), LEAST_FACTOR);
      low = Math.min(low, factors[i]);
      high = Math.max(high, factors[i]);
    }
    float middle = Math.max((float) Math.sqrt(high * low), LEAST_ACTIVATION);
    for (int i = 0; i < factors.length; i++) {
      factors[i] /= middle;
    }
    return factors;
  }

  private Rounded rounded(float[][] weights, float[] factors) {
    float[][] numbers = copy(weights);
    for (float[] row : numbers) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= factors[i];
      }
    }
    List<WeightRange> ranges = new ArrayList<>();
    List<Integer> starts = starts(config.groupSize());
    for (int group = 0; group + 1 < starts.size(); group++) {
      int from = starts.get(group);
      int to = starts.get(group + 1);
      WeightRange range = range(numbers, from, to, starts.size() > 2);
      ranges.add(range);
      for (int row = 0; row < numbers.length; row++) {
        for (int i = from; i < to; i++) {
          numbers[row][i] = range.number(row, numbers[row][i]);
        }
      }
    }
    return new Rounded(numbers, ranges);
  }

  /** Keras fills up the last of several groups with zeros. */
  private WeightRange range(float[][] numbers, int from, int to, boolean several) {
    if (!several || to - from == config.groupSize()) {
      return WeightRange.of(numbers, from, to, BITS, false, true);
    }
    float[][] filled =
        Arrays.stream(numbers)
            .map(row -> Arrays.copyOf(Arrays.copyOfRange(row, from, to), to - from + 1))
            .toArray(float[][]::new);
    return WeightRange.of(filled, 0, to - from + 1, BITS, false, true);
  }

  private double loss(float[][] weights, float[] factors, float[] activations) {
    Rounded rounded = rounded(weights, factors);
    List<Integer> starts = starts(config.groupSize());
    double sum = 0;
    for (int group = 0; group + 1 < starts.size(); group++) {
      WeightRange range = rounded.ranges().get(group);
      for (int row = 0; row < weights.length; row++) {
        for (int i = starts.get(group); i < starts.get(group + 1); i++) {
          float back = range.weight(row, rounded.numbers()[row][i]) / factors[i];
          float error = weights[row][i] - back;
          sum += (double) error * error * activations[i] * activations[i];
        }
      }
    }
    return sum;
  }
}
