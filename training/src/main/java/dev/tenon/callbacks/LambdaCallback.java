package dev.tenon.callbacks;

import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * A callback of functions, for actions that need no class.
 *
 * <p>Setters return a new callback: {@code lambdaCallback().onEpochEnd((fitting, epoch, logs) ->
 * …)}.
 *
 * @see <a href="https://keras.io/api/callbacks/lambda_callback/">Keras: LambdaCallback</a>
 */
public final class LambdaCallback implements Callback {
  /** An action before the first epoch, or before or after an evaluation or a prediction. */
  @FunctionalInterface
  public interface TrainBegin {
    /**
     * Runs as {@link Callback#onTrainBegin}, {@link Callback#onTestBegin}, {@link
     * Callback#onPredictBegin} or {@link Callback#onPredictEnd}.
     */
    void run(TrainingRun fitting);
  }

  /** An action after the last epoch or after an evaluation. */
  @FunctionalInterface
  public interface TrainEnd {
    /** Runs as {@link Callback#onTrainEnd} or {@link Callback#onTestEnd}. */
    void run(TrainingRun fitting, Map<String, Double> logs);
  }

  /** An action before an epoch or a batch. */
  @FunctionalInterface
  public interface Begin {
    /** Runs as {@link Callback#onEpochBegin} or as one of the methods before a batch. */
    void run(TrainingRun fitting, int number);
  }

  /** An action after an epoch. */
  @FunctionalInterface
  public interface EpochEnd {
    /** Runs as {@link Callback#onEpochEnd}. */
    void run(TrainingRun fitting, int epoch, Map<String, Double> logs);
  }

  /** An action after a batch. */
  @FunctionalInterface
  public interface BatchEnd {
    /** Runs as {@link Callback#onTrainBatchEnd} or {@link Callback#onTestBatchEnd}. */
    void run(TrainingRun fitting, int batch, Logs logs);
  }

  /** An action after a batch of a prediction. */
  @FunctionalInterface
  public interface PredictBatchEnd {
    /** Runs as {@link Callback#onPredictBatchEnd}. */
    void run(TrainingRun fitting, int batch, Map<String, Tensor> outputs);
  }

  private final LambdaActions actions;

  LambdaCallback(LambdaActions actions) {
    this.actions = actions;
  }

  /** Sets the action before the first epoch. */
  public LambdaCallback onTrainBegin(TrainBegin action) {
    return new LambdaCallback(actions.trainBegin(action));
  }

  /** Sets the action after the last epoch. */
  public LambdaCallback onTrainEnd(TrainEnd action) {
    return new LambdaCallback(actions.trainEnd(action));
  }

  /** Sets the action before each epoch. */
  public LambdaCallback onEpochBegin(Begin action) {
    return new LambdaCallback(actions.epochBegin(action));
  }

  /** Sets the action after each epoch. */
  public LambdaCallback onEpochEnd(EpochEnd action) {
    return new LambdaCallback(actions.epochEnd(action));
  }

  /** Sets the action before each batch. */
  public LambdaCallback onTrainBatchBegin(Begin action) {
    return new LambdaCallback(actions.batchBegin(action));
  }

  /** Sets the action after each batch. */
  public LambdaCallback onTrainBatchEnd(BatchEnd action) {
    return new LambdaCallback(actions.batchEnd(action));
  }

  /** Sets the action before each evaluation. */
  public LambdaCallback onTestBegin(TrainBegin action) {
    return new LambdaCallback(actions.testBegin(action));
  }

  /** Sets the action after each evaluation. */
  public LambdaCallback onTestEnd(TrainEnd action) {
    return new LambdaCallback(actions.testEnd(action));
  }

  /** Sets the action before each batch of an evaluation. */
  public LambdaCallback onTestBatchBegin(Begin action) {
    return new LambdaCallback(actions.testBatchBegin(action));
  }

  /** Sets the action after each batch of an evaluation. */
  public LambdaCallback onTestBatchEnd(BatchEnd action) {
    return new LambdaCallback(actions.testBatchEnd(action));
  }

  /** Sets the action before each prediction. */
  public LambdaCallback onPredictBegin(TrainBegin action) {
    return new LambdaCallback(actions.predictBegin(action));
  }

  /** Sets the action after each prediction. */
  public LambdaCallback onPredictEnd(TrainBegin action) {
    return new LambdaCallback(actions.predictEnd(action));
  }

  /** Sets the action before each batch of a prediction. */
  public LambdaCallback onPredictBatchBegin(Begin action) {
    return new LambdaCallback(actions.predictBatchBegin(action));
  }

  /** Sets the action after each batch of a prediction. */
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
