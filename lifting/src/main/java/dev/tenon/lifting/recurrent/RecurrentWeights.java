package dev.tenon.lifting.recurrent;

import dev.tenon.layers.base.Layer;
import dev.tenon.layers.recurrent.GRU;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.recurrent.cells.RecurrentOptions;
import dev.tenon.lifting.walk.LiftContext;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights of a recurrent operator: W (directions, gates * units, in), R (directions, gates *
 * units, units), B (directions, 2 * gates * units), turned into Keras' kernels.
 */
final class RecurrentWeights {
  private final Tensor kernel;
  private final Tensor recurrent;
  private final @Nullable Tensor bias;
  private final List<OnnxActivations> activations;
  private final int gates;

  /**
   * Reads the weights.
   *
   * @param activations that of each gate, in Keras' order
   */
  RecurrentWeights(LiftContext site, List<OnnxActivations> activations) {
    this.activations = List.copyOf(activations);
    this.gates = activations.size();
    this.kernel = site.constant(1, "kernel");
    this.recurrent = site.constant(2, "recurrent kernel");
    this.bias = site.has(3) ? site.constant(3, "bias") : null;
    long wide = gates * units();
    if (kernel.dim(1) != wide || recurrent.dim(1) != wide) {
      throw new NoEquivalentLayerException(
          "has "
              + recurrent.dim(1) / gates
              + " units and a state of "
              + units()
              + ": a projection, which no layer of Keras has");
    }
  }

  long units() {
    return recurrent.dim(2);
  }

  /** Returns Keras' default name of the layer. */
  String kind() {
    return gates == 4 ? "lstm" : gates == 3 ? "gru" : "simple_rnn";
  }

  /** Returns how many states a direction has. */
  int statesEach() {
    return gates == 4 ? 2 : 1;
  }

  /** Returns the layer with its options. */
  Layer<?> layer(Layer<?> plain, boolean sequences, boolean state, boolean backwards) {
    return RecurrentOptions.with(plain, units(), isBiased(), sequences, state, backwards);
  }

  /** Returns kernel, recurrent kernel and bias of a direction. */
  List<Tensor> of(Layer<?> layer, int direction) {
    List<Tensor> weights = new ArrayList<>();
    weights.add(ordered(kernel.get(direction)).transpose(1, 0));
    weights.add(ordered(recurrent.get(direction)).transpose(1, 0));
    if (bias != null) {
      Tensor both = bias.get(direction);
      long half = both.size() / 2;
      Tensor first = ordered(both.slice(0, 0, half));
      Tensor second = ordered(both.slice(0, half, 2 * half));
      boolean apart = layer instanceof GRU gru && gru.resetAfter();
      weights.add(apart ? joined(0, List.of(first, second)).reshape(2, half) : sum(first, second));
    }
    return activations.stream().allMatch(OnnxActivations::isPlain) ? weights : lined(weights);
  }

  private boolean isBiased() {
    return bias != null || activations.stream().anyMatch(one -> one.offset() != 0);
  }

  /** Multiplies the lines of the gates' activations into the weights, of the last axis. */
  private List<Tensor> lined(List<Tensor> weights) {
    List<Tensor> all = new ArrayList<>(weights);
    int columns = Math.toIntExact(gates * units());
    if (all.size() < 3 && isBiased()) {
      all.add(Tensor.zeros(kernel.dtype(), columns));
    }
    List<Tensor> now = new ArrayList<>();
    for (Tensor weight : all) {
      Tensor.Writer writer = new Tensor.Writer(weight.dtype(), weight.size());
      for (int i = 0; i < weight.size(); i++) {
        OnnxActivations line = activations.get(i % columns / (columns / gates));
        boolean added = now.size() == 2 && i < columns;
        writer.set(i, weight.getDouble(i) * line.slope() + (added ? line.offset() : 0));
      }
      now.add(writer.build(weight.shape()));
    }
    return now;
  }

  /** Puts the gates of an LSTM, i o f c, into Keras' order, i f c o; others have it already. */
  private Tensor ordered(Tensor weight) {
    if (gates != 4) {
      return weight;
    }
    long units = units();
    List<Tensor> parts = new ArrayList<>();
    for (int gate : new int[] {0, 2, 3, 1}) {
      parts.add(weight.slice(0, gate * units, (gate + 1) * units));
    }
    return joined(0, parts);
  }

  private static Tensor joined(int axis, List<Tensor> parts) {
    DType dtype = parts.get(0).dtype();
    int size = parts.stream().mapToInt(Tensor::size).sum();
    Tensor.Writer writer = new Tensor.Writer(dtype, size);
    long[] shape = parts.get(0).shape();
    shape[axis] = 0;
    int at = 0;
    for (Tensor part : parts) {
      for (int i = 0; i < part.size(); i++) {
        writer.set(at++, part.getDouble(i));
      }
      shape[axis] += part.dim(axis);
    }
    return writer.build(shape);
  }

  private static Tensor sum(Tensor a, Tensor b) {
    Tensor.Writer writer = new Tensor.Writer(a.dtype(), a.size());
    for (int i = 0; i < a.size(); i++) {
      writer.set(i, (double) (a.getFloat(i) + b.getFloat(i)));
    }
    return writer.build(a.shape());
  }
}
