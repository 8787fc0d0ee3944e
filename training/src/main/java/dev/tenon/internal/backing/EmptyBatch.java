package dev.tenon.internal.backing;

import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.model.TensorSpec;
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
public final class EmptyBatch {
  private EmptyBatch() {}

  /**
   * Returns one empty tensor for each name; null where the batch has samples, or the model has no
   * batch axis.
   *
   * <p>The batch is the first axis of all inputs, where its length is open; where some inputs have
   * none, such as the axes of a reduction, it must be the first axis of an output too.
   *
   * @param inputs what the model wants
   * @param given one tensor for each input
   * @throws IllegalArgumentException where some inputs have samples and others none, or an output's
   *     shape does not follow from the shapes of the inputs
   */
  public static @Nullable List<Tensor> answer(
      Backing backing, List<TensorSpec> inputs, Map<String, Tensor> given, List<String> wanted) {
    List<TensorSpec> empty = new ArrayList<>();
    int open = 0;
    for (TensorSpec input : inputs) {
      if (isOpen(input)) {
        open++;
        if (tensor(given, input).dim(0) == 0) {
          empty.add(input);
        }
      }
    }
    if (empty.isEmpty()) {
      return null;
    }
    boolean everyInput = open == inputs.size();
    if (everyInput && empty.size() < open) {
      throw new IllegalArgumentException(
          "input '"
              + empty.get(0).name()
              + "' has no samples and other inputs have some: all must have as many, in their first"
              + " axis");
    }
    List<TensorType> types = backing.types(wanted, types(inputs, empty, given));
    boolean counted =
        types.stream()
            .anyMatch(
                type ->
                    type.shape().ranked()
                        && type.shape().rank() > 0
                        && type.shape().dim(0) instanceof Dim.Affine first
                        && first.equals(empty.get(0).shape().dim(0)));
    if (!everyInput && !counted) {
      return null;
    }
    Map<String, Long> lengths = lengths(inputs, empty, given);
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      outputs.add(output(wanted.get(i), types.get(i), lengths));
    }
    return outputs;
  }

  private static boolean isOpen(TensorSpec input) {
    Shape shape = input.shape();
    return shape.ranked() && shape.rank() > 0 && !shape.dim(0).isKnown();
  }

  /** Returns the types of what is fed, in which the batch stays a symbol: outputs have it too. */
  private static List<TensorType> types(
      List<TensorSpec> inputs, List<TensorSpec> empty, Map<String, Tensor> given) {
    List<TensorType> types = new ArrayList<>();
    for (TensorSpec input : inputs) {
      Tensor tensor = tensor(given, input);
      Shape shape = Shape.of(tensor.shape());
      types.add(
          new TensorType(
              tensor.dtype(), empty.contains(input) ? shape.with(0, input.shape().dim(0)) : shape));
    }
    return types;
  }

  /** Returns how long each symbol of the inputs' shapes is. */
  private static Map<String, Long> lengths(
      List<TensorSpec> inputs, List<TensorSpec> empty, Map<String, Tensor> given) {
    Map<String, Long> lengths = new HashMap<>();
    for (TensorSpec input : inputs) {
      Shape shape = input.shape();
      for (int axis = 0; shape.ranked() && axis < shape.rank(); axis++) {
        if (shape.dim(axis) instanceof Dim.Affine affine && affine.factor() == 1) {
          lengths.put(affine.symbol(), tensor(given, input).dim(axis) - affine.offset());
        }
      }
    }
    for (TensorSpec input : empty) {
      if (input.shape().dim(0) instanceof Dim.Affine batch) {
        lengths.put(batch.symbol(), 0L);
      }
    }
    return lengths;
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

  private static Tensor tensor(Map<String, Tensor> given, TensorSpec input) {
    Tensor tensor = given.get(input.name());
    if (tensor == null) {
      throw new IllegalArgumentException("input '" + input.name() + "' is missing");
    }
    return tensor;
  }
}
