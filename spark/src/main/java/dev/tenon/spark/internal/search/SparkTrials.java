package dev.tenon.spark.internal.search;

import dev.tenon.spark.internal.files.SerializedObject;
import dev.tenon.tuning.trial.TrialRunner;
import dev.tenon.tuning.trial.TrialTask;
import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Runs each trial as a Spark job of one task. */
public final class SparkTrials implements TrialRunner, AutoCloseable {
  private final JavaSparkContext context;
  private final Broadcast<SearchData> data;
  private final int parallelism;

  /**
   * Sends the data to the executors when they need them.
   *
   * @param parallelism the number of trials at once
   */
  public SparkTrials(JavaSparkContext context, SearchData data, int parallelism) {
    this.context = context;
    this.data = context.broadcast(data);
    this.parallelism = parallelism;
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public <R extends Serializable> R run(TrialTask<R> task, String name)
      throws InterruptedException {
    RemoteTrial remote = new RemoteTrial(data, SerializedObject.write(task, "the estimator"));
    String group = "tenon-trial-" + UUID.randomUUID();
    // The group belongs to this thread. An interrupt must also reach the task.
    context.setJobGroup(group, name, true);
    List<byte[]> answers = List.of();
    try {
      answers = context.parallelize(List.of(0), 1).map(remote).collect();
    } finally {
      if (answers.isEmpty()) {
        context.cancelJobGroup(group);
      }
      context.clearJobGroup();
    }
    Object result = SerializedObject.read(answers.get(0));
    if (result instanceof RuntimeException failure) {
      throw failure;
    }
    @SuppressWarnings("unchecked")
    R expected = (R) result;
    return expected;
  }

  /** A trial on an executor: its result, or the exception that ends the search. */
  private static final class RemoteTrial implements Function<Integer, byte[]> {
    private static final long serialVersionUID = 1;

    private final Broadcast<SearchData> data;
    private final byte[] task;

    RemoteTrial(Broadcast<SearchData> data, byte[] task) {
      this.data = data;
      this.task = task;
    }

    @Override
    public byte[] call(Integer number) throws InterruptedException {
      TrialTask<?> trial = (TrialTask<?>) SerializedObject.read(task);
      SearchData all = data.value();
      Object answer;
      try {
        answer = trial.run(all.samples(), all.targets(), all.gate(trial.maxMemory()));
      } catch (RuntimeException e) {
        answer = e;
      }
      return SerializedObject.write(answer, "the result of a trial");
    }
  }

  /** Frees the data on the executors. */
  @Override
  public void close() {
    data.destroy();
  }
}
