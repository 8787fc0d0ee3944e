package dev.tenon.spark;

import dev.tenon.spark.internal.files.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/** Stores a stage: Spark's metadata, and the model below {@code model}. */
final class StageWriter extends MLWriter {
  private final Params stage;
  private final ModelFiles files;

  StageWriter(Params stage, ModelFiles files) {
    this.stage = stage;
    this.files = files;
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sparkSession());
    Path folder = new Path(path, "model");
    try {
      files.save(folder.getFileSystem(sparkSession().sparkContext().hadoopConfiguration()), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
