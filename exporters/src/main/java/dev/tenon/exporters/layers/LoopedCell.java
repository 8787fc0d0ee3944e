package dev.tenon.exporters.layers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cell that a loop repeats, found by trying: kernels and a bias of fitting shapes are looked
 * for among the fixed numbers of the loop, and the cell of Keras with them must give what the loop
 * gives for random entries and states.
 *
 * @param kind GRU or SimpleRNN
 * @param units the number of units
 * @param resetAfter whether a GRU's reset gate comes after the product
 * @param activation what is done to the new state, by Keras' name
 * @param weights kernel, recurrent kernel and, where there is one, bias, as Keras has them
 */
record LoopedCell(
    String kind, int units, boolean resetAfter, String activation, List<Tensor> weights) {
  private static final List<String> ACTIVATIONS =
      List.of("tanh", "relu", "sigmoid", "linear", "softsign", "softplus");
  private static final int BATCH = 3;
  private static final double TOLERANCE = 1e-5;

  /** Returns the cell; null where it is another one. */
  static @Nullable LoopedCell find(LoopedStep step, long width) {
    Set<Tensor> numbers = new LinkedHashSet<>(step.fixed().values());
    for (OperatorNode node : step.body().operators()) {
      for (Value value : node.reads()) {
        if (value.constant() != null) {
          numbers.add(value.constant());
        }
      }
    }
    List<Tensor> matrices =
        numbers.stream().filter(t -> t.dtype().isFloating() && t.rank() == 2).toList();
    List<Tensor> biases = new ArrayList<>();
    numbers.stream().filter(t -> t.dtype().isFloating() && t.rank() > 0).forEach(biases::add);
    for (Tensor recurrent : matrices) {
      for (Tensor kernel : matrices) {
        long units = recurrent.dim(0);
        boolean fits = kernel.dim(0) == width && kernel.dim(1) == recurrent.dim(1) && units > 0;
        long gates = fits ? recurrent.dim(1) / units : 0;
        if (gates * units == recurrent.dim(1) && (gates == 1 || gates == 3)) {
          LoopedCell cell = find(step, kernel, recurrent, biases, gates == 3);
          if (cell != null) {
            return cell;
          }
        }
      }
    }
    return null;
  }

  private static @Nullable LoopedCell find(
      LoopedStep step, Tensor kernel, Tensor recurrent, List<Tensor> biases, boolean gated) {
    int units = Math.toIntExact(recurrent.dim(0));
    List<List<Tensor>> candidates = new ArrayList<>();
    for (Tensor bias : biases) {
      boolean one = bias.size() == kernel.dim(1) && bias.dim(-1) == kernel.dim(1);
      boolean two = gated && bias.rank() == 2 && bias.dim(0) == 2 && bias.dim(1) == kernel.dim(1);
      if (one || two) {
        candidates.add(List.of(kernel, recurrent, bias));
      }
    }
    candidates.add(List.of(kernel, recurrent));
    for (List<Tensor> weights : candidates) {
      boolean two = weights.size() > 2 && weights.get(2).size() == 2 * kernel.dim(1);
      boolean none = weights.size() == 2;
      for (boolean after : new boolean[] {true, false}) {
        if (gated && !none && after != two) {
          continue;
        }
        for (String activation : ACTIVATIONS) {
          LoopedCell cell =
              new LoopedCell(gated ? "GRU" : "SimpleRNN", units, after, activation, weights);
          if (cell.proved(step)) {
            return cell;
          }
        }
        if (!gated) {
          break;
        }
      }
    }
    return null;
  }

  private boolean proved(LoopedStep step) {
    Random random = new Random(7);
    for (int draw = 0; draw < 2; draw++) {
      Tensor x = draw(random, weights.get(0).dim(0));
      Tensor h = draw(random, units);
      Tensor given = step.run(x, h);
      if (given == null || given.size() != BATCH * units) {
        return false;
      }
      for (int i = 0; i < BATCH; i++) {
        double[] expected = kind.equals("GRU") ? gru(x, h, i) : simple(x, h, i);
        for (int k = 0; k < units; k++) {
          if (!(Math.abs(expected[k] - given.getDouble(i * units + k)) < TOLERANCE)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static Tensor draw(Random random, long length) {
    float[] values = new float[Math.toIntExact(BATCH * length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, BATCH, length);
  }

  /** Returns a row times some columns of a matrix, and a row of the bias where asked for. */
  private double[] product(Tensor row, int sample, int matrix, int from, int biasRow) {
    Tensor kernel = weights.get(matrix);
    int inner = Math.toIntExact(kernel.dim(0));
    int columns = Math.toIntExact(kernel.dim(1));
    double[] sums = new double[units];
    for (int k = 0; k < units; k++) {
      for (int i = 0; i < inner; i++) {
        sums[k] += row.getDouble(sample * inner + i) * kernel.getDouble(i * columns + from + k);
      }
      if (biasRow >= 0 && weights.size() > 2) {
        sums[k] += weights.get(2).getDouble(biasRow * columns + from + k);
      }
    }
    return sums;
  }

  private double activated(double x) {
    return switch (activation) {
      case "tanh" -> Math.tanh(x);
      case "relu" -> Math.max(x, 0);
      case "sigmoid" -> 1 / (1 + Math.exp(-x));
      case "softsign" -> x / (1 + Math.abs(x));
      case "softplus" -> Math.log1p(Math.exp(x));
      default -> x;
    };
  }

  private double[] simple(Tensor x, Tensor h, int sample) {
    double[] a = product(x, sample, 0, 0, 0);
    double[] b = product(h, sample, 1, 0, -1);
    for (int k = 0; k < units; k++) {
      a[k] = activated(a[k] + b[k]);
    }
    return a;
  }

  private double[] gru(Tensor x, Tensor h, int sample) {
    int second = resetAfter ? 1 : -1;
    double[] z = product(x, sample, 0, 0, 0);
    double[] r = product(x, sample, 0, units, 0);
    double[] c = product(x, sample, 0, 2 * units, 0);
    double[] ofZ = product(h, sample, 1, 0, second);
    double[] ofR = product(h, sample, 1, units, second);
    for (int k = 0; k < units; k++) {
      z[k] = 1 / (1 + Math.exp(-z[k] - ofZ[k]));
      r[k] = 1 / (1 + Math.exp(-r[k] - ofR[k]));
    }
    double[] ofC;
    if (resetAfter) {
      ofC = product(h, sample, 1, 2 * units, second);
      for (int k = 0; k < units; k++) {
        ofC[k] *= r[k];
      }
    } else {
      float[] reset = new float[units];
      for (int k = 0; k < units; k++) {
        reset[k] = (float) (r[k] * h.getDouble(sample * units + k));
      }
      ofC = product(Tensor.of(reset, 1, units), 0, 1, 2 * units, -1);
    }
    for (int k = 0; k < units; k++) {
      double candidate = activated(c[k] + ofC[k]);
      c[k] = z[k] * h.getDouble(sample * units + k) + (1 - z[k]) * candidate;
    }
    return c;
  }

  /** Returns Keras' layer. */
  Layer<?> layer(boolean sequences, boolean state, boolean backwards) {
    boolean biased = weights.size() > 2;
    return kind.equals("GRU")
        ? GRU.DEFAULTS
            .withUnits(units)
            .withActivation(KerasObject.of(activation))
            .withResetAfter(resetAfter)
            .withUseBias(biased)
            .withReturnSequences(sequences)
            .withReturnState(state)
            .withGoBackwards(backwards)
        : SimpleRNN.DEFAULTS
            .withUnits(units)
            .withActivation(KerasObject.of(activation))
            .withUseBias(biased)
            .withReturnSequences(sequences)
            .withReturnState(state)
            .withGoBackwards(backwards);
  }
}
