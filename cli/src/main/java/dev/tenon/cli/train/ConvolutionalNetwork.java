package dev.tenon.cli.train;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.flatten;
import static dev.tenon.layers.Layers.maxPooling2D;
import static dev.tenon.layers.Layers.reshape;

import dev.tenon.Model;
import dev.tenon.cli.dataset.Targets;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.tensor.DType;
import java.util.List;

/** Convolutions and poolings down to a side of 8 pixels at most, then a dense layer. */
final class ConvolutionalNetwork {
  private static final int FILTERS = 32;
  private static final int MOST_FILTERS = 128;
  private static final int SMALLEST_SIDE = 8;
  private static final int UNITS = 64;

  private ConvolutionalNetwork() {}

  /**
   * Returns a network for images.
   *
   * @param scaling the layer that brings pixels to a small range
   * @param shape height, width and channels; 0 channels for images without that axis
   */
  static Model of(LayerLike scaling, List<Long> shape, Targets targets) {
    long height = shape.get(0);
    long width = shape.get(1);
    boolean open = shape.get(2) == 0;
    KerasTensor input =
        open
            ? Layers.input("images", DType.FLOAT32, height, width)
            : Layers.input("images", DType.FLOAT32, height, width, shape.get(2));
    KerasTensor x = scaling.apply(input);
    if (open) {
      x = reshape(height, width, 1L).name("channels").apply(x);
    }
    int filters = FILTERS;
    long side = Math.min(height, width);
    int number = 1;
    do {
      x = conv2D(filters, 3).padding("same").activation("relu").name("conv_" + number).apply(x);
      if (side > 1) {
        x = maxPooling2D().name("pool_" + number).apply(x);
      }
      side /= 2;
      filters = Math.min(MOST_FILTERS, filters * 2);
      number++;
    } while (side > SMALLEST_SIDE || (number < 3 && side > 1));
    x = flatten().name("flatten").apply(x);
    x = dropout(0.25).name("dropout_flat").apply(x);
    x = dense(UNITS).activation("relu").name("hidden").apply(x);
    return Model.of("trained", List.of(input), List.of(DenseNetwork.head(x, targets)));
  }
}
