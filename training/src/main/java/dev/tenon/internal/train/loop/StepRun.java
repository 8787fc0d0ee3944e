package dev.tenon.internal.train.loop;

import dev.tenon.data.Batch;
import dev.tenon.error.RunStoppedException;
import dev.tenon.internal.train.objective.ResolvedObjectives;
import dev.tenon.internal.train.objective.StepFailure;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Trainer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program on batches, and says in the words of the data why it cannot.
 *
 * @param features what the features of a batch stand for
 * @param outputNames the names of the model's outputs
 * @param outputs the model's outputs
 * @param compiled what is measured; null where it was not resolved yet
 */
record StepRun(
    Trainer.Program program,
    List<Value> features,
    List<String> outputNames,
    List<Value> outputs,
    @Nullable ResolvedObjectives compiled) {

  /** Runs the program for each batch and returns the loss that is shown for them. */
  double all(List<Batch> batches) {
    try {
      return program
          .runAll(
              batches.stream().map(batch -> StepFeed.of(batch, features, outputNames)).toList(), 1)
          .stream()
          .mapToDouble(results -> results.get(0).getDouble(0))
          .reduce(0, BatchTraining::shown);
    } catch (RunStoppedException e) {
      // None of the batches is at fault.
      throw e;
    } catch (RuntimeException e) {
      throw StepFailure.explain(e, batches, compiled, outputs);
    }
  }
}
