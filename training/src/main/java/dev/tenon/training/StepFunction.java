package dev.tenon.training;

/**
 * The description of a custom training step: Keras' {@code train_step} as a function.
 *
 * <p>It runs once for each kind of batch and describes the step, which then runs as one program of
 * the engine. Java's {@code if} and {@code for} therefore choose the computation and cannot depend
 * on values.
 *
 * @see <a href="https://keras.io/guides/custom_train_step_in_tensorflow/">Keras: customizing what
 *     happens in fit()</a>
 */
@FunctionalInterface
public interface StepFunction {
  /**
   * Describes one step.
   *
   * @param step the context of the step
   */
  void describe(StepContext step);
}
