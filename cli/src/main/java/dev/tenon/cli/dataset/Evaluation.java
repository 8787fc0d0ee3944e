package dev.tenon.cli.dataset;

import dev.tenon.Model;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.ir.shape.Shape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.CompileOptions;
import dev.tenon.training.EvaluateOptions;
import dev.tenon.zoo.ConfusionMatrix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The loss and the metrics of a model on samples.
 *
 * @param values the values by name, in the order of Keras
 * @param confusion the counts of true and predicted classes; null for no classifier
 */
public record Evaluation(Map<String, Double> values, @Nullable ConfusionMatrix confusion) {
  public Evaluation {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Measures a compiled model. A classifier whose metrics have no accuracy gets one.
   *
   * @param verbose 1 for a progress bar
   */
  public static Evaluation of(Model model, EvaluationData data, int verbose) {
    Shape output = model.outputs().get(0).shape();
    long classes = output.ranked() && output.rank() == 2 ? output.length(1) : -1;
    Dataset samples = data.samples();
    boolean oneHot = classes > 1 && isOneHot(model.info().compiled());
    Map<String, Double> values =
        new LinkedHashMap<>(
            model.evaluate(
                oneHot ? samples.map(batch -> oneHot(batch, (int) classes)) : samples,
                EvaluateOptions.DEFAULTS.verbose(verbose)));
    ConfusionMatrix confusion = null;
    if (classes > 1 && haveIndices(samples)) {
      confusion = ConfusionMatrix.of(names(data.classNames(), (int) classes), model, samples);
      if (values.keySet().stream().noneMatch(name -> name.contains("acc"))) {
        values.put("accuracy", confusion.accuracy());
      }
    }
    return new Evaluation(values, confusion);
  }

  private static List<String> names(List<String> known, int classes) {
    return known.size() == classes
        ? known
        : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  private static boolean haveIndices(Dataset samples) {
    for (Batch batch : samples.take(1)) {
      return isIndices(batch.targets().get(0));
    }
    return false;
  }

  private static boolean isIndices(@Nullable Tensor targets) {
    return targets != null && targets.dtype().isInteger() && targets.size() == targets.dim(0);
  }

  /** Says whether the loss is a crossentropy of one-hot targets. */
  private static boolean isOneHot(@Nullable CompileOptions compiled) {
    return compiled != null
        && compiled.losses().values().stream()
            .map(loss -> String.valueOf(loss).toLowerCase(Locale.ROOT))
            .anyMatch(loss -> loss.contains("categorical") && !loss.contains("sparse"));
  }

  /** Returns the batch with one-hot targets in place of class indices, as the loss wants them. */
  private static Batch oneHot(Batch batch, int classes) {
    Tensor targets = batch.targets().get(0);
    if (targets == null || !isIndices(targets)) {
      return batch;
    }
    Tensor.Writer writer = new Tensor.Writer(DType.FLOAT32, targets.size() * classes);
    for (int i = 0; i < targets.size(); i++) {
      writer.set((int) (i * (long) classes + targets.getLong(i)), 1);
    }
    return Batch.of(batch.features(), List.of(writer.build(targets.size(), classes)));
  }
}
