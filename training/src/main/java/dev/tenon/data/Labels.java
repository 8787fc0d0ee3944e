package dev.tenon.data;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;

/** Turns class numbers into what losses take. */
public final class Labels {
  private Labels() {}

  /**
   * Returns one-hot rows, as many columns as the largest class number asks for.
   *
   * @param classes whole numbers from 0
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
   * Returns one-hot rows: a shape (a, b) or (a, b, 1) becomes float64 (a, b, numClasses), as Keras'
   * {@code to_categorical} makes of arrays.
   *
   * @param classes whole numbers from 0 to {@code numClasses} − 1
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
