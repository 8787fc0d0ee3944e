package dev.tenon.spark;

import dev.tenon.spark.internal.files.ModelFiles;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The model of a stage and of its copies on the driver: read once, and sent out once. */
final class SharedModel implements Serializable {
  @Serial private static final long serialVersionUID = 1L;

  private final ModelFiles files;
  private transient @Nullable ModelSignature signature;
  private transient @Nullable Broadcast<ModelFiles> broadcast;
  private transient @Nullable String application;

  SharedModel(ModelFiles files) {
    this.files = files;
  }

  ModelFiles files() {
    return files;
  }

  /** Returns the names, types and shapes of the model, for which no engine starts. */
  synchronized ModelSignature signature() {
    ModelSignature known = signature;
    if (known == null) {
      try (dev.tenon.Model model = files.load()) {
        known = ModelSignature.of(model);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      signature = known;
    }
    return known;
  }

  /** Returns the files for the executors of a session. */
  synchronized Broadcast<ModelFiles> broadcast(SparkSession session) {
    Broadcast<ModelFiles> known = broadcast;
    String id = session.sparkContext().applicationId();
    if (known == null || !id.equals(application)) {
      known = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(files);
      broadcast = known;
      application = id;
    }
    return known;
  }
}
