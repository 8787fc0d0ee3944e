package dev.tenon.training;

/**
 * What a training step computes: Keras' {@code train_step} as a function.
 *
 * <p>It is called once for each kind of batch and describes the step; the step itself then runs as
 * one program of the engine. So Java's {@code if} and {@code for} choose what is computed, and see
 * no values.
 *
 * @see <a href="https://keras.io/guides/custom_train_step_in_tensorflow/">Keras: customizing what
 *     happens in fit()</a>
 */
@FunctionalInterface
public interface StepFunction {
  /** Describes one step. */
  void describe(StepContext step);
}
