package dev.tenon.callbacks;

import dev.tenon.internal.csv.CsvWriter;
import dev.tenon.tensor.PythonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the loss and the metrics of each epoch to a CSV file, and flushes it.
 *
 * <p>The columns are those of the first epoch, in alphabetical order, and those of a validation if
 * the first epoch had none. A missing value is {@code NA}.
 *
 * @see <a href="https://keras.io/api/callbacks/csv_logger/">Keras: CSVLogger</a>
 */
public final class CSVLogger implements Callback {
  private static final String END = "\r\n";

  private final Path filename;
  private final String separator;
  private final boolean append;
  private @Nullable CsvWriter writer;
  private boolean header;
  private @Nullable List<String> columns;

  CSVLogger(Path filename, String separator, boolean append) {
    if (separator.length() != 1) {
      throw new IllegalArgumentException(
          "separator must be one character, received '" + separator + "'");
    }
    this.filename = filename;
    this.separator = separator;
    this.append = append;
  }

  /** Sets the file. */
  public CSVLogger filename(Path path) {
    return new CSVLogger(path, separator, append);
  }

  /** Sets the file. */
  public CSVLogger filename(String path) {
    return filename(Path.of(path));
  }

  /**
   * Sets the separator of the columns; a comma by default.
   *
   * @param character one character
   * @throws IllegalArgumentException if it is not one character
   */
  public CSVLogger separator(String character) {
    return new CSVLogger(filename, character, append);
  }

  /** Sets whether to append to an existing file; false by default. */
  public CSVLogger append(boolean added) {
    return new CSVLogger(filename, separator, added);
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    close();
    columns = null;
    try {
      header = !append || !Files.exists(filename) || Files.size(filename) == 0;
      Writer text =
          append
              ? Files.newBufferedWriter(
                  filename, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
              : Files.newBufferedWriter(filename);
      writer = new CsvWriter(text, separator.charAt(0), END);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    CsvWriter open = writer;
    if (open == null) {
      return;
    }
    try {
      List<String> names = columns;
      if (names == null) {
        names = columns(logs);
        columns = names;
        if (header) {
          List<String> titles = new ArrayList<>(List.of("epoch"));
          titles.addAll(names);
          open.row(titles);
        }
      }
      List<String> cells = new ArrayList<>(List.of(String.valueOf(epoch)));
      for (String name : names) {
        Double value = logs.get(name);
        cells.add(value == null ? "NA" : PythonText.repr(value));
      }
      open.row(cells);
      open.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static List<String> columns(Map<String, Double> logs) {
    List<String> names = new ArrayList<>(new TreeSet<>(logs.keySet()));
    if (names.stream().noneMatch(name -> name.startsWith("val_"))) {
      names.addAll(names.stream().map(name -> "val_" + name).toList());
    }
    return names;
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    close();
  }

  private void close() {
    if (writer != null) {
      try {
        writer.close();
      } catch (IOException e) {
        throw failed(e);
      }
      writer = null;
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "CSVLogger: cannot write '" + filename + "': " + Disk.reason(e), e);
  }
}
