package dev.tenon.tuning.split;

import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.RandomStates;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Splits samples into a training and a test part, equal to scikit-learn's for the same {@code
 * random_state}.
 *
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html">scikit-learn:
 *     train_test_split</a>
 */
public final class TrainTestSplit {
  private static final double DEFAULT_TEST_SIZE = 0.25;

  private TrainTestSplit() {}

  /**
   * Splits samples and targets with a test part of a quarter.
   *
   * @param x the samples
   * @param y the targets
   */
  public static TrainTestParts trainTestSplit(Tensor x, Tensor y) {
    return trainTestSplit(x, y, SplitOptions.DEFAULTS);
  }

  /**
   * Splits samples and targets.
   *
   * @param x the samples
   * @param y the targets
   * @param options the options
   * @throws IllegalArgumentException if first axes differ, a part is empty, or the parts exceed the
   *     whole
   */
  public static TrainTestParts trainTestSplit(Tensor x, Tensor y, SplitOptions options) {
    if (x.rank() == 0 || y.rank() == 0 || x.dim(0) != y.dim(0)) {
      throw new IllegalArgumentException(
          "the first axis of x and y counts the samples and must be the same; received x of shape "
              + x.shapeString()
              + " and y of shape "
              + y.shapeString());
    }
    Split split = indices(Math.toIntExact(x.dim(0)), options);
    return new TrainTestParts(split.train(x), split.test(x), split.train(y), split.test(y), split);
  }

  /**
   * Returns the indices of both parts.
   *
   * @param samples the number of samples
   * @param options the options
   * @throws IllegalArgumentException if a part is empty, or the parts exceed the whole
   */
  public static Split indices(int samples, SplitOptions options) {
    Sizes sizes = Sizes.of(samples, options.trainSize(), options.testSize());
    if (!options.shuffle()) {
      return new Split(
          IntStream.range(0, sizes.train()).toArray(),
          IntStream.range(sizes.train(), sizes.train() + sizes.test()).toArray());
    }
    NumpyRandom random = RandomStates.of(options.randomState());
    Tensor labels = options.stratify();
    if (labels != null) {
      return Stratification.split(labels, samples, sizes, random);
    }
    int[] order = random.permutation(samples);
    return new Split(
        Arrays.copyOfRange(order, sizes.test(), sizes.test() + sizes.train()),
        Arrays.copyOfRange(order, 0, sizes.test()));
  }

  /** The sizes of both parts. */
  record Sizes(int train, int test) {
    static Sizes of(int samples, @Nullable Number train, @Nullable Number test) {
      Number testSize = test == null && train == null ? Double.valueOf(DEFAULT_TEST_SIZE) : test;
      int tested = testSize == null ? -1 : count("testSize", testSize, samples, true);
      int trained = train == null ? -1 : count("trainSize", train, samples, false);
      trained = trained < 0 ? samples - tested : trained;
      tested = tested < 0 ? samples - trained : tested;
      if (trained + tested > samples || trained < 1 || tested < 1) {
        throw new IllegalArgumentException(
            "trainSize "
                + train
                + " and testSize "
                + test
                + " of "
                + samples
                + " samples would be "
                + trained
                + " to learn from and "
                + tested
                + " to hold out: neither can be empty, nor both together more than there are");
      }
      return new Sizes(trained, tested);
    }

    private static int count(String name, Number size, int samples, boolean up) {
      double value = size.doubleValue();
      boolean whole = !(size instanceof Double || size instanceof Float);
      if (value <= 0 || value >= (whole ? samples : 1)) {
        throw new IllegalArgumentException(
            name
                + " must be a fraction between 0 and 1, or an integer from 1 to less than the "
                + samples
                + " samples; received "
                + size);
      }
      return (int) (whole ? value : up ? Math.ceil(value * samples) : Math.floor(value * samples));
    }
  }
}
