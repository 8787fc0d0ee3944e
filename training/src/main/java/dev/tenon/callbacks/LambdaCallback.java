package dev.tenon.callbacks;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * A callback made of functions, for what is not worth a class.
 *
 * <p>Written as {@code lambdaCallback().onEpochEnd((fitting, epoch, logs) -> …)}; each of these
 * returns a new callback.
 *
 * @see <a href="https://keras.io/api/callbacks/lambda_callback/">Keras: LambdaCallback</a>
 */
public final class LambdaCallback implements Callback {
  /** What is done before the first epoch, and before or after an evaluation or a prediction. */
  @FunctionalInterface
  public interface TrainBegin {
    /**
     * Is called as {@link Callback#onTrainBegin}, {@link Callback#onTestBegin}, {@link
     * Callback#onPredictBegin} or {@link Callback#onPredictEnd}.
     */
    void run(TrainingRun fitting);
  }

  /** What is done after the last epoch or after an evaluation. */
  @FunctionalInterface
  public interface TrainEnd {
    /** Is called as {@link Callback#onTrainEnd} or {@link Callback#onTestEnd}. */
    void run(TrainingRun fitting, Map<String, Double> logs);
  }

  /** What is done before an epoch or a batch. */
  @FunctionalInterface
  public interface Begin {
    /** Is called as {@link Callback#onEpochBegin} or as one of the methods before a batch. */
    void run(TrainingRun fitting, int number);
  }

  /** What is done after an epoch. */
  @FunctionalInterface
  public interface EpochEnd {
    /** Is called as {@link Callback#onEpochEnd}. */
    void run(TrainingRun fitting, int epoch, Map<String, Double> logs);
  }

  /** What is done after a batch. */
  @FunctionalInterface
  public interface BatchEnd {
    /** Is called as {@link Callback#onTrainBatchEnd} or {@link Callback#onTestBatchEnd}. */
    void run(TrainingRun fitting, int batch, Logs logs);
  }

  /** What is done after a batch of a prediction. */
  @FunctionalInterface
  public interface PredictBatchEnd {
    /** Is called as {@link Callback#onPredictBatchEnd}. */
    void run(TrainingRun fitting, int batch, Map<String, Tensor> outputs);
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

  /** Does something before every evaluation. */
  public LambdaCallback onTestBegin(TrainBegin action) {
    return new LambdaCallback(actions.testBegin(action));
  }

  /** Does something after every evaluation. */
  public LambdaCallback onTestEnd(TrainEnd action) {
    return new LambdaCallback(actions.testEnd(action));
  }

  /** Does something before every batch of an evaluation. */
  public LambdaCallback onTestBatchBegin(Begin action) {
    return new LambdaCallback(actions.testBatchBegin(action));
  }

  /** Does something after every batch of an evaluation. */
  public LambdaCallback onTestBatchEnd(BatchEnd action) {
    return new LambdaCallback(actions.testBatchEnd(action));
  }

  /** Does something before every prediction. */
  public LambdaCallback onPredictBegin(TrainBegin action) {
    return new LambdaCallback(actions.predictBegin(action));
  }

  /** Does something after every prediction. */
  public LambdaCallback onPredictEnd(TrainBegin action) {
    return new LambdaCallback(actions.predictEnd(action));
  }

  /** Does something before every batch of a prediction. */
  public LambdaCallback onPredictBatchBegin(Begin action) {
    return new LambdaCallback(actions.predictBatchBegin(action));
  }

  /** Does something after every batch of a prediction. */
  public LambdaCallback onPredictBatchEnd(PredictBatchEnd action) {
    return new LambdaCallback(actions.predictBatchEnd(action));
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    if (actions.trainBegin() != null) {
      actions.trainBegin().run(fitting);
    }
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (actions.trainEnd() != null) {
      actions.trainEnd().run(fitting, logs);
    }
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    if (actions.epochBegin() != null) {
      actions.epochBegin().run(fitting, epoch);
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    if (actions.epochEnd() != null) {
      actions.epochEnd().run(fitting, epoch, logs);
    }
  }

  @Override
  public void onTrainBatchBegin(TrainingRun fitting, int batch) {
    if (actions.batchBegin() != null) {
      actions.batchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (actions.batchEnd() != null) {
      actions.batchEnd().run(fitting, batch, logs);
    }
  }

  @Override
  public void onTestBegin(TrainingRun fitting) {
    if (actions.testBegin() != null) {
      actions.testBegin().run(fitting);
    }
  }

  @Override
  public void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (actions.testEnd() != null) {
      actions.testEnd().run(fitting, logs);
    }
  }

  @Override
  public void onTestBatchBegin(TrainingRun fitting, int batch) {
    if (actions.testBatchBegin() != null) {
      actions.testBatchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (actions.testBatchEnd() != null) {
      actions.testBatchEnd().run(fitting, batch, logs);
    }
  }

  @Override
  public void onPredictBegin(TrainingRun fitting) {
    if (actions.predictBegin() != null) {
      actions.predictBegin().run(fitting);
    }
  }

  @Override
  public void onPredictEnd(TrainingRun fitting) {
    if (actions.predictEnd() != null) {
      actions.predictEnd().run(fitting);
    }
  }

  @Override
  public void onPredictBatchBegin(TrainingRun fitting, int batch) {
    if (actions.predictBatchBegin() != null) {
      actions.predictBatchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onPredictBatchEnd(TrainingRun fitting, int batch, Map<String, Tensor> outputs) {
    if (actions.predictBatchEnd() != null) {
      actions.predictBatchEnd().run(fitting, batch, outputs);
    }
  }
}
