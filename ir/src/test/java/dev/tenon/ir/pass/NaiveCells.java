package dev.tenon.ir.pass;

import dev.tenon.ir.op.Recurrent;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** LSTM, GRU and RNN by the equations on ONNX's pages, for comparison only. */
final class NaiveCells {
  private final Recurrent op;
  private final Tensor x;
  private final Tensor w;
  private final Tensor r;
  private final @Nullable Tensor b;
  private final int units;
  private final int ins;
  private final int batch;
  private final List<String> activations;
  private final boolean reverse;
  private double[] h;
  private double[] c;

  NaiveCells(Recurrent op, List<@Nullable Tensor> in) {
    this.op = op;
    this.x = Objects.requireNonNull(in.get(0));
    this.w = Objects.requireNonNull(in.get(1));
    this.r = Objects.requireNonNull(in.get(2));
    this.b = in.size() > 3 ? in.get(3) : null;
    this.units = (int) r.dim(2);
    this.ins = (int) x.dim(2);
    this.batch = (int) x.dim(1);
    Tensor h0 = in.size() > 5 ? in.get(5) : null;
    Tensor c0 = in.size() > 6 ? in.get(6) : null;
    this.h = h0 == null ? new double[batch * units] : h0.toDoubleArray();
    this.c = c0 == null ? new double[batch * units] : c0.toDoubleArray();
    if (op instanceof Recurrent.LSTM lstm) {
      activations = Objects.requireNonNull(lstm.activations());
      reverse = lstm.direction().equals("reverse");
    } else if (op instanceof Recurrent.GRU gru) {
      activations = Objects.requireNonNull(gru.activations());
      reverse = gru.direction().equals("reverse");
    } else if (op instanceof Recurrent.RNN rnn) {
      activations = Objects.requireNonNull(rnn.activations());
      reverse = rnn.direction().equals("reverse");
    } else {
      throw new IllegalArgumentException(op.opType());
    }
  }

  private double act(int i, double v) {
    return switch (activations.get(i)) {
      case "Sigmoid" -> 1 / (1 + Math.exp(-v));
      case "Tanh" -> Math.tanh(v);
      case "Relu" -> Math.max(0, v);
      default -> throw new IllegalArgumentException(activations.get(i));
    };
  }

  /** Wb or Rb of a gate. */
  private double bias(int gate, int unit, boolean recurrent) {
    int gates = (int) (w.dim(1) / units);
    return b == null ? 0 : b.getDouble((recurrent ? gates * units : 0) + gate * units + unit);
  }

  private double input(int t, int n, int gate, int unit) {
    double sum = 0;
    for (int i = 0; i < ins; i++) {
      int row = gate * units + unit;
      sum += x.getDouble((t * batch + n) * ins + i) * w.getDouble(row * ins + i);
    }
    return sum + bias(gate, unit, false);
  }

  private double state(double[] from, int n, int gate, int unit) {
    double sum = 0;
    for (int i = 0; i < units; i++) {
      sum += from[n * units + i] * r.getDouble((gate * units + unit) * units + i);
    }
    return sum;
  }

  List<Tensor> run() {
    int steps = (int) x.dim(0);
    double[] y = new double[steps * batch * units];
    for (int step = 0; step < steps; step++) {
      int t = reverse ? steps - 1 - step : step;
      step(t);
      System.arraycopy(h, 0, y, t * batch * units, h.length);
    }
    List<Tensor> results = new ArrayList<>();
    results.add(Tensor.of(y, steps, 1, batch, units).cast(x.dtype()));
    results.add(Tensor.of(h, 1, batch, units).cast(x.dtype()));
    if (op instanceof Recurrent.LSTM) {
      results.add(Tensor.of(c, 1, batch, units).cast(x.dtype()));
    }
    return results;
  }

  private void step(int t) {
    double[] nextH = new double[h.length];
    double[] nextC = new double[c.length];
    double[] reset = new double[h.length];
    boolean gru = op instanceof Recurrent.GRU;
    for (int n = 0; gru && n < batch; n++) {
      for (int u = 0; u < units; u++) {
        int at = n * units + u;
        reset[at] = act(0, input(t, n, 1, u) + state(h, n, 1, u) + bias(1, u, true)) * h[at];
      }
    }
    for (int n = 0; n < batch; n++) {
      for (int u = 0; u < units; u++) {
        int at = n * units + u;
        if (op instanceof Recurrent.LSTM) {
          double[] gates = new double[4];
          for (int g = 0; g < 4; g++) {
            gates[g] = input(t, n, g, u) + state(h, n, g, u) + bias(g, u, true);
          }
          double i = act(0, gates[0]);
          double o = act(0, gates[1]);
          double f = act(0, gates[2]);
          nextC[at] = f * c[at] + i * act(1, gates[3]);
          nextH[at] = o * act(2, nextC[at]);
        } else if (op instanceof Recurrent.GRU cell) {
          double z = act(0, input(t, n, 0, u) + state(h, n, 0, u) + bias(0, u, true));
          double rt = act(0, input(t, n, 1, u) + state(h, n, 1, u) + bias(1, u, true));
          double inner =
              cell.linearBeforeReset() == 1
                  ? rt * (state(h, n, 2, u) + bias(2, u, true))
                  : state(reset, n, 2, u) + bias(2, u, true);
          nextH[at] = (1 - z) * act(1, input(t, n, 2, u) + inner) + z * h[at];
        } else {
          nextH[at] = act(0, input(t, n, 0, u) + state(h, n, 0, u) + bias(0, u, true));
        }
      }
    }
    h = nextH;
    c = nextC;
  }
}
