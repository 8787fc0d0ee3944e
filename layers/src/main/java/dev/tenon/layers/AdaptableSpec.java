package dev.tenon.layers;

import dev.tenon.layers.adaptation.Adaptable;
import dev.tenon.layers.adaptation.AdaptationData;
import dev.tenon.layers.adaptation.Adapted;
import dev.tenon.layers.base.Layer;
import dev.tenon.tensor.Tensor;

/**
 * Describes a layer that adapts to data, such as a vocabulary or a mean.
 *
 * <p>Keras' {@code adapt} changes the layer; here {@code normalization().adapt(x)} returns an
 * adapted copy. It is called before the layer becomes part of a model. For a layer of a model,
 * {@code model.replace("normalization", normalization().adapt(x))} replaces it.
 *
 * @param <L> the configuration
 * @param <S> the class itself
 */
@SuppressWarnings("exports")
public abstract class AdaptableSpec<
        L extends Layer<?> & Adaptable<L>, S extends AdaptableSpec<L, S>>
    extends LayerSpec<L, S> {
  /** Creates a description. */
  AdaptableSpec(L config, Settings settings) {
    super(config, settings);
  }

  /**
   * Returns the layer adapted to an array of all samples, (samples, …).
   *
   * @throws IllegalArgumentException for data that do not fit the layer
   */
  public S adapt(Tensor data) {
    return adapted(AdaptationData.of(data));
  }

  /** Returns the layer adapted to rows of numbers, one sample in each row. */
  public S adapt(float[][] data) {
    return adapt(Tensor.of(data));
  }

  /** Returns the layer adapted to numbers, one for each sample. */
  public S adapt(float... data) {
    return adapt(Tensor.of(data, data.length));
  }

  /** Returns the layer adapted to integers, one for each sample. */
  public S adapt(long... data) {
    return adapt(Tensor.of(data, data.length));
  }

  /** Returns the layer adapted to texts, one for each sample. */
  public S adapt(String... data) {
    return adapt(Tensor.ofStrings(data, data.length));
  }

  /**
   * Returns the layer adapted to the features of one pass over a data set.
   *
   * @throws IllegalArgumentException for data that do not fit the layer
   */
  public S adapt(FeatureBatches data) {
    return adapt(data.features());
  }

  /** Returns the layer adapted to batches, each (samples, …). */
  public S adapt(Iterable<Tensor> batches) {
    return adapted(AdaptationData.of(batches));
  }

  private S adapted(AdaptationData data) {
    Adapted<L> adapted = config().adapted(data);
    return with(adapted.layer(), adapted.weights());
  }
}
