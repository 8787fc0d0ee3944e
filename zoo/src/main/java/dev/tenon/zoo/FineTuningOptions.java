package dev.tenon.zoo;

import static dev.tenon.layers.Layers.randomFlip;
import static dev.tenon.layers.Layers.randomRotation;
import static dev.tenon.layers.Layers.randomZoom;

import dev.tenon.internal.options.Setters;
import dev.tenon.layers.base.LayerLike;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link FineTuning}: {@code FineTuningOptions.DEFAULTS.epochs(10).seed(1L)}.
 *
 * @param epochs the epochs of the new head on the frozen network, at least 0; 5 by default
 * @param fineTuneEpochs the further epochs with trainable last layers, at least 0; 2 by default;
 *     both numbers cannot be 0
 * @param rate Adam's learning rate for the head, more than 0; 0.001 by default
 * @param fineTuneRate Adam's learning rate with trainable last layers, more than 0; 0.0001 by
 *     default
 * @param batchSize the number of images of a step on precomputed features, at least 1; 32 by
 *     default; otherwise the data set's
 * @param dropout the rate of the dropout before the head, from 0 to less than 1; 0.2 by default
 * @param augmentation the layers that augment images in training only; none by default
 * @param unfreeze the pattern of layers to train in the second part, as in {@code Model.layers()};
 *     null for the last block, the default
 * @param seed the seed of weights, dropout and shuffle; 0 by default
 * @param verbose the verbosity of {@code fit}; 1 by default
 */
@Setters
public record FineTuningOptions(
    int epochs,
    int fineTuneEpochs,
    double rate,
    double fineTuneRate,
    int batchSize,
    double dropout,
    List<LayerLike> augmentation,
    @Nullable String unfreeze,
    long seed,
    int verbose)
    implements FineTuningOptionsSetters {
  /** Five epochs of the head, then two with the last block. */
  public static final FineTuningOptions DEFAULTS =
      new FineTuningOptions(5, 2, 1e-3, 1e-4, 32, 0.2, List.of(), null, 0, 1);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public FineTuningOptions {
    require(epochs >= 0, "epochs", "at least 0", epochs);
    require(fineTuneEpochs >= 0, "fineTuneEpochs", "at least 0", fineTuneEpochs);
    require(epochs + fineTuneEpochs > 0, "epochs + fineTuneEpochs", "at least 1", 0);
    require(rate > 0, "rate", "above 0", rate);
    require(fineTuneRate > 0, "fineTuneRate", "above 0", fineTuneRate);
    require(batchSize >= 1, "batchSize", "at least 1", batchSize);
    require(dropout >= 0 && dropout < 1, "dropout", "at least 0 and below 1", dropout);
    augmentation = List.copyOf(augmentation);
  }

  private static void require(boolean holds, String argument, String expected, Object received) {
    if (!holds) {
      throw new IllegalArgumentException(
          argument + " must be " + expected + ", received " + received);
    }
  }

  /**
   * Returns Keras' usual augmentation: random horizontal flips, rotations by up to a tenth of a
   * turn and zooms by up to a tenth.
   *
   * @param seed the seed
   */
  public static List<LayerLike> usualAugmentation(long seed) {
    return List.of(
        randomFlip("horizontal").dataFormat("channels_last").seed(seed).member(),
        randomRotation(0.1).dataFormat("channels_last").seed(seed + 1).member(),
        randomZoom(0.1).dataFormat("channels_last").seed(seed + 2).member());
  }
}
