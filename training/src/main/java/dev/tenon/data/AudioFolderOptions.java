package dev.tenon.data;

import dev.tenon.internal.data.FileSelection;
import dev.tenon.internal.options.Setters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keras' arguments of audio_dataset_from_directory.
 *
 * @param labels the label of each file in the order of their paths; null where sub-folders give
 *     them
 * @param labelMode {@code int} (int32), {@code categorical} (one-hot float32), {@code binary}
 *     (float32 0 or 1, of two classes) or {@code none}: then all sounds count, in sub-folders or
 *     not
 * @param classNames the sub-folders that count, numbered in this order; null for all
 * @param batchSize the number of sounds in a batch; 32
 * @param samplingRate the samples a second that files must have: Tenon changes none; null for any
 * @param outputSequenceLength the samples of each sound: it is cut, or zeros follow; null for the
 *     longest sound of a batch
 * @param shuffle whether sounds are shuffled; true. Otherwise, files keep the order of their paths
 * @param seed the seed of the order, from 0 to 2³² − 1; null for another one each time
 * @param validationSplit the share of the validation part, between 0 and 1; null for no parts
 * @param subset {@code training} or {@code validation}; for {@code both}, call this twice
 * @param followLinks whether linked folders count; false
 */
@Setters(owner = AudioFolder.class)
record AudioFolderOptions(
    @Nullable List<Integer> labels,
    String labelMode,
    @Nullable List<String> classNames,
    int batchSize,
    @Nullable Integer samplingRate,
    @Nullable Integer outputSequenceLength,
    boolean shuffle,
    @Nullable Long seed,
    @Nullable Double validationSplit,
    @Nullable String subset,
    boolean followLinks) {
  static final AudioFolderOptions DEFAULTS =
      new AudioFolderOptions(null, "int", null, 32, null, null, true, null, null, null, false);

  AudioFolderOptions {
    FileSelection.checkArguments(labelMode, batchSize, validationSplit, subset);
    checkPositive("samplingRate", samplingRate);
    checkPositive("outputSequenceLength", outputSequenceLength);
  }

  private static void checkPositive(String name, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }

  FileSelection selection() {
    return new FileSelection(
            "sounds",
            List.of(".wav"),
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
