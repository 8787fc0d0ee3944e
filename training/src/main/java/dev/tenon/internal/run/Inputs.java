package dev.tenon.internal.run;

import dev.tenon.internal.console.PythonShape;
import dev.tenon.internal.text.PlainText;
import dev.tenon.ir.shape.Shape;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks what a caller feeds against what a model wants, and converts what can be converted. */
public final class Inputs {
  private Inputs() {}

  public static Map<String, Tensor> check(List<TensorSpec> wanted, Map<String, Tensor> given) {
    Map<String, Tensor> checked = new LinkedHashMap<>();
    for (TensorSpec input : wanted) {
      Tensor tensor = given.get(input.name());
      if (tensor == null) {
        throw wrong(
            "input '"
                + input.name()
                + "' is missing: the model wants "
                + wanted
                + " and received "
                + given.keySet());
      }
      checked.put(input.name(), fit(input, tensor));
    }
    for (String name : given.keySet()) {
      if (!checked.containsKey(name)) {
        throw wrong("the model has no input '" + name + "': it wants " + wanted);
      }
    }
    return checked;
  }

  /** The names of inputs come from files. */
  private static IllegalArgumentException wrong(String sentence) {
    return new IllegalArgumentException(PlainText.of(sentence));
  }

  /** Says what to do with a tensor of the wrong shape, where that can be said. */
  private static String hint(Shape shape, Tensor tensor) {
    if (!shape.ranked()) {
      return "";
    }
    boolean batched = shape.rank() > 0 && (!shape.dim(0).isKnown() || shape.length(0) == 1);
    if (batched) {
      return tensor.rank() == shape.rank() - 1 ? missingAxis(shape, tensor) : "";
    }
    boolean oneMore = tensor.rank() == shape.rank() + 1;
    return "; the network has no batch axis, every call takes exactly that shape"
        + (oneMore ? ": feed the samples one by one, without their first axis" : "");
  }

  /**
   * Returns a tensor with the last axis that the model wants, where it has length 1: as in Keras, a
   * list of n texts or numbers is a column of shape (n, 1), and the reverse.
   */
  private static Tensor withLastAxis(Shape shape, Tensor tensor) {
    if (!shape.ranked()) {
      return tensor;
    }
    int rank = tensor.rank();
    long[] lengths = tensor.shape();
    if (rank == shape.rank() + 1 && rank > 1 && lengths[rank - 1] == 1) {
      return tensor.reshape(Arrays.copyOf(lengths, rank - 1));
    }
    if (rank > 0 && rank == shape.rank() - 1 && shape.length(rank) == 1) {
      long[] column = Arrays.copyOf(lengths, rank + 1);
      column[rank] = 1;
      return tensor.reshape(column);
    }
    return tensor;
  }

  private static Tensor fit(TensorSpec input, Tensor given) {
    Shape shape = input.shape();
    Tensor tensor = withLastAxis(shape, given);
    boolean fits = !shape.ranked() || shape.rank() == tensor.rank();
    for (int i = 0; fits && shape.ranked() && i < shape.rank(); i++) {
      fits = !shape.dim(i).isKnown() || shape.length(i) == tensor.dim(i);
    }
    if (!fits) {
      String hint = hint(shape, given);
      throw wrong(
          "input '"
              + input.name()
              + "' wants shape "
              + PythonShape.of(shape)
              + " and received "
              + given.shapeString()
              + hint);
    }
    if (tensor.dtype() == input.dtype()) {
      return tensor;
    }
    if (tensor.dtype() == DType.STRING || input.dtype() == DType.STRING) {
      throw wrong(
          "input '"
              + input.name()
              + "' wants "
              + input.dtype().numpyName()
              + " and received "
              + tensor.dtype().numpyName());
    }
    return tensor.cast(input.dtype());
  }

  /** Says what to do with a tensor that lacks one axis. */
  private static String missingAxis(Shape shape, Tensor tensor) {
    return fits(shape, 1, tensor)
        ? "; the first axis is the batch: for a single sample use predictOne, or expandDims(0)"
        : "";
  }

  /** Says whether a tensor's lengths are those of a shape from an axis on. */
  private static boolean fits(Shape shape, int from, Tensor tensor) {
    for (int i = 0; i < tensor.rank(); i++) {
      boolean known = shape.dim(from + i).isKnown();
      if (known && shape.length(from + i) != tensor.dim(i)) {
        return false;
      }
    }
    return true;
  }
}
