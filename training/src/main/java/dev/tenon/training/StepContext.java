package dev.tenon.training;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.losses.Loss;
import dev.tenon.metrics.Metric;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context of a custom training step: the batch, model calls, losses, gradients and optimizer
 * updates.
 *
 * <p>Order matters, as in Python: a model that is called after {@link #apply} uses the new weights.
 * Every {@link KerasTensor} takes layers, models and arithmetic as in the functional API. {@code
 * x.then(model)} calls a model in training mode.
 *
 * @see <a href="https://keras.io/guides/custom_train_step_in_tensorflow/">Keras: customizing what
 *     happens in fit()</a>
 */
public interface StepContext {
  /** Returns the features of the batch, with the batch axis first. */
  List<KerasTensor> features();

  /** Returns the targets of the batch; empty if the data have none. */
  List<KerasTensor> targets();

  /** Returns the sample weights of the batch; empty if the data have none. */
  List<KerasTensor> sampleWeights();

  /** Returns the first features: Keras' {@code x}. */
  KerasTensor x();

  /**
   * Returns the first targets: Keras' {@code y}.
   *
   * @throws IllegalStateException if the data have no targets
   */
  KerasTensor y();

  /**
   * Calls a model or a layer of a model with one output: Keras' {@code model(x,
   * training=training)}.
   *
   * @param model the model or layer
   * @param x the input
   * @param training whether dropout is active and batch normalization updates its statistics
   */
  KerasTensor call(LayerLike model, KerasTensor x, boolean training);

  /**
   * Calls a model with any number of inputs and outputs.
   *
   * @param model the model or layer
   * @param x the inputs
   * @param training whether dropout is active and batch normalization updates its statistics
   */
  List<KerasTensor> call(LayerLike model, List<KerasTensor> x, boolean training);

  /**
   * Applies a function of {@code keras.ops}.
   *
   * @param function the name of Keras' class, such as {@code Mean}, {@code Square}, {@code Softmax}
   * @param arguments Keras' positional arguments: tensors, numbers, booleans, and lists of them
   */
  KerasTensor op(String function, @Nullable Object... arguments);

  /**
   * Returns a tensor with the same value in every step.
   *
   * @param value the value
   */
  KerasTensor constant(Tensor value);

  /**
   * Returns the tensor without its gradient: Keras' {@code stop_gradient}.
   *
   * @param x the tensor
   */
  KerasTensor stopGradient(KerasTensor x);

  /**
   * Draws standard normal numbers, equal to those of Keras' {@code random.normal} with a {@code
   * SeedGenerator}.
   *
   * @param seed the seed of the generator; draws of the same seed continue one sequence, also over
   *     steps
   * @param batch the tensor whose first axis the result has
   * @param shape the other axes
   */
  KerasTensor randomNormal(long seed, KerasTensor batch, long... shape);

  /**
   * Draws uniform numbers from 0 to less than 1; see {@link #randomNormal}.
   *
   * @param seed the seed of the generator
   * @param batch the tensor whose first axis the result has
   * @param shape the other axes
   */
  KerasTensor randomUniform(long seed, KerasTensor batch, long... shape);

  /**
   * Returns a reduced loss: Keras' {@code loss(target, prediction)}. The mask of the prediction
   * applies.
   *
   * @param loss the loss
   * @param target the targets
   * @param prediction the predictions
   */
  KerasTensor loss(Loss loss, KerasTensor target, KerasTensor prediction);

  /**
   * Returns a reduced loss with sample weights: Keras' {@code loss(target, prediction, weights)}.
   *
   * @param loss the loss
   * @param target the targets
   * @param prediction the predictions
   * @param sampleWeight the weights
   */
  KerasTensor loss(Loss loss, KerasTensor target, KerasTensor prediction, KerasTensor sampleWeight);

  /**
   * Returns the sum of the weight penalties of a model and the losses that layers added in this
   * step so far; 0 for none.
   *
   * <p>It is Keras' {@code sum(model.losses)}.
   *
   * @param model the model
   */
  KerasTensor addedLosses(LayerLike model);

  /**
   * Returns the trainable weights in Keras' order: {@code trainable_variables}.
   *
   * @param model the model
   */
  List<KerasTensor> trainable(LayerLike model);

  /**
   * Returns the gradients of the sum of a tensor: Keras' {@code tape.gradient(target, sources)}.
   *
   * <p>They are tensors with gradients of their own. A source that the target does not depend on
   * has a zero gradient; {@link #apply} does not change a weight with such a gradient.
   *
   * @param target a scalar, or any tensor of real numbers
   * @param sources weights, features, or other tensors that the target depends on
   * @return a gradient of the shape of each source
   * @throws dev.tenon.error.UnsupportedModelException before the first step, if an operator between
   *     them lacks the gradient; the message names it
   */
  List<KerasTensor> gradients(KerasTensor target, List<KerasTensor> sources);

  /**
   * Returns the gradient with respect to one source; see {@link #gradients}.
   *
   * @param target a scalar, or any tensor of real numbers
   * @param source a weight, a feature, or another tensor that the target depends on
   */
  KerasTensor gradient(KerasTensor target, KerasTensor source);

  /**
   * Updates weights by an optimizer: Keras' {@code optimizer.apply(gradients, weights)}.
   *
   * @param optimizer one object for one set of weights; it keeps its state over steps
   * @param weights weights of {@link #trainable}
   * @param gradients a gradient of each weight, from {@link #gradients} or computed from such
   * @throws IllegalArgumentException if numbers or shapes differ, all gradients are zero by
   *     construction, or the optimizer has other weights already
   */
  void apply(Optimizer optimizer, List<KerasTensor> weights, List<KerasTensor> gradients);

  /**
   * Computes the gradients of a loss with respect to all trainable weights of a model and applies
   * them.
   *
   * @param optimizer the optimizer
   * @param loss the loss
   * @param model the model
   */
  void minimize(Optimizer optimizer, KerasTensor loss, LayerLike model);

  /**
   * Reports the mean of a tensor over the steps since the last reset: Keras' {@code Mean(name)}.
   *
   * @param name the name in the logs; {@code loss} is the loss of the step
   * @param value the tensor
   */
  void metric(String name, KerasTensor value);

  /**
   * Reports a metric under its own name.
   *
   * @param metric the metric
   * @param target the targets
   * @param prediction the predictions
   */
  void metric(Metric metric, KerasTensor target, KerasTensor prediction);

  /**
   * Makes a tensor a named result of each run.
   *
   * @param name the name
   * @param value the tensor
   */
  void result(String name, KerasTensor value);
}
