package dev.tenon.zoo;

import static dev.tenon.layers.Layers.randomFlip;
import static dev.tenon.layers.Layers.randomRotation;
import static dev.tenon.layers.Layers.randomZoom;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.layer.LayerLike;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a network is fine-tuned.
 *
 * <p>Written as {@code FineTuningOptions.DEFAULTS.epochs(10).seed(1L)}.
 *
 * @param epochs of the new head alone, on the frozen network; 5
 * @param fineTuneEpochs more epochs with the last block thawed; 2
 * @param rate Adam's learning rate for the head; 1e-3
 * @param fineTuneRate that with the last block thawed; 1e-4
 * @param batchSize how many images a step takes, where features are computed once; 32. Else it is
 *     that of the data set
 * @param dropout the rate of the dropout before the head; 0.2
 * @param augmentation layers that images go through in training only; none
 * @param unfreeze which layers of the network are thawed, as {@code Model.unfreeze} reads it; null
 *     for the last block
 * @param seed what weights, dropout and shuffling follow from; 0
 * @param verbose as {@code fit} has it; 1
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

  /** Returns Keras' usual augmentation: mirrored, turned and zoomed by up to a tenth. */
  public static List<LayerLike> usualAugmentation(long seed) {
    return List.of(
        randomFlip("horizontal").dataFormat("channels_last").seed(seed).member(),
        randomRotation(0.1).dataFormat("channels_last").seed(seed + 1).member(),
        randomZoom(0.1).dataFormat("channels_last").seed(seed + 2).member());
  }
}
