package dev.tenon.data.sets;

import dev.tenon.data.Rows;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.Tensor;

/** Shuffles samples with NumPy's generator and cuts them into two parts, as Keras' data sets do. */
final class ShuffledSplit {
  private ShuffledSplit() {}

  /** Refuses a share of the test part that Keras refuses. */
  static void check(double testSplit) {
    if (!(testSplit >= 0 && testSplit < 1)) {
      throw new IllegalArgumentException(
          "testSplit: expected a share from 0 (inclusive) to 1 (exclusive), received " + testSplit);
    }
  }

  /** Returns how many samples the training part has. */
  static int trainCount(int count, double testSplit) {
    return (int) (count * (1 - testSplit));
  }

  /** Returns the arrays {@code x} and {@code y} of an archive, of which {@code most} are taken. */
  static TrainTest read(Source source, int most, double testSplit, long seed) {
    Tensor x = Npz.array(source, "x");
    Tensor y = Npz.array(source, "y");
    if (x.rank() != 2 || y.rank() != 1 || x.dim(0) != y.dim(0)) {
      throw new MalformedModelException(
          source.name(),
          "has x of shape "
              + x.shapeString()
              + " and y of shape "
              + y.shapeString()
              + "; expected (samples, features) and (samples)");
    }
    int count = (int) Math.min(most, x.dim(0));
    int[] order = new NumpyRandom(seed).permutation(count);
    int cut = trainCount(count, testSplit);
    return new TrainTest(
        Rows.pick(x, order, 0, cut),
        Rows.pick(y, order, 0, cut),
        Rows.pick(x, order, cut, count),
        Rows.pick(y, order, cut, count));
  }
}
