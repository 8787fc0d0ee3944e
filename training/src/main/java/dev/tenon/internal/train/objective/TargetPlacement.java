package dev.tenon.internal.train.objective;

import dev.tenon.data.Batch;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matches the targets of a batch with the outputs of a model, as Keras does.
 *
 * <p>As many targets as outputs are taken by place, and may be null where an output has no loss. As
 * many as outputs with a loss are those of these outputs, in order.
 *
 * @param options what the model was compiled with
 * @param outputs the names of the model's outputs, in order
 * @see <a
 *     href="https://github.com/keras-team/keras/blob/v3.15.1/keras/src/trainers/compile_utils.py">Keras:
 *     CompileLoss</a>
 */
public record TargetPlacement(CompileOptions options, List<String> outputs) {
  /** Says whether an output is trained, so that the data must have a target for it. */
  public boolean hasLoss(String output) {
    return options.losses().containsKey(output) || options.losses().containsKey(CompileOptions.ALL);
  }

  /**
   * Returns a batch with one target for each output, null for those that have none.
   *
   * @throws IllegalArgumentException where the numbers of targets and outputs do not fit, or an
   *     output with a loss has no target
   */
  public Batch place(Batch batch) {
    List<@Nullable Tensor> targets = batch.targets();
    if (targets.isEmpty()) {
      return batch;
    }
    List<String> trained = outputs.stream().filter(this::hasLoss).toList();
    if (targets.size() == outputs.size()) {
      for (int i = 0; i < outputs.size(); i++) {
        if (targets.get(i) == null && hasLoss(outputs.get(i))) {
          throw new IllegalArgumentException(
              "output '" + outputs.get(i) + "' has a loss but the data have no target for it");
        }
      }
      return batch;
    }
    if (targets.size() != trained.size()) {
      throw new IllegalArgumentException(
          "the model has "
              + outputs.size()
              + " outputs, "
              + outputs
              + (trained.size() == outputs.size() ? "" : ", of which " + trained + " have a loss")
              + "; received targets for "
              + targets.size());
    }
    boolean weighted = batch.weights().size() == targets.size();
    List<@Nullable Tensor> placed = new ArrayList<>();
    List<@Nullable Tensor> weights = new ArrayList<>();
    int next = 0;
    for (String output : outputs) {
      boolean has = hasLoss(output);
      placed.add(has ? targets.get(next) : null);
      weights.add(has && weighted ? batch.weights().get(next) : null);
      next += has ? 1 : 0;
    }
    return new Batch(batch.features(), placed, weighted ? weights : batch.weights());
  }
}
