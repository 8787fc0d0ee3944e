package dev.tenon.spark;

import dev.tenon.engine.Engine;
import dev.tenon.internal.train.replica.BatchShares;
import dev.tenon.spark.internal.files.ModelFiles;
import dev.tenon.spark.internal.files.SerializedObject;
import dev.tenon.spark.internal.training.Checkpoints;
import dev.tenon.spark.internal.training.EpochListener;
import dev.tenon.spark.internal.training.EpochReport;
import dev.tenon.spark.internal.training.Meeting;
import dev.tenon.spark.internal.training.SamplePartitioner;
import dev.tenon.spark.internal.training.Slots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** The training of an estimator, as the driver sees it: its rows, its attempts, its result. */
final class TrainingJob {
  private static final System.Logger LOG = System.getLogger(TrainingJob.class.getName());

  /**
   * What a training gives.
   *
   * @param files the trained model
   * @param history the loss and the metrics of every epoch
   */
  record Trained(ModelFiles files, Map<String, List<Double>> history) {}

  private final TrainingParams stage;
  private final SharedModel model;
  private final @Nullable ReplicaCallbacks callbacks;

  TrainingJob(TrainingParams stage, SharedModel model, @Nullable ReplicaCallbacks callbacks) {
    this.stage = stage;
    this.model = model;
    this.callbacks = callbacks;
  }

  Trained run(Dataset<?> frame) {
    SparkContext context = frame.sparkSession().sparkContext();
    Integer wanted = stage.value(stage.numTasks()) == null ? null : stage.number(stage.numTasks());
    int tasks = Slots.require(context, wanted);
    if (callbacks != null) {
      // Refused here, with a message that says what.
      SerializedObject.write(callbacks, "withCallbacks(…)");
    }
    boolean cached = !frame.storageLevel().equals(StorageLevel.NONE());
    Dataset<?> kept = cached ? frame : frame.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return attempts(context, kept, tasks);
    } finally {
      if (!cached) {
        kept.unpersist();
      }
    }
  }

  private Trained attempts(SparkContext context, Dataset<?> frame, int tasks) {
    String indicator = stage.value(stage.validationIndicatorCol());
    Dataset<Row> all = frame.toDF();
    Dataset<Row> training = indicator == null ? all : all.where(functions.not(all.col(indicator)));
    @Nullable Dataset<Row> validation = indicator == null ? null : all.where(all.col(indicator));
    long samples = training.count();
    long validating = validation == null ? 0 : validation.count();
    ReplicaTask.Job job = job(context, all, tasks, samples, validating);
    BatchShares shares = job.shares();
    JavaPairRDD<Long, InternalRow> keyed = keyed(training, 0);
    if (validation != null && validating > 0) {
      keyed = keyed.union(keyed(validation, samples));
    }
    RDD<Tuple2<Long, InternalRow>> dealt =
        keyed
            .repartitionAndSortWithinPartitions(
                new SamplePartitioner(shares, validating > 0 ? job.validation() : null))
            .rdd();
    int restarts = stage.number(stage.maxRestarts());
    for (int attempt = 0; ; attempt++) {
      try {
        return attempt(context, dealt, job, attempt);
      } catch (Exception e) {
        // Spark's exception of a job is checked, and Scala does not declare it.
        if (attempt >= restarts || !TrainingFailure.isLoss(e)) {
          throw TrainingFailure.of(stage.uid(), attempt, e);
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: a task was lost: training starts again from {1}, restart {2} of {3}: {4}",
            stage.uid(),
            job.checkpoints() == null ? "the beginning" : "the last checkpoint",
            attempt + 1,
            restarts,
            e.getMessage());
        Slots.await(context, tasks, Slots.REPLACEMENT);
      }
    }
  }

  private ReplicaTask.Job job(
      SparkContext context, Dataset<Row> frame, int tasks, long samples, long validating) {
    String checkpoints = stage.value(stage.checkpointDir());
    return new ReplicaTask.Job(
        new BroadcastModel(
            model.broadcast(frame.sparkSession()), model.files().digest(), Engine.TENSORFLOW),
        TrainingColumns.of(stage, model.signature(), frame.schema()),
        samples,
        validating,
        stage.number(stage.batchSize()),
        stage.number(stage.epochs()),
        tasks,
        (Boolean) stage.getOrDefault(stage.shuffle())
            ? (Long) stage.getOrDefault(stage.seed())
            : null,
        stage.number(stage.timeout()),
        Meeting.PortRange.of(stage.getOrDefault(stage.ports())),
        checkpoints,
        new SerializableConfiguration(context.hadoopConfiguration()),
        callbacks);
  }

  /** Numbers the rows of a data frame in its order. */
  private static JavaPairRDD<Long, InternalRow> keyed(Dataset<Row> rows, long first) {
    JavaRDD<InternalRow> internal =
        ((org.apache.spark.sql.classic.Dataset<Row>) rows)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            // Spark gives each row in the same memory.
            .map(InternalRow::copy);
    return internal.zipWithIndex().mapToPair(row -> new Tuple2<>(first + row._2, row._1));
  }

  private Trained attempt(
      SparkContext context, RDD<Tuple2<Long, InternalRow>> rows, ReplicaTask.Job job, int attempt) {
    CollectionAccumulator<String> epochs = context.collectionAccumulator(stage.uid() + ": epochs");
    EpochListener listener =
        new EpochListener(epochs, stage.number(stage.verbose()) > 0 ? System.out::println : null);
    context.addSparkListener(listener);
    context.setJobDescription(
        stage.uid() + ": training in " + job.tasks() + " tasks, attempt " + (attempt + 1));
    try {
      List<byte[]> result =
          rows.barrier()
              .mapPartitions(
                  new ReplicaTask(job, epochs), false, ClassTag$.MODULE$.apply(byte[].class))
              .toJavaRDD()
              .collect();
      List<EpochReport> reports =
          EpochReport.readAll(new String(result.get(0), StandardCharsets.UTF_8));
      listener.finish(reports);
      if (job.checkpoints() != null) {
        Path folder = new Path(job.checkpoints());
        Checkpoints.delete(folder.getFileSystem(context.hadoopConfiguration()), folder);
      }
      return new Trained(
          ModelFiles.ofPieces(result.subList(1, result.size())), EpochReport.history(reports));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      context.removeSparkListener(listener);
      context.setJobDescription(null);
    }
  }
}
