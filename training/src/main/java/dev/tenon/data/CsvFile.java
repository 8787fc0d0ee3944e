package dev.tenon.data;

import dev.tenon.internal.csv.CsvReader;
import dev.tenon.internal.data.ReopeningInputStream;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A data set of the rows of a CSV file, read batch by batch.
 *
 * <p>{@code Dataset.fromCsv(path).label("species").batch(16)}. All columns but the label are
 * features, float32 (batch, columns). Labels of whole numbers or words are int32 (batch), others
 * float32 (batch); class indices of words follow the alphabetical order. The file is read once for
 * the kind of its labels, and again in each pass. A feature that is not a number is an error with
 * line and column. {@link #shuffle(int, long)} shuffles rows. {@code
 * Dataset.fromCsv(path).texts("text").label("tags")} has strings. Immutable.
 */
public final class CsvFile implements Dataset {
  private final Path path;
  private final CsvOptions options;
  private @Nullable CsvLayout layout;

  private CsvFile(Path path, CsvOptions options) {
    this.path = path;
    this.options = options;
  }

  static CsvFile of(Path path) {
    return new CsvFile(path, CsvOptions.DEFAULTS);
  }

  /**
   * Sets whether the first row has the names of the columns; true by default. Otherwise they are 0,
   * 1, 2, ….
   */
  public CsvFile header(boolean present) {
    return new CsvFile(path, options.header(present));
  }

  /** Sets the delimiter of cells; a comma by default. */
  public CsvFile delimiter(char character) {
    return new CsvFile(path, options.delimiter(character));
  }

  /**
   * Sets the label column by name; the last column by default.
   *
   * @param column the label column
   */
  public CsvFile label(String column) {
    return new CsvFile(path, options.labelled(true).labelName(column));
  }

  /**
   * Sets the label column by its index, from 0; the last column by default.
   *
   * @param column the label column
   */
  public CsvFile label(int column) {
    return new CsvFile(path, options.labelled(true).labelName(null).labelIndex(column));
  }

  /**
   * Makes columns of texts the features, as strings (batch), one tensor for each column; others are
   * left out. The label is a string (batch), too. Without {@link #label(String)} it is the last
   * column, and there is none where that is a text.
   *
   * @param columns the names of the columns; none for features of numbers
   */
  public CsvFile texts(String... columns) {
    return new CsvFile(path, options.texts(List.of(columns)));
  }

  /** Makes all columns features, or those of {@link #texts} alone. */
  public CsvFile noLabel() {
    return new CsvFile(path, options.labelled(false).labelName(null));
  }

  /**
   * Sets the class names, in the order of their class indices; other labels are an error.
   *
   * @param names the class names
   */
  public CsvFile classNames(List<String> names) {
    return new CsvFile(path, options.classNames(List.copyOf(names)));
  }

  /**
   * Sets the number of rows of a batch; 32 by default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  @Override
  public CsvFile batch(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("batch(size): size is " + size + ", must be at least 1");
    }
    return new CsvFile(path, options.batchSize(size));
  }

  /** Returns the class names, in the order of their class indices; empty for numeric labels. */
  public List<String> classNames() {
    return layout().classNames();
  }

  /** Returns the names of the feature columns. */
  public List<String> featureNames() {
    if (!options.texts().isEmpty()) {
      return options.texts();
    }
    List<String> names = new ArrayList<>(layout().columns());
    if (layout().label() >= 0) {
      names.remove(layout().label());
    }
    return names;
  }

