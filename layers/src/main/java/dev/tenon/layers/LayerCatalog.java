package dev.tenon.layers;

import dev.tenon.layers.activation.ActivationLayers;
import dev.tenon.layers.attention.AttentionLayers;
import dev.tenon.layers.augmentation.AugmentationLayers;
import dev.tenon.layers.common.LayerEntry;
import dev.tenon.layers.convolution.ConvolutionLayers;
import dev.tenon.layers.core.CoreLayers;
import dev.tenon.layers.legacy.LegacyLayers;
import dev.tenon.layers.merging.MergingLayers;
import dev.tenon.layers.normalization.NormalizationLayers;
import dev.tenon.layers.pooling.PoolingLayers;
import dev.tenon.layers.preprocessing.PreprocessingLayers;
import dev.tenon.layers.recurrent.RecurrentLayers;
import dev.tenon.layers.regularization.RegularizationLayers;
import dev.tenon.layers.reshaping.ReshapingLayers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The explicit list of every layer that Tenon knows; a name listed twice is an error. */
public final class LayerCatalog {
  private static final Map<String, LayerEntry> ENTRIES = index();

  private LayerCatalog() {}

  /** Returns the entry of Keras' class name, or null where there is none. */
  public static @Nullable LayerEntry find(String className) {
    return ENTRIES.get(className);
  }

  /** Returns all entries, family by family. */
  public static List<LayerEntry> all() {
    return List.copyOf(ENTRIES.values());
  }

  private static Map<String, LayerEntry> index() {
    Map<String, LayerEntry> index = new LinkedHashMap<>();
    Stream.of(
            CoreLayers.entries(),
            ConvolutionLayers.entries(),
            PoolingLayers.entries(),
            NormalizationLayers.entries(),
            RegularizationLayers.entries(),
            ReshapingLayers.entries(),
            MergingLayers.entries(),
            ActivationLayers.entries(),
            PreprocessingLayers.entries(),
            AugmentationLayers.entries(),
            RecurrentLayers.entries(),
            AttentionLayers.entries(),
            LegacyLayers.entries())
        .flatMap(List::stream)
        .forEach(
            entry -> {
              if (index.put(entry.className(), entry) != null) {
                throw new IllegalStateException("layer " + entry.className() + " is listed twice");
              }
            });
    return index;
  }
}
