package dev.tenon.internal.train.objective;

import dev.tenon.data.Batch;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.losses.SparseCategoricalCrossentropy;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in the words of the data why an engine could not compute a step. */
public final class StepFailure {
  private StepFailure() {}

  /**
   * Returns what is to be thrown: an error that names the sample where a target is out of range,
   * the shapes where they do not fit, else the engine's own.
   */
  private static RuntimeException explain(
      RuntimeException failure,
      Batch batch,
      @Nullable ResolvedObjectives compiled,
      List<Value> predictions) {
    if (compiled == null) {
      return failure;
    }
    for (int i = 0; i < compiled.outputs().size() && i < batch.targets().size(); i++) {
      CompiledOutput output = compiled.outputs().get(i);
      Tensor target = batch.targets().get(i);
      if (target != null && output.loss() instanceof SparseCategoricalCrossentropy loss) {
        long classes = predictions.get(i).shape().length(-1);
        String found = outOfRange(target, classes, loss.ignoreClass());
        if (found != null) {
          return new IllegalArgumentException(
              "the target of output '" + output.name() + "' " + found, failure);
        }
      }
    }
    if (!(failure instanceof IllegalArgumentException) || fit(batch, predictions)) {
      return failure;
    }
    return new IllegalArgumentException(
        "the targets, of shape "
            + shapes(batch.targets())
            + ", and sample weights, of shape "
            + shapes(batch.weights())
            + ", do not fit what the model gives, "
            + predictions.stream().map(Value::shape).toList()
            + ": "
            + withoutNode(String.valueOf(failure.getMessage())),
        failure);
  }

  /** Returns what is to be thrown where one of several batches is at fault. */
  public static RuntimeException explain(
      RuntimeException failure,
      List<Batch> batches,
      @Nullable ResolvedObjectives compiled,
      List<Value> predictions) {
    return batches.stream()
        .map(batch -> explain(failure, batch, compiled, predictions))
        .filter(explained -> explained != failure)
        .findFirst()
        .orElse(failure);
  }

  /** Says whether targets and sample weights may belong to predictions, by their first axes. */
  private static boolean fit(Batch batch, List<Value> predictions) {
    boolean fit = true;
    for (int i = 0; i < predictions.size(); i++) {
      Shape prediction = predictions.get(i).shape();
      fit &= i >= batch.targets().size() || fits(batch.targets().get(i), prediction);
      fit &= i >= batch.weights().size() || weighs(batch.weights().get(i), prediction);
    }
    return fit;
  }

  /** A loss has no last axis any more; weights may have one of length 1. */
  private static boolean weighs(@Nullable Tensor weights, Shape prediction) {
    boolean last =
        weights != null
            && prediction.ranked()
            && weights.rank() >= prediction.rank()
            && weights.dim(-1) != 1;
    return !last && fits(weights, prediction);
  }

  private static boolean fits(@Nullable Tensor tensor, Shape prediction) {
    if (tensor == null || !prediction.ranked()) {
      return true;
    }
    for (int axis = 0; axis < Math.min(tensor.rank(), prediction.rank()); axis++) {
      long given = tensor.dim(axis);
      long expected = prediction.length(axis);
      if (given != expected && given != 1 && expected > 1) {
        return false;
      }
    }
    return true;
  }

  /** The node is one of the engine's own graph, which says nothing to a user. */
  private static String withoutNode(String message) {
    int at = message.indexOf("[[{{node");
    return (at < 0 ? message : message.substring(0, at)).strip();
  }

  private static String shapes(List<@Nullable Tensor> tensors) {
    return tensors.stream()
        .map(tensor -> tensor == null ? "none" : tensor.shapeString())
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static @Nullable String outOfRange(Tensor target, long classes, @Nullable Long ignored) {
    int each = Math.toIntExact(target.size() / Math.max(1, target.dim(0)));
    for (int at = 0; at < target.size(); at++) {
      double value = target.getDouble(at);
      boolean counts = ignored == null || value != ignored;
      if (counts && !(value >= 0 && value < classes)) {
        return "holds "
            + number(value)
            + " in sample "
            + at / each
            + " of the batch; the model tells "
            + classes
            + " classes apart, so that a class is from 0 to "
            + (classes - 1);
      }
    }
    return null;
  }
}
