package dev.tenon.data;

import dev.tenon.internal.options.Setters;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of Keras' {@code split_dataset}, for {@link Dataset#splitDataset}.
 *
 * <p>{@code splitDataset().leftSize(0.8)}.
 *
 * @param leftSize the size of the left part: an Integer for samples, a Double for a fraction; null
 *     for the rest of the right part, the default
 * @param rightSize the size of the right part: an Integer for samples, a Double for a fraction;
 *     null for the rest of the left part, the default
 * @param shuffle whether the samples are shuffled first; false by default
 * @param seed the seed of the shuffle; null for a random one, the default
 */
@Setters
public record SplitDatasetOptions(
    @Nullable Number leftSize, @Nullable Number rightSize, boolean shuffle, @Nullable Long seed)
    implements SplitDatasetOptionsSetters {
  static final SplitDatasetOptions DEFAULTS = new SplitDatasetOptions(null, null, false, null);
}
