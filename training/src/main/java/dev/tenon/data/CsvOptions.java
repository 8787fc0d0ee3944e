package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link CsvFile}.
 *
 * @param header whether the first row has the names of the columns; true by default
 * @param delimiter the delimiter of cells; a comma by default
 * @param batchSize the number of rows of a batch, at least 1; 32 by default
 * @param labelled whether a column is the label; true by default
 * @param labelName the name of the label column; null for {@code labelIndex}, the default
 * @param labelIndex the index of the label column, from 0; null for the last column, the default
 * @param classNames the class names in the order of their class indices; null for those of the
 *     file, the default
 * @param texts the columns of texts, which are the features as strings; empty for features of
 *     numbers, the default
 */
@Setters
record CsvOptions(
    boolean header,
    char delimiter,
    int batchSize,
    boolean labelled,
    @Nullable String labelName,
    @Nullable Integer labelIndex,
    @Nullable List<String> classNames,
    List<String> texts)
    implements CsvOptionsSetters {
  static final CsvOptions DEFAULTS =
      new CsvOptions(true, ',', 32, true, null, null, null, List.of());
}
