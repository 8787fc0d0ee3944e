package dev.tenon.layers;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.layers.functional.Functional;
import dev.tenon.layers.merging.Add;
import dev.tenon.layers.merging.Average;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.merging.Dot;
import dev.tenon.layers.merging.Maximum;
import dev.tenon.layers.merging.Minimum;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.merging.Subtract;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of models, and Keras' functions that merge tensors at once.
 *
 * @see <a href="https://keras.io/api/layers/merging_layers/">Keras: merging layers</a>
 */
public abstract class TensorLayers {
  /** For {@link Layers} only. */
  TensorLayers() {}

  /** Returns an input of float32 without the batch axis; -1 stands for an open length. */
  public static KerasTensor input(long... shape) {
    return Functional.input(shape);
  }

  /** Returns an input of float32 under a name, without the batch axis. */
  public static KerasTensor input(String name, long... shape) {
    return Functional.input(name, shape);
  }

  /** Returns an input of an element type under a name, without the batch axis. */
  public static KerasTensor input(String name, DType dtype, long... shape) {
    return Functional.input(name, dtype, shape);
  }

  /** Returns a description of a layer of a user's own class. */
  public static <L extends Layer<?>> CustomSpec<L> layer(L config) {
    return CustomSpec.of(config);
  }

  /**
   * Returns a chain of inner layers for a user's own layer, built with it: Keras' {@code
   * Sequential} as an attribute. For a model, see {@code Model.sequential}.
   */
  public static LayerLike sequential(LayerLike... layers) {
    return new InnerSequential(List.of(layers));
  }

  /** Returns the sum of tensors: Keras' {@code add([a, b])}. */
  public static KerasTensor add(KerasTensor first, KerasTensor second, KerasTensor... more) {
    return merged(Add.DEFAULTS, first, second, more);
  }

  /** Returns the first tensor less the second: Keras' {@code subtract([a, b])}. */
  public static KerasTensor subtract(KerasTensor first, KerasTensor second) {
    return merged(Subtract.DEFAULTS, first, second);
  }

  /** Returns the product of tensors, element by element: Keras' {@code multiply([a, b])}. */
  public static KerasTensor multiply(KerasTensor first, KerasTensor second, KerasTensor... more) {
    return merged(Multiply.DEFAULTS, first, second, more);
  }

  /** Returns the mean of tensors: Keras' {@code average([a, b])}. */
  public static KerasTensor average(KerasTensor first, KerasTensor second, KerasTensor... more) {
    return merged(Average.DEFAULTS, first, second, more);
  }

  /** Returns the largest elements of tensors: Keras' {@code maximum([a, b])}. */
  public static KerasTensor maximum(KerasTensor first, KerasTensor second, KerasTensor... more) {
    return merged(Maximum.DEFAULTS, first, second, more);
  }

  /** Returns the smallest elements of tensors: Keras' {@code minimum([a, b])}. */
  public static KerasTensor minimum(KerasTensor first, KerasTensor second, KerasTensor... more) {
    return merged(Minimum.DEFAULTS, first, second, more);
  }

  /**
   * Returns the concatenation of tensors along the last axis: Keras' {@code concatenate([a, b])}.
   */
  public static KerasTensor concatenate(
      KerasTensor first, KerasTensor second, KerasTensor... more) {
    return merged(Concatenate.DEFAULTS, first, second, more);
  }

  /** Returns the products of two tensors along an axis: Keras' {@code dot([a, b], axes)}. */
  public static KerasTensor dot(KerasTensor first, KerasTensor second, long axis) {
    return merged(new Dot(List.of(axis), false), first, second);
  }

  private static KerasTensor merged(
      Layer<?> layer, KerasTensor first, KerasTensor second, KerasTensor... more) {
    List<KerasTensor> all = new ArrayList<>(List.of(first, second));
    all.addAll(List.of(more));
    return layer.apply(all);
  }
}
