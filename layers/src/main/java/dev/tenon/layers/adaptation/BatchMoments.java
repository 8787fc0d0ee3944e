package dev.tenon.layers.adaptation;

import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes mean and variance of data along some axes, batch by batch.
 *
 * <p>Each index of a kept axis has its own mean and variance. The variance is that of the
 * population: {@code mean((x - mean(x))²)}. Batches are weighted by their number of entries. The
 * arithmetic is float64.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Lack-of-fit_sum_of_squares">Lack-of-fit sum of
 *     squares</a>
 */
public final class BatchMoments {
  private final int[] axes;
  private int @Nullable [] kept;
  private long[] shape = {};
  private double[] mean = {};
  private double[] variance = {};
  private long total;

  /**
   * Creates an empty measurement.
   *
   * @param axes the kept axes; negative ones count from the end
   */
  public BatchMoments(int... axes) {
    this.axes = axes.clone();
  }

  /**
   * Adds a batch.
   *
   * @throws IllegalArgumentException for a batch without such an axis, or of another length along a
   *     kept axis than the first batch
   */
  public void add(Tensor batch) {
    long[] lengths = batch.shape();
    int[] here = kept(lengths);
    long[] found = Arrays.stream(here).mapToLong(axis -> lengths[axis]).toArray();
    if (kept == null) {
      kept = here;
      shape = found;
      int cells = (int) Arrays.stream(found).reduce(1, Math::multiplyExact);
      mean = new double[cells];
      variance = new double[cells];
    } else if (!Arrays.equals(here, kept) || !Arrays.equals(found, shape)) {
      throw new IllegalArgumentException(
          "adapt: a batch has shape "
              + batch.shapeString()
              + "; the kept axes of the first one have the lengths "
              + Arrays.toString(shape)
              + ": give batches that differ in other axes only");
    }
    int[] cell = cells(lengths, here);
    long count = batch.size() / Math.max(1, mean.length);
    if (count > 0) {
      join(moments(batch.toDoubleArray(), cell, count), count);
    }
  }

  private int[] kept(long[] lengths) {
    int rank = lengths.length;
    for (int axis : axes) {
      if (axis < -rank || axis >= rank) {
        throw new IllegalArgumentException(
            "adapt: axis "
                + axis
                + " is none of data of shape "
                + Arrays.toString(lengths)
                + "; expected a number from "
                + -rank
                + " to "
                + (rank - 1));
      }
    }
    return IntStream.of(axes).map(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
  }

  /** Returns for each entry which mean it belongs to. */
  private static int[] cells(long[] lengths, int[] kept) {
    int[] steps = new int[lengths.length];
    int step = 1;
    for (int i = kept.length - 1; i >= 0; i--) {
      steps[kept[i]] = step;
      step *= (int) lengths[kept[i]];
    }
    int[] cells = {0};
    for (int axis = 0; axis < lengths.length; axis++) {
      int length = (int) lengths[axis];
      int[] longer = new int[cells.length * length];
      for (int i = 0; i < longer.length; i++) {
        longer[i] = cells[i / length] + i % length * steps[axis];
      }
      cells = longer;
    }
    return cells;
  }

  private double[][] moments(double[] values, int[] cell, long count) {
    double[] means = new double[mean.length];
    for (int i = 0; i < values.length; i++) {
      means[cell[i]] += values[i];
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= count;
    }
    double[] variances = new double[means.length];
    for (int i = 0; i < values.length; i++) {
      double off = values[i] - means[cell[i]];
      variances[cell[i]] += off * off;
    }
    for (int i = 0; i < means.length; i++) {
      variances[i] /= count;
    }
    return new double[][] {means, variances};
  }

  private void join(double[][] batch, long count) {
    total += count;
    double share = (double) count / total;
    double rest = 1 - share;
    for (int i = 0; i < mean.length; i++) {
      double joined = mean[i] * rest + batch[0][i] * share;
      double before = mean[i] - joined;
      double added = batch[0][i] - joined;
      variance[i] = (variance[i] + before * before) * rest + (batch[1][i] + added * added) * share;
      mean[i] = joined;
    }
  }

  /**
   * Returns the means, float64, with the kept axes in ascending order.
   *
   * @throws IllegalArgumentException if no batch was added
   */
  public Tensor mean() {
    check();
    return Tensor.of(mean, shape);
  }

  /** Returns the variances, float64, with the kept axes in ascending order. */
  public Tensor variance() {
    check();
    return Tensor.of(variance, shape);
  }

  private void check() {
    if (total == 0) {
      throw new IllegalArgumentException("adapt: the data are empty; expected at least one sample");
    }
  }
}
