package dev.tenon.spark;

import static dev.tenon.Tenon.fit;

import dev.tenon.callbacks.Callback;
import dev.tenon.internal.train.replica.BatchShares;
import dev.tenon.runtime.Replica;
import dev.tenon.spark.internal.columns.BatchBuffers;
import dev.tenon.spark.internal.columns.InputReader;
import dev.tenon.spark.internal.execution.ModelSource;
import dev.tenon.spark.internal.files.SavedForm;
import dev.tenon.spark.internal.files.WorkFolder;
import dev.tenon.spark.internal.training.Checkpoints;
import dev.tenon.spark.internal.training.EpochReport;
import dev.tenon.spark.internal.training.EpochReports;
import dev.tenon.spark.internal.training.Meeting;
import dev.tenon.spark.internal.training.ReplicaCheck;
import dev.tenon.spark.internal.training.ReplicaSamples;
import dev.tenon.spark.internal.training.SampleStore;
import dev.tenon.tensor.Tensor;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * What a task of a barrier stage does: trains with the others, and returns the model if it is the
 * first.
 */
final class ReplicaTask
    extends AbstractFunction1<Iterator<Tuple2<Long, InternalRow>>, Iterator<byte[]>>
    implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  /** So many rows become tensors at a time. */
  private static final int CHUNK = 256;

  /**
   * What is to be done.
   *
   * @param samples the number of rows to learn from; the rows behind them validate
   * @param validating the number of rows that validate
   * @param seed the seed of the shuffle; null for none
   * @param checkpoints the folder of checkpoints; null for none
   * @param callbacks creates the callbacks of a task; null for none
   */
  record Job(
      ModelSource model,
      TrainingColumns columns,
      long samples,
      long validating,
      int batchSize,
      int epochs,
      int tasks,
      @Nullable Long seed,
      int timeoutSeconds,
      Meeting.PortRange ports,
      @Nullable String checkpoints,
      SerializableConfiguration hadoop,
      @Nullable ReplicaCallbacks callbacks)
      implements Serializable {
    BatchShares shares() {
      return new BatchShares(samples, batchSize, tasks);
    }

    BatchShares validation() {
      return new BatchShares(validating, batchSize, tasks);
    }
  }

  private final Job job;
  private final CollectionAccumulator<String> driver;

  ReplicaTask(Job job, CollectionAccumulator<String> driver) {
    this.job = job;
    this.driver = driver;
  }

  @Override
  public Iterator<byte[]> apply(Iterator<Tuple2<Long, InternalRow>> rows) {
    BarrierTaskContext context = BarrierTaskContext.get();
    try (WorkFolder folder = WorkFolder.create();
        dev.tenon.Model model = job.model.load()) {
      Path path = folder.path();
      try (SampleStore training = store(path, "training");
          SampleStore validation = store(path, "validation")) {
        keep(rows, model, training, validation);
        Replica replica = Meeting.join(context, job.ports, Duration.ofSeconds(job.timeoutSeconds));
        List<EpochReport> reports =
            train(context, model, replica, training, validation, path.resolve("checkpoint"));
        List<byte[]> result =
            replica.rank() == 0 ? result(model, path.resolve("result"), reports) : List.of();
        context.barrier();
        return CollectionConverters.asScala(result.iterator());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SampleStore store(Path folder, String name) throws IOException {
    return new SampleStore(Files.createDirectory(folder.resolve(name)));
  }

  private void keep(
      Iterator<Tuple2<Long, InternalRow>> rows,
      dev.tenon.Model model,
      SampleStore training,
      SampleStore validation)
      throws IOException {
    List<InternalRow> some = new ArrayList<>();
    BatchBuffers buffers = new BatchBuffers();
    SampleStore into = training;
    while (rows.hasNext()) {
      Tuple2<Long, InternalRow> next = rows.next();
      SampleStore wanted = next._1 < job.samples ? training : validation;
      if (some.size() == CHUNK || wanted != into) {
        add(some, model, buffers, into);
        into = wanted;
      }
      some.add(next._2);
    }
    add(some, model, buffers, into);
  }

  private void add(
      List<InternalRow> rows, dev.tenon.Model model, BatchBuffers buffers, SampleStore into)
      throws IOException {
    if (!rows.isEmpty()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (InputReader reader : job.columns.readers()) {
        reader.read(rows, model, buffers, tensors);
      }
      into.add(tensors);
      rows.clear();
    }
  }

  private List<EpochReport> train(
      BarrierTaskContext context,
      dev.tenon.Model model,
      Replica replica,
      SampleStore training,
      SampleStore validation,
      Path local)
      throws IOException {
    EpochReports reports = new EpochReports(driver);
    List<Callback> callbacks = new ArrayList<>();
    if (job.callbacks != null) {
      callbacks.addAll(job.callbacks.of(replica.rank()));
    }
    callbacks.add(new ReplicaCheck(context));
    if (replica.rank() == 0) {
      callbacks.add(reports);
    }
    String folder = job.checkpoints;
    if (folder != null) {
      org.apache.hadoop.fs.Path shared = new org.apache.hadoop.fs.Path(folder);
      FileSystem system = shared.getFileSystem(job.hadoop.value());
      callbacks.add(
          new Checkpoints(
              system, shared, Files.createDirectory(local), replica.rank() == 0, reports));
    }
    FitOptions options = fit().epochs(job.epochs).verbose(0).callbacks(callbacks);
    ReplicaSamples.Names names = job.columns.names();
    if (job.validating > 0) {
      options =
          options.validationData(
              new ReplicaSamples(replica, validation, job.validation(), names, null));
    }
    model.fit(new ReplicaSamples(replica, training, job.shares(), names, job.seed), options);
    return reports.all();
  }

  /** Returns the epochs as JSON, and the trained model in pieces. */
  private static List<byte[]> result(dev.tenon.Model model, Path folder, List<EpochReport> reports)
      throws IOException {
    List<byte[]> result = new ArrayList<>();
    result.add(EpochReport.write(reports).getBytes(StandardCharsets.UTF_8));
    result.addAll(SavedForm.write(model, Files.createDirectory(folder)).toPieces());
    return result;
  }
}
