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
public final class CSVLogger extends CSVLoggerSetters implements Callback {
  private static final String END = "\r\n";

  private @Nullable CsvWriter writer;
  private boolean header;
  private @Nullable List<String> columns;

  CSVLogger(CSVLoggerOptions options) {
    super(options);
  }

  @Override
  CSVLogger with(CSVLoggerOptions changed) {
    return new CSVLogger(changed);
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    close();
    columns = null;
    Path filename = options.filename();
    try {
      header = !options.append() || !Files.exists(filename) || Files.size(filename) == 0;
      Writer text =
          options.append()
              ? Files.newBufferedWriter(
                  filename, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
              : Files.newBufferedWriter(filename);
      writer = new CsvWriter(text, options.separator().charAt(0), END);
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
        "CSVLogger: cannot write '" + options.filename() + "': " + Disk.reason(e), e);
  }
}
