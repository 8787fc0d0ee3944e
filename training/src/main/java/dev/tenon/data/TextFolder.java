package dev.tenon.data;

import dev.tenon.internal.data.FileSelection;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A data set of the {@code .txt} files of a folder, read batch by batch: Keras' {@code
 * text_dataset_from_directory}.
 *
 * <p>{@code Dataset.textDatasetFromDirectory(folder).batchSize(16).seed(1)}. Each sub-folder is a
 * class; class indices follow the order of the names. Features are strings (batch), decoded from
 * UTF-8; invalid bytes become U+FFFD. The defaults are Keras': batches of 32, int32 labels,
 * shuffled with a random seed. Files and splits have Keras' order for the same seed. The order of
 * each pass follows from the seed too but differs from TensorFlow's. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/text/#text_dataset_from_directory-function">Keras:
 *     text_dataset_from_directory</a>
 */
public final class TextFolder implements Dataset {
  private final Path folder;
  private final TextFolderOptions options;
  private final FolderBatches files;

  private TextFolder(Path folder, TextFolderOptions options) {
    this.folder = folder;
    this.options = options;
    this.files = new FolderBatches(folder, options::selection, options.batchSize(), options.seed());
  }

  static TextFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "textDatasetFromDirectory(folder): expected a folder with a sub-folder for each class,"
              + " received "
              + folder);
    }
    return new TextFolder(folder, TextFolderOptions.DEFAULTS);
  }

  private TextFolder with(TextFolderOptions changed) {
    return new TextFolder(folder, changed);
  }

  /**
   * Sets Keras' {@code labels}, which replace those of the sub-folders.
   *
   * @param labels a class index for each file, in the order of the paths
   */
  public TextFolder labels(int... labels) {
    return with(options.labels(Arrays.stream(labels).boxed().toList()));
  }

  /**
   * Sets Keras' {@code label_mode}; {@code int} by default.
   *
   * @param mode {@code int} (int32), {@code categorical} (one-hot float32), {@code binary} (float32
   *     0 or 1 for two classes) or {@code none}, which takes all texts, also outside sub-folders
   * @throws IllegalArgumentException if the mode is unknown
   */
  public TextFolder labelMode(String mode) {
    FileSelection.checkLabelMode(mode);
    return with(options.labelMode(mode));
  }

  /**
   * Sets Keras' {@code class_names}: the sub-folders to read, in the order of their class indices.
   *
   * @param names the names of the sub-folders
   */
  public TextFolder classNames(String... names) {
    return with(options.classNames(List.of(names)));
  }

  /**
   * Sets Keras' {@code batch_size}; 32 by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public TextFolder batchSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batchSize is " + size + ", must be at least 1");
    }
    return with(options.batchSize(size));
  }

  @Override
  public TextFolder batch(int size) {
    return batchSize(size);
  }

  /**
   * Sets Keras' {@code max_length}, after which texts are cut; no limit by default.
   *
   * <p>As in Keras, the unit is a byte of UTF-8. A character that would be cut is left out; Keras
   * keeps its first bytes.
   *
   * @param bytes the largest length in bytes
   * @throws IllegalArgumentException if it is negative
   */
  public TextFolder maxLength(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("maxLength is " + bytes + ", must be at least 0");
    }
    return with(options.maxLength(bytes));
  }

  /**
   * Sets Keras' {@code shuffle}; true by default. Otherwise files keep the order of their paths.
   */
  public TextFolder shuffle(boolean shuffle) {
    return with(options.shuffle(shuffle));
  }

  /** Sets Keras' {@code seed}, from 0 to 2³² − 1; random by default. */
  public TextFolder seed(long seed) {
    return with(options.seed(seed));
  }

  /**
   * Sets Keras' {@code validation_split}, the fraction of the validation part; needs {@link
   * #subset}.
   *
   * @param split the fraction, more than 0 and less than 1
   * @throws IllegalArgumentException if it is out of range
   */
  public TextFolder validationSplit(double split) {
    FileSelection.checkShare(split);
    return with(options.validationSplit(split));
  }

  /**
   * Sets Keras' {@code subset}. For {@code both}, create a data set of each.
   *
   * @param subset {@code training} or {@code validation}
   * @throws IllegalArgumentException if the name is unknown
   */
  public TextFolder subset(String subset) {
    FileSelection.checkSubset(subset);
    return with(options.subset(subset));
  }

  /** Sets Keras' {@code follow_links}, whether links to folders are followed; false by default. */
  public TextFolder followLinks(boolean followLinks) {
    return with(options.followLinks(followLinks));
  }

  /** Returns the names of the classes, in the order of their class indices. */
  public List<String> classNames() {
    return files.files().classNames();
  }

  /** Returns the paths of the texts, in Keras' order. */
  public List<Path> filePaths() {
    return files.files().files();
  }

  @Override
  public OptionalLong batches() {
    return files.batches();
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    return files.pass(epoch, this::read, TextFolder::features);
  }

  private static Tensor features(List<String> texts) {
    return Tensor.ofStrings(texts.toArray(String[]::new), texts.size());
  }

  private String read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    Integer most = options.maxLength();
    int length = most == null || most >= bytes.length ? bytes.length : whole(bytes, most);
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** Returns the end of the last whole character before a position. */
  private static int whole(byte[] bytes, int end) {
    int at = end;
    // Bytes that go on with a character are 10xxxxxx.
    while (at > 0 && (bytes[at] & 0xc0) == 0x80) {
      at--;
    }
    return at;
  }
}
