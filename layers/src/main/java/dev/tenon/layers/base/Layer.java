package dev.tenon.layers.base;

import dev.tenon.config.CustomObjects;
import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer computes: a record of its Keras configuration keys that writes itself in operators.
 *
 * <p>A user's own layer implements this as {@code Dense} does, and then runs, trains, saves,
 * exports and can be inspected. Instances are immutable; what changes lives in parameters.
 *
 * @param <W> the record of handles that {@link #build} returns
 */
public interface Layer<W> extends LayerLike {

  /** Returns Keras' class name. */
  default String className() {
    return getClass().getSimpleName();
  }

  /**
   * Returns the name under which Python knows the class of a user's own layer.
   *
   * <p>A class that Python registers in a package is called {@code package>Class} there; {@code
   * keras.saving.register_keras_serializable()} without a package makes it {@code Custom>Class}.
   * {@code CustomObjects.register} sets it in Java.
   */
  default String registeredName() {
    return CustomObjects.nameOf(getClass()).orElse(className());
  }

  /**
   * Declares the weights, in Keras' order, and returns handles to them.
   *
   * @param build where weights and inner layers are declared
   * @param inputs the shapes of the tensor arguments of the first call
   */
  W build(Build build, List<Shape> inputs);

  /**
   * Says in operators what the layer computes.
   *
   * @param weights what {@link #build} returned
   * @param call the call: operators, arguments, masks, effects
   * @param inputs the tensor arguments; nested lists are flattened
   * @return the results
   */
  List<Value> call(W weights, Call call, List<Value> inputs);

  /** Returns a new layer of a model, under a name made of the class name as Keras makes it. */
  @Override
  default LayerNode member() {
    return named(LayerNames.next(className()));
  }

  @Override
  default LayerNode inside(Build owner, String attribute, List<Shape> inputs) {
    return new LayerNode(attribute, this, owner.trainable(), owner.policy());
  }

  /**
   * Returns a new layer that says what it takes, for the first layer of a Sequential.
   *
   * @param shape without the batch axis; -1 stands for an open length
   */
  default LayerNode inputShape(long... shape) {
    return member().inputShape(shape);
  }

  /** Returns a new layer that optimizers do not change. */
  default LayerNode frozen() {
    LayerNode node = member();
    node.setTrainable(false);
    return node;
  }

  /** Returns a new layer of a model under a given name. */
  default LayerNode named(String name) {
    return new LayerNode(name, this);
  }

  /** Returns how many tensors a call has to give at least; a call with fewer is refused. */
  default int fewestInputs() {
    return 1;
  }

  /**
   * Says whether integers and truth values go in as they are. Where not, they become numbers of the
   * type that the layer computes in, as they do in Keras where a layer multiplies with weights.
   */
  default boolean takesIntegers() {
    return true;
  }

  /**
   * Says whether an optimizer may change a weight while the layer is not frozen.
   *
   * @param weight the name under which the layer declared it
   */
  default boolean learns(String weight) {
    return true;
  }

  /** Returns what becomes of the mask of the first input where the call sets none itself. */
  default MaskFlow maskFlow() {
    return MaskFlow.DROP;
  }

  /**
   * Returns the regularizer of the layer's outputs, or null: in training, lowering adds what it
   * says of each output, divided by the batch size, to the loss. A record with this component has
   * it.
   */
  default @Nullable KerasObject activityRegularizer() {
    return null;
  }

  /**
   * Says whether {@link #activityRegularizer} is about this layer's own outputs; false where the
   * layer hands it to layers inside instead.
   */
  default boolean regularizesItself() {
    return true;
  }

  /** What becomes of a mask. */
  enum MaskFlow {
    /** The output has the first input's mask, as layers that support masking in Keras. */
    PASS,
    /** The output has no mask. */
    DROP
  }
}
