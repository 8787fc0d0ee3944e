package dev.tenon.layers.base;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A symbolic tensor of the functional API: a model input or a layer's output.
 *
 * <p>{@code Layers.input(…)} makes inputs; calls of layers make all others.
 *
 * @see <a href="https://keras.io/guides/functional_api/">Keras: the functional API</a>
 */
public interface KerasTensor {
  /** Applies a layer: {@code x.then(dense(5))} is Keras' {@code Dense(5)(x)}. */
  default KerasTensor then(LayerLike layer) {
    return layer.apply(this);
  }

  /** Returns the sum, with axes of length 1 stretched: Python's {@code x + y}. */
  KerasTensor plus(KerasTensor other);

  /** Returns the sum with a number. */
  KerasTensor plus(double number);

  /** Returns the difference: Python's {@code x - y}. */
  KerasTensor minus(KerasTensor other);

  /** Returns the difference to a number. */
  KerasTensor minus(double number);

  /** Returns the product, element by element: Python's {@code x * y}. */
  KerasTensor times(KerasTensor other);

  /** Returns the product with a number. */
  KerasTensor times(double number);

  /** Returns the quotient, element by element: Python's {@code x / y}. */
  KerasTensor dividedBy(KerasTensor other);

  /** Returns the quotient by a number. */
  KerasTensor dividedBy(double number);

  /**
   * Returns one position of an axis, without that axis: {@code x.get(1, 0)} is Python's {@code x[:,
   * 0]}.
   */
  KerasTensor get(int axis, long position);

  /**
   * Applies a layer to tensors, of which this may be one.
   *
   * @param arguments tensors, constants, numbers, texts, and lists of them
   * @param keywords the same, under Keras' names
   * @return the results
   * @throws IllegalArgumentException if the arguments do not fit, naming the layer
   */
  List<KerasTensor> called(
      LayerNode node, List<?> arguments, Map<String, ? extends @Nullable Object> keywords);

  /** Returns the value of the tensor in graphs of layers. */
  Value value();

  /** Returns the shape, the batch axis first. */
  default Shape shape() {
    return value().shape();
  }

  /** Returns the element type. */
  default DType dtype() {
    return value().dtype();
  }

  /** Returns the call with this tensor as a result; null for an input. */
  @Nullable LayerCall producer();

  /** Returns the tensors that the call takes, in order; empty for an input. */
  List<KerasTensor> sources();

  /**
   * Returns the inputs that the tensor depends on, in the order of a walk from it: Keras' {@code
   * get_source_inputs}. An input depends on itself.
   */
  List<KerasTensor> sourceInputs();
}
