package dev.tenon.spark.internal.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.TrainingRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.CollectionAccumulator;

/** Reports the epochs of the first task to the driver, and keeps them. */
public final class EpochReports implements Callback {
  private final CollectionAccumulator<String> driver;
  private final List<EpochReport> all = new ArrayList<>();

  /**
   * Creates a callback.
   *
   * @param driver what the driver reads
   */
  public EpochReports(CollectionAccumulator<String> driver) {
    this.driver = driver;
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    EpochReport report = new EpochReport(epoch, fitting.epochs(), new LinkedHashMap<>(logs));
    all.add(report);
    driver.add(report.toJson());
  }

  /** Adds the epochs of an earlier attempt. */
  void goOn(List<EpochReport> earlier) {
    all.addAll(earlier);
  }

  /** Returns the epochs so far. */
  public List<EpochReport> all() {
    return List.copyOf(all);
  }
}
