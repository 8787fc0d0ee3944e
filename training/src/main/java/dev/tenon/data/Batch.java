package dev.tenon.data;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Samples that a model takes in one step.
 *
 * @param features one tensor for each input of the model, in its order; the first axis counts the
 *     samples
 * @param targets one tensor for each output, in its order; empty where there are none
 * @param weights one tensor for each output, in its order, or null where its samples all count the
 *     same; empty where there are none
 */
public record Batch(List<Tensor> features, List<Tensor> targets, List<@Nullable Tensor> weights) {
  public Batch {
    features = List.copyOf(features);
    targets = List.copyOf(targets);
    weights = Collections.unmodifiableList(new ArrayList<>(weights));
    if (features.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one tensor of features");
    }
    for (Tensor tensor : features) {
      check(tensor, features.get(0), "features");
    }
    for (Tensor tensor : targets) {
      check(tensor, features.get(0), "targets");
    }
    for (Tensor tensor : weights) {
      if (tensor != null) {
        check(tensor, features.get(0), "sample weights");
      }
    }
  }

  /** Returns a batch without sample weights. */
  public static Batch of(List<Tensor> features, List<Tensor> targets) {
    return new Batch(features, targets, List.of());
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

  /** Returns the number of samples. */
  public int size() {
    return Math.toIntExact(features.get(0).dim(0));
  }
}
