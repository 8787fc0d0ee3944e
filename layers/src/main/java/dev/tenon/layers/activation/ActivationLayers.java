package dev.tenon.layers.activation;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of activation layers. */
public final class ActivationLayers {
  private ActivationLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Activation.DEFAULTS),
        LayerEntry.of(ReLU.DEFAULTS),
        LayerEntry.of(LeakyReLU.DEFAULTS),
        LayerEntry.of(PReLU.DEFAULTS),
        LayerEntry.of(ELU.DEFAULTS),
        LayerEntry.of(Softmax.DEFAULTS),
        LayerEntry.of(ThresholdedReLU.DEFAULTS));
  }
}
