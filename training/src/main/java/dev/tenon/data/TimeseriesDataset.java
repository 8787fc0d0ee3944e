package dev.tenon.data;

import dev.tenon.internal.data.OrderedBatches;
import dev.tenon.internal.data.SampleOrder;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A data set of sliding windows of a time series: Keras' {@code timeseries_dataset_from_array}.
 *
 * <p>{@code Dataset.timeseriesDatasetFromArray(data, targets, 10).sequenceStride(3)}. With the
 * sampling rate r and the sequence length n, the window at step i has the steps {@code i, i + r, …,
 * i + (n - 1) r}. Its target is {@code targets[i]}. Features have the shape (batch, n, …), targets
 * (batch, …).
 *
 * <p>The defaults are Keras': stride 1, sampling rate 1, batches of 128, in the order of time. A
 * shuffle has Keras' order of windows. The order of each pass follows from the seed but differs
 * from TensorFlow's. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/timeseries/#timeseries_dataset_from_array-function">Keras:
 *     timeseries_dataset_from_array</a>
 */
public final class TimeseriesDataset implements Dataset {
  private final Tensor data;
  private final @Nullable Tensor targets;
  private final TimeseriesOptions options;
  private final long randomSeed;

  private TimeseriesDataset(Tensor data, @Nullable Tensor targets, TimeseriesOptions options) {
    this.data = data;
    this.targets = targets;
    this.options = options;
    Long given = options.seed();
    this.randomSeed = given == null ? ThreadLocalRandom.current().nextInt(1_000_000) : given;
  }

  static TimeseriesDataset of(Tensor data, @Nullable Tensor targets, int sequenceLength) {
    if (data.rank() == 0 || (targets != null && targets.rank() == 0)) {
      throw new IllegalArgumentException(
          "timeseriesDatasetFromArray: expected data and targets whose first axis is time, received"
              + " a scalar");
    }
    checkAtLeast("sequenceLength", sequenceLength, 1);
    return new TimeseriesDataset(data, targets, TimeseriesOptions.of(sequenceLength));
  }

  private TimeseriesDataset with(TimeseriesOptions changed) {
    return new TimeseriesDataset(data, targets, changed);
  }

  private static void checkAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least " + least);
    }
  }

  private void checkBelow(String name, int value) {
    if (value >= data.dim(0)) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be lower than the number of steps, " + data.dim(0));
    }
  }

  /**
   * Sets Keras' {@code sequence_stride}, the steps from one window to the next; 1 by default.
   *
   * @param steps the number of steps
   * @throws IllegalArgumentException if it is less than 1 or not below the number of steps
   */
  public TimeseriesDataset sequenceStride(int steps) {
    checkAtLeast("sequenceStride", steps, 1);
    checkBelow("sequenceStride", steps);
    return with(options.sequenceStride(steps));
  }

  /**
   * Sets Keras' {@code sampling_rate}, the steps between two entries of a window; 1 by default.
   *
   * @param steps the number of steps
   * @throws IllegalArgumentException if it is less than 1 or not below the number of steps
   */
  public TimeseriesDataset samplingRate(int steps) {
    checkAtLeast("samplingRate", steps, 1);
    checkBelow("samplingRate", steps);
    return with(options.samplingRate(steps));
  }

  /**
   * Sets Keras' {@code batch_size}; 128 by default.
   *
   * @param size the number of windows of a batch
   * @throws IllegalArgumentException if it is less than 1
   */
  public TimeseriesDataset batchSize(int size) {
    checkAtLeast("batchSize", size, 1);
    return with(options.batchSize(size));
  }

  @Override
  public TimeseriesDataset batch(int size) {
    return batchSize(size);
  }

  /**
   * Sets Keras' {@code shuffle}; false by default.
   *
   * @param shuffle whether windows are shuffled
   */
  public TimeseriesDataset shuffle(boolean shuffle) {
    return with(options.shuffle(shuffle));
  }

  /**
   * Sets Keras' {@code seed}; random by default.
   *
   * @param seed the seed
   */
  public TimeseriesDataset seed(long seed) {
    return with(options.seed(seed));
  }

  /**
   * Sets Keras' {@code start_index}, the first step to use; 0 by default.
   *
   * @param step the step, from 0
   * @throws IllegalArgumentException if it is negative or not below the number of steps
   */
  public TimeseriesDataset startIndex(int step) {
    checkAtLeast("startIndex", step, 0);
    checkBelow("startIndex", step);
    return with(options.startIndex(step));
  }

  /**
   * Sets Keras' {@code end_index}, the end of the steps to use, exclusive; the number of steps by
   * default.
   *
   * @param step the step, from 0
   * @throws IllegalArgumentException if it is less than 1 or not below the number of steps
   */
  public TimeseriesDataset endIndex(int step) {
    checkAtLeast("endIndex", step, 1);
    checkBelow("endIndex", step);
    return with(options.endIndex(step));
  }

  /** Returns the first step of each window relative to {@code startIndex}, in order. */
  private int[] starts() {
    int start = options.startIndex();
    Integer given = options.endIndex();
    int end = given == null ? (int) data.dim(0) : given;
    if (end <= start) {
      throw new IllegalArgumentException(
          "endIndex is " + end + ", must be higher than startIndex, " + start);
    }
    long count = (long) end - start - (options.sequenceLength() - 1L) * options.samplingRate();
    Tensor wanted = targets;
    if (wanted != null) {
      count = Math.min(count, wanted.dim(0));
    }
    int stride = options.sequenceStride();
    int windows = (int) Math.max(0, (count + stride - 1) / stride);
    int[] starts = new int[windows];
    Arrays.setAll(starts, i -> i * stride);
    if (wanted != null && windows > 0 && start + starts[windows - 1] >= wanted.dim(0)) {
      throw new IllegalArgumentException(
          "timeseriesDatasetFromArray: the last window starts at step "
              + (start + starts[windows - 1])
              + ", and there are "
              + wanted.dim(0)
              + " targets; give more targets or a lower endIndex");
    }
    return starts;
  }

  @Override
  public OptionalLong batches() {
    int size = options.batchSize();
    return OptionalLong.of(((long) starts().length + size - 1) / size);
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    int[] starts = starts();
    int[] order =
        options.shuffle()
            ? SampleOrder.shuffled(starts.length, randomSeed, epoch)
            : SampleOrder.plain(starts.length);
    int[] steps =
        Arrays.stream(order).map(window -> options.startIndex() + starts[window]).toArray();
    return new OrderedBatches<>(steps, options.batchSize(), this::windows);
  }

  private Batch windows(int[] starts) {
    int length = options.sequenceLength();
    int[] steps = new int[Math.multiplyExact(starts.length, length)];
    Arrays.setAll(steps, i -> starts[i / length] + i % length * options.samplingRate());
    long[] one = data.shape();
    long[] shape = new long[one.length + 1];
    shape[0] = starts.length;
    shape[1] = length;
    System.arraycopy(one, 1, shape, 2, one.length - 1);
    Tensor windows = Rows.pick(data, steps, 0, steps.length).reshape(shape);
    Tensor wanted = targets;
    return Batch.of(
        List.of(windows),
        wanted == null ? List.of() : List.of(Rows.pick(wanted, starts, 0, starts.length)));
  }
}
