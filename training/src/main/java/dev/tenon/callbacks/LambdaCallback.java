package dev.tenon.callbacks;

import java.util.Map;

/**
 * A callback made of functions, for what is not worth a class.
 *
 * <p>Written as {@code lambda().onEpochEnd((fitting, epoch, logs) -> …)}; each of these returns a
 * new callback.
 *
 * @see <a href="https://keras.io/api/callbacks/lambda_callback/">Keras: LambdaCallback</a>
 */
public final class LambdaCallback implements Callback {
  /** What is done before the first epoch. */
  @FunctionalInterface
  public interface TrainBegin {
    /** Is called as {@link Callback#onTrainBegin}. */
    void run(Fitting fitting);
  }

  /** What is done after the last epoch. */
  @FunctionalInterface
  public interface TrainEnd {
    /** Is called as {@link Callback#onTrainEnd}. */
    void run(Fitting fitting, Map<String, Double> logs);
  }

  /** What is done before an epoch or a batch. */
  @FunctionalInterface
  public interface Begin {
    /** Is called as {@link Callback#onEpochBegin} or {@link Callback#onTrainBatchBegin}. */
    void run(Fitting fitting, int number);
  }

  /** What is done after an epoch. */
  @FunctionalInterface
  public interface EpochEnd {
    /** Is called as {@link Callback#onEpochEnd}. */
    void run(Fitting fitting, int epoch, Map<String, Double> logs);
  }

  /** What is done after a batch. */
  @FunctionalInterface
  public interface BatchEnd {
    /** Is called as {@link Callback#onTrainBatchEnd}. */
    void run(Fitting fitting, int batch, Logs logs);
  }

  private final LambdaActions actions;

  LambdaCallback(LambdaActions actions) {
    this.actions = actions;
  }

  /** Does something before the first epoch. */
  public LambdaCallback onTrainBegin(TrainBegin action) {
    return new LambdaCallback(actions.trainBegin(action));
  }

  /** Does something after the last epoch. */
  public LambdaCallback onTrainEnd(TrainEnd action) {
    return new LambdaCallback(actions.trainEnd(action));
  }

  /** Does something before every epoch. */
  public LambdaCallback onEpochBegin(Begin action) {
    return new LambdaCallback(actions.epochBegin(action));
  }

  /** Does something after every epoch. */
  public LambdaCallback onEpochEnd(EpochEnd action) {
    return new LambdaCallback(actions.epochEnd(action));
  }

  /** Does something before every batch. */
  public LambdaCallback onTrainBatchBegin(Begin action) {
    return new LambdaCallback(actions.batchBegin(action));
  }

  /** Does something after every batch. */
  public LambdaCallback onTrainBatchEnd(BatchEnd action) {
    return new LambdaCallback(actions.batchEnd(action));
  }

  @Override
  public void onTrainBegin(Fitting fitting) {
    if (actions.trainBegin() != null) {
      actions.trainBegin().run(fitting);
    }
  }

  @Override
  public void onTrainEnd(Fitting fitting, Map<String, Double> logs) {
    if (actions.trainEnd() != null) {
      actions.trainEnd().run(fitting, logs);
    }
  }

  @Override
  public void onEpochBegin(Fitting fitting, int epoch) {
    if (actions.epochBegin() != null) {
      actions.epochBegin().run(fitting, epoch);
    }
  }

  @Override
  public void onEpochEnd(Fitting fitting, int epoch, Map<String, Double> logs) {
    if (actions.epochEnd() != null) {
      actions.epochEnd().run(fitting, epoch, logs);
    }
  }

  @Override
  public void onTrainBatchBegin(Fitting fitting, int batch) {
    if (actions.batchBegin() != null) {
      actions.batchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onTrainBatchEnd(Fitting fitting, int batch, Logs logs) {
    if (actions.batchEnd() != null) {
      actions.batchEnd().run(fitting, batch, logs);
    }
  }
}
