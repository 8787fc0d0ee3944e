package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a CSV file is read. */
@Setters
record CsvOptions(
    boolean header,
    char delimiter,
    int batchSize,
    boolean labelled,
    @Nullable String labelName,
    @Nullable Integer labelIndex,
    @Nullable List<String> classNames)
    implements CsvOptionsSetters {
  static final CsvOptions DEFAULTS = new CsvOptions(true, ',', 32, true, null, null, null);
}
