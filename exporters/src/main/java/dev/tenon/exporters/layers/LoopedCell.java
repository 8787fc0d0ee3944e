package dev.tenon.exporters.layers;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.layer.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
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
 * @param kind LSTM, GRU or SimpleRNN
 * @param units the number of units
 * @param resetAfter whether a GRU's reset gate comes after the product
 * @param activation what is done to the new state, by Keras' name
 * @param output which of the loop's states is the output; the other one of an LSTM is its memory
 * @param weights kernel, recurrent kernel and, where there is one, bias, as Keras has them
 */
record LoopedCell(
    String kind,
    int units,
    boolean resetAfter,
    String activation,
    int output,
    List<Tensor> weights) {
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
        boolean lstm = step.states().size() == 2;
        boolean known = lstm ? gates == 4 : gates == 1 || gates == 3;
        if (gates * units == recurrent.dim(1) && known) {
          String kind = lstm ? "LSTM" : gates == 3 ? "GRU" : "SimpleRNN";
          LoopedCell cell = find(step, kernel, recurrent, biases, kind);
          if (cell != null) {
            return cell;
          }
        }
      }
    }
    return null;
  }

  private static @Nullable LoopedCell find(
      LoopedStep step, Tensor kernel, Tensor recurrent, List<Tensor> biases, String kind) {
    boolean gru = kind.equals("GRU");
    List<List<Tensor>> candidates = new ArrayList<>();
    for (Tensor bias : biases) {
      boolean one = bias.size() == kernel.dim(1) && bias.dim(-1) == kernel.dim(1);
      boolean two = gru && bias.rank() == 2 && bias.dim(0) == 2 && bias.dim(1) == kernel.dim(1);
      if (one || two) {
        candidates.add(List.of(kernel, recurrent, bias));
      }
    }
    candidates.add(List.of(kernel, recurrent));
    for (List<Tensor> weights : candidates) {
      boolean two = weights.size() > 2 && weights.get(2).size() == 2 * kernel.dim(1);
      for (boolean after : new boolean[] {true, false}) {
        if (gru ? weights.size() > 2 && after != two : !after) {
          continue;
        }
        LoopedCell cell = find(step, kind, after, weights);
        if (cell != null) {
          return cell;
        }
      }
    }
    return null;
  }

  private static @Nullable LoopedCell find(
      LoopedStep step, String kind, boolean after, List<Tensor> weights) {
    int units = Math.toIntExact(weights.get(1).dim(0));
    for (String activation : ACTIVATIONS) {
      for (int output = 0; output < step.states().size(); output++) {
        LoopedCell cell = new LoopedCell(kind, units, after, activation, output, weights);
        boolean collects = step.collected() < 0 || step.collected() == output;
        if (collects && cell.proved(step)) {
          return cell;
        }
      }
    }
    return null;
  }

  private boolean proved(LoopedStep step) {
    Random random = new Random(7);
    for (int draw = 0; draw < 2; draw++) {
      Tensor x = draw(random, weights.get(0).dim(0));
      List<Tensor> states = new ArrayList<>();
      for (int i = 0; i < step.states().size(); i++) {
        states.add(draw(random, units));
      }
      List<Tensor> given = step.run(x, states);
      if (given == null || given.stream().anyMatch(state -> state.size() != BATCH * units)) {
        return false;
      }
      for (int i = 0; i < BATCH; i++) {
        if (!matches(given, next(x, states, i), i)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the next output of a sample, and of an LSTM the next memory. */
  private List<double[]> next(Tensor x, List<Tensor> states, int sample) {
    Tensor h = states.get(output);
    return switch (kind) {
      case "LSTM" -> lstm(x, h, states.get(1 - output), sample);
      case "GRU" -> List.of(gru(x, h, sample));
      default -> List.of(simple(x, h, sample));
    };
  }

  private boolean matches(List<Tensor> given, List<double[]> expected, int sample) {
    for (int i = 0; i < expected.size(); i++) {
      Tensor state = given.get(i == 0 ? output : 1 - output);
      for (int k = 0; k < units; k++) {
        double apart = Math.abs(expected.get(i)[k] - state.getDouble(sample * units + k));
        if (!(apart < TOLERANCE)) {
          return false;
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

  private List<double[]> lstm(Tensor x, Tensor h, Tensor memory, int sample) {
    double[][] gates = new double[4][];
    for (int gate = 0; gate < 4; gate++) {
      gates[gate] = product(x, sample, 0, gate * units, 0);
      double[] ofH = product(h, sample, 1, gate * units, -1);
      for (int k = 0; k < units; k++) {
        double sum = gates[gate][k] + ofH[k];
        gates[gate][k] = gate == 2 ? activated(sum) : 1 / (1 + Math.exp(-sum));
      }
    }
    double[] now = new double[units];
    double[] result = new double[units];
    for (int k = 0; k < units; k++) {
      double kept = gates[1][k] * memory.getDouble(sample * units + k);
      now[k] = kept + gates[0][k] * gates[2][k];
      result[k] = gates[3][k] * activated(now[k]);
    }
    return List.of(result, now);
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
    if (kind.equals("LSTM")) {
      return LSTM.DEFAULTS
          .withUnits(units)
          .withActivation(KerasObject.of(activation))
          .withUseBias(biased)
          .withReturnSequences(sequences)
          .withReturnState(state)
          .withGoBackwards(backwards);
    }
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
