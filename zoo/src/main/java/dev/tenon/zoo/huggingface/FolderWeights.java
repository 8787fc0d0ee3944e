package dev.tenon.zoo.huggingface;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.safetensors.NamedTensors;
import dev.tenon.formats.safetensors.SafetensorsFile;
import dev.tenon.formats.safetensors.ShardedTensors;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The weights of a folder: one safetensors file, or several with an index.
 *
 * @param tensors the tensors
 * @param files what is closed after them
 */
record FolderWeights(NamedTensors tensors, AutoCloseableFiles files) implements AutoCloseable {
  static final String FILE = "model.safetensors";
  private static final String INDEX = FILE + ".index.json";

  /** Formats that run code or that only Python reads. */
  private static final List<String> OTHERS =
      List.of(
          "pytorch_model.bin",
          "pytorch_model.bin.index.json",
          "tf_model.h5",
          "flax_model.msgpack",
          "model.ckpt.index");

  /** Files to close. */
  @FunctionalInterface
  interface AutoCloseableFiles extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /**
   * Opens the weights of a folder.
   *
   * @throws NoSuchFileException if it has none
   * @throws UnsupportedModelException if it has them in another format only
   */
  static FolderWeights open(Path folder, LoadLimits limits) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.isRegularFile(file)) {
      Source source = Source.of(file, limits);
      try {
        return new FolderWeights(SafetensorsFile.open(source), source::close);
      } catch (RuntimeException e) {
        source.close();
        throw e;
      }
    }
    Path index = folder.resolve(INDEX);
    if (Files.isRegularFile(index)) {
      ShardedTensors shards = ShardedTensors.open(index, limits);
      return new FolderWeights(shards, shards::close);
    }
    for (String other : OTHERS) {
      if (Files.exists(folder.resolve(other))) {
        throw new UnsupportedModelException(
            folder.resolve(other).toString(),
            "is no safetensors file: save the model in Python with"
                + " model.save_pretrained(folder, safe_serialization=True)");
      }
    }
    throw new NoSuchFileException(
        file.toString(), null, "the folder has neither " + FILE + " nor " + INDEX);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