  private synchronized CsvLayout layout() {
    if (layout == null) {
      try {
        layout = CsvLayout.of(path, options);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
    return layout;
  }

  private UncheckedIOException unreadable(IOException e) {
    String why =
        e instanceof CharacterCodingException
            ? "is no UTF-8 text"
            : e instanceof NoSuchFileException ? "there is no such file" : "cannot be read: " + e;
    return new UncheckedIOException(path + ": " + why, e);
  }

  @Override
  public OptionalLong batches() {
    return OptionalLong.of((layout().rows() + options.batchSize() - 1) / options.batchSize());
  }

  @Override
  public Iterator<Batch> pass(int epoch) {
    CsvLayout columns = layout();
    try {
      CsvReader rows = rows(path, options);
      if (options.header()) {
        rows.next();
      }
      return new Pass(rows, columns);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static CsvReader rows(Path path, CsvOptions options) throws IOException {
    return new CsvReader(
        path.toString(),
        new InputStreamReader(new ReopeningInputStream(path), StandardCharsets.UTF_8.newDecoder()),
        options.delimiter());
  }

  private final class Pass implements Iterator<Batch> {
    private final CsvReader rows;
    private final CsvLayout columns;
    private long left;

    Pass(CsvReader rows, CsvLayout columns) {
      this.rows = rows;
      this.columns = columns;
      this.left = columns.rows();
    }

    @Override
    public boolean hasNext() {
      return left > 0;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int count = (int) Math.min(left, options.batchSize());
      if (!columns.texts().isEmpty()) {
        return texts(count);
      }
      int labelled = columns.label() < 0 ? 0 : 1;
      int width = columns.columns().size() - labelled;
      float[] features = new float[Math.multiplyExact(count, width)];
      float[] labels = new float[count];
      try {
        for (int i = 0; i < count; i++) {
          List<String> row = row();
          int at = i * width;
          for (int column = 0; column < row.size(); column++) {
            if (column == columns.label()) {
              labels[i] = label(row.get(column));
            } else {
              features[at++] = number(row.get(column), column);
            }
          }
        }
        read(count);
      } catch (IOException e) {
        throw unreadable(e);
      }
      List<Tensor> targets = labelled == 0 ? List.of() : List.of(targets(labels));
      return Batch.of(List.of(Tensor.of(features, count, width)), targets);
    }

    private List<String> row() throws IOException {
      List<String> row = rows.next();
      if (row == null || row.size() != columns.columns().size()) {
        throw new IllegalStateException(path + ": was changed while it was read");
      }
      return row;
    }

    private void read(int count) throws IOException {
      left -= count;
      if (left == 0) {
        rows.close();
      }
    }

    private Batch texts(int count) {
      int width = columns.texts().size();
      String[][] features = new String[width][count];
      String[] labels = new String[count];
      try {
        for (int i = 0; i < count; i++) {
          List<String> row = row();
          for (int column = 0; column < width; column++) {
            features[column][i] = row.get(columns.texts().get(column));
          }
          labels[i] = columns.label() < 0 ? "" : known(row.get(columns.label()));
        }
        read(count);
      } catch (IOException e) {
        throw unreadable(e);
      }
      return Batch.of(
          Arrays.stream(features).map(texts -> Tensor.ofStrings(texts, count)).toList(),
          columns.label() < 0 ? List.of() : List.of(Tensor.ofStrings(labels, count)));
    }

    private String known(String label) {
      if (options.classNames() != null && !options.classNames().contains(label)) {
        throw wrong(columns.label(), "one of " + columns.classNames(), label);
      }
      return label;
    }

    private Tensor targets(float[] labels) {
      if (columns.classNames().isEmpty() && !columns.whole()) {
        return Tensor.of(labels, labels.length);
      }
      int[] whole = new int[labels.length];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = (int) labels[i];
      }
      return Tensor.of(whole, whole.length);
    }

    private float label(String text) {
      if (columns.classNames().isEmpty()) {
        return number(text, columns.label());
      }
      int index = columns.classNames().indexOf(text);
      if (index < 0) {
        throw wrong(columns.label(), "one of " + columns.classNames(), text);
      }
      return index;
    }

    private float number(String text, int column) {
      try {
        return Float.parseFloat(text);
      } catch (NumberFormatException e) {
        throw wrong(column, "a number", text);
      }
    }

    private IllegalArgumentException wrong(int column, String expected, String text) {
      return new IllegalArgumentException(
          path
              + " line "
              + rows.line()
              + ", column '"
              + columns.columns().get(column)
              + "': expected "
              + expected
              + ", received '"
              + text
              + "'");
    }
  }
}
