package dev.tenon.spark;

import dev.tenon.spark.internal.files.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/** Loads what {@link StageWriter} stored. */
final class StageReader<T extends Params> extends MLReader<T> {
  private final Class<T> type;
  private final BiFunction<String, ModelFiles, T> stages;

  /**
   * Creates a reader.
   *
   * @param stages creates a stage of an identity and a model
   */
  StageReader(Class<T> type, BiFunction<String, ModelFiles, T> stages) {
    this.type = type;
    this.stages = stages;
  }

  @Override
  public T load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
    Path folder = new Path(path, "model");
    try {
      ModelFiles files =
          ModelFiles.load(
              folder.getFileSystem(sparkSession().sparkContext().hadoopConfiguration()), folder);
      T stage = stages.apply(metadata.uid(), files);
      metadata.getAndSetParams(stage, metadata.getAndSetParams$default$2());
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
