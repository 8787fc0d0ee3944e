package dev.tenon.data;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a CSV file is read. */
@RecordBuilder
record CsvOptions(
    boolean header,
    char delimiter,
    int batchSize,
    boolean labelled,
    @Nullable String labelName,
    @Nullable Integer labelIndex,
    @Nullable List<String> classNames)
    implements CsvOptionsBuilder.With {
  static final CsvOptions DEFAULTS = new CsvOptions(true, ',', 32, true, null, null, null);
}
