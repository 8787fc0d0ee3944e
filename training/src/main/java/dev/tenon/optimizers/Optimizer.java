package dev.tenon.optimizers;

import dev.tenon.ir.graph.Parameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule that updates weights by their gradients: a record of Keras' configuration keys that writes
 * its formula in operators.
 *
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 */
public interface Optimizer {
  /** Returns Keras' class name, by default the simple name of the Java class. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns the learning rate or its schedule. */
  LearningRateSchedule learningRate();

  /** Returns the options common to all optimizers. */
  OptimizerOptions options();

  /**
   * Returns the variables kept for a weight, in Keras' order within each round.
   *
   * @param weight the weight
   */
  List<Slot> slots(Parameter weight);

  /**
   * Returns the scalar variables shared by all weights with their initial values, in Keras' order;
   * none by default.
   */
  default Map<String, Double> shared() {
    return Map.of();
  }

  /**
   * Returns the shared variables with their values after a number of steps, since tf_keras stores
   * none of them.
   *
   * @param steps the number of steps done
   */
  default Map<String, Double> shared(long steps) {
    return shared();
  }

  /**
   * Returns the weight decay of a weight; null for none. Exclusions are applied later.
   *
   * @param weight the weight
   */
  default @Nullable Double weightDecay(Parameter weight) {
    return options().weightDecay();
  }

  /**
   * Returns the text in which expressions that exclude a weight from weight decay are searched; by
   * default the path.
   *
   * @param weight the weight
   */
  default String nameForDecay(Parameter weight) {
    return weight.path();
  }

  /**
   * Writes the computation shared by all weights, once a step and before the weights.
   *
   * @param step the context of the step
   */
  default void begin(OptimizerStep step) {}

  /**
   * Writes the update of one weight and its slots in operators.
   *
   * @param step the context of the step
   * @param weight the weight to update
   * @param gradient its gradient, after clipping
   */
  void update(OptimizerStep step, Parameter weight, WeightGradient gradient);
}
