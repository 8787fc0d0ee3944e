package dev.tenon.data;

import dev.tenon.internal.data.PythonRandom;
import dev.tenon.internal.data.SampleOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The two parts of a split data set, both in memory; see {@link Dataset#splitDataset}.
 *
 * @param left the first samples
 * @param right the last samples
 */
public record DatasetSplit(ArrayDataset left, ArrayDataset right) {
  static DatasetSplit of(Dataset data, SplitDatasetOptions options) {
    List<Batch> batches = new ArrayList<>();
    data.pass(0).forEachRemaining(batches::add);
    if (batches.isEmpty()) {
      throw new IllegalArgumentException(
          "splitDataset: the data set has no samples; expected at least two");
    }
    Batch all = BatchSamples.join(batches);
    int count = all.size();
    int[] sizes = sizes(options, count);
    int[] order = SampleOrder.plain(count);
    if (options.shuffle()) {
      Long seed = options.seed();
      new PythonRandom(seed == null ? ThreadLocalRandom.current().nextInt(1_000_001) : seed)
          .shuffle(order);
    }
    int batchSize = batches.get(0).size();
    return new DatasetSplit(
        Dataset.of(all.each(tensor -> Rows.pick(tensor, order, 0, sizes[0]))).batch(batchSize),
        Dataset.of(all.each(tensor -> Rows.pick(tensor, order, count - sizes[1], count)))
            .batch(batchSize));
  }

  /** Returns how many samples both parts have. */
  private static int[] sizes(SplitDatasetOptions options, int count) {
    Integer left = size("leftSize", options.leftSize(), count);
    Integer right = size("rightSize", options.rightSize(), count);
    int first;
    if (left != null) {
      first = left;
    } else if (right != null) {
      first = count - right;
    } else {
      throw new IllegalArgumentException(
          "splitDataset: expected leftSize or rightSize or both, received neither");
    }
    int second = right == null ? count - first : right;
    if (first + second > count || first == 0 || second == 0) {
      throw new IllegalArgumentException(
          "splitDataset: "
              + first
              + " samples left and "
              + second
              + " right of "
              + count
              + "; expected at least one each, and no more than there are");
    }
    return new int[] {first, second};
  }

  private static @Nullable Integer size(String name, @Nullable Number given, int count) {
    if (given == null) {
      return null;
    }
    double value = given.doubleValue();
    boolean share = given instanceof Double;
    if (!(value > 0 && value < (share ? 1 : count))) {
      throw new IllegalArgumentException(
          "splitDataset: "
              + name
              + " is "
              + given
              + "; expected a share between 0 and 1, or a number of samples from 1 to "
              + (count - 1));
    }
    // Python rounds a half to the even number.
    return (int) (share ? Math.rint(value * count) : value);
  }
}
