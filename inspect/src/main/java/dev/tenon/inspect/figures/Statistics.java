package dev.tenon.inspect.figures;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How the numbers of a tensor are distributed; minimum to histogram are of those that are finite.
 *
 * @param count how many elements
 * @param min the smallest; 0 where there is none
 * @param max the largest
 * @param mean the mean
 * @param std the standard deviation, divided by the count as NumPy does
 * @param zeros how many are exactly 0
 * @param nans how many are no number
 * @param infinities how many are infinite
 * @param histogram how many fall into each of equally wide bins from {@code min} to {@code max}
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

  /** Says whether there is a finite number, which minimum to histogram are of. */
  public boolean anyFinite() {
    return nans + infinities < count;
  }

  /** Returns the statistics of a tensor; of strings only the count. */
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

  /** Returns the part of the elements that are exactly 0, from 0 to 1. */
  public double sparsity() {
    return count == 0 ? 0 : (double) zeros / count;
  }

  /** Says whether every element is a finite number. */
  public boolean finite() {
    return nans == 0 && infinities == 0;
  }

  /**
   * Counts dead units: channels that are 0 for every sample and at every place.
   *
   * @param activations (batch, …) with the channels on one axis
   * @param axis the axis of the channels; negative counts from the end
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
