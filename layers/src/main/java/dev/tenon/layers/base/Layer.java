package dev.tenon.layers.base;

import dev.tenon.config.CustomObjects;
import dev.tenon.internal.layers.LayerNames;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.lora.LoraConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer: a record of its Keras configuration that computes its outputs with operators.
 *
 * <p>A user's own layer implements this interface as {@code Dense} does. It then runs, trains,
 * saves and exports. Instances are immutable; weights are parameters of the model.
 *
 * @param <W> the record of handles that {@link #build} returns
 */
public interface Layer<W> extends LayerLike {

  /** Returns Keras' class name. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * Returns the registered name of a user's own layer in Python.
   *
   * <p>A class registered in a package has the name {@code package>Class}; {@code
   * keras.saving.register_keras_serializable()} without a package gives {@code Custom>Class}.
   * {@code CustomObjects.register} sets it in Java.
   */
  default String registeredName() {
    return CustomObjects.nameOf(getClass()).orElse(className());
  }

  /**
   * Declares the weights, in Keras' order, and returns handles to them.
   *
   * @param build the builder that declares weights and inner layers
   * @param inputs the shapes of the tensor arguments of the first call
   */
  W build(Build build, List<Shape> inputs);

  /**
   * Computes the outputs of the layer with operators.
   *
   * @param weights the result of {@link #build}
   * @param call the call: operators, arguments, masks, effects
   * @param inputs the tensor arguments; nested lists are flattened
   * @return the results
   */
  List<Value> call(W weights, Call call, List<Value> inputs);

  /** Returns a new layer of a model, with a name that Keras would make of the class name. */
  @Override
  default LayerNode member() {
    return named(LayerNames.next(className()));
  }

  @Override
  default LayerNode inside(Build owner, String attribute, List<Shape> inputs) {
    return new LayerNode(attribute, this, owner.trainable(), owner.policy());
  }

  /**
   * Returns a new layer with an input shape, for the first layer of a Sequential.
   *
   * @param shape without the batch axis; -1 stands for an open length
   */
  default LayerNode inputShape(long... shape) {
    return member().inputShape(shape);
  }

  /** Returns a new layer whose weights optimizers do not change. */
  default LayerNode frozen() {
    LayerNode node = member();
    node.setTrainable(false);
    return node;
  }

  /** Returns a new layer of a model under a given name. */
  default LayerNode named(String name) {
    return new LayerNode(name, this);
  }

  /** Returns the smallest number of tensors of a call; a call with fewer fails. */
  default int fewestInputs() {
    return 1;
  }

  /**
   * Returns whether the layer accepts integers and booleans unchanged. Otherwise they are cast to
   * its compute type, as Keras does for products with weights.
   */
  default boolean takesIntegers() {
    return true;
  }

  /**
   * Returns whether an optimizer may change a weight while the layer is not frozen.
   *
   * @param weight the name of its declaration
   */
  default boolean learns(String weight) {
    return true;
  }

  /** Returns the low-rank adapter that the layer's arguments ask for; null for none. */
  default @Nullable LoraConfig lora() {
    return null;
  }

  /** Returns the number of the kernel's first axes that the layer sums over. */
  default int summedAxes() {
    return 1;
  }

  /** Returns the propagation of the first input's mask if the call sets none itself. */
  default MaskFlow maskFlow() {
    return MaskFlow.DROP;
  }

  /**
   * Returns the regularizer of the layer's outputs, or null. Lowering adds its penalty on each
   * output, divided by the batch size, to the training loss. A record with this component
   * implements it.
   */
  default @Nullable KerasObject activityRegularizer() {
    return null;
  }

  /**
   * Returns whether {@link #activityRegularizer} is for this layer's own outputs; false if the
   * layer passes it to inner layers.
   */
  default boolean regularizesItself() {
    return true;
  }

  /** The propagation of a mask from the first input to the output. */
  enum MaskFlow {
    /** The output has the first input's mask, as layers that support masking in Keras. */
    PASS,
    /** The output has no mask. */
    DROP
  }
}
