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
 * What a training step is described with: the batch, calls of models, losses, gradients and updates
 * of optimizers.
 *
 * <p>The order counts, as in Python: a model that is called after {@link #apply} has changed its
 * weights is called with the new ones. Every {@link KerasTensor} takes layers, models and
 * arithmetic as in the functional API; a model that is applied by {@code x.then(model)} is called
 * as in training.
 */
public interface StepContext {
  /** Returns the features of the batch, the batch axis first. */
  List<KerasTensor> features();

  /** Returns the targets of the batch; empty where the data have none. */
  List<KerasTensor> targets();

  /** Returns the sample weights of the batch; empty where the data have none. */
  List<KerasTensor> sampleWeights();

  /** Returns the first features: Keras' {@code x}. */
  KerasTensor x();

  /**
   * Returns the first targets: Keras' {@code y}.
   *
   * @throws IllegalStateException where the data have none
   */
  KerasTensor y();

  /**
   * Calls a model or a layer of a model: Keras' {@code model(x, training=training)}.
   *
   * @param training whether dropout drops and batch normalisation uses and updates the statistics
   * @return its result, for one that has a single one
   */
  KerasTensor call(LayerLike model, KerasTensor x, boolean training);

  /** Calls a model of any number of inputs and outputs. */
  List<KerasTensor> call(LayerLike model, List<KerasTensor> x, boolean training);

  /**
   * Applies a function of {@code keras.ops}.
   *
   * @param function the name of Keras' class, such as {@code Mean}, {@code Square}, {@code Softmax}
   * @param arguments Keras' positional arguments: tensors, numbers, booleans, and lists of them
   */
  KerasTensor op(String function, @Nullable Object... arguments);

  /** Returns a tensor that is the same in every step. */
  KerasTensor constant(Tensor value);

  /** Returns the same tensor, of which no gradient is handed on: Keras' {@code stop_gradient}. */
  KerasTensor stopGradient(KerasTensor x);

  /**
   * Draws standard normal numbers: Keras' {@code random.normal} with a {@code SeedGenerator},
   * number for number.
   *
   * @param seed the generator; draws of the same seed go on from each other, also from step to step
   * @param batch whose first axis the result has
   * @param shape the other axes
   */
  KerasTensor randomNormal(long seed, KerasTensor batch, long... shape);

  /** Draws numbers from 0, included, to 1, excluded; see {@link #randomNormal}. */
  KerasTensor randomUniform(long seed, KerasTensor batch, long... shape);

  /**
   * Returns a loss, reduced as it says: Keras' {@code loss(target, prediction)}. A mask of the
   * prediction counts.
   */
  KerasTensor loss(Loss loss, KerasTensor target, KerasTensor prediction);

  /** Returns a loss with sample weights: Keras' {@code loss(target, prediction, weights)}. */
  KerasTensor loss(Loss loss, KerasTensor target, KerasTensor prediction, KerasTensor sampleWeight);

  /**
   * Returns the sum of the penalties of the weights of a model and of what all layers have added to
   * the loss in this step so far: Keras' {@code sum(model.losses)}. 0 where there is nothing.
   */
  KerasTensor addedLosses(LayerLike model);

  /** Returns the weights that are not frozen, in Keras' order: {@code trainable_variables}. */
  List<KerasTensor> trainable(LayerLike model);

  /**
   * Returns the gradients of the sum of a tensor: Keras' {@code tape.gradient(target, sources)}.
   *
   * <p>They are tensors like others, and have gradients of their own. The gradient of what the
   * target does not depend on is zero; {@link #apply} leaves a weight with such a gradient as it
   * is.
   *
   * @param target a scalar, or any tensor of real numbers
   * @param sources weights, features, or anything that the target is computed from
   * @return one of the shape of each source
   * @throws dev.tenon.error.UnsupportedModelException before the first step, where an operator
   *     between them has no gradient, or none of its gradient where that is asked for; names it
   */
  List<KerasTensor> gradients(KerasTensor target, List<KerasTensor> sources);

  /** Returns the gradient for one source; see {@link #gradients}. */
  KerasTensor gradient(KerasTensor target, KerasTensor source);

  /**
   * Changes weights by an optimizer's rule: Keras' {@code optimizer.apply(gradients, weights)}.
   *
   * @param optimizer one object for one set of weights; it keeps its state from step to step
   * @param weights of {@link #trainable}
   * @param gradients one for each weight, from {@link #gradients} or computed from such
   * @throws IllegalArgumentException where the numbers or shapes differ, all gradients are zero
   *     since nothing depends on the weights, or the optimizer has other weights already
   */
  void apply(Optimizer optimizer, List<KerasTensor> weights, List<KerasTensor> gradients);

  /** Takes the gradients of a loss by all trainable weights of a model and applies them. */
  void minimize(Optimizer optimizer, KerasTensor loss, LayerLike model);

  /**
   * Reports the mean of a tensor, over the steps since the metrics were reset: Keras' {@code
   * Mean(name)}. What is named {@code loss} is the loss of the step.
   */
  void metric(String name, KerasTensor value);

  /** Reports a metric under its own name. */
  void metric(Metric metric, KerasTensor target, KerasTensor prediction);

  /** Lets a run return a tensor under a name. */
  void result(String name, KerasTensor value);
}
