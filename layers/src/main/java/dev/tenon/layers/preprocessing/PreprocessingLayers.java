package dev.tenon.layers.preprocessing;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of preprocessing layers. */
public final class PreprocessingLayers {
  private PreprocessingLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Rescaling.DEFAULTS),
        LayerEntry.of(Normalization.DEFAULTS),
        LayerEntry.of(CenterCrop.DEFAULTS),
        LayerEntry.of(Resizing.DEFAULTS),
        LayerEntry.of(Discretization.DEFAULTS),
        LayerEntry.of(Hashing.DEFAULTS),
        LayerEntry.of(IntegerLookup.DEFAULTS),
        LayerEntry.of(StringLookup.DEFAULTS),
        LayerEntry.of(TextVectorization.DEFAULTS),
        LayerEntry.of(STFTSpectrogram.DEFAULTS),
        LayerEntry.of(MelSpectrogram.DEFAULTS),
        LayerEntry.of(Pipeline.DEFAULTS),
        LayerEntry.of(CategoryEncoding.DEFAULTS));
  }
}
