package dev.tenon.data;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** Conversions of class indices to one-hot rows. */
public final class Labels {
  private Labels() {}

  /**
   * Returns one-hot rows with as many columns as the largest class index needs.
   *
   * @param classes class indices, from 0
   * @throws IllegalArgumentException if there are no labels or one is negative
   */
  public static Tensor toCategorical(Tensor classes) {
    long[] numbers = classes.toLongArray();
    if (numbers.length == 0) {
      throw new IllegalArgumentException(
          "toCategorical: there are no labels; expected some, or numClasses besides");
    }
    return toCategorical(classes, Math.toIntExact(Arrays.stream(numbers).max().getAsLong() + 1));
  }

  /**
   * Returns one-hot rows: Keras' {@code to_categorical}.
   *
   * <p>A shape (a, b) or (a, b, 1) becomes float64 (a, b, numClasses).
   *
   * @param classes class indices, from 0 to {@code numClasses - 1}
   * @param numClasses the number of classes
   * @throws IllegalArgumentException if a class index is out of range
   * @see <a href="https://keras.io/api/utils/python_utils/#to_categorical-function">Keras:
   *     to_categorical</a>
   */
  public static Tensor toCategorical(Tensor classes, int numClasses) {
    long[] numbers = classes.toLongArray();
    Tensor.Writer writer =
        new Tensor.Writer(DType.FLOAT64, Math.multiplyExact(numbers.length, numClasses));
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] < 0 || numbers[i] >= numClasses) {
        throw new IllegalArgumentException(
            "toCategorical: label "
                + i
                + " is "
                + numbers[i]
                + "; expected a number from 0 to "
                + (numClasses - 1));
      }
      writer.set(i * numClasses + (int) numbers[i], 1.0);
    }
    long[] shape = classes.shape();
    int rank = shape.length > 1 && shape[shape.length - 1] == 1 ? shape.length - 1 : shape.length;
    long[] categorical = Arrays.copyOf(shape, rank + 1);
    categorical[rank] = numClasses;
    return writer.build(categorical);
  }
}
