package dev.tenon.exporters.keras.config;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the variables of Keras 3's optimizers to those of tf_keras and back.
 *
 * <p>Both have the same ones in the same order, but for the learning rate, which tf_keras has not,
 * two numbers for each vector that Adafactor of Keras 3 does not use, the product of Nadam's
 * momenta, which tf_keras writes into no file, and the momenta of a descent without momentum, which
 * tf_keras has.
 */
final class TfKerasSlots {
  private static final double BETA = 0.9;
  private static final double GROWTH = 0.96;

  /** After so many steps a momentum is beta to the last bit. */
  private static final long GROWN = 1000;

  private final String optimizer;
  private final Map<?, ?> config;

  TfKerasSlots(String optimizer, Map<?, ?> config) {
    this.optimizer = optimizer;
    this.config = config;
  }

  /** Returns the variables of tf_keras. */
  List<Tensor> ofKeras3(List<Tensor> variables, boolean rate) {
    int end = variables.size() - (optimizer.equals("Nadam") ? 1 : 0);
    List<Tensor> kept = new ArrayList<>();
    kept.add(variables.get(0).cast(DType.INT64));
    for (Tensor variable : variables.subList(Math.min(rate ? 2 : 1, end), end)) {
      if (variable.dtype() != DType.INT32) {
        kept.add(variable);
      }
    }
    return kept;
  }

  /**
   * Returns the variables of Keras 3, null where they are others than the optimizer has.
   *
   * @param rate the learning rate; null for a schedule
   */
  @Nullable List<Tensor> ofTfKeras(List<Tensor> variables, @Nullable Tensor rate) {
    List<Tensor> beside = variables.subList(1, variables.size());
    List<Tensor> all = new ArrayList<>(List.of(variables.get(0)));
    if (rate != null) {
      all.add(rate);
    }
    boolean averages = Boolean.TRUE.equals(config.get("use_ema"));
    switch (optimizer) {
      case "Adafactor" -> {
        List<Tensor> slots = factors(beside, averages);
        if (slots == null) {
          return null;
        }
        all.addAll(slots);
      }
      case "Nadam" -> {
        all.addAll(beside);
        all.add(product(variables.get(0).getLong(0)));
      }
      case "SGD" -> {
        boolean still = !(config.get("momentum") instanceof Number n) || n.doubleValue() == 0;
        int used = averages ? beside.size() / 2 : 0;
        all.addAll(still ? beside.subList(0, used) : beside);
      }
      default -> all.addAll(beside);
    }
    return all;
  }

  /** Returns what Nadam's momenta multiply to after a number of steps. */
  private Tensor product(long steps) {
    double beta = config.get("beta_1") instanceof Number number ? number.doubleValue() : BETA;
    double product = 1;
    long grown = Math.min(steps, GROWN);
    for (long i = 1; i <= grown; i++) {
      product *= beta * (1 - 0.5 * Math.pow(GROWTH, (double) i));
    }
    return Tensor.scalar(DType.FLOAT32, product * Math.pow(beta, (double) (steps - grown)));
  }

  /** Puts the two numbers before each vector's slot; tries how many averages stand before all. */
  private static @Nullable List<Tensor> factors(List<Tensor> beside, boolean averages) {
    for (int first = averages ? 1 : 0; first <= (averages ? beside.size() : 0); first++) {
      List<Tensor> all = new ArrayList<>(beside.subList(0, first));
      List<long[]> shapes = new ArrayList<>();
      boolean fits = expand(beside.subList(first, beside.size()), all, shapes);
      boolean same = !averages || shapes.size() == first;
      for (int i = 0; same && averages && i < first; i++) {
        same = Arrays.equals(shapes.get(i), beside.get(i).shape());
      }
      if (fits && same) {
        return all;
      }
    }
    return null;
  }

  private static boolean expand(List<Tensor> slots, List<Tensor> all, List<long[]> shapes) {
    int at = 0;
    while (at < slots.size()) {
      boolean matrix =
          at + 2 < slots.size() && isFactored(slots.get(at), slots.get(at + 1), slots.get(at + 2));
      if (!matrix && slots.get(at).rank() > 1) {
        return false;
      }
      if (!matrix) {
        all.add(Tensor.scalar(DType.INT32, 0));
        all.add(Tensor.scalar(DType.INT32, 0));
      }
      int length = matrix ? 3 : 1;
      all.addAll(slots.subList(at, at + length));
      at += length;
      shapes.add(slots.get(at - 1).shape());
    }
    return true;
  }

  private static boolean isFactored(Tensor rows, Tensor columns, Tensor whole) {
    long[] shape = whole.shape();
    int rank = shape.length;
    if (rank < 2) {
      return false;
    }
    long[] without = Arrays.copyOf(shape, rank - 1);
    long[] beside = without.clone();
    beside[rank - 2] = shape[rank - 1];
    return Arrays.equals(rows.shape(), without) && Arrays.equals(columns.shape(), beside);
  }
}
