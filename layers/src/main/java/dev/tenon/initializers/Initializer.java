package dev.tenon.initializers;

import dev.tenon.config.KerasSerializable;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * The rule that computes the first value of a weight.
 *
 * <p>A user's own initializer is a record: {@code record Fading(double scale) implements
 * Initializer}. Its components are its configuration in files, under the name that {@code
 * CustomObjects} registers.
 *
 * @see <a href="https://keras.io/api/layers/initializers/">Keras: initializers</a>
 */
@FunctionalInterface
public interface Initializer extends KerasSerializable {
  /**
   * Returns the first value of a weight.
   *
   * @param shape the weight's shape
   * @param dtype the weight's element type, which the value must have
   * @param seed a seed of at least 0, different for each weight and equal after {@code
   *     Seeds.setRandomSeed} with the same number
   * @throws IllegalArgumentException if the initializer does not support the shape
   */
  Tensor values(long[] shape, DType dtype, long seed);
}
