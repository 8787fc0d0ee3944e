package dev.tenon.spark.internal.training;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Prints the epochs of a training while it runs: executors send what is new every ten seconds. */
public final class EpochListener extends SparkListener {
  private final long accumulator;
  private final @Nullable Consumer<String> printer;
  private final Set<Integer> printed = new HashSet<>();

  /**
   * Creates a listener.
   *
   * @param epochs what the first task adds to
   * @param printer takes a line for each epoch; null to print nothing
   */
  public EpochListener(CollectionAccumulator<String> epochs, @Nullable Consumer<String> printer) {
    this.accumulator = epochs.id();
    this.printer = printer;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task ->
                CollectionConverters.asJava(task._4())
                    .forEach(
                        (AccumulableInfo info) -> {
                          if (info.id() == accumulator
                              && info.update().isDefined()
                              && info.update().get() instanceof List<?> lines) {
                            lines.forEach(line -> print(EpochReport.of(String.valueOf(line))));
                          }
                        }));
  }

  /** Prints what is left when the training is complete. */
  public void finish(List<EpochReport> reports) {
    reports.forEach(this::print);
  }

  private synchronized void print(EpochReport report) {
    if (printer != null && printed.add(report.epoch())) {
      printer.accept(report.toString());
    }
  }
}
