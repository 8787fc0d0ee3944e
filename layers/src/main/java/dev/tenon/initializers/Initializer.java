package dev.tenon.initializers;

import dev.tenon.config.KerasSerializable;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;

/**
 * The rule by which a weight gets its first value.
 *
 * <p>A user's own is a record: {@code record Fading(double scale) implements Initializer}. Its
 * components are its configuration in files; {@code CustomObjects} gives it a name there.
 *
 * @see <a href="https://keras.io/api/layers/initializers/">Keras: initializers</a>
 */
@FunctionalInterface
public interface Initializer extends KerasSerializable {
  /**
   * Returns the first value of a weight.
   *
   * @param shape the weight's shape
   * @param dtype the weight's element type, which the value should have
   * @param seed a seed of at least 0 that differs from weight to weight; the same after {@code
   *     Seeds.set} with the same number
   * @throws IllegalArgumentException where it has no value of that shape
   */
  Tensor values(long[] shape, DType dtype, long seed);
}
