package dev.tenon.spark.internal.training;

import dev.tenon.callbacks.Callback;
import dev.tenon.callbacks.TrainingRun;
import dev.tenon.internal.train.replica.ReplicaSeeds;
import dev.tenon.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskKilledException;

/** Ends a training whose tasks have come to different weights, or that Spark has ended. */
public final class ReplicaCheck implements Callback {
  private final BarrierTaskContext context;

  /** Creates a callback of a task. */
  public ReplicaCheck(BarrierTaskContext context) {
    this.context = context;
  }

  @Override
  public void onTrainBatchBegin(TrainingRun fitting, int batch) {
    if (context.isInterrupted()) {
      throw new TaskKilledException("the job was ended");
    }
  }

  @Override
  public void onEpochEnd(TrainingRun fitting, int epoch, Map<String, Double> logs) {
    String own = digest(fitting.state());
    Meeting.requireEqual(context, "after epoch " + (epoch + 1) + " the weights", own);
  }

  /** Returns a number that names all weights and the optimizer's variables. */
  private static String digest(Map<String, Tensor> state) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(state)
          .forEach(
              (name, value) -> {
                // Every task drops out other units.
                if (!ReplicaSeeds.isSeed(name)) {
                  sha.update(name.getBytes(StandardCharsets.UTF_8));
                  sha.update(value.bytes());
                }
              });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
