package dev.tenon.optimizers;

import dev.tenon.ir.graph.Parameter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule that changes weights by their gradients: a record of Keras' configuration keys, written in
 * operators.
 *
 * @see <a href="https://keras.io/api/optimizers/">Keras: optimizers</a>
 */
public interface Optimizer {
  /** Returns Keras' class name. */
  default String className() {
    return getClass().getSimpleName();
  }

  /** Returns the learning rate. */
  LearningRateSchedule learningRate();

  /** Returns what all optimizers have. */
  OptimizerOptions options();

  /** Returns the variables beside a weight, in Keras' order within each round. */
  List<Slot> slots(Parameter weight);

  /** Returns variables that all weights share, with their first value, in Keras' order. */
  default Map<String, Double> shared() {
    return Map.of();
  }

  /** Returns the same with their values after a number of steps; tf_keras stores none of them. */
  default Map<String, Double> shared(long steps) {
    return shared();
  }

  /** Returns the weight decay of a weight, null for none; exclusions are looked at besides. */
  default @Nullable Double weightDecay(Parameter weight) {
    return options().weightDecay();
  }

  /** Returns what the words that exclude a weight from weight decay are looked for in. */
  default String nameForDecay(Parameter weight) {
    return weight.path();
  }

  /** Computes what all weights share, once a step, before the weights. */
  default void begin(OptimizerStep step) {}

  /**
   * Says in operators how one weight and its slots change.
   *
   * @param step what is known in this step, and where changes are reported
   * @param weight what is learned
   * @param gradient its gradient, clipped already
   */
  void update(OptimizerStep step, Parameter weight, WeightGradient gradient);
}
