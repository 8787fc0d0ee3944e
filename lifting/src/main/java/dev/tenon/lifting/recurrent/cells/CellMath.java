package dev.tenon.lifting.recurrent.cells;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.layers.recurrent.LSTM;
import dev.tenon.layers.recurrent.SimpleRNN;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell of Keras with its weights, computed one sample at a time in double precision.
 *
 * @param kind LSTM, GRU or SimpleRNN
 * @param units the number of units
 * @param resetAfter whether a GRU's reset gate comes after the product
 * @param activation what is done to the new state, by Keras' name
 * @param share what is done to the gates, by Keras' name
 * @param weights kernel, recurrent kernel and, where there is one, bias, as Keras has them
 */
public record CellMath(
    CellKind kind,
    int units,
    boolean resetAfter,
    String activation,
    String share,
    List<Tensor> weights) {

  /**
   * Returns the next state of a sample, and of an LSTM the next memory.
   *
   * @param x entries (batch, n)
   * @param h states (batch, units)
   * @param memory memories (batch, units) of an LSTM
   */
  public List<double[]> next(Tensor x, Tensor h, @Nullable Tensor memory, int sample) {
    return switch (kind) {
      case LSTM -> lstm(x, h, memory == null ? h : memory, sample);
      case GRU -> List.of(gru(x, h, sample));
      default -> List.of(simple(x, h, sample));
    };
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

  private static double activated(String name, double x) {
    return switch (name) {
      case "tanh" -> Math.tanh(x);
      case "relu" -> Math.max(x, 0);
      case "sigmoid" -> 1 / (1 + Math.exp(-x));
      case "hard_sigmoid" -> Math.max(0, Math.min(1, x / 6 + 0.5));
      case "softsign" -> x / (1 + Math.abs(x));
      case "softplus" -> Math.log1p(Math.exp(x));
      case "linear" -> x;
      default -> throw new IllegalArgumentException("activation '" + name + "'");
    };
  }

  private double[] simple(Tensor x, Tensor h, int sample) {
    double[] a = product(x, sample, 0, 0, 0);
    double[] b = product(h, sample, 1, 0, -1);
    for (int k = 0; k < units; k++) {
      a[k] = activated(activation, a[k] + b[k]);
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
        gates[gate][k] = activated(gate == 2 ? activation : share, sum);
      }
    }
    double[] now = new double[units];
    double[] result = new double[units];
    for (int k = 0; k < units; k++) {
      double kept = gates[1][k] * memory.getDouble(sample * units + k);
      now[k] = kept + gates[0][k] * gates[2][k];
      result[k] = gates[3][k] * activated(activation, now[k]);
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
      z[k] = activated(share, z[k] + ofZ[k]);
      r[k] = activated(share, r[k] + ofR[k]);
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
      double candidate = activated(activation, c[k] + ofC[k]);
      c[k] = z[k] * h.getDouble(sample * units + k) + (1 - z[k]) * candidate;
    }
    return c;
  }

  /** Returns Keras' layer. */
  public Layer<?> layer(boolean sequences, boolean state, boolean backwards) {
    KerasObject own = KerasObject.of(activation);
    KerasObject gates = KerasObject.of(share);
    Layer<?> plain =
        switch (kind) {
          case LSTM -> LSTM.DEFAULTS.activation(own).recurrentActivation(gates);
          case GRU ->
              GRU.DEFAULTS.activation(own).recurrentActivation(gates).resetAfter(resetAfter);
          default -> SimpleRNN.DEFAULTS.activation(own);
        };
    return RecurrentOptions.with(plain, units, weights.size() > 2, sequences, state, backwards);
  }
}
