package dev.tenon.ir.graph;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The content of a model's parameters, each kept as its source stores it.
 *
 * <p>Tensors may be views of a mapped file, so that nothing is read before an engine asks.
 */
public final class ParameterStore {
  /**
   * A parameter's content.
   *
   * @param tensor the tensor as its source stores it
   * @param view how the layer sees it
   */
  public record Stored(Tensor tensor, View view) {}

  private final Map<Parameter, Stored> contents = new IdentityHashMap<>();

  /**
   * Sets a parameter from a file's tensor.
   *
   * @throws IllegalArgumentException where the tensor, seen through the view, has another shape
   */
  public void put(Parameter parameter, Tensor stored, View view) {
    long[] seen = view.isIdentity() ? stored.shape() : view.apply(stored).shape();
    if (!Arrays.equals(seen, parameter.shape())) {
      throw new IllegalArgumentException(
          "parameter '"
              + parameter.path()
              + "' needs shape "
              + Arrays.toString(parameter.shape())
              + " but received "
              + Arrays.toString(seen));
    }
    contents.put(parameter, new Stored(stored, view));
  }

  /** Sets a parameter to a tensor in the layer's own arrangement. */
  public void put(Parameter parameter, Tensor tensor) {
    put(parameter, tensor, View.identity());
  }

  /** Says whether a parameter has content. */
  public boolean has(Parameter parameter) {
    return contents.containsKey(parameter);
  }

  /**
   * Returns a parameter's content as the layer wants it, in the parameter's own element type.
   *
   * @throws IllegalStateException where it has none
   */
  public Tensor get(Parameter parameter) {
    Stored stored = stored(parameter);
    return stored.view.apply(stored.tensor).cast(parameter.dtype());
  }

  /**
   * Returns a parameter's content as its source stores it, with the view on it.
   *
   * @throws IllegalStateException where it has none
   */
  public Stored stored(Parameter parameter) {
    Stored stored = contents.get(parameter);
    if (stored == null) {
      throw new IllegalStateException(
          "parameter '"
              + parameter.path()
              + "' has no content: load weights first, or initialize the model");
    }
    return stored;
  }
}
