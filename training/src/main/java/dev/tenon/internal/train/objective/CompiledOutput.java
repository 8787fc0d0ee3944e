package dev.tenon.internal.train.objective;

import dev.tenon.losses.Loss;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one output of a model is trained and measured with.
 *
 * @param name the output's name
 * @param loss what is to become small; null where the output is not trained
 * @param lossWeight what the loss is multiplied by; null for 1
 * @param lossTracker the mean of the loss, reported where several outputs have one; else null
 * @param metrics metrics that count all samples the same
 * @param weightedMetrics metrics that sample weights and masks count in
 */
record CompiledOutput(
    String name,
    @Nullable Loss loss,
    @Nullable Double lossWeight,
    @Nullable MetricSlot lossTracker,
    List<MetricSlot> metrics,
    List<MetricSlot> weightedMetrics) {
  CompiledOutput {
    metrics = List.copyOf(metrics);
    weightedMetrics = List.copyOf(weightedMetrics);
  }
}
