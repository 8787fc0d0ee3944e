package dev.tenon.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/** Loads what {@link TenonModelWriter} stored. */
final class TenonModelReader extends MLReader<TenonModel> {
  @Override
  public TenonModel load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), TenonModel.class.getName());
    Path folder = new Path(path, "model");
    try {
      ModelFiles files =
          ModelFiles.load(
              folder.getFileSystem(sparkSession().sparkContext().hadoopConfiguration()), folder);
      TenonModel stage = new TenonModel(metadata.uid(), files);
      metadata.getAndSetParams(stage, metadata.getAndSetParams$default$2());
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
