package dev.tenon.zoo;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.rescaling;

import dev.tenon.layers.base.LayerNode;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The preprocessing of images as a layer, so that a model takes pixels and can say so. */
final class PreprocessingLayer {
  private static final String CAFFE = "caffe_preprocessing";

  private PreprocessingLayer() {}

  /** Returns a frozen layer that does the same; null where there is nothing to do. */
  static @Nullable LayerNode of(Preprocessing mode) {
    LayerNode layer =
        switch (mode) {
          case INSIDE -> null;
          case TF -> rescaling(1 / 127.5, -1.0).name("tf_preprocessing").member();
          case TORCH -> torch();
          // Keras has no layer that turns channels around: a convolution with ones and zeros does.
          case CAFFE -> conv2D(3, 1).dataFormat("channels_last").name(CAFFE).member();
        };
    if (layer != null) {
      layer.setTrainable(false);
    }
    return layer;
  }

  private static LayerNode torch() {
    float[] mean = Preprocessing.torchMean();
    float[] deviation = Preprocessing.torchDeviation();
    List<Double> scale =
        IntStream.range(0, mean.length).mapToObj(i -> 1 / (255.0 * deviation[i])).toList();
    List<Double> offset =
        IntStream.range(0, mean.length).mapToObj(i -> -(double) mean[i] / deviation[i]).toList();
    return rescaling(scale, offset).name("torch_preprocessing").member();
  }

  /** Returns the weights that the layer must have, by path. */
  static Map<String, Tensor> weights(Preprocessing mode) {
    if (mode != Preprocessing.CAFFE) {
      return Map.of();
    }
    float[] mean = Preprocessing.caffeMean();
    Tensor bias = Tensor.of(new float[] {-mean[0], -mean[1], -mean[2]}, 3);
    Tensor kernel = Tensor.of(new float[] {0, 0, 1, 0, 1, 0, 1, 0, 0}, 1, 1, 3, 3);
    return Map.of(CAFFE + "/kernel", kernel, CAFFE + "/bias", bias);
  }
}
