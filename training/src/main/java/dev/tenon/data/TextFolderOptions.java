package dev.tenon.data;

import dev.tenon.internal.data.FileSelection;
import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code text_dataset_from_directory}.
 *
 * @param labelMode {@code int} (int32, the default), {@code categorical} (one-hot float32), {@code
 *     binary} (float32 0 or 1 for two classes) or {@code none}, which takes all texts, also outside
 *     sub-folders
 * @param classNames the sub-folders to read, in the order of their class indices; null for all, the
 *     default
 * @param labels the class index of each file in the order of paths; null for those of the
 *     sub-folders, the default
 * @param batchSize the number of texts of a batch, at least 1; 32 by default
 * @param maxLength the largest length in bytes of UTF-8, after which texts are cut; null for no
 *     limit, the default. A character that would be cut is left out; Keras keeps its first bytes
 * @param shuffle whether texts are shuffled, true by default; otherwise files keep the order of
 *     their paths
 * @param seed the seed of the shuffle, from 0 to 2³² − 1; null for a random one, the default
 * @param validationSplit the fraction of the validation part, more than 0 and less than 1; null for
 *     none, the default
 * @param subset {@code training} or {@code validation}; null for all texts, the default
 * @param followLinks whether links to folders are followed; false by default
 */
@Setters(owner = TextFolder.class)
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
    boolean followLinks) {
  static final TextFolderOptions DEFAULTS =
      new TextFolderOptions("int", null, null, 32, null, true, null, null, null, false);

  TextFolderOptions {
    FileSelection.checkArguments(labelMode, batchSize, validationSplit, subset);
    if (maxLength != null && maxLength < 0) {
      throw new IllegalArgumentException("maxLength is " + maxLength + ", must be at least 0");
    }
  }

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
            followLinks)
        .checked(seed);
  }
}
