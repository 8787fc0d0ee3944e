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
public final class LambdaCallback extends LambdaCallbackSetters implements Callback {
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

  LambdaCallback(LambdaActions options) {
    super(options);
  }

  @Override
  LambdaCallback with(LambdaActions changed) {
    return new LambdaCallback(changed);
  }

  @Override
  public void onTrainBegin(TrainingRun fitting) {
    if (options.onTrainBegin() != null) {
      options.onTrainBegin().run(fitting);
    }
  }

  @Override
  public void onTrainEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (options.onTrainEnd() != null) {
      options.onTrainEnd().run(fitting, logs);
    }
  }

  @Override
  public void onEpochBegin(TrainingRun fitting, int epoch) {
    if (options.onEpochBegin() != null) {
      options.onEpochBegin().run(fitting, epoch);
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    if (options.onEpochEnd() != null) {
      options.onEpochEnd().run(fitting, epoch, logs);
    }
  }

  @Override
  public void onTrainBatchBegin(TrainingRun fitting, int batch) {
    if (options.onTrainBatchBegin() != null) {
      options.onTrainBatchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (options.onTrainBatchEnd() != null) {
      options.onTrainBatchEnd().run(fitting, batch, logs);
    }
  }

  @Override
  public void onTestBegin(TrainingRun fitting) {
    if (options.onTestBegin() != null) {
      options.onTestBegin().run(fitting);
    }
  }

  @Override
  public void onTestEnd(TrainingRun fitting, Map<String, Double> logs) {
    if (options.onTestEnd() != null) {
      options.onTestEnd().run(fitting, logs);
    }
  }

  @Override
  public void onTestBatchBegin(TrainingRun fitting, int batch) {
    if (options.onTestBatchBegin() != null) {
      options.onTestBatchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onTestBatchEnd(TrainingRun fitting, int batch, Logs logs) {
    if (options.onTestBatchEnd() != null) {
      options.onTestBatchEnd().run(fitting, batch, logs);
    }
  }

  @Override
  public void onPredictBegin(TrainingRun fitting) {
    if (options.onPredictBegin() != null) {
      options.onPredictBegin().run(fitting);
    }
  }

  @Override
  public void onPredictEnd(TrainingRun fitting) {
    if (options.onPredictEnd() != null) {
      options.onPredictEnd().run(fitting);
    }
  }

  @Override
  public void onPredictBatchBegin(TrainingRun fitting, int batch) {
    if (options.onPredictBatchBegin() != null) {
      options.onPredictBatchBegin().run(fitting, batch);
    }
  }

  @Override
  public void onPredictBatchEnd(TrainingRun fitting, int batch, Map<String, Tensor> outputs) {
    if (options.onPredictBatchEnd() != null) {
      options.onPredictBatchEnd().run(fitting, batch, outputs);
    }
  }
}
