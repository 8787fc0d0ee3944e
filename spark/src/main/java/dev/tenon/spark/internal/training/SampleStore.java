package dev.tenon.spark.internal.training;

import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The samples of a task in files of its machine: an epoch reads them again, in any order, and they
 * need no memory of Java.
 */
public final class SampleStore implements AutoCloseable {
  private final Path folder;
  private final Map<String, StoredColumn> columns = new LinkedHashMap<>();
  private int size;

  /**
   * Creates an empty store.
   *
   * @param folder an existing folder for its files
   */
  public SampleStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Adds samples.
   *
   * @param samples tensors by name, each with a sample in each row
   * @throws IllegalArgumentException if a tensor has rows of another shape than before
   */
  public void add(Map<String, Tensor> samples) throws IOException {
    int rows = 0;
    for (Map.Entry<String, Tensor> tensor : samples.entrySet()) {
      StoredColumn column = columns.get(tensor.getKey());
      if (column == null) {
        Path file = folder.resolve(columns.size() + ".samples");
        column = StoredColumn.of(tensor.getKey(), tensor.getValue(), file);
        columns.put(tensor.getKey(), column);
      }
      column.add(tensor.getValue());
      rows = Math.toIntExact(tensor.getValue().dim(0));
    }
    size = Math.addExact(size, rows);
  }

  /** Returns the number of samples. */
  public int size() {
    return size;
  }

  /** Returns the tensors of some samples, by name. */
  public Map<String, Tensor> read(int[] positions) {
    Map<String, Tensor> read = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          try {
            read.put(name, column.read(positions));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return read;
  }

  @Override
  public void close() throws IOException {
    for (StoredColumn column : columns.values()) {
      column.close();
    }
  }
}
