package dev.tenon;

import dev.tenon.data.Batch;
import dev.tenon.internal.train.custom.StepSession;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.StepFunction;
import java.util.List;
import java.util.Map;

/**
 * A custom training step, compiled into one program: Keras' {@code train_step}.
 *
 * <p>It can have forward passes, losses, gradients and updates of any number of models. {@link
 * Model#trainStep} lets {@code fit} run it with all callbacks; {@link #run} runs it once. Its
 * models share their weights with it, and can be saved, evaluated and used for predictions between
 * steps. The step keeps the states of its optimizers and metrics until it is closed.
 *
 * <pre>{@code
 * Optimizer adam = adam(1e-3);
 * try (TrainingStep step = TrainingStep.of(s -> {
 *       KerasTensor loss = s.loss(meanSquaredError(), s.y(), s.call(model, s.x(), true));
 *       s.minimize(adam, loss, model);
 *       s.metric("loss", loss);
 *     })) {
 *   model.trainStep(step).fit(x, y, fit().epochs(5));
 * }
 * }</pre>
 *
 * <p>Not thread-safe. The first step allocates native memory and {@link #close()} frees it.
 *
 * @see <a href="https://keras.io/guides/custom_train_step_in_tensorflow/">Keras: customizing what
 *     happens in fit()</a>
 */
public final class TrainingStep implements AutoCloseable {
  private final StepSession session;

  private TrainingStep(StepFunction function) {
    this.session = new StepSession(function);
  }

  /**
   * Creates a step from its description, which runs with the first batch.
   *
   * @param function the description
   */
  public static TrainingStep of(StepFunction function) {
    RequiredArguments.check(function, "function");
    return new TrainingStep(function);
  }

  StepSession session() {
    return session;
  }

  /**
   * Compiles the step for batches like one, with any number of samples; {@link #run} does so by
   * itself.
   *
   * @param batch the batch
   * @return this step
   * @throws dev.tenon.error.UnsupportedModelException if an operator lacks a gradient that the step
   *     needs; the message names it
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public TrainingStep compile(Batch batch) {
    RequiredArguments.check(batch, "batch");
    session.prepareFor(batch);
    return this;
  }

  /**
   * Runs one step.
   *
   * @param batch the batch
   * @return the reported metrics of this batch alone and the results, by name
   */
  public Map<String, Tensor> run(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return session.run(batch);
  }

  /**
   * Runs one step on features without targets; see {@link #run(Batch)}.
   *
   * @param features a tensor for each feature
   */
  public Map<String, Tensor> run(Tensor... features) {
    RequiredArguments.check(features, "features");
    return run(Batch.of(List.of(features), List.of()));
  }

  /** Returns the means of the reported values since the last reset, by name. */
  public Map<String, Double> metrics() {
    return session.metrics();
  }

  /** Resets the metrics. */
  public void resetMetrics() {
    session.resetMetrics();
  }

  /**
   * Returns the weights to the models and frees native memory. The optimizers' states are lost and
   * the step cannot run again; a second call has no effect.
   */
  @Override
  public void close() {
    session.close();
  }
}
