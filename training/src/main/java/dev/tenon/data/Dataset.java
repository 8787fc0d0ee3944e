package dev.tenon.data;

import dev.tenon.formats.image.ImageSpec;
import dev.tenon.layers.adaptation.FeatureBatches;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Batches of samples that can be gone through many times.
 *
 * <p>A data set made of arrays knows how long it is; others may not.
 */
public interface Dataset extends Iterable<Batch>, FeatureBatches {
  /** Returns how many batches one pass gives, where that is known. */
  OptionalLong batches();

  /**
   * Starts a pass.
   *
   * @param epoch the number of the pass, from 0: a data set that shuffles does so differently in
   *     each
   */
  Iterator<Batch> pass(int epoch);

  @Override
  default Iterator<Batch> iterator() {
    return pass(0);
  }

  @Override
  default Iterable<Tensor> features() {
    return () -> new FeatureIterator(iterator());
  }

  /** Returns a data set over arrays of one feature and one target, in batches of 32. */
  static ArrayDataset of(Tensor features, Tensor targets) {
    return new ArrayDataset(Batch.of(List.of(features), List.of(targets)));
  }

  /** Returns a data set over arrays, in batches of 32. */
  static ArrayDataset of(Batch all) {
    return new ArrayDataset(all);
  }

  /**
   * Returns a data set over the images of a folder, as Keras' {@code image_dataset_from_directory}:
   * each sub-folder is a class.
   */
  static ImageFolder fromImages(Path folder) {
    return ImageFolder.of(folder);
  }

  /**
   * Returns a data set over the {@code .txt} files of a folder, as Keras' {@code
   * text_dataset_from_directory}: each sub-folder is a class.
   */
  static TextFolder textDatasetFromDirectory(Path directory) {
    return TextFolder.of(directory);
  }

  /**
   * Returns a data set over the {@code .wav} files of a folder, as Keras' {@code
   * audio_dataset_from_directory}: each sub-folder is a class.
   */
  static AudioFolder audioDatasetFromDirectory(Path directory) {
    return AudioFolder.of(directory);
  }

  /**
   * Returns a data set over sliding windows of a time series, as Keras' {@code
   * timeseries_dataset_from_array}.
   *
   * @param data the steps, along the first axis
   * @param targets the target of the window that starts at each step; null for none
   * @param sequenceLength how many steps a window has
   */
  static TimeseriesDataset timeseriesDatasetFromArray(
      Tensor data, @Nullable Tensor targets, int sequenceLength) {
    return TimeseriesDataset.of(data, targets, sequenceLength);
  }

  /**
   * Returns two parts of a data set, of which one pass is read into memory, as Keras' {@code
   * split_dataset}. Their batches are as large as the first one of the data set. A shuffle has
   * Keras' order for the same seed.
   *
   * @throws IllegalArgumentException for sizes that leave a part empty, or exceed the samples
   */
  static DatasetSplit splitDataset(Dataset dataset, SplitDatasetOptions options) {
    return DatasetSplit.of(dataset, options);
  }

  /**
   * Returns a data set of unknown length whose batches a function makes, as {@code
   * tf.data.Dataset.from_generator}.
   *
   * @param passes starts a pass: returns new batches from the beginning each time
   */
  static Dataset generate(Supplier<Iterator<Batch>> passes) {
    return new GeneratedDataset(passes, OptionalLong.empty());
  }

  /**
   * Returns a data set of known length whose batches a function makes, as Keras' {@code PyDataset}.
   *
   * @param batches how many batches a pass has; Keras' {@code __len__}
   * @param batch makes the batch with a number from 0; Keras' {@code __getitem__}
   */
  static Dataset generate(int batches, IntFunction<Batch> batch) {
    if (batches < 0) {
      throw new IllegalArgumentException(
          "generate(batches, batch): batches is " + batches + ", must be at least 0");
    }
    return new GeneratedDataset(
        () -> IntStream.range(0, batches).mapToObj(batch).iterator(), OptionalLong.of(batches));
  }

  /**
   * Returns a data set over the rows of a CSV file with a header, whose last column is the label.
   */
  static CsvFile fromCsv(Path path) {
    return CsvFile.of(path);
  }

  /**
   * Returns how the features are read from image files, and null where they are not, or were
   * changed since. A model that learns from them keeps it, in its files too.
   */
  default @Nullable ImageSpec images() {
    return null;
  }

  /** Returns the same samples in batches of another size; the last one may be smaller. */
  default Dataset batch(int size) {
    return new RebatchedDataset(this, size);
  }

  /**
   * Returns the same samples in another order at each pass, as {@code tf.data} shuffles: each is
   * taken at random out of a buffer that is filled in the old order. Batches keep their size.
   *
   * @param bufferSize how many samples wait; as many as there are for a fully random order
   * @param seed what the order follows from
   */
  default Dataset shuffle(int bufferSize, long seed) {
    return new ShuffledDataset(this, bufferSize, seed);
  }

  /** Returns the same data with each batch changed, such as scaled. */
  default Dataset map(UnaryOperator<Batch> change) {
    return new MappedDataset(this, change);
  }

  /**
   * Returns the same data, read ahead on a thread of its own.
   *
   * @param ahead how many batches may wait
   */
  default Dataset prefetch(int ahead) {
    return new PrefetchedDataset(this, ahead);
  }

  /** Returns the first batches only. */
  default Dataset take(long count) {
    return new TakenDataset(this, count);
  }
}
