package dev.tenon.layers.convolution;

import dev.tenon.layers.common.LayerEntry;
import java.util.List;

/** The family of convolution layers. */
public final class ConvolutionLayers {
  private ConvolutionLayers() {}

  /** Returns the layers of this family. */
  public static List<LayerEntry> entries() {
    return List.of(
        LayerEntry.of(Conv1D.DEFAULTS),
        LayerEntry.of(Conv2D.DEFAULTS),
        LayerEntry.of(Conv3D.DEFAULTS),
        LayerEntry.of(Conv1DTranspose.DEFAULTS),
        LayerEntry.of(Conv2DTranspose.DEFAULTS),
        LayerEntry.of(Conv3DTranspose.DEFAULTS),
        LayerEntry.of(DepthwiseConv1D.DEFAULTS),
        LayerEntry.of(DepthwiseConv2D.DEFAULTS),
        LayerEntry.of(SeparableConv1D.DEFAULTS),
        LayerEntry.of(SeparableConv2D.DEFAULTS));
  }
}
