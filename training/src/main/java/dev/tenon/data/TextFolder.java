package dev.tenon.data;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * A data set of the {@code .txt} files of a folder, read batch by batch: Keras' {@code
 * text_dataset_from_directory}.
 *
 * <p>{@code textDatasetFromDirectory(folder).batchSize(16).seed(1)}. Each sub-folder is a class;
 * class indices follow the order of the names. Features are strings (batch), decoded from UTF-8;
 * invalid bytes become U+FFFD. The defaults are Keras': batches of 32, int32 labels, shuffled with
 * a random seed. Files and splits have Keras' order for the same seed. The order of each pass
 * follows from the seed too but differs from TensorFlow's. Immutable.
 *
 * @see <a
 *     href="https://keras.io/api/data_loading/text/#text_dataset_from_directory-function">Keras:
 *     text_dataset_from_directory</a>
 */
public final class TextFolder extends TextFolderSetters implements Dataset {
  private final Path folder;
  private final FolderBatches files;

  private TextFolder(Path folder, TextFolderOptions options) {
    super(options);
    this.folder = folder;
    this.files = new FolderBatches(folder, options::selection, options.batchSize(), options.seed());
  }

  static TextFolder of(Path folder) {
    return new TextFolder(
        FolderBatches.checked("textDatasetFromDirectory", folder), TextFolderOptions.DEFAULTS);
  }

  @Override
  TextFolder with(TextFolderOptions changed) {
    return new TextFolder(folder, changed);
  }

  @Override
  public TextFolder batch(int size) {
    return batchSize(size);
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
