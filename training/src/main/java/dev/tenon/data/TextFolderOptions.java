package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keras' arguments of text_dataset_from_directory. */
@Setters
record TextFolderOptions(
    String labelMode,
    @Nullable List<String> classNames,
    @Nullable List<Integer> labels,
    int batchSize,
    @Nullable Integer maxLength,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Double validationSplit,
    @Nullable String subset,
    boolean followLinks)
    implements TextFolderOptionsSetters {
  static final TextFolderOptions DEFAULTS =
      new TextFolderOptions("int", null, null, 32, null, true, null, null, null, false);

  FileSelection selection() {
    return new FileSelection(
        "texts",
        List.of(".txt"),
        labelMode,
        classNames,
        labels,
        shuffle,
        FileSelection.share(validationSplit, subset),
        subset,
        followLinks);
  }
}
