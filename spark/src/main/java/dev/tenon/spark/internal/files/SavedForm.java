package dev.tenon.spark.internal.files;

import dev.tenon.error.UnsupportedModelException;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** The file form of a model that a stage carries. */
public final class SavedForm {
  private SavedForm() {}

  /**
   * Writes a model in the format that it came from, and reads its files.
   *
   * @param folder an empty folder
   * @throws IOException if the files cannot be written
   */
  public static ModelFiles write(dev.tenon.Model model, java.nio.file.Path folder)
      throws IOException {
    if (model.info().isKeras()) {
      return saved(model, folder.resolve("model.keras"));
    }
    if (isOnnx(model)) {
      return saved(model, folder.resolve("model.onnx"));
    }
    throw new UnsupportedModelException(
        "TenonModel.of: a model of TensorFlow's graph is not saved again; use"
            + " TenonModel.fromFile(path) with its SavedModel or frozen graph");
  }

  private static ModelFiles saved(dev.tenon.Model model, java.nio.file.Path target)
      throws IOException {
    model.save(target);
    return ModelFiles.of(target);
  }

  /** Says whether a model is an ONNX network. */
  public static boolean isOnnx(dev.tenon.Model model) {
    try {
      model.onnx().structure();
      return true;
    } catch (IllegalStateException | UnsupportedModelException e) {
      return false;
    }
  }

  /**
   * Reads the files of a model.
   *
   * @param name a local path, or one of a file system of Hadoop
   * @throws IOException if they cannot be read
   */
  public static ModelFiles read(String name) throws IOException {
    Path path = new Path(name);
    if (path.toUri().getScheme() == null && Files.exists(java.nio.file.Path.of(name))) {
      return ModelFiles.of(java.nio.file.Path.of(name));
    }
    return ModelFiles.of(path.getFileSystem(configuration()), path);
  }

  private static Configuration configuration() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    return session.isDefined()
        ? session.get().sparkContext().hadoopConfiguration()
        : new Configuration();
  }
}
