package dev.tenon.lifting.recurrent;

import dev.tenon.layers.base.Layer;
import dev.tenon.lifting.recurrent.cells.CellKind;
import dev.tenon.lifting.recurrent.cells.CellMath;
import dev.tenon.lifting.recurrent.cells.RepeatedStep;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
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
 * @param share what is done to the gates, by Keras' name
 * @param output which of the loop's states is the output; the other one of an LSTM is its memory
 * @param weights kernel, recurrent kernel and, where there is one, bias, as Keras has them
 */
record LoopedCell(
    CellKind kind,
    int units,
    boolean resetAfter,
    String activation,
    String share,
    int output,
    List<Tensor> weights) {
  private static final List<String> ACTIVATIONS =
      List.of("tanh", "relu", "sigmoid", "linear", "softsign", "softplus", "hard_sigmoid");
  private static final List<Double> LINES = List.of(1.0, 1.2);
  private static final double TOLERANCE = 1e-5;

  /** Returns the cell; null where it is another one. */
  static @Nullable LoopedCell find(RepeatedStep step, long width) {
    Set<Tensor> numbers = step.numbers();
    List<Tensor> matrices = new ArrayList<>();
    numbers.stream().filter(t -> t.dtype().isFloating() && t.rank() == 2).forEach(matrices::add);
    matrices.addAll(joined(matrices));
    List<Tensor> biases = new ArrayList<>();
    numbers.stream().filter(t -> t.dtype().isFloating() && t.rank() > 0).forEach(biases::add);
    for (Tensor recurrent : matrices) {
      for (Tensor kernel : matrices) {
        long units = recurrent.dim(0);
        boolean fits = kernel.dim(0) == width && kernel.dim(1) == recurrent.dim(1) && units > 0;
        long gates = fits ? recurrent.dim(1) / units : 0;
        boolean lstm = step.cellStates() == 2;
        boolean known = lstm ? gates == 4 : gates == 1 || gates == 3;
        if (gates * units == recurrent.dim(1) && known) {
          CellKind kind = lstm ? CellKind.LSTM : gates == 3 ? CellKind.GRU : CellKind.SIMPLE_RNN;
          LoopedCell cell = find(step, kernel, recurrent, biases, kind);
          if (cell != null) {
            return cell;
          }
        }
      }
    }
    return null;
  }

  /** Returns both rows of a GRU's bias, which it adds to two products. */
  private static Tensor stacked(Tensor first, Tensor second) {
    Tensor.Writer writer = new Tensor.Writer(first.dtype(), first.size() + second.size());
    for (int i = 0; i < first.size(); i++) {
      writer.set(i, first.getDouble(i));
      writer.set(first.size() + i, second.getDouble(i));
    }
    return writer.build(2, first.size());
  }

  /** Returns the recurrent kernels that a GRU multiplies by in two parts, as wholes. */
  private static List<Tensor> joined(List<Tensor> matrices) {
    List<Tensor> wholes = new ArrayList<>();
    for (Tensor gates : matrices) {
      for (Tensor rest : matrices) {
        long units = rest.dim(0);
        if (rest.dim(1) == units && gates.dim(0) == units && gates.dim(1) == 2 * units) {
          Tensor.Writer writer = new Tensor.Writer(rest.dtype(), gates.size() + rest.size());
          int width = (int) (3 * units);
          for (int i = 0; i < gates.size() + rest.size(); i++) {
            int row = i / width;
            int column = i % width;
            boolean gate = column < 2 * units;
            Tensor part = gate ? gates : rest;
            int at = gate ? column : (int) (column - 2 * units);
            writer.set(i, part.getDouble((int) (row * part.dim(1)) + at));
          }
          wholes.add(writer.build(units, 3 * units));
        }
      }
    }
    return wholes;
  }

  private static @Nullable LoopedCell find(
      RepeatedStep step, Tensor kernel, Tensor recurrent, List<Tensor> biases, CellKind kind) {
    boolean gru = kind == CellKind.GRU;
    List<List<Tensor>> candidates = new ArrayList<>();
    for (Tensor bias : biases) {
      boolean one = bias.size() == kernel.dim(1) && bias.dim(-1) == kernel.dim(1);
      boolean two = gru && bias.rank() == 2 && bias.dim(0) == 2 && bias.dim(1) == kernel.dim(1);
      if (one || two) {
        candidates.add(List.of(kernel, recurrent, bias));
      }
    }
    for (Tensor first : gru ? biases : List.<Tensor>of()) {
      for (Tensor second : biases) {
        if (first.size() == kernel.dim(1) && second.size() == kernel.dim(1)) {
          candidates.add(List.of(kernel, recurrent, stacked(first, second)));
        }
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
      RepeatedStep step, CellKind kind, boolean after, List<Tensor> weights) {
    int units = Math.toIntExact(weights.get(1).dim(0));
    for (String activation : ACTIVATIONS) {
      for (String share : List.of("sigmoid", "hard_sigmoid")) {
        boolean gated = kind != CellKind.SIMPLE_RNN;
        boolean own = !gated && activation.equals("hard_sigmoid");
        boolean line = gated ? share.equals("hard_sigmoid") : own;
        for (double slope : line ? LINES : List.of(1.0)) {
          List<Tensor> scaled = slope == 1 ? weights : scaled(weights, kind, units, slope);
          for (int output = 0; output < step.cellStates(); output++) {
            LoopedCell cell = new LoopedCell(kind, units, after, activation, share, output, scaled);
            boolean collects = step.collected() < 0 || step.collected() == output;
            if (collects && cell.proved(step)) {
              return cell;
            }
          }
        }
        if (!gated) {
          break;
        }
      }
    }
    return null;
  }

  /**
   * Multiplies the columns of the gates: the line of older Keras is steeper than that of Keras 3.
   */
  private static List<Tensor> scaled(List<Tensor> weights, CellKind kind, int units, double slope) {
    int gates = kind == CellKind.LSTM ? 4 : kind == CellKind.GRU ? 3 : 1;
    int other = kind == CellKind.SIMPLE_RNN ? -1 : 2;
    List<Tensor> all = new ArrayList<>();
    for (Tensor weight : weights) {
      Tensor.Writer writer = new Tensor.Writer(weight.dtype(), weight.size());
      for (int i = 0; i < weight.size(); i++) {
        boolean gate = i / units % gates != other;
        writer.set(i, weight.getDouble(i) * (gate ? slope : 1));
      }
      all.add(writer.build(weight.shape()));
    }
    return all;
  }

  private boolean proved(RepeatedStep step) {
    Random random = new Random(7);
    for (int draw = 0; draw < 2; draw++) {
      Tensor x = RepeatedStep.draw(random, weights.get(0).dim(0));
      List<Tensor> states = new ArrayList<>();
      for (int i = 0; i < step.cellStates(); i++) {
        states.add(RepeatedStep.draw(random, units));
      }
      List<Tensor> given = step.run(x, states);
      if (given == null
          || given.stream().anyMatch(state -> state.size() != RepeatedStep.BATCH * units)) {
        return false;
      }
      for (int i = 0; i < RepeatedStep.BATCH; i++) {
        if (!matches(given, next(x, states, i), i)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the next output of a sample, and of an LSTM the next memory. */
  private List<double[]> next(Tensor x, List<Tensor> states, int sample) {
    Tensor memory = states.size() > 1 ? states.get(1 - output) : null;
    return math().next(x, states.get(output), memory, sample);
  }

  private CellMath math() {
    return new CellMath(kind, units, resetAfter, activation, share, weights);
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

  /** Returns Keras' layer. */
  Layer<?> layer(boolean sequences, boolean state, boolean backwards) {
    return math().layer(sequences, state, backwards);
  }
}
