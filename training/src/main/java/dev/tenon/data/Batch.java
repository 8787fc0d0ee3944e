package dev.tenon.data;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one step: features, targets and sample weights with the samples along the first
 * axis.
 *
 * @param features one tensor for each input of the model, in its order; at least one
 * @param targets one tensor for each output in its order, null for an output without a loss. As in
 *     Keras, the list can also have the outputs with a loss only; it is empty for none
 * @param weights one tensor for each target in its order, null for equal weights; empty for none
 */
public record Batch(
    List<Tensor> features, List<@Nullable Tensor> targets, List<@Nullable Tensor> weights)
    implements Serializable {
  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if there are no features, or first axes differ
   */
  public Batch {
    features = List.copyOf(features);
    targets = Collections.unmodifiableList(new ArrayList<>(targets));
    weights = Collections.unmodifiableList(new ArrayList<>(weights));
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one tensor of features");
    }
    for (Tensor tensor : features) {
      check(tensor, features.get(0), "features");
    }
    for (Tensor tensor : targets) {
      if (tensor != null) {
        check(tensor, features.get(0), "targets");
      }
    }
    for (Tensor tensor : weights) {
      if (tensor != null) {
        check(tensor, features.get(0), "sample weights");
      }
    }
  }

  /**
   * Returns a batch without sample weights.
   *
   * @param features one tensor for each input of the model, in its order
   * @param targets one tensor for each output, in its order
   * @throws IllegalArgumentException if there are no features, or first axes differ
   */
  public static Batch of(List<Tensor> features, List<? extends @Nullable Tensor> targets) {
    return new Batch(features, new ArrayList<>(targets), List.of());
  }

  /**
   * Returns the batch with a change applied to every tensor.
   *
   * @param change selects samples of a tensor
   */
  Batch each(UnaryOperator<Tensor> change) {
    return new Batch(
        features.stream().map(change).toList(), each(targets, change), each(weights, change));
  }

  /** Picks the samples, if they were not yet picked of others. */
  void read() {
    numbers().forEach(Tensor::bytes);
  }

  private static List<@Nullable Tensor> each(
      List<@Nullable Tensor> tensors, UnaryOperator<Tensor> change) {
    List<@Nullable Tensor> changed = new ArrayList<>();
    for (Tensor tensor : tensors) {
      changed.add(tensor == null ? null : change.apply(tensor));
    }
    return changed;
  }

  private static void check(Tensor tensor, Tensor first, String what) {
    if (tensor.rank() == 0 || tensor.dim(0) != first.dim(0)) {
      throw new IllegalArgumentException(
          what
              + " of shape "
              + tensor.shapeString()
              + " do not fit features of shape "
              + first.shapeString()
              + ": the first axis counts the samples and must be the same");
    }
  }

  /** Returns how much memory the numbers take, in bytes; strings do not count. */
  public long bytes() {
    return numbers().mapToLong(tensor -> (long) tensor.size() * tensor.dtype().bytes()).sum();
  }

  private Stream<Tensor> numbers() {
    return Stream.of(features, targets, weights)
        .flatMap(List::stream)
        .filter(Objects::nonNull)
        .filter(tensor -> tensor.dtype() != DType.STRING);
  }

  /** Returns the number of samples. */
  public int size() {
    return Math.toIntExact(features.get(0).dim(0));
  }
}
