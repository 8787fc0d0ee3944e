package dev.tenon.optimizers;

import dev.tenon.internal.options.Setters;
import dev.tenon.ir.graph.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An optimizer that gives each weight to one of several others.
 *
 * <p>Each of them counts its own steps and clips the gradients of its own weights. There is no
 * common learning rate: callbacks cannot set it.
 *
 * @param optimizerMap which optimizer each weight has; {@code optimizerMap(…)} makes one
 * @param lossScaleFactor what the loss is multiplied by, in place of what the others say; null, the
 *     default, for none
 * @param name under which name it is saved; null for that of its class
 * @see <a href="https://keras.io/api/optimizers/">Keras: MultiOptimizer</a>
 */
@Setters
public record MultiOptimizer(
    OptimizerMap optimizerMap, @Nullable Double lossScaleFactor, @Nullable String name)
    implements Optimizer, MultiOptimizerSetters {
  public MultiOptimizer {
    OptimizerArguments.moreThan("lossScaleFactor", lossScaleFactor, 0);
  }

  /** Returns the optimizers in the order of the map's keys, the default one last. */
  public List<Optimizer> optimizers() {
    return given().stream().map(this::scaled).toList();
  }

  private List<Optimizer> given() {
    List<Optimizer> distinct = new ArrayList<>();
    Stream.concat(
            optimizerMap.optimizerMap().values().stream(),
            Stream.of(optimizerMap.defaultOptimizer()))
        .filter(optimizer -> position(distinct, optimizer) < 0)
        .forEach(distinct::add);
    return distinct;
  }

  /** Equal optimizers that were made apart count apart, as in Keras. */
  @SuppressWarnings("ReferenceEquality")
  private static int position(List<Optimizer> optimizers, Optimizer wanted) {
    for (int i = 0; i < optimizers.size(); i++) {
      if (optimizers.get(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the position of a weight's optimizer among {@link #optimizers()}. */
  public int position(Parameter weight) {
    return position(given(), optimizerMap.get(weight.path()));
  }

  /** Returns an optimizer with the common scale of the loss in place of its own. */
  Optimizer scaled(Optimizer optimizer) {
    return OptimizerConfigs.withLossScale(optimizer, lossScaleFactor);
  }

  private Optimizer of(Parameter weight) {
    return scaled(optimizerMap.get(weight.path()));
  }

  /** Returns 0, as the variable of Keras has it. */
  @Override
  public LearningRateSchedule learningRate() {
    return new ConstantRate(0);
  }

  @Override
  public OptimizerOptions options() {
    return OptimizerOptions.DEFAULTS.lossScaleFactor(lossScaleFactor).name(name);
  }

  @Override
  public List<Slot> slots(Parameter weight) {
    return of(weight).slots(weight);
  }

  @Override
  public Map<String, Double> shared() {
    return Map.of();
  }

  @Override
  public @Nullable Double weightDecay(Parameter weight) {
    return of(weight).weightDecay(weight);
  }

  @Override
  public String nameForDecay(Parameter weight) {
    return of(weight).nameForDecay(weight);
  }

  /**
   * Refuses a single weight: a step of each optimizer is written for all its weights.
   *
   * @throws IllegalStateException always
   */
  @Override
  public void update(OptimizerStep step, Parameter weight, WeightGradient gradient) {
    throw new IllegalStateException("MultiOptimizer: a step is written by its optimizers");
  }
}
