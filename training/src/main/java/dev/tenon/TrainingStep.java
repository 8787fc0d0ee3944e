package dev.tenon;

import dev.tenon.data.Batch;
import dev.tenon.internal.train.custom.StepSession;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.StepFunction;
import java.util.List;
import java.util.Map;

/**
 * A training step of one's own: forward passes, losses, gradients and updates of any models,
 * compiled into one program; Keras' {@code train_step}.
 *
 * <p>{@link Model#trainStep} lets {@code fit} run it with all callbacks; {@link #run} runs it once.
 * The models that it calls share their weights with it, and may be saved, evaluated and used for
 * predictions in between. It keeps the states of its optimizers and metrics until it is closed.
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
 * <p>Not for several threads at once. Native memory is taken with the first step and freed by
 * {@link #close()}.
 *
 * @see <a href="https://keras.io/guides/custom_train_step_in_tensorflow/">Keras: customizing what
 *     happens in fit()</a>
 */
public final class TrainingStep implements AutoCloseable {
  private final StepSession session;

  private TrainingStep(StepFunction function) {
    this.session = new StepSession(function);
  }

  /** Returns the step that a function describes; it is asked with the first batch. */
  public static TrainingStep of(StepFunction function) {
    RequiredArguments.check(function, "function");
    return new TrainingStep(function);
  }

  StepSession session() {
    return session;
  }

  /**
   * Compiles the step for batches such as one, whose number of samples is left open; {@link #run}
   * does so by itself.
   *
   * @throws dev.tenon.error.UnsupportedModelException where an operator has no gradient that the
   *     step asks for; names it
   * @throws IllegalArgumentException where shapes do not fit; names the layer
   * @return this step
   */
  public TrainingStep compile(Batch batch) {
    RequiredArguments.check(batch, "batch");
    session.prepareFor(batch);
    return this;
  }

  /**
   * Runs one step.
   *
   * @return what the step reports of this batch alone, and its results, by name
   */
  public Map<String, Tensor> run(Batch batch) {
    RequiredArguments.check(batch, "batch");
    return session.run(batch);
  }

  /** Runs one step on features alone; see {@link #run(Batch)}. */
  public Map<String, Tensor> run(Tensor... features) {
    RequiredArguments.check(features, "features");
    return run(Batch.of(List.of(features), List.of()));
  }

  /** Returns the means of what was reported since the metrics were reset, by name. */
  public Map<String, Double> metrics() {
    return session.metrics();
  }

  /** Lets the metrics start again from nothing. */
  public void resetMetrics() {
    session.resetMetrics();
  }

  /**
   * Hands the weights back to the models and frees native memory. The states of the optimizers are
   * lost, and the step cannot run again; a second call does nothing.
   */
  @Override
  public void close() {
    session.close();
  }
}
