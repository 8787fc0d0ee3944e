package dev.tenon.spark;

import dev.tenon.engine.Engine;
import dev.tenon.spark.internal.execution.ModelSource;
import dev.tenon.spark.internal.files.ModelFiles;
import java.io.IOException;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;

/**
 * A model that came to an executor by a broadcast.
 *
 * @param files the model
 * @param digest what names its content
 * @param engine the engine that runs it
 */
record BroadcastModel(Broadcast<ModelFiles> files, String digest, Engine engine)
    implements ModelSource {
  private static final String THREADS = "tenon.threads";

  @Override
  public String key() {
    return digest + " " + engine;
  }

  @Override
  public dev.tenon.Model load() throws IOException {
    limitThreads();
    try (dev.tenon.Model loaded = files.value().load()) {
      return loaded.on(engine);
    }
  }

  /** An executor's JVM is for its tasks alone: each takes the processors that Spark gave it. */
  private static void limitThreads() {
    SparkEnv environment = SparkEnv.get();
    if (environment != null
        && !environment.executorId().equals("driver")
        && System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, environment.conf().get("spark.task.cpus", "1"));
    }
  }
}
