package dev.tenon.layers;

import dev.tenon.layers.adaptation.Adaptable;
import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.Adapted;
import dev.tenon.layers.base.Layer;
import dev.tenon.tensor.Tensor;

/**
 * A layer in the making that adapts to data, as in Keras.
 *
 * <p>Keras' {@code adapt} changes the layer; here it returns another layer, which knows the data:
 * {@code normalization().adapt(x)}. It is called before the layer becomes part of a model. In a
 * model, {@code model.replace("normalization", normalization().adapt(x))} puts the adapted layer in
 * the place of another one.
 *
 * @param <L> the configuration
 * @param <S> the class itself
 */
@SuppressWarnings("exports")
public abstract class AdaptableSpec<
        L extends Layer<?> & Adaptable<L>, S extends AdaptableSpec<L, S>>
    extends LayerSpec<L, S> {
  /** Creates a layer. */
  AdaptableSpec(L config, Settings settings) {
    super(config, settings);
  }

  /**
   * Returns the layer adapted to an array of all samples; the first axis counts them.
   *
   * @throws IllegalArgumentException for data that the layer cannot measure
   */
  public S adapt(Tensor data) {
    return adapted(AdaptationData.of(data));
  }

  /** Returns the layer adapted to rows of numbers, a sample a row. */
  public S adapt(float[][] data) {
    return adapt(Tensor.of(data));
  }

  /** Returns the layer adapted to numbers, a sample each. */
  public S adapt(float... data) {
    return adapt(Tensor.of(data, data.length));
  }

  /** Returns the layer adapted to integers, a sample each. */
  public S adapt(long... data) {
    return adapt(Tensor.of(data, data.length));
  }

  /** Returns the layer adapted to texts, a sample each. */
  public S adapt(String... data) {
    return adapt(Tensor.ofStrings(data, data.length));
  }

  /**
   * Returns the layer adapted to the features of a data set, of which one pass is read.
   *
   * @throws IllegalArgumentException for data that the layer cannot measure
   */
  public S adapt(FeatureBatches data) {
    return adapt(data.features());
  }

  /** Returns the layer adapted to batches; the first axis counts the samples. */
  public S adapt(Iterable<Tensor> batches) {
    return adapted(AdaptationData.of(batches));
  }

  private S adapted(AdaptationData data) {
    Adapted<L> adapted = config().adapted(data);
    return with(adapted.layer(), adapted.weights());
  }
}
