package dev.tenon;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers a batch of no samples with empty outputs, without an engine: ONNX Runtime ends the
 * process where some operators get one.
 */
final class EmptyBatch {
  private EmptyBatch() {}

  /**
   * Returns one empty tensor for each name; null where the batch has samples, or the model has no
   * batch axis.
   *
   * @param inputs what the model wants; the batch is their first axis where its length is open
   * @param given one tensor for each input
   * @throws IllegalArgumentException where some inputs have samples and others none, or an output's
   *     shape does not follow from the shapes of the inputs
   */
  static @Nullable List<Tensor> answer(
      Backing backing, List<ModelInput> inputs, Map<String, Tensor> given, List<String> wanted) {
    boolean empty = false;
    for (ModelInput input : inputs) {
      Shape shape = input.shape();
      if (shape.ranked() && shape.rank() > 0 && !shape.dim(0).isKnown()) {
        empty |= tensor(given, input).dim(0) == 0;
      }
    }
    return empty ? outputs(backing, inputs, given, wanted) : null;
  }

  private static @Nullable List<Tensor> outputs(
      Backing backing, List<ModelInput> inputs, Map<String, Tensor> given, List<String> wanted) {
    Map<String, Long> lengths = new HashMap<>();
    List<TensorType> received = new ArrayList<>();
    for (ModelInput input : inputs) {
      Tensor tensor = tensor(given, input);
      Shape shape = input.shape();
      if (!shape.ranked()) {
        return null;
      }
      Shape actual = Shape.of(tensor.shape());
      if (shape.rank() > 0 && !shape.dim(0).isKnown()) {
        if (tensor.dim(0) != 0) {
          throw new IllegalArgumentException(
              "input '"
                  + input.name()
                  + "' has "
                  + tensor.dim(0)
                  + " samples and another input has none: all must have as many");
        }
        // The batch stays a symbol, by which outputs are recognised that have this axis.
        actual = actual.with(0, shape.dim(0));
      }
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (shape.dim(axis) instanceof Dim.Affine affine && affine.factor() == 1) {
          lengths.merge(affine.symbol(), tensor.dim(axis) - affine.offset(), Math::max);
        }
        if (axis == 0 && shape.dim(0) instanceof Dim.Affine batch) {
          lengths.put(batch.symbol(), 0L);
        }
      }
      received.add(new TensorType(tensor.dtype(), actual));
    }
    List<Tensor> outputs = new ArrayList<>();
    List<TensorType> types = backing.types(wanted, received);
    for (int i = 0; i < wanted.size(); i++) {
      outputs.add(output(wanted.get(i), types.get(i), lengths));
    }
    return outputs;
  }

  private static Tensor output(String name, TensorType type, Map<String, Long> lengths) {
    Shape shape = type.shape();
    long[] found = new long[shape.ranked() ? shape.rank() : 0];
    boolean empty = false;
    boolean known = shape.ranked();
    for (int axis = 0; axis < found.length; axis++) {
      Long length = length(shape.dim(axis), lengths);
      known &= length != null && length >= 0;
      found[axis] = length == null ? -1 : length;
      empty |= found[axis] == 0;
    }
    if (!known || !empty) {
      throw new IllegalArgumentException(
          "the batch has no samples, and "
              + (known
                  ? "'" + name + "' of shape " + shape + " has no axis that counts them"
                  : "the shape of '" + name + "', " + shape + ", does not follow from the inputs'")
              + ": feed at least one sample");
    }
    return Tensor.zeros(type.dtype(), found);
  }

  private static @Nullable Long length(Dim dim, Map<String, Long> lengths) {
    if (dim instanceof Dim.Known known) {
      return known.value();
    }
    if (dim instanceof Dim.Affine affine) {
      Long length = lengths.get(affine.symbol());
      return length == null ? null : affine.factor() * length + affine.offset();
    }
    return null;
  }

  private static Tensor tensor(Map<String, Tensor> given, ModelInput input) {
    Tensor tensor = given.get(input.name());
    if (tensor == null) {
      throw new IllegalArgumentException("input '" + input.name() + "' is missing");
    }
    return tensor;
  }
}
