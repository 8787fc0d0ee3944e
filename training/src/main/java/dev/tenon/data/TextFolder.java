package dev.tenon.data;

import dev.tenon.error.Names;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code .txt} files of a folder, read batch by batch; Keras' {@code
 * text_dataset_from_directory}.
 *
 * <p>Written as {@code Dataset.textDatasetFromDirectory(folder).batchSize(16).seed(1)}. Each
 * sub-folder is a class, numbered in the order of their names. Features are strings (batch),
 * decoded from UTF-8; what is not UTF-8 becomes the character U+FFFD. Defaults are Keras': batches
 * of 32, labels as int32, shuffled with another seed each time. The files and their parts have
 * Keras' order for the same seed; each pass has an order of its own then, which is not
 * TensorFlow's. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/text/#text_dataset_from_directory-function">Keras:
 *     text_dataset_from_directory</a>
 */
public final class TextFolder implements Dataset {
  private final Path folder;
  private final TextFolderOptions options;
  private final long randomSeed;
  private @Nullable LabeledFiles files;

  private TextFolder(Path folder, TextFolderOptions options) {
    this.folder = folder;
    this.options = options;
    Long given = options.seed();
    // As Keras, which draws one below a million.
    this.randomSeed = given == null ? ThreadLocalRandom.current().nextInt(1_000_000) : given;
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
   * Sets the labels in place of those of the sub-folders; Keras' {@code labels}.
   *
   * @param labels one for each file, in the order of their paths
   */
  public TextFolder labels(int... labels) {
    return with(options.labels(Arrays.stream(labels).boxed().toList()));
  }

  /**
   * Sets Keras' {@code label_mode}: {@code int} (int32), {@code categorical} (one-hot float32),
   * {@code binary} (float32 0 or 1, of two classes) or {@code none}: then all texts count, in
   * sub-folders or not.
   */
  public TextFolder labelMode(String mode) {
    if (!FileSelection.LABEL_MODES.contains(mode)) {
      throw new IllegalArgumentException(
          Names.unknown("labelMode", mode, FileSelection.LABEL_MODES));
    }
    return with(options.labelMode(mode));
  }

  /** Sets Keras' {@code class_names}: these sub-folders only, numbered in this order. */
  public TextFolder classNames(String... names) {
    return with(options.classNames(List.of(names)));
  }

  /** Sets Keras' {@code batch_size}; 32. */
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
   * Sets Keras' {@code max_length}: longer texts are cut. It counts bytes of UTF-8, as in Keras; a
   * character that is cut in its middle is left out, where Keras keeps its first bytes.
   */
  public TextFolder maxLength(int bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("maxLength is " + bytes + ", must be at least 0");
    }
    return with(options.maxLength(bytes));
  }

  /** Sets Keras' {@code shuffle}; true. Otherwise, files keep the order of their paths. */
  public TextFolder shuffle(boolean shuffle) {
    return with(options.shuffle(shuffle));
  }

  /** Sets Keras' {@code seed}, from 0 to 2³² − 1. */
  public TextFolder seed(long seed) {
    return with(options.seed(seed));
  }

  /** Sets Keras' {@code validation_split}: the share of the validation part, between 0 and 1. */
  public TextFolder validationSplit(double split) {
    if (!(split > 0 && split < 1)) {
      throw new IllegalArgumentException(
          "validationSplit: expected a share between 0 and 1, received " + split);
    }
    return with(options.validationSplit(split));
  }

  /**
   * Sets Keras' {@code subset}: {@code training} or {@code validation}. For {@code both}, call this
   * twice.
   */
  public TextFolder subset(String subset) {
    if (!FileSelection.SUBSETS.contains(subset)) {
      throw new IllegalArgumentException(Names.unknown("subset", subset, FileSelection.SUBSETS));
    }
    return with(options.subset(subset));
  }

  /** Sets Keras' {@code follow_links}: whether linked folders count; false. */
  public TextFolder followLinks(boolean followLinks) {
    return with(options.followLinks(followLinks));
  }

  /** Returns the names of the classes, in the order of their numbers. */
  public List<String> classNames() {
    return files().classNames();
  }

  /** Returns the paths of the texts, in Keras' order. */
  public List<Path> filePaths() {
    return files().files();
  }

  private synchronized LabeledFiles files() {
    if (files == null) {
      FileSelection selection = options.selection();
      selection.check(options.seed());
      files = LabeledFiles.of(folder, selection, randomSeed);
    }
    return files;
  }

  @Override
  public OptionalLong batches() {
    int size = options.batchSize();
    return OptionalLong.of((files().files().size() + size - 1) / size);
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    int count = files().files().size();
    int[] order =
        options.shuffle()
            ? SampleOrder.shuffled(count, randomSeed, epoch)
            : SampleOrder.plain(count);
    return new OrderedBatches(order, options.batchSize(), this::load);
  }

  private Batch load(int[] positions) {
    String[] texts =
        IntStream.of(positions)
            .mapToObj(position -> read(files().files().get(position)))
            .toArray(String[]::new);
    return Batch.of(
        List.of(Tensor.ofStrings(texts, texts.length)),
        files().targets(positions, options.labelMode()));
  }

  private String read(Path path) {
    try {
      byte[] bytes = Files.readAllBytes(path);
      Integer most = options.maxLength();
      int length = most == null || most >= bytes.length ? bytes.length : whole(bytes, most);
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns where the last whole character before an end ends. */
  private static int whole(byte[] bytes, int end) {
    int at = end;
    // Bytes that go on with a character are 10xxxxxx.
    while (at > 0 && (bytes[at] & 0xc0) == 0x80) {
      at--;
    }
    return at;
  }
}
