package dev.tenon.inspect.figures;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution of the elements of a tensor; {@code min} to {@code histogram} cover finite
 * elements only.
 *
 * @param count the number of elements
 * @param min the smallest element; 0 without finite elements
 * @param max the largest element; 0 without finite elements
 * @param mean the mean; 0 without finite elements
 * @param std the standard deviation with divisor n, as in NumPy
 * @param zeros the number of elements equal to 0
 * @param nans the number of NaN elements
 * @param infinities the number of infinite elements
 * @param histogram the counts of up to 30 equal bins from {@code min} to {@code max}
 */
public record Statistics(
    long count,
    double min,
    double max,
    double mean,
    double std,
    long zeros,
    long nans,
    long infinities,
    List<Integer> histogram) {
  private static final int BINS = 30;

  public Statistics {
    histogram = List.copyOf(histogram);
  }

  /** Returns whether there are finite elements. */
  public boolean anyFinite() {
    return nans + infinities < count;
  }

  /**
   * Returns the statistics of a tensor; strings have a count only.
   *
   * @param tensor the tensor
   */
  public static Statistics of(Tensor tensor) {
    if (tensor.dtype() == DType.STRING) {
      return new Statistics(tensor.size(), 0, 0, 0, 0, 0, 0, 0, List.of());
    }
    double[] values = tensor.toDoubleArray();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long zeros = 0;
    long nans = 0;
    long infinities = 0;
    for (double value : values) {
      if (Double.isNaN(value)) {
        nans++;
      } else if (Double.isInfinite(value)) {
        infinities++;
      } else {
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
        zeros += value == 0 ? 1 : 0;
      }
    }
    long finite = values.length - nans - infinities;
    if (finite == 0) {
      return new Statistics(values.length, 0, 0, 0, 0, 0, nans, infinities, List.of());
    }
    double mean = sum / finite;
    double squares = 0;
    int[] bins = new int[max > min ? BINS : 1];
    for (double value : values) {
      if (Double.isFinite(value)) {
        squares += (value - mean) * (value - mean);
        int bin = max > min ? (int) ((value - min) / (max - min) * BINS) : 0;
        bins[Math.min(bin, bins.length - 1)]++;
      }
    }
    List<Integer> histogram = new ArrayList<>();
    for (int bin : bins) {
      histogram.add(bin);
    }
    double std = Math.sqrt(squares / finite);
    return new Statistics(values.length, min, max, mean, std, zeros, nans, infinities, histogram);
  }

  /** Returns the fraction of elements equal to 0, from 0 to 1. */
  public double sparsity() {
    return count == 0 ? 0 : (double) zeros / count;
  }

  /** Returns whether every element is finite. */
  public boolean finite() {
    return nans == 0 && infinities == 0;
  }

  /**
   * Returns the number of dead units: channels that are 0 for every sample and position.
   *
   * @param activations (batch, …) with the channels on one axis; integers and fewer than two values
   *     a channel give 0
   * @param axis the axis of the channels; negative values count from the end
   */
  public static int deadUnits(Tensor activations, int axis) {
    if (activations.rank() < 2 || !activations.dtype().isFloating()) {
      // Words, numbers of classes and masks are no units.
      return 0;
    }
    int at = axis < 0 ? axis + activations.rank() : axis;
    int units = (int) activations.dim(at);
    int inner = 1;
    for (int i = at + 1; i < activations.rank(); i++) {
      inner *= (int) activations.dim(i);
    }
    if (activations.size() < 2 * units) {
      // A single number at zero says nothing of the unit.
      return 0;
    }
    boolean[] alive = new boolean[units];
    for (int i = 0; i < activations.size(); i++) {
      if (activations.getDouble(i) != 0) {
        alive[i / inner % units] = true;
      }
    }
    int dead = 0;
    for (boolean each : alive) {
      dead += each ? 0 : 1;
    }
    return dead;
  }
}
