package dev.tenon.data;

import dev.tenon.image.ImageSpec;
import dev.tenon.layers.FeatureBatches;
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
 * Batches of samples that can be iterated many times.
 *
 * <p>The number of batches is known for arrays and files, and can be unknown for others.
 */
public interface Dataset extends Iterable<Batch>, FeatureBatches {
  /** Returns the number of batches of a pass if it is known. */
  OptionalLong batches();

  /**
   * Starts a pass.
   *
   * @param epoch the number of the pass, from 0; a shuffled data set has another order in each
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

  /**
   * Returns a data set of one feature and one target in memory, in batches of 32.
   *
   * @param features the features; samples are along the first axis
   * @param targets the targets; samples are along the first axis
   */
  static ArrayDataset of(Tensor features, Tensor targets) {
    return new ArrayDataset(Batch.of(List.of(features), List.of(targets)));
  }

  /**
   * Returns a data set of tensors in memory, in batches of 32.
   *
   * @param all all samples as one batch
   */
  static ArrayDataset of(Batch all) {
    return new ArrayDataset(all);
  }

  /**
   * Returns a data set of the images of a folder with a sub-folder for each class: Keras' {@code
   * image_dataset_from_directory}.
   *
   * @param directory the folder
   * @throws IllegalArgumentException if it is not a folder
   */
  static ImageFolder imageDatasetFromDirectory(Path directory) {
    return ImageFolder.of(directory);
  }

  /**
   * Returns a data set of the images of a folder by name; see {@link
   * #imageDatasetFromDirectory(Path)}.
   */
  static ImageFolder imageDatasetFromDirectory(String directory) {
    return imageDatasetFromDirectory(Path.of(directory));
  }

  /**
   * Returns a data set of the {@code .txt} files of a folder with a sub-folder for each class:
   * Keras' {@code text_dataset_from_directory}.
   *
   * @param directory the folder
   * @throws IllegalArgumentException if it is not a folder
   */
  static TextFolder textDatasetFromDirectory(Path directory) {
    return TextFolder.of(directory);
  }

  /**
   * Returns a data set of the texts of a folder by name; see {@link
   * #textDatasetFromDirectory(Path)}.
   */
  static TextFolder textDatasetFromDirectory(String directory) {
    return textDatasetFromDirectory(Path.of(directory));
  }

  /**
   * Returns a data set over the {@code .wav} files of a folder, as Keras' {@code
   * audio_dataset_from_directory}: each sub-folder is a class.
   */
  static AudioFolder audioDatasetFromDirectory(Path directory) {
    return AudioFolder.of(directory);
  }

  /**
   * Returns a data set of the sounds of a folder by name; see {@link
   * #audioDatasetFromDirectory(Path)}.
   */
  static AudioFolder audioDatasetFromDirectory(String directory) {
    return audioDatasetFromDirectory(Path.of(directory));
  }

  /**
   * Returns a data set of sliding windows of a time series: Keras' {@code
   * timeseries_dataset_from_array}.
   *
   * @param data the steps, along the first axis
   * @param targets the target of the window that starts at each step; null for none
   * @param sequenceLength the number of steps of a window, at least 1
   * @throws IllegalArgumentException if data or targets are scalars, or the length is less than 1
   */
  static TimeseriesDataset timeseriesDatasetFromArray(
      Tensor data, @Nullable Tensor targets, int sequenceLength) {
    return TimeseriesDataset.of(data, targets, sequenceLength);
  }

  /**
   * Splits a data set in two, in memory: Keras' {@code split_dataset}.
   *
   * <p>The method reads one pass. Batches are as large as the first one of the data set. A shuffle
   * has Keras' order for the same seed.
   *
   * @param dataset the data set
   * @param options the sizes of both parts
   * @throws IllegalArgumentException if a part is empty, or the sizes exceed the number of samples
   * @see <a href="https://keras.io/api/utils/python_utils/#split_dataset-function">Keras:
   *     split_dataset</a>
   */
  static DatasetSplit splitDataset(Dataset dataset, SplitDatasetOptions options) {
    return DatasetSplit.of(dataset, options);
  }

  /**
   * Splits a data set in two; see {@link #splitDataset(Dataset, SplitDatasetOptions)}.
   *
   * @param dataset the data set
   * @param leftSize the fraction of the left part, more than 0 and less than 1
   */
  static DatasetSplit splitDataset(Dataset dataset, double leftSize) {
    return splitDataset(dataset, splitDataset().leftSize(leftSize));
  }

  /** Returns Keras' default arguments of {@code split_dataset}. */
  static SplitDatasetOptions splitDataset() {
    return SplitDatasetOptions.DEFAULTS;
  }

  /**
   * Returns a data set of unknown length with generated batches: {@code
   * tf.data.Dataset.from_generator}.
   *
   * @param passes starts a pass: returns new batches from the beginning each time
   */
  static Dataset generate(Supplier<Iterator<Batch>> passes) {
    return new GeneratedDataset(passes, OptionalLong.empty());
  }

  /**
   * Returns a data set of known length with generated batches: Keras' {@code PyDataset}.
   *
   * @param batches the number of batches of a pass: Keras' {@code __len__}
   * @param batch returns the batch of a number from 0: Keras' {@code __getitem__}
   * @throws IllegalArgumentException if the number is negative
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
   * Returns a data set of the rows of a CSV file with a header; the last column is the label.
   *
   * @param path the file
   */
  static CsvFile fromCsv(Path path) {
    return CsvFile.of(path);
  }

  /**
   * Returns the decoding of the image files behind the features; null for other features, or after
   * a change of them.
   *
   * <p>A trained model keeps it, also in its files.
   */
  default @Nullable ImageSpec images() {
    return null;
  }

  /**
   * Returns the same samples in batches of another size; the last batch can be smaller.
   *
   * @param size the number of samples of a batch, at least 1
   * @throws IllegalArgumentException if the size is less than 1
   */
  default Dataset batch(int size) {
    return new RebatchedDataset(this, size);
  }

  /**
   * Returns the samples in another order in each pass, as {@code tf.data} shuffles with a buffer.
   *
   * <p>Each sample is drawn from a buffer that is filled in the original order. Batches keep their
   * size.
   *
   * @param bufferSize the number of samples in the buffer, at least 1; that of all samples for a
   *     uniform shuffle
   * @param seed the seed of the order
   * @throws IllegalArgumentException if the buffer size is less than 1
   */
  default Dataset shuffle(int bufferSize, long seed) {
    return new ShuffledDataset(this, bufferSize, seed);
  }

  /**
   * Applies a function to each batch, such as a scaling.
   *
   * @param change the function
   */
  default Dataset map(UnaryOperator<Batch> change) {
    return new MappedDataset(this, change);
  }

  /**
   * Reads batches ahead on a separate thread.
   *
   * <p>Samples that lie in memory gain nothing: a fit of arrays picks them straight into the
   * engine's memory. Samples of a file that is mapped, and read meanwhile, do.
   *
   * @param ahead the largest number of waiting batches, at least 1
   * @throws IllegalArgumentException if it is less than 1
   */
  default Dataset prefetch(int ahead) {
    return new PrefetchedDataset(this, ahead);
  }

  /**
   * Returns the first batches only.
   *
   * @param count the number of batches, at least 0
   * @throws IllegalArgumentException if it is negative
   */
  default Dataset take(long count) {
    return new TakenDataset(this, count);
  }
}
