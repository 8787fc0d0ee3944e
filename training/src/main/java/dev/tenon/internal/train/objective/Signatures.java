package dev.tenon.internal.train.objective;

import dev.tenon.data.Batch;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from a batch what its targets and weights are, and checks that they fit the outputs. */
public final class Signatures {
  private Signatures() {}

  /**
   * Returns what a batch brings.
   *
   * @throws IllegalArgumentException where the numbers of targets and outputs differ, or of weights
   */
  public static Signature of(Batch batch, List<Value> outputs, List<String> names) {
    if (!batch.targets().isEmpty() && batch.targets().size() != outputs.size()) {
      throw new IllegalArgumentException(
          "the model has "
              + outputs.size()
              + " outputs, "
              + names
              + "; received targets for "
              + batch.targets().size());
    }
    if (batch.weights().size() > outputs.size()) {
      throw new IllegalArgumentException(
          "the model has "
              + outputs.size()
              + " outputs, "
              + names
              + "; received sample weights for "
              + batch.weights().size());
    }
    List<@Nullable TensorType> targets = new ArrayList<>();
    List<@Nullable TensorType> weights = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      targets.add(type(batch.targets(), i, outputs.get(i).shape()));
      weights.add(type(batch.weights(), i, outputs.get(i).shape()));
    }
    return new Signature(List.of(), targets, weights);
  }

  /**
   * Returns a tensor's type, null for none; lengths that the output does not know are not fixed
   * either.
   */
  private static @Nullable TensorType type(
      List<@Nullable Tensor> tensors, int place, Shape output) {
    Tensor tensor = place < tensors.size() ? tensors.get(place) : null;
    if (tensor == null) {
      return null;
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      boolean open = axis == 0 || (axis < output.rank() && !output.dim(axis).isKnown());
      dims.add(open && axis < output.rank() ? output.dim(axis) : Dim.of(tensor.dim(axis)));
    }
    return new TensorType(tensor.dtype(), Shape.of(dims));
  }
}
