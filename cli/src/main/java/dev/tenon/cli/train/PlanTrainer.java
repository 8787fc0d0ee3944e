package dev.tenon.cli.train;

import static dev.tenon.callbacks.Callbacks.earlyStopping;
import static dev.tenon.metrics.Metrics.r2Score;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.History;
import dev.tenon.callbacks.Logs;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.training.FitOptions;
import java.util.List;
import java.util.Map;

/**
 * Trains the network of a plan until it no longer gets better.
 *
 * @param epochs the most epochs
 * @param patience the epochs without a smaller loss after which the training ends
 * @param rate Adam's learning rate
 * @param verbose 0 for silent, 1 for a bar, 2 for a line an epoch
 * @param seed the seed of shuffles
 */
public record PlanTrainer(int epochs, int patience, double rate, int verbose, long seed) {
  /** Trains, and leaves the network with the weights of its best epoch. */
  public History fit(TrainingPlan plan, TrainingSaving saving) {
    var adam = Optimizers.adam(rate);
    if (plan.isClassifier()) {
      plan.model().compile(adam, "sparse_categorical_crossentropy", "accuracy");
    } else {
      plan.model().compile(adam, "mse", "mae", r2Score());
    }
    FitOptions options =
        FitOptions.DEFAULTS
            .epochs(epochs)
            .verbose(verbose)
            .seed(seed)
            .callbacks(
                List.of(
                    earlyStopping()
                        .monitor(plan.validation() == null ? "loss" : "val_loss")
                        .patience(patience)
                        .restoreBestWeights(true),
                    new Saver(plan, saving)));
    return plan.model()
        .fit(
            plan.training(),
            plan.validation() == null ? options : options.validationData(plan.validation()));
  }

  /** Writes the model during the training, and when the process is told to end. */
  private record Saver(TrainingPlan plan, TrainingSaving saving) implements Callback {
    @Override
    public void onTrainBatchEnd(TrainingRun fitting, int batch, Logs logs) {
      if (saving.isAsked() && !saving.hasStopped()) {
        fitting.stopTraining();
        saving.stop(plan.model());
      }
    }

    @Override
    public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
      if (!saving.hasStopped()) {
        saving.epoch(plan.model());
      }
    }
  }
}
